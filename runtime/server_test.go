package runtime

import (
	"net"
	"net/netip"
	goruntime "runtime"
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

func TestPeerPrefix(t *testing.T) {
	for _, tt := range []struct {
		addr net.Addr
		want string
	}{
		{&net.TCPAddr{IP: net.IPv4(1, 2, 3, 4), Port: 5}, "1.2.3.4/32"},
		{&net.TCPAddr{IP: net.ParseIP("::ffff:1.2.3.4")}, "1.2.3.4/32"},
		{&net.TCPAddr{IP: net.ParseIP("2001:db8:1:2:3:4:5:6")}, "2001:db8:1:2::/64"},
		{&net.TCPAddr{IP: net.ParseIP("fe80::1"), Zone: "eth0"}, "fe80::/64"},
		{&net.UnixAddr{Name: "/x"}, "invalid Prefix"},
		{pipeAddr{}, "invalid Prefix"},
		{nil, "invalid Prefix"},
	} {
		if got := peerPrefix(tt.addr); got.String() != tt.want {
			t.Errorf("%v: %v, want %s", tt.addr, got, tt.want)
		}
	}
	if (netip.Prefix{}).IsValid() {
		t.Error("the zero prefix would be counted")
	}
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
