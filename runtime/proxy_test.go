package runtime

import (
	"bufio"
	"crypto/tls"
	"encoding/binary"
	"net"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Servers behind proxies that speak the PROXY protocol are tested here.

var (
	loopback  = netip.MustParsePrefix("127.0.0.0/8")
	elsewhere = netip.MustParsePrefix("10.0.0.0/8")
)

// v2 is a header of version 2: command, family, and what follows.
func v2(command, family byte, rest string) string {
	return "\r\n\r\n\x00\r\nQUIT\n" + string([]byte{command, family}) + string(binary.BigEndian.AppendUint16(nil, uint16(len(rest)))) + rest
}

var (
	addrs4 = "\xc0\x00\x02\x07\x0a\x00\x00\x01\x30\x39\x01\xbb"
	addrs6 = string(netip.MustParseAddr("2001:db8::7").AsSlice()) + string(netip.MustParseAddr("::1").AsSlice()) + "\x30\x39\x01\xbb"
	paths  = "/run/client" + strings.Repeat("\x00", 108-len("/run/client")) + strings.Repeat("\x00", 108)
	tlv    = "\x04\x00\x05\x00\x00\x00\x00\x00"
)

// whoService answers with what it knows of the client.
func whoService() Service {
	return handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		return Text(req.RemoteAddr().String() + " " + req.ClientIP().String()), nil
	}))
}

const whoRequest = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

func TestProxyProtocol(t *testing.T) {
	h := serveTest(t, whoService(), ProxyProtocol(elsewhere, loopback))
	for _, row := range []struct{ sentence, header, want string }{
		{"a line", "PROXY TCP4 192.0.2.7 10.0.0.1 12345 443\r\n", "192.0.2.7:12345 192.0.2.7"},
		{"IPv6", "PROXY TCP6 2001:db8::7 ::1 12345 443\r\n", "[2001:db8::7]:12345 2001:db8::7"},
		{"the binary form", v2(0x21, 0x11, addrs4), "192.0.2.7:12345 192.0.2.7"},
		{"additional fields", v2(0x21, 0x11, addrs4+tlv), "192.0.2.7:12345 192.0.2.7"},
		{"a unix socket", v2(0x21, 0x31, paths), "/run/client invalid IP"},
		{"a health check", v2(0x20, 0x00, ""), "the proxy"},
		{"not known", "PROXY UNKNOWN\r\n", "the proxy"},
	} {
		c := h.client("tcp")
		want := row.want
		if want == "the proxy" {
			want = c.nc.LocalAddr().String() + " 127.0.0.1"
		}
		c.write(row.header + whoRequest)
		c.want(row.sentence, 200, want)
		c.write(whoRequest)
		c.want(row.sentence+", the next request", 200, want)
	}
	for _, in := range []string{whoRequest, "PROXY TCP4 192.0.2.7 10.0.0.1 12345 443\n" + whoRequest, "PROXY TCP4 nonsense-nonsense-nonsense\r\n" + whoRequest} {
		c := h.client("tcp")
		c.write(in)
		c.wantEnd("closed without a word")
	}
	pipe := h.client("pipe")
	pipe.write(whoRequest)
	pipe.want("who is no proxy needs no header", 200, "pipe invalid IP")
}

func TestProxyProtocolFromElsewhere(t *testing.T) {
	for sentence, opts := range map[string][]Option{
		"only of others":      {ProxyProtocol(elsewhere)},
		"of nobody":           {ProxyProtocol()},
		"by default":          nil,
		"the last call count": {ProxyProtocol(loopback), ProxyProtocol()},
	} {
		h := serveTest(t, whoService(), opts...)
		c := h.client("tcp")
		c.write("PROXY TCP4 192.0.2.7 10.0.0.1 12345 443\r\n" + whoRequest)
		c.want("a header is no request, "+sentence, 400, "*")
		c = h.client("tcp")
		c.write(whoRequest)
		c.want("who says nothing is who he is, "+sentence, 200, c.nc.LocalAddr().String()+" 127.0.0.1")
	}
}

func TestProxyProtocolOnAUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	app := NewApp(whoService(), Logger(quiet()), ProxyProtocol(elsewhere))
	ended := make(chan error, 1)
	go func() { ended <- app.Run("unix:" + path) }()
	waitFor(t, "an address", func() bool { return app.Addr() != nil })
	c := dialAddr(t, "unix", path)
	c.write(v2(0x21, 0x21, addrs6) + whoRequest)
	c.want("the client is known", 200, "[2001:db8::7]:12345 2001:db8::7")
	app.Stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// A header may name a unix socket: that is one of the proxy's, and whoever is behind it
