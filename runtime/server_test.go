package runtime

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/netip"
	goruntime "runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// What all connections share is tested here: how many there may be, and that nothing of
// them is left behind.

func TestOneConnectionTooManyIsToldSo(t *testing.T) {
	h := serveTest(t, manners(), MaxConnections(2))
	a, b := h.client("tcp"), h.client("tcp")
	for _, c := range []*client{a, b} {
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("two are served", 200, "root")
	}
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	if got := c.want("the third is told so", 503, `{"error": "Service Unavailable"}`); got.Header.Get("Retry-After") == "" || !got.Close {
		t.Errorf("its head: %v", got.Header)
	}
	c.wantEnd("and its connection ends")
	a.nc.Close()
	waitFor(t, "a connection less", func() bool { return connected(h) == 1 })
	c = h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("then there is room again", 200, "root")
}

// Who is told so is gone with the others when the server has ended, whatever it still sends.
func TestThoseTurnedAwayAreGoneAtTheEnd(t *testing.T) {
	inFakeTime(t, manners(), []Option{MaxConnections(1)}, func(h *house) {
		first := h.open()
		first.write(get + host + "\r\n")
		first.want("the first is served", 200, "root")
		second := newClient(t, h.dial("duplex"))
		go drip(second.nc, strings.Repeat("x", 1000), 100*time.Millisecond)
		second.want("the second is turned away", 503, "*")
		first.nc.Close()
		if err := h.app.Shutdown(context.Background()); err != nil {
			t.Errorf("Shutdown: %v", err)
		}
		if n := connected(h); n > 0 {
			t.Errorf("%d connections are left", n)
		}
		if _, err := io.WriteString(second.nc, "x"); err == nil {
			t.Error("the second is still read from")
		}
	})
}

