package runtime

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// What answers look like on the wire is tested here.

// raw sends a request that says close and returns all that comes.
func (h *house) raw(request string) string {
	h.t.Helper()
	c := h.client("tcp")
	c.write(request)
	b, err := io.ReadAll(c.r)
	if err != nil {
		h.t.Fatalf("%.60q: %v", request, err)
	}
	return string(b)
}

// withoutDate takes the Date field out of an answer, which has to have one.
func withoutDate(t *testing.T, answer string) string {
	t.Helper()
	before, rest, ok := strings.Cut(answer, "Date: ")
	date, after, _ := strings.Cut(rest, "\r\n")
	when, err := time.Parse(http.TimeFormat, date)
	if !ok || err != nil || time.Since(when).Abs() > 5*time.Second {
		t.Errorf("Date %q in %q", date, answer)
	}
	return before + after
}

func TestAnswersOnTheWire(t *testing.T) {
	h := serveTest(t, manners())
	for _, tt := range []struct{ name, request, want string }{
		{"a text", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 4\r\nConnection: close\r\n\r\nroot"},
		{"HEAD has the same head", "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"},
		{"204 has no length", "GET /204 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
			"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"},
		{"205 is empty", "GET /205 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
			"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"},
		{"304 has no body", "GET /304 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
			"HTTP/1.1 304 Not Modified\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"},
		{"a stream is chunked", "GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\n0\r\n1\r\n1\r\n1\r\n2\r\n0\r\n\r\n"},
		{"HEAD of a stream", "HEAD /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"},
		{"but not for HTTP/1.0", "GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n012"},
		{"a protocol error", "GET / HTTP/3.0\r\n\r\n",
			"HTTP/1.1 505 HTTP Version Not Supported\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 39\r\nConnection: close\r\n\r\n{\"error\": \"HTTP Version Not Supported\"}"},
		{"HEAD of a protocol error", "HEAD /%zz HTTP/1.1\r\n\r\n",
			"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 24\r\nConnection: close\r\n\r\n"},
	} {
		if got := withoutDate(t, h.raw(tt.request)); got != tt.want {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

func TestKeepAliveIsToldToHTTP10(t *testing.T) {
	c := serveTest(t, manners()).client("tcp")
	c.write("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
	if a := c.want("HTTP/1.0 is answered", 200, "root"); a.Header.Get("Connection") != "keep-alive" {
		t.Errorf("Connection: %q", a.Header.Get("Connection"))
	}
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	if a := c.want("HTTP/1.1 is answered", 200, "root"); a.Header.Get("Connection") != "" {
		t.Errorf("Connection: %q", a.Header.Get("Connection"))
	}
}

func TestHandlersCannotBreakTheHead(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		r := Text("x")
		r.more = &responseMore{fields: []headerField{
			{"X-A", "1\r\nX-B: 2"}, {"X C", "3"}, {"", "4"}, {"Content-Length", "99"}, {"transfer-encoding", "gzip"}, {"X-D", "5"},
		}}
		return r, nil
	})))
	got := withoutDate(t, h.raw("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
	if want := "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nX-D: 5\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if !strings.Contains(h.logs.String(), "malformed") {
		t.Error("nothing was logged")
	}
}

func TestUncommonStatuses(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("GET", "/<int:status>", func(req Request) (Response, error) {
		var status int
		fmt.Sscan(req.Param("status"), &status)
		return Text("x").WithStatus(status), nil
	})))
	for _, tt := range []struct {
		status int
		line   string
	}{{299, "HTTP/1.1 299 Status 299"}, {418, "HTTP/1.1 418 I'm a teapot"}, {999, "HTTP/1.1 999 Status 999"}} {
		got := h.raw(fmt.Sprintf("GET /%d HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", tt.status))
		if line, _, _ := strings.Cut(got, "\r\n"); line != tt.line {
			t.Errorf("%d: %q", tt.status, line)
		}
	}
}

