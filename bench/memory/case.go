package memory

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"syscall"
	"time"

	"example.com/httpgen/bench/load"
	"example.com/httpgen/bench/raw"
	"example.com/httpgen/bench/server"
)

// The list of what is measured, and the measuring, live here.

// A Case is one server asked one request.
type Case struct {
	Name    string // Memory/<size>/<what>/<server>
	Heap    bool   // to be measured with a live heap
	request []byte
	body    string // of the answer
	conns   chan net.Conn
	failed  chan error
}

// sizes are the fields beside Host.
var sizes = []struct{ name, fields string }{{"small", load.SmallFields},
	{"browser", load.BrowserFields}}

// kinds are what is asked.
var kinds = []struct{ name, path, contentType, body string }{
	// a fixed answer, an integer of the path
	{"route", "/teams/1729/members/42", server.TextType, server.Member},
	// the path and two headers kept as strings
	{"strings", "/kept/shoes", server.TextType, server.Member},
	{"json", "/users/1729/orders/42", server.JSONType,
		`{"user":1729,"number":42,"item":"a pair of left shoes","quantity":2,"price":59.5,"paid":true}`},
}

// Cases starts the servers, each with a listener of its own per case. They run until
// the process ends.
func Cases(servers []server.Server) []Case {
	var cases []Case
	for _, size := range sizes {
		for _, kind := range kinds {
			request := load.Get(kind.path, size.fields)
			for _, s := range servers {
				cases = append(cases, New("Memory/"+size.name+"/"+kind.name+"/"+s.Name(), s, request,
					kind.contentType, kind.body))
			}
		}
	}
	return append(cases, heapCases(cases, servers)...)
}

// New starts a server, to be asked one request that it answers with this body.
func New(name string, s server.Server, request []byte, contentType, body string) Case {
	c := Case{Name: name, request: request, body: body, conns: make(chan net.Conn),
		failed: make(chan error, 1)}
	floor := server.Floor{RequestBytes: len(request), ContentType: contentType, Body: []byte(body)}
	go func() { c.failed <- s.Serve(listener{c.conns}, server.Options{Floor: floor}) }()
	return c
}

// heapCases are the browser-size requests with strings once more.
func heapCases(cases []Case, servers []server.Server) (heap []Case) {
	for _, s := range servers {
		for _, c := range cases {
			if c.Name == "Memory/browser/strings/"+s.Name() {
				c.Name, c.Heap = "Memory/browser-heap64/strings/"+s.Name(), true
				heap = append(heap, c)
			}
		}
	}
	return heap
}

// Rivals are the servers that need no socket of the kernel's: hertz does, whose
// netpoll takes only file descriptors. fasthttp is there with its router and without.
func Rivals() []server.Server {
	rivals := []server.Server{server.FasthttpBare()}
	for _, s := range server.Rivals() {
		if s.Name() != "hertz" {
			rivals = append(rivals, s)
		}
	}
	return rivals
}

// runLimit bounds one sample: no server here takes 1 ms for a request.
func runLimit(requests int) time.Duration {
	return 10*time.Second + time.Duration(requests)*time.Millisecond
}

// run sends so many requests over one connection and waits until the server closes it.
func (c Case) run(requests int) (time.Duration, error) {
	client := newConn(c.request, requests)
	start := time.Now()
	limit := time.NewTimer(runLimit(requests))
	defer limit.Stop()
	select {
	case c.conns <- client:
	case err := <-c.failed:
		return 0, fmt.Errorf("%s: server ended: %w", c.Name, err)
	case <-limit.C:
		return 0, fmt.Errorf("%s: the server does not accept", c.Name)
	}
	select {
	case <-client.closed:
	case <-limit.C:
		return 0, fmt.Errorf("%s: no end after %v", c.Name, runLimit(requests))
	}
	took := time.Since(start)
	if err := client.check(requests); err != nil {
		return 0, fmt.Errorf("%s: %w", c.Name, err)
	}
	return took, nil
}

// Run sends so many requests, and takes no sample.
func (c Case) Run(requests int) error {
	_, err := c.run(requests)
	return err
}

// Check asks once, and holds the answer to what it has to be.
func (c Case) Check() error { return c.checkAnswer() }

// Calibrate finds how many requests take about so long.
func (c Case) Calibrate(length time.Duration) (int, error) {
	if err := c.checkAnswer(); err != nil {
		return 0, err
	}
	for requests := 100; ; requests *= 2 {
		took, err := c.run(requests)
		if err != nil {
			return 0, err
		}
		if took >= length/4 || requests >= 1<<26 {
			return max(100, int(float64(requests)*float64(length)/float64(took))), nil
		}
	}
}

// Measure takes one sample.
func (c Case) Measure(requests int) (raw.Sample, error) {
	runtime.GC() // the garbage of the case before is not this one's
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu := cpuTime()
	took, err := c.run(requests)
	if err != nil {
		return raw.Sample{}, err
	}
	cpu = cpuTime() - cpu
	runtime.ReadMemStats(&after)
	per := func(total float64) float64 { return total / float64(requests) }
	return raw.Sample{Name: c.Name, N: requests, Values: []raw.Value{
		{Figure: per(float64(took.Nanoseconds())), Unit: "ns/req"},
		{Figure: per(float64(cpu.Nanoseconds())), Unit: "cpu-ns/req"},
		{Figure: per(float64(after.TotalAlloc - before.TotalAlloc)), Unit: "B/req"},
		{Figure: per(float64(after.Mallocs - before.Mallocs)), Unit: "allocs/req"},
	}}, nil
}

// cpuTime is what this process, its collector included, has used.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // it fails for bad arguments only
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// checkAnswer asks once over a pipe and reads the answer as any client would.
func (c Case) checkAnswer() error {
	client, serverSide := net.Pipe()
	defer client.Close()
	client.SetDeadline(time.Now().Add(5 * time.Second))
	select {
	case c.conns <- serverSide:
	case err := <-c.failed:
		return fmt.Errorf("%s: server ended: %w", c.Name, err)
	}
	go client.Write(c.request)
	resp, err := http.ReadResponse(bufio.NewReader(client), nil)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Name, err)
	}
	body, err := io.ReadAll(resp.Body)
	if string(body) != c.body {
		return errors.Join(err, fmt.Errorf("%s: answer %q, want %q", c.Name, body, c.body))
	}
	return err
}