// was let in by nobody here. One on our own socket is believed.
func TestAUnixSocketThatAHeaderNamesIsNoForwarder(t *testing.T) {
	const claims = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n"
	trust := []Option{ProxyProtocol(elsewhere, loopback), TrustForwarded(elsewhere), Logger(quiet())}
	h := serveTest(t, whoService(), trust...)
	for _, row := range []struct{ sentence, header, want string }{
		{"a unix socket of the proxy", v2(0x21, 0x31, paths), "/run/client invalid IP"},
		{"one without a name", v2(0x21, 0x31, strings.Repeat("\x00", 2*108)), " invalid IP"},
		{"a forwarder behind the proxy", "PROXY TCP4 10.0.0.9 10.0.0.1 12345 443\r\n", "10.0.0.9:12345 6.6.6.6"},
		{"anybody else", "PROXY TCP4 192.0.2.7 10.0.0.1 12345 443\r\n", "192.0.2.7:12345 192.0.2.7"},
	} {
		c := h.client("tcp")
		c.write(row.header + claims)
		c.want(row.sentence, 200, row.want)
	}
	path := filepath.Join(t.TempDir(), "s")
	app := NewApp(whoService(), trust...)
	ended := make(chan error, 1)
	go func() { ended <- app.Run("unix:" + path) }()
	waitFor(t, "an address", func() bool { return app.Addr() != nil })
	for _, row := range []struct{ sentence, header, want string }{
		{"the proxy itself, on our socket", v2(0x20, 0x00, ""), "@ 6.6.6.6"},
		{"a client of its socket", v2(0x21, 0x31, paths), "/run/client invalid IP"},
	} {
		c := dialAddr(t, "unix", path)
		c.write(row.header + claims)
		c.want(row.sentence, 200, row.want)
	}
	app.Stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestProxyProtocolBeforeTLS(t *testing.T) {
	server, pool := testCertificate(t)
	h := serveTest(t, whoService(), TLS(server), ProxyProtocol(loopback))
	nc := h.dial("tcp")
	defer nc.Close()
	nc.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := nc.Write([]byte(v2(0x21, 0x11, addrs4+tlv))); err != nil {
		t.Fatal(err)
	}
	secure := tls.Client(nc, &tls.Config{RootCAs: pool, ServerName: "localhost"})
	c := &client{t, secure, bufio.NewReader(secure)}
	c.write(whoRequest)
	c.want("the header is not part of the handshake", 200, "192.0.2.7:12345 192.0.2.7")
}

// A proxy's connections are counted by their clients.
func TestProxyProtocolAndLimitsPerIP(t *testing.T) {
	h := serveTest(t, whoService(), ProxyProtocol(loopback), MaxConnectionsPerIP(2))
	from := func(ip string) *client {
		c := h.client("tcp")
		c.write("PROXY TCP4 " + ip + " 10.0.0.1 12345 443\r\n" + whoRequest)
		return c
	}
	for _, ip := range []string{"192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.3"} {
		from(ip).want("two of a client are served", 200, ip+":12345 "+ip)
	}
	from("192.0.2.1").want("the third is not", 503, "*")
	from("192.0.2.2").want("another client is", 200, "*")
	c := h.client("tcp")
	c.write(v2(0x21, 0x31, paths) + whoRequest)
	c.want("who has no address is not counted", 200, "*")
	waitFor(t, "the end of the third", func() bool { return connected(h) == 6 })
	h.app.server.mu.Lock()
	n := h.app.server.peers[netip.MustParsePrefix("192.0.2.1/32")]
	h.app.server.mu.Unlock()
	if n != 2 {
		t.Errorf("%d connections are counted", n)
	}
}

// placed is a connection that says it is from an address.
type placed struct {
	net.Conn
	from net.Addr
}

func (p placed) RemoteAddr() net.Addr { return p.from }

func TestProxyHeaderHasToComeInTime(t *testing.T) {
	inFakeTime(t, whoService(), []Option{ProxyProtocol(elsewhere), FirstByteTimeout(time.Minute)}, func(h *house) {
		for _, sent := range []string{"", "PROXY TCP4 192.0.2.7 ", v2(0x21, 0x11, addrs4+tlv)[:30]} {
			near, far := net.Pipe()
			h.pipe.conns <- placed{far, &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1)}}
			c := newClient(t, near)
			start := time.Now()
			c.write(sent)
			c.endsAfter("a header that does not end", start, proxyTimeout)
		}
		near, far := net.Pipe()
		h.pipe.conns <- placed{far, &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1)}}
		c := newClient(t, near)
		c.write("PROXY TCP4 192.0.2.7 10.0.0.1 12345 443\r\n")
		time.Sleep(3 * proxyTimeout)
		go c.write(whoRequest)
		c.want("the time for the header is not that of the request", 200, "192.0.2.7:12345 192.0.2.7")
	})
}

func TestRangesThatAreNone(t *testing.T) {
	for _, option := range []func(...netip.Prefix) Option{ProxyProtocol, TrustForwarded} {
		func() {
			defer func() {
				if v, _ := recover().(string); !strings.Contains(v, "invalid prefix") {
					t.Errorf("an invalid prefix: %q", v)
				}
			}()
			option(netip.Prefix{})
		}()
	}
}
