package runtime

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// HTTP/2 as clients see it is tested here. That it answers as the other servers do is in
// servers_test.go.

// h2Server starts an App with TLS and H2C.
func startH2(t *testing.T, service Service, opts ...Option) (addr string, app *App) {
	t.Helper()
	config, _ := testCertificate(t)
	app = NewApp(service, append([]Option{TLS(config), Logger(quiet())}, opts...)...)
	return serveH2(t, app), app
}

func serveH2(t *testing.T, app *App) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(context.Background(), l) }()
	t.Cleanup(func() {
		app.Stop()
		if err := <-ended; err != nil && !errors.Is(err, errCutOff) {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

// TestWhichProtocolIsSpoken asks by ALPN and by what a client begins with.
func TestWhichProtocolIsSpoken(t *testing.T) {
	for _, row := range []struct {
		sentence        string
		server, offered []string
		want            string
	}{
		{"HTTP/2 is offered with TLS", nil, []string{"h2", "http/1.1"}, "h2"},
		{"who knows HTTP/1 alone gets that", nil, []string{"http/1.1"}, "http/1.1"},
		{"and who says nothing", nil, nil, ""},
		{"NextProtos without h2 keep it off", []string{"http/1.1"}, []string{"h2", "http/1.1"}, "http/1.1"},
		{"others may stand beside", []string{"h2", "acme-tls/1"}, []string{"h2"}, "h2"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			config, _ := testCertificate(t)
			config = config.Clone()
			config.NextProtos = row.server
			addr, _ := startH2(t, handwritten(textLeaf("GET", "/", "hello")), TLS(config))
			nc, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true, NextProtos: row.offered})
			if err != nil {
				t.Fatal(err)
			}
			defer nc.Close()
			if got := nc.ConnectionState().NegotiatedProtocol; got != row.want {
				t.Fatalf("the protocol is %q, want %q", got, row.want)
			}
			if row.want == "h2" {
				c := beginH2(t, nc)
				c.get(1, "/")
				if got := c.tell(1); got != `200 "hello"` {
					t.Error(got)
				}
				return
			}
			_, _ = io.WriteString(nc, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
			if b, _ := io.ReadAll(nc); !bytes.HasPrefix(b, []byte("HTTP/1.1 200")) {
				t.Errorf("%q", b)
			}
		})
	}
}

// TestPriorKnowledge begins with the preface, in one piece and byte by byte.
func TestPriorKnowledge(t *testing.T) {
	service := handwritten(textLeaf("GET", "/", "hello"))
	with := serveH2(t, NewApp(service, H2C()))
	without := serveH2(t, NewApp(service))
	open := func(addr string) net.Conn {
		nc, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		return nc
	}
	c := beginH2(t, open(with))
	c.get(1, "/")
	if got := c.tell(1); got != `200 "hello"` {
		t.Error(got)
	}
	nc := open(with)
	for i := range len(h2Preface) - 1 {
		_, _ = nc.Write([]byte{h2Preface[i]})
		if i%4 == 0 {
			time.Sleep(time.Millisecond)
		}
	}
	_ = nc.SetDeadline(time.Now().Add(patience))
	c = &h2Raw{t, nc, c.r}
	c.r.Reset(nc)
	c.write([]byte{h2Preface[len(h2Preface)-1]})
	c.frame(h2Frame{kind: 0x4})
	c.get(1, "/")
	if got := c.tell(1); got != `200 "hello"` {
		t.Errorf("byte by byte: %s", got)
	}
	nc.Close()

	for _, row := range []struct{ sentence, addr, request, want string }{
		{"without the option it is an unknown version", without, h2Preface, "HTTP/1.1 505"},
		{"HTTP/1 is spoken on the same port", with, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 200"},
		{"another version is none", with, "PRI * HTTP/2.1\r\n\r\n", "HTTP/1.1 505"},
		{"behind a request it is none", with, "GET / HTTP/1.1\r\nHost: a\r\n\r\n" + h2Preface, "HTTP/1.1 505"},
	} {
		nc := open(row.addr)
		_ = nc.SetDeadline(time.Now().Add(patience))
		_, _ = io.WriteString(nc, row.request)
		b, _ := io.ReadAll(nc)
		if !strings.Contains(string(b), row.want) {
			t.Errorf("%s: %q, want %s", row.sentence, b, row.want)
		}
		nc.Close()
	}
}

// TestRequestsThatAreNoneOverH2 are answered by the rules of our own server.
func TestRequestsThatAreNoneOverH2(t *testing.T) {
	seen := make(recordings, 100)
	addr, _ := startH2(t, handwritten(textLeaf("GET,POST", "/", "hello")), Observe(seen))
	fields := func(n int) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprint("x-", i), "1")
		}
		return list
	}
	head := func(more ...string) []string {
		return append([]string{":method", "GET", ":scheme", "https", ":authority", "a.test", ":path", "/"}, more...)
	}
	post := func(more ...string) []string {
		return append([]string{":method", "POST", ":scheme", "https", ":authority", "a.test", ":path", "/"}, more...)
	}
	path := func(p string) []string {
		return []string{":method", "GET", ":scheme", "https", ":authority", "a.test", ":path", p}
	}
	for _, row := range []struct {
		sentence string
		fields   []string
		want     string
	}{
		{"a hundred fields", head(fields(100)...), "200"},
		{"a hundred and one", head(fields(101)...), "431"},
		{"64 cookies", head("cookie", strings.Repeat("a=b; ", 63)+"a=b"), "200"},
		{"65 cookies, in one field", head("cookie", strings.Repeat("a=b; ", 64)+"a=b"), "431"},
		{"a line of 8 KiB", head("x", strings.Repeat("y", 8<<10-3)), "200"},
		{"a longer one", head("x", strings.Repeat("y", 8<<10-2)), "431"},
		{"a head of 100 KiB", head("a", strings.Repeat("y", 8000), "b", strings.Repeat("y", 8000), "c", strings.Repeat("y", 8000)), "431"},
		{"a target of 8 KiB", path("/?" + strings.Repeat("y", 8<<10-2)), "200"},
		{"a longer one", path("/?" + strings.Repeat("y", 8<<10-1)), "414"},
		{"an authority that is none", []string{":method", "GET", ":scheme", "https", ":authority", "a b", ":path", "/"}, "400"},
		{"no authority and no Host", []string{":method", "GET", ":scheme", "https", ":path", "/"}, "400"},
		{"Host in its place", []string{":method", "GET", ":scheme", "https", ":path", "/", "host", "a.test"}, "200"},
		{"Host beside it", head("host", "A.test"), "200"},
		{"another Host beside it", head("host", "b.test"), "400"},
		{"two lengths", post("content-length", "2", "content-length", "3"), "400"},
		{"a fragment", path("/#a"), "400"},
		{"bytes that are not ASCII", path("/\xff"), "400"},
		{"a malformed escape", path("/%zz"), "400"},
		{"a method that is no token", []string{":method", "G(T", ":scheme", "https", ":authority", "a.test", ":path", "/"}, "400"},
		{"a method of 33 letters", []string{":method", strings.Repeat("A", 33), ":scheme", "https", ":authority", "a.test", ":path", "/"}, "400"},
		{"another expectation", post("expect", "200-ok"), "417"},
	} {
		c := dialH2(t, addr)
		c.ask(1, true, row.fields...)
		got := c.tell(1)
		if status, _, _ := strings.Cut(got, " "); status != row.want {
			// what net/http refuses itself is a stream that is reset, which is as good
			if row.want != "400" || !strings.HasSuffix(got, "reset 1") {
				t.Errorf("%s: %s, want %s", row.sentence, got, row.want)
			}
			continue
		}
		if told := <-seen; fmt.Sprint(told.Status) != row.want || told.Proto != "HTTP/2.0" || told.Path == "" {
			t.Errorf("%s is observed as %+v", row.sentence, told)
		}
	}
}

