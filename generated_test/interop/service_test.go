//go:build linux

package interop

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/httpgen/generated_test/cases/depot"
	"example.com/httpgen/runtime"
)

// The service and the tap in front of it live here.

// A service is a running depot, and what was said to it.
type service struct {
	*depot.Server
	addr string // of the tap
	own  string // of the application itself, for what needs no record
	tap  *tap
}

// url is the tap's URL of a path.
func (s *service) url(path string) string { return "http://" + s.addr + path }

// serve starts the service until the test ends.
func serve(t *testing.T, opts ...runtime.Option) *service {
	t.Helper()
	server := &depot.Server{}
	app := depot.New(server, append(opts, runtime.Logger(slog.New(slog.DiscardHandler)))...)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	tap := newTap(t, l.Addr().String())
	return &service{Server: server, addr: tap.addr, own: l.Addr().String(), tap: tap}
}

// A tap is a relay in front of a service that keeps what went through. The service keeps
// its own sockets, and with them sendfile and the rest.
type tap struct {
	addr, behind string

	mu    sync.Mutex
	calls []*call
}

// A call is one connection.
type call struct {
	mu              sync.Mutex
	asked, answered bytes.Buffer
}

// kept bounds what is remembered of one direction of a connection.
const kept = 1 << 20

func newTap(t *testing.T, behind string) *tap {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	p := &tap{addr: l.Addr().String(), behind: behind}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go p.relay(conn.(*net.TCPConn))
		}
	}()
	return p
}

// relay passes on bytes and half-closes. What one side resets, the other sees as an end.
func (p *tap) relay(client *net.TCPConn) {
	defer client.Close()
	conn, err := net.Dial("tcp", p.behind)
	if err != nil {
		return
	}
	server := conn.(*net.TCPConn)
	defer server.Close()
	c := &call{}
	p.mu.Lock()
	p.calls = append(p.calls, c)
	p.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { c.pass(server, client, &c.asked) })
	both.Go(func() { c.pass(client, server, &c.answered) })
	both.Wait()
}

func (c *call) pass(to, from *net.TCPConn, record *bytes.Buffer) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			c.mu.Lock()
			record.Write(buf[:min(n, kept-record.Len())])
			c.mu.Unlock()
			if _, err := to.Write(buf[:n]); err != nil {
				// Who does not listen any more may still be talking: his peer learns of
				// the end by what it sends next.
				from.CloseRead()
				return
			}
		}
		if err != nil {
			if err == io.EOF {
				to.CloseWrite()
			} else {
				to.Close()
			}
			return
		}
	}
}

// connections counts them.
func (p *tap) connections() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.calls)
}

// asked is all that clients said, one connection behind the other.
func (p *tap) asked() string { return p.all(func(c *call) *bytes.Buffer { return &c.asked }) }

// answered is all that the service said.
func (p *tap) answered() string { return p.all(func(c *call) *bytes.Buffer { return &c.answered }) }

func (p *tap) all(of func(*call) *bytes.Buffer) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var b strings.Builder
	for _, c := range p.calls {
		c.mu.Lock()
		b.Write(of(c).Bytes())
		c.mu.Unlock()
	}
	return b.String()
}

// arrived is the head of the first request that has a line, "" if there is none. It is
// for requests without bodies.
func (p *tap) arrived(line string) string {
	for head := range strings.SplitSeq(p.asked(), "\r\n\r\n") {
		if strings.Contains(strings.ToLower(head)+"\r\n", "\r\n"+strings.ToLower(line)+"\r\n") {
			return head
		}
	}
	return ""
}

// recordTime is how long a record may take that a client did not wait for: ffmpeg ends before
// anybody has accepted its connection.
const recordTime = 10 * time.Second

// saw holds the record to a regular expression, so that a row that passes did go the way
// that it is about.
func saw(t *testing.T, sentence string, record func() string, pattern string) {
	t.Helper()
	wanted := regexp.MustCompile(pattern)
	for deadline := time.Now().Add(recordTime); !wanted.MatchString(record()); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Errorf("%s: nothing like %s in\n%s", sentence, pattern, clip(record()))
			return
		}
	}
}

// clip is what a person reads of a record.
func clip(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || ' ' <= r && r <= '~' {
			return r
		}
		return -1
	}, s)
	if len(s) > 2000 {
		return s[:2000] + "…"
	}
	return s
}
