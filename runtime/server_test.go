package runtime

import (
	"context"
	"crypto/tls"
	"io"
	goruntime "runtime"
	"strings"
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
