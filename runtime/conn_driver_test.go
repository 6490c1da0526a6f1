package runtime

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// What tests of connections share lives here: an App that is served on a real socket
// and on pipes, and clients that write bytes and read answers.

func init() { poison.Store(true) }

// house is an App that is being served.
type house struct {
	t    testing.TB
	app  *App
	tcp  net.Listener
	pipe *pipeListener
	logs *safeBuffer
	ends chan error // what each Serve returned
}

// serveTest serves an App until the test ends, and then wants a graceful end that leaves
// nothing behind.
func serveTest(t testing.TB, s Service, opts ...Option) *house {
	t.Helper()
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, tcp: tcp, pipe: newPipeListener(), logs: new(safeBuffer), ends: make(chan error, 2)}
	opts = append([]Option{Logger(textLogger(h.logs))}, opts...)
	h.app = NewApp(s, opts...)
	for _, l := range []net.Listener{tcp, h.pipe} {
		go func() { h.ends <- h.app.Serve(context.Background(), l) }()
	}
	t.Cleanup(h.end)
	return h
}

func (h *house) end() {
	h.app.Stop()
	for range 2 {
		select {
		case err := <-h.ends:
			if err != nil && !h.t.Failed() {
				h.t.Errorf("Serve: %v", err)
			}
		case <-time.After(patience):
			h.t.Fatal("Serve has not returned")
		}
	}
}

// dial opens a connection: "tcp", "brisk" (the same, and it has asked twice: its requests
// are answered while it is being read), "pipe" (net.Pipe: no buffer, no half-close) or
// "duplex" (a pipe that can be half-closed).
func (h *house) dial(kind string) net.Conn {
	h.t.Helper()
	switch kind {
	case "tcp":
		nc, err := net.Dial("tcp", h.tcp.Addr().String())
		if err != nil {
			h.t.Fatal(err)
		}
		return nc
	case "brisk":
		nc := h.dial("tcp")
		_ = nc.SetDeadline(time.Now().Add(patience))
		c := newClient(h.t, nc)
		for range 2 {
			c.write("GET /brisk HTTP/1.1\r\nHost: a\r\n\r\n") // a 404 will do
			c.want("a brisk connection asks", http.StatusNotFound, "*")
		}
		return nc
	case "pipe":
		client, server := net.Pipe()
		h.pipe.conns <- server
		return client
	default:
		client, server := newDuplex()
		h.pipe.conns <- server
		return client
	}
}

// client reads answers from a connection.
type client struct {
	t  testing.TB
	nc net.Conn
	r  *bufio.Reader
}

func (h *house) client(kind string) *client {
	h.t.Helper()
	nc := h.dial(kind)
	h.t.Cleanup(func() { nc.Close() })
	_ = nc.SetDeadline(time.Now().Add(patience))
	return newClient(h.t, nc)
}

func newClient(t testing.TB, nc net.Conn) *client { return &client{t, nc, bufio.NewReader(nc)} }