// To be told so over TLS would take a handshake, which is what there is no room for.
func TestOneConnectionTooManyOverTLSIsClosed(t *testing.T) {
	server, pool := testCertificate(t)
	h := serveTest(t, manners(), TLS(server), MaxConnections(1))
	first, err := tls.Dial("tcp", h.tcp.Addr().String(), &tls.Config{RootCAs: pool, ServerName: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	h.client("tcp").wantEnd("the second is closed")
	c := newClient(t, first)
	c.write(get + host + "\r\n")
	c.want("the first is served", 200, "root")
}

// A flood of connections is not answered one by one.
func TestAFloodIsClosed(t *testing.T) {
	app := NewApp(manners(), MaxConnections(1), Logger(quiet()))
	s := &app.server
	if got := s.admit(&conn{s: s}); got != admitted {
		t.Errorf("the first is %d", got)
	}
	for range maxRefusing {
		if got := s.admit(&conn{s: s}); got != turnedAway {
			t.Errorf("one too many is %d", got)
		}
	}
	if got := s.admit(&conn{s: s}); got != dropped {
		t.Errorf("one of a flood is %d", got)
	}
	s.forceEnd()
	if got := s.admit(&conn{s: s}); got != dropped {
		t.Errorf("one that comes too late is %d", got)
	}
}

// Who is counted out of the limits is counted once, whatever comes first.
func TestReleaseCountsOnce(t *testing.T) {
	app := NewApp(manners(), MaxConnections(2), MaxConnectionsPerIP(1), Logger(quiet()))
	s := &app.server
	peer := netip.MustParsePrefix("192.0.2.1/32")
	from := func() *conn { return &conn{s: s, peer: peer} }
	wantCounts := func(sentence string, conns, hanging, ofPeer int) {
		t.Helper()
		if len(s.conns) != conns || s.hanging != hanging || s.peers[peer] != ofPeer {
			t.Errorf("%s: %d connections, %d hang, %d of the address; want %d, %d, %d",
				sentence, len(s.conns), s.hanging, s.peers[peer], conns, hanging, ofPeer)
		}
	}
	first, second, third := from(), from(), from()
	s.release(first)
	wantCounts("one that was never counted in", 0, 0, 0)
	s.admit(first)
	if got := s.admit(from()); got != turnedAway {
		t.Errorf("a second of the address is %d", got)
	}
	s.release(first)
	s.release(first)
	wantCounts("the first hangs, one is turned away", 2, 1, 0)
	if got := s.admit(second); got != admitted {
		t.Errorf("the next of the address is %d", got)
	}
	s.release(second)
	wantCounts("the second hangs", 3, 2, 0)
	if got := s.admit(third); got != admitted {
		t.Errorf("the third is %d", got)
	}
	s.release(third) // as many hang as may be connected: it keeps its place
	wantCounts("the third is one too many that hangs", 4, 2, 1)
	s.forget(first)
	s.release(first)
	wantCounts("the first ends", 3, 1, 1)
	s.release(third)
	s.forget(third)
	s.forget(second)
	wantCounts("all but the one that was turned away end", 1, 0, 0)
}

// Handlers that hang do not keep clients out once their time is over, whether their
// clients heard of that or have gone before. The graceful end waits for them.
func TestHandlersThatHangHoldNoPlace(t *testing.T) {
	goOn := make(chan struct{})
	letGo := sync.OnceFunc(func() { close(goOn) })
	defer letGo()
	h := serveTest(t, handwritten(
		textLeaf("GET", "/", "root"),
		handlerLeaf("GET", "/hang", func(Request) (Response, error) { <-goOn; return Text("late"), nil }),
	), MaxConnections(2), MaxConnectionsPerIP(1), Timeout(50*time.Millisecond))
	patient := h.client("tcp")
	patient.write("GET /hang HTTP/1.1\r\nHost: a\r\n\r\n")
	patient.want("it is told that its time is over", 503, "*")
	patient.wantEnd("and its connection ends")
	gone := h.client("tcp")
	gone.write("GET /hang HTTP/1.1\r\nHost: a\r\n\r\n")
	gone.nc.Close()
	waitFor(t, "the time of both", func() bool {
		h.app.server.mu.Lock()
		defer h.app.server.mu.Unlock()
		return h.app.server.hanging == 2
	})
	for range 3 {
		c := h.client("tcp")
		c.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
		c.want("others are served", 200, "root")
		c.nc.Close()
		waitFor(t, "its end", func() bool { return connected(h) == 2 })
	}
	soon, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := h.app.Shutdown(soon); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown does not wait for them: %v", err)
	}
	letGo()
	if err := h.app.Shutdown(context.Background()); err != nil {
		t.Errorf("Shutdown: %v", err)
	}
}

func TestManyHandlersThatHangAreLogged(t *testing.T) {
	logs := new(safeBuffer)
	app := NewApp(manners(), Logger(textLogger(logs)))
	s := &app.server
	hang := func(n int) (all []*conn) {
		for range n {
			c := &conn{s: s}
			s.admit(c)
			s.release(c)
			all = append(all, c)
		}
		return all
	}
	lines := func() int { return strings.Count(logs.String(), "handlers still run") }
	few := hang(manyHanging - 1)
	if lines() != 0 {
		t.Errorf("few that hang are logged: %s", logs)
	}
	many := append(few, hang(manyHanging*4)...)
	if lines() != 3 || !strings.Contains(logs.String(), "handlers=64") {
		t.Errorf("not a line for each doubling: %s", logs)
	}
	for _, c := range many {
		s.forget(c)
	}
	hang(manyHanging)
	if lines() != 4 {
		t.Errorf("after an end of it, it is not logged again: %s", logs)
	}
}

func TestConnectionsPerIP(t *testing.T) {
	h := serveTest(t, manners(), MaxConnectionsPerIP(2))
	for range 2 {
		c := h.client("tcp")
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("two of an address are served", 200, "root")
	}
	h.client("tcp").want("the third is not", 503, "*")
	pipe := h.client("pipe")
	pipe.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	pipe.want("who has no address is not counted", 200, "root")
}

// waitFor waits for something that is about to happen.
func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 500 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("waited in vain for %s", what)
}

func TestNothingIsLeftBehind(t *testing.T) {
	before := goruntime.NumGoroutine()
	for range 3 {
		h := serveTest(t, watchers(make(chan error, 100)))
		for _, kind := range []string{"tcp", "brisk", "pipe", "duplex"} {
			for range 10 {
				c := h.client(kind)
				c.write("GET /ask HTTP/1.1\r\nHost: a\r\n\r\nGET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
				c.want("ok", 200, "alive")
				c.nc.Close()
			}
			c := h.client(kind)
			c.write("GET")
			c.nc.Close()
		}
		h.app.Stop()
		<-h.app.server.done
	}
	waitFor(t, "the goroutines to end", func() bool { return goruntime.NumGoroutine() <= before+6 })
}

// connected is how many connections the server has.
func connected(h *house) int {
	h.app.server.mu.Lock()
	defer h.app.server.mu.Unlock()
	return len(h.app.server.conns)
}