func TestPipelinedAnswersComeInOneWrite(t *testing.T) {
	h := serveTest(t, manners())
	nc := h.dial("pipe")
	defer nc.Close()
	go io.WriteString(nc, strings.Repeat("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 20))
	b := make([]byte, 64<<10)
	n, err := nc.Read(b) // a pipe's Read returns what one Write wrote
	if err != nil || bytes.Count(b[:n], []byte("HTTP/1.1 200 OK")) != 20 {
		t.Errorf("the first write has %d answers, %v", bytes.Count(b[:n], []byte("HTTP/1.1 200 OK")), err)
	}
}

// Everything that was answered goes out before the server waits for a body.
func TestAnswersAreSentBeforeABodyIsAwaited(t *testing.T) {
	c := serveTest(t, manners()).client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n" + post + "Content-Length: 5\r\n\r\nhe")
	c.want("the first is answered while the second is awaited", 200, "root")
	c.write("llo" + post + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
	c.want("then the second", 200, "hello")
	c.want("100 is sent once the body is asked for", 100, "")
	c.write("world")
	c.want("and the third is answered", 200, "world")
}

// Everything that a handler was given stays as it was.
func TestWhatHandlersGetIsTheirs(t *testing.T) {
	type kept struct{ path, query, method, header, param, cookie, body string }
	var all []kept
	h := serveTest(t, handwritten(handlerLeaf("POST", "/<id>/x", func(req Request) (Response, error) {
		body, err := req.Body()
		k := kept{req.Path(), req.RawQuery(), req.Method(), req.Header("X-Some"), req.Param("id"), "", string(body)}
		k.cookie, _ = req.Cookie("c")
		all = append(all, k)
		return Text("ok"), err
	})))
	c := h.client("tcp")
	const n = 2000
	go func() {
		for i := range n {
			fmt.Fprintf(c.nc, "POST /id%d/x?q=%d HTTP/1.1\r\nHost: a\r\nX-Some: some%d\r\nCookie: c=%d\r\nContent-Length: 8\r\n\r\n%8d", i, i, i, i, i)
		}
	}()
	for range n {
		c.want("ok", 200, "ok")
	}
	for i, k := range all {
		want := kept{fmt.Sprintf("/id%d/x", i), fmt.Sprintf("q=%d", i), "POST", fmt.Sprintf("some%d", i), fmt.Sprintf("id%d", i), fmt.Sprint(i), fmt.Sprintf("%8d", i)}
		if k != want {
			t.Fatalf("request %d: %+v, want %+v", i, k, want)
		}
	}
}

func TestTLS(t *testing.T) {
	server, pool := testCertificate(t)
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		b, err := req.Body()
		return Text(fmt.Sprint(req.TLS() != nil, len(b))), err
	})), TLS(server), HandshakeTimeout(300*time.Millisecond))
	nc, err := tls.Dial("tcp", h.tcp.Addr().String(), &tls.Config{RootCAs: pool, ServerName: "localhost", NextProtos: []string{"http/1.1"}})
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	if proto := nc.ConnectionState().NegotiatedProtocol; proto != "http/1.1" {
		t.Errorf("ALPN chose %q", proto)
	}
	c := &client{t, nc, bufio.NewReader(nc)}
	for range 3 {
		c.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + strings.Repeat("x", 100000))
		c.want("TLS is answered", 200, "true 100000")
	}
	c.write("GET / HTTP/9.9\r\n\r\n")
	c.want("a protocol error, too", 505, "*")
	c.wantEnd("and the connection ends")

	silent := h.client("tcp")
	silent.wantEnd("who does not shake hands is cut off")
	plain := h.client("tcp")
	plain.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	if b, _ := io.ReadAll(plain.r); bytes.Contains(b, []byte("200 OK")) {
		t.Errorf("plain text is answered: %q", b)
	}
}

// What the configuration offers is spoken, and HTTP/1.1.
func TestTLSOffersWhatIsSpoken(t *testing.T) {
	server, pool := testCertificate(t)
	server.NextProtos = []string{"h2", "acme-tls/1"}
	h := serveTest(t, manners(), TLS(server), HandshakeTimeout(-1))
	for _, row := range []struct{ asked, want string }{{"h2,http/1.1", "h2"}, {"http/1.1", "http/1.1"}, {"acme-tls/1", "acme-tls/1"}, {"", ""}} {
		config := &tls.Config{RootCAs: pool, ServerName: "localhost"}
		if row.asked != "" {
			config.NextProtos = strings.Split(row.asked, ",")
		}
		nc, err := tls.Dial("tcp", h.tcp.Addr().String(), config)
		if err != nil {
			t.Fatal(err)
		}
		if got := nc.ConnectionState().NegotiatedProtocol; got != row.want {
			t.Errorf("who asks for %q gets %q, want %q", row.asked, got, row.want)
		}
		nc.Close()
	}
	if !slices.Equal(server.NextProtos, []string{"h2", "acme-tls/1"}) {
		t.Errorf("the configuration that was given is changed: %v", server.NextProtos)
	}
}

func TestRemoteAddr(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		return Text(req.RemoteAddr().String() + " " + req.ClientIP().String()), nil
	})))
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("the peer is known", 200, c.nc.LocalAddr().String()+" "+c.nc.LocalAddr().(*net.TCPAddr).IP.String())
}