// recordings is an Observer that hears of ends.
type recordings chan Observation

func (recordings) Start(context.Context, Request, *Route) context.Context { return nil }
func (r recordings) End(_ context.Context, o Observation)                 { r <- o }

// TestWhoIsThereOverH2 has the address of a proxy's header, and TLS's state.
func TestWhoIsThereOverH2(t *testing.T) {
	addr, _ := startH2(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		return Text(fmt.Sprint(req.ClientIP(), " ", req.TLS() != nil && req.TLS().NegotiatedProtocol == "h2",
			" ", req.Header("Host"))), nil
	})), ProxyProtocol(netip.MustParsePrefix("127.0.0.0/8")))
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(nc, "PROXY TCP4 203.0.113.9 192.0.2.1 4242 443\r\n")
	c := beginH2(t, tls.Client(nc, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}}))
	c.get(1, "/")
	if got := c.tell(1); got != `200 "203.0.113.9 true a.test"` {
		t.Error(got)
	}
}

// TestConnectionsOfH2AreCounted as all others are, until they end.
func TestConnectionsOfH2AreCounted(t *testing.T) {
	addr, app := startH2(t, handwritten(textLeaf("GET", "/", "hello")), MaxConnections(1))
	c := dialH2(t, addr)
	c.get(1, "/")
	c.tell(1)
	if _, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true}); err == nil {
		t.Error("a second connection is taken")
	}
	c.nc.Close()
	waitFor(t, "the connection to be forgotten", func() bool { return len(app.server.connections()) == 0 })
	dialH2(t, addr)
}

func TestOldTLSIsRefusedOverH2(t *testing.T) {
	for _, row := range []struct {
		version, suite uint16
		want           bool
	}{
		{tls.VersionTLS13, tls.TLS_AES_128_GCM_SHA256, true},
		{tls.VersionTLS12, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, true},
		{tls.VersionTLS12, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, false},
		{tls.VersionTLS11, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, false},
	} {
		state := &tls.ConnectionState{Version: row.version, CipherSuite: row.suite}
		if got := isH2Safe(state); got != row.want {
			t.Errorf("%s with %s: %v", tls.VersionName(row.version), tls.CipherSuiteName(row.suite), got)
		}
	}
	config, _ := testCertificate(t)
	config = config.Clone()
	config.MaxVersion = tls.VersionTLS12
	config.CipherSuites = []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA}
	addr, _ := startH2(t, handwritten(textLeaf("GET", "/", "hello")), TLS(config))
	nc, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}, MaxVersion: tls.VersionTLS12,
		CipherSuites: config.CipherSuites})
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	c := &h2Raw{t, nc, bufio.NewReader(nc)}
	if f, _ := c.next(); f.kind != h2GoAway || !bytes.Equal(f.payload, goAway(0, h2InadequateSecurity)[h2FrameHead:]) {
		t.Errorf("%+v", f)
	}
}
