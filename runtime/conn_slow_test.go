//go:build unix

package runtime

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// Ten thousand clients that send a byte a second are tested here: they may not cost much,
// nor keep others waiting, and are cut off on time. They live in a process of their own,
// so that what the server's process takes is the server's.

const (
	slowTimeout   = 5 * time.Second // header_timeout
	slowPause     = time.Second     // between two bytes
	costPerClient = 10 << 10        // bytes
	slowVariable  = "HTTPGEN_TEST_SLOW"
)

// slowClients is how many there are: as many as are promised, where the process may have
// so many descriptors.
func slowClients(t *testing.T) int {
	want := 10_000
	if testing.Short() || raceDetector {
		want = 500
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Skip(err)
	}
	if limit.Cur < limit.Max {
		limit.Cur = limit.Max
		_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit) // then it is what it was
		_ = syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit)
	}
	n := int(min(uint64(want), uint64(limit.Cur)-100)) // 100 for everything else
	if n < want {
		t.Logf("only %d clients: the process may have %d descriptors", n, limit.Cur)
	}
	return n
}

// The allocator has no size between 4,864 and 5,376 bytes: one field too many would cost
// each slow client half a KiB.
func TestFramesFitTheirSize(t *testing.T) {
	if size := unsafe.Sizeof(frame{}); size > 4864 {
		t.Errorf("a frame has %d bytes, want at most 4864: make smallBuffer smaller", size)
	}
}

func TestSlowClientsAreCheap(t *testing.T) {
	if !inAProcessOfItsOwn(t) {
		return
	}
	n := slowClients(t)
	h := serveTest(t, manners(), HeaderTimeout(slowTimeout), FirstByteTimeout(time.Minute)) // however long it takes to connect all of them
	h.latencies(20, nil)                                                                    // what is set up once is there
	heap, resident := memory(), residentMemory()

	child := startSlowClients(t, fmt.Sprint(h.tcp.Addr(), " ", n))
	child.hear("connected")
	waitFor(t, "all of them", func() bool { return connected(h) >= n })
	child.tell("begin")
	child.hear("begun")
	time.Sleep(slowTimeout / 3)
	resident = (residentMemory() - resident) / n
	heap = (memory() - heap) / n
	stop := make(chan struct{})
	others := make(chan []time.Duration)
	go func() { others <- h.latencies(0, stop) }()

	var cut slowReport
	if _, err := fmt.Fscanln(child.out, &cut.right, &cut.first, &cut.last); err != nil {
		t.Errorf("the clients do not say how they ended: %v", err)
	}
	close(stop)
	child.end()
	t.Logf("each of %d clients costs %d bytes of resident memory (%d of heap and stacks)", n, resident, heap)
	t.Logf("others meanwhile: %s", describeLatencies(<-others))
	t.Logf("%d were answered with 408 and closed, %v to %v after their first byte; header_timeout is %v", cut.right,
		time.Duration(cut.first), time.Duration(cut.last), slowTimeout)
	if cut.right != n || time.Duration(cut.first) < slowTimeout-time.Second {
		t.Errorf("of %d clients %d were cut off as they should, the first after %v", n, cut.right, time.Duration(cut.first))
	}
	if max(heap, resident) > costPerClient && !raceDetector {
		t.Errorf("each slow client costs %d bytes, want at most %d", max(heap, resident), costPerClient)
	}
}

// slowProcess is the process that the slow clients live in.
type slowProcess struct {
	t   *testing.T
	cmd *exec.Cmd
	in  io.Writer
	out *bufio.Reader
}

func startSlowClients(t *testing.T, what string) *slowProcess {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestSlowClientsProcess$")
	cmd.Env = append(os.Environ(), slowVariable+"="+what)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // unless it has ended
		_ = cmd.Wait()
	})
	return &slowProcess{t, cmd, in, bufio.NewReader(out)}
}

func (p *slowProcess) tell(word string) { fmt.Fprintln(p.in, word) }

func (p *slowProcess) hear(word string) {
	p.t.Helper()
	if line, err := p.out.ReadString('\n'); line != word+"\n" {
		p.t.Fatalf("the clients say %q, %v; want %q", line, err, word)
	}
}

func (p *slowProcess) end() {
	_, _ = io.Copy(io.Discard, p.out)
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("the clients: %v", err)
	}
}