// textLogger logs into a buffer, quiet nowhere.
func textLogger(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

func quiet() *slog.Logger { return textLogger(io.Discard) }

func (c *client) write(s string) {
	c.t.Helper()
	if _, err := io.WriteString(c.nc, s); err != nil {
		c.t.Fatalf("write %.60q: %v", s, err)
	}
}

// answer is one answer, its body read to the end.
type answer struct {
	*http.Response
	body string
}

func (c *client) read(method string) (answer, error) {
	resp, err := http.ReadResponse(c.r, &http.Request{Method: method})
	if err != nil {
		return answer{}, err
	}
	body, err := io.ReadAll(resp.Body)
	return answer{resp, string(body)}, err
}

// want reads an answer and compares its status and body; body "*" is any.
func (c *client) want(sentence string, status int, body string) answer {
	c.t.Helper()
	return c.wantOf("GET", sentence, status, body)
}

func (c *client) wantOf(method, sentence string, status int, body string) answer {
	c.t.Helper()
	a, err := c.read(method)
	if err != nil {
		c.t.Fatalf("%s: no answer: %v", sentence, err)
	}
	if a.StatusCode != status || body != "*" && a.body != body {
		c.t.Fatalf("%s: %d %q, want %d %q", sentence, a.StatusCode, a.body, status, body)
	}
	return a
}

// wantEnd wants the connection to end without another byte.
func (c *client) wantEnd(sentence string) {
	c.t.Helper()
	if b, err := c.r.ReadByte(); err == nil {
		rest, _ := c.r.Peek(c.r.Buffered())
		c.t.Fatalf("%s: the connection goes on with %q", sentence, string(b)+string(rest))
	} else if isTimeout(err) {
		c.t.Fatalf("%s: the connection is still open", sentence)
	}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// outcome writes pieces, asks for the probe, reads to the end and says what came, like
// "200 404 kept" or "400 closed". Interim answers are left out: whether one is sent
// depends on how the pieces arrive.
func (h *house) outcome(kind string, pieces []string, halfClose bool) string {
	nc := h.dial(kind)
	defer nc.Close()
	_ = nc.SetDeadline(time.Now().Add(patience))
	method, sent := "GET", strings.Join(pieces, "")
	if strings.HasPrefix(sent, "HEAD") {
		method = "HEAD"
	}
	var writing sync.WaitGroup
	writing.Go(func() {
		for _, piece := range pieces {
			if _, err := io.WriteString(nc, piece); err != nil {
				return
			}
		}
		if half, ok := nc.(interface{ CloseWrite() error }); ok && halfClose {
			half.CloseWrite()
		} else {
			io.WriteString(nc, probe)
		}
	})
	defer func() { nc.Close(); writing.Wait() }()
	c := newClient(h.t, nc)
	var words []string
	for {
		a, err := c.read(method)
		switch {
		case err != nil && isTimeout(err):
			return strings.Join(append(words, "hangs"), " ")
		case err != nil:
			// who has asked for the end and sends the probe all the same may be told by a reset
			reset := errors.Is(err, syscall.ECONNRESET) && asksForTheEnd.MatchString(sent)
			if err != io.ErrUnexpectedEOF && err != io.EOF && !errors.Is(err, io.ErrClosedPipe) && !reset {
				words = append(words, err.Error())
			}
			return strings.Join(append(words, "closed"), " ")
		case a.Header.Get("X-Probe") != "":
			return strings.Join(append(words, "kept"), " ")
		case a.StatusCode >= 200:
			words = append(words, strconv.Itoa(a.StatusCode))
		}
	}
}

var asksForTheEnd = regexp.MustCompile(`(?i)^(GET|HEAD) \S+ HTTP/1\.0|\nconnection: .*close`)

const probe = "GET /probe HTTP/1.1\r\nHost: a\r\n\r\n"

// pipeListener is a net.Listener whose connections a test makes.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case nc := <-l.conns:
		return nc, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

// duplex is a connection of two pipes, so that each direction can be closed alone.
type duplex struct {
	net.Conn // what is read
	out      net.Conn
}

func newDuplex() (client, server *duplex) {
	a, b := net.Pipe()
	c, d := net.Pipe()
	return &duplex{a, d}, &duplex{c, b}
}

func (d *duplex) Write(p []byte) (int, error) { return d.out.Write(p) }
func (d *duplex) CloseWrite() error           { return d.out.Close() }
func (d *duplex) Close() error                { d.out.Close(); return d.Conn.Close() }
func (d *duplex) SetWriteDeadline(t time.Time) error {
	return d.out.SetWriteDeadline(t)
}
func (d *duplex) SetDeadline(t time.Time) error {
	d.out.SetWriteDeadline(t)
	return d.Conn.SetReadDeadline(t)
}

// safeBuffer is a bytes.Buffer for several goroutines.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