// latencies asks for something again and again, each time on a connection that is kept
// and on one that is new: n times, or until stop is closed.
func (h *house) latencies(n int, stop <-chan struct{}) (all []time.Duration) {
	kept := h.dial("tcp")
	defer kept.Close()
	for i := 0; i < n || stop != nil; i++ {
		fresh := h.dial("tcp")
		for _, nc := range []net.Conn{kept, fresh} {
			start := time.Now()
			_, _ = io.WriteString(nc, get+host+"\r\n") // the answer tells
			if a, err := newClient(h.t, nc).read("GET"); err != nil || a.StatusCode != 200 {
				h.t.Errorf("another client is answered %v, %v", a.Response, err)
				return all
			}
			all = append(all, time.Since(start))
		}
		fresh.Close()
		select {
		case <-stop:
			return all
		case <-time.After(2 * time.Millisecond):
		}
	}
	return all
}

func describeLatencies(all []time.Duration) string {
	slices.Sort(all)
	if len(all) == 0 {
		return "none"
	}
	return fmt.Sprintf("%d requests, half within %v, 99 of 100 within %v, all within %v",
		len(all), all[len(all)/2], all[len(all)*99/100], all[len(all)-1])
}

// slowReport is what became of the slow clients.
type slowReport struct {
	right       int   // were answered with 408, and their connection ended
	first, last int64 // nanoseconds from a client's first byte to its answer
}

// TestSlowClientsProcess is the clients' process; alone it does nothing.
func TestSlowClientsProcess(t *testing.T) {
	var addr string
	var n int
	if _, err := fmt.Sscan(os.Getenv(slowVariable), &addr, &n); err != nil {
		return
	}
	clients := make([]slowClient, n)
	if err := connectAll(addr, clients); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("connected")
	var word string
	if _, err := fmt.Scanln(&word); err != nil {
		return
	}
	for i := range clients {
		clients[i].begin()
	}
	fmt.Println("begun")
	var reading sync.WaitGroup
	for i := range clients {
		reading.Go(clients[i].readToEnd)
	}
	ended := make(chan struct{})
	go func() { reading.Wait(); close(ended) }()
	for sent := 1; ; sent++ {
		select {
		case <-ended:
			reportSlow(clients)
			return
		case <-time.After(slowPause):
		}
		for i := range clients {
			_, _ = clients[i].nc.Write([]byte{slowHead[sent%len(slowHead)]}) // fails once it was cut off
		}
	}
}

// slowHead takes a minute to be sent.
const slowHead = "GET / HTTP/1.1\r\nHost: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

type slowClient struct {
	nc    net.Conn
	start time.Time // of its first byte
	took  time.Duration
	right bool
}

// connectAll opens all connections, some at a time: the queue of a listener is not
// endless.
func connectAll(addr string, clients []slowClient) error {
	var connecting sync.WaitGroup
	const workers = 16
	errs := make([]error, workers)
	for w := range workers {
		connecting.Go(func() {
			for i := w; i < len(clients) && errs[w] == nil; i += workers {
				clients[i].nc, errs[w] = net.Dial("tcp", addr)
			}
		})
	}
	connecting.Wait()
	return errors.Join(errs...)
}

func (c *slowClient) begin() {
	c.start = time.Now()
	_, _ = io.WriteString(c.nc, slowHead[:1]) // the answer tells
}

func (c *slowClient) readToEnd() {
	defer c.nc.Close()
	_ = c.nc.SetReadDeadline(time.Now().Add(time.Minute)) // only so that the test ends
	r := bufio.NewReaderSize(c.nc, 512)
	resp, err := http.ReadResponse(r, nil)
	c.took = time.Since(c.start)
	if err != nil {
		return
	}
	_, err = io.Copy(io.Discard, resp.Body)
	_, end := r.ReadByte()
	c.right = err == nil && resp.StatusCode == http.StatusRequestTimeout && errors.Is(end, io.EOF)
}

func reportSlow(clients []slowClient) {
	report := slowReport{first: int64(time.Hour)}
	for _, c := range clients {
		if c.right {
			report.right++
		}
		report.first, report.last = min(report.first, int64(c.took)), max(report.last, int64(c.took))
	}
	fmt.Println(report.right, report.first, report.last)
}
