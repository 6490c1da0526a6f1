package runtime

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
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

func TestLargeBodies(t *testing.T) {
	body := strings.Repeat("0123456789abcdef", 100_000)
	h := serveTest(t, handwritten(
		textLeaf("GET", "/text", body),
		handlerLeaf("GET", "/stream", func(Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error {
				for s := body; s != ""; {
					n := min(len(s), 1+len(s)/3)
					if _, err := w.WriteString(s[:n]); err != nil {
						return err
					}
					s = s[n:]
				}
				return nil
			}), nil
		}),
		handlerLeaf("GET", "/lengthy", func(Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error {
				_, err := io.Copy(struct{ io.Writer }{w}, strings.NewReader(body))
				return err
			}).WithHeader("Content-Length", fmt.Sprint(len(body))), nil
		}),
	))
	for _, kind := range []string{"tcp", "pipe"} {
		c := h.client(kind)
		go io.WriteString(c.nc, "GET /text HTTP/1.1\r\nHost: a\r\n\r\nGET /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /lengthy HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("a large text", 200, body)
		c.want("a large stream", 200, body)
		if a := c.want("a large stream of known length", 200, body); a.ContentLength != int64(len(body)) {
			t.Errorf("length %d", a.ContentLength)
		}
	}
}

func TestChunksOfManySizes(t *testing.T) {
	sizes := []int{1, 9, 15, 16, 17, 255, 256, 4095, 4096, gatherUpTo, gatherUpTo + 1, flushAt, 3, 100_000}
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return Stream("", func(w *StreamWriter) error {
			for i, n := range sizes {
				w.Write(bytes.Repeat([]byte{'a' + byte(i)}, n))
				if i%3 == 0 {
					w.Flush()
				}
			}
			return nil
		}), nil
	})))
	var want strings.Builder
	for i, n := range sizes {
		want.WriteString(strings.Repeat(string(rune('a'+i)), n))
	}
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("chunks", 200, want.String())
}

func TestStreamsThatFail(t *testing.T) {
	stream := func(length string, write func(w *StreamWriter) error) func(Request) (Response, error) {
		return func(Request) (Response, error) {
			r := Stream("text/plain", write)
			if length != "" {
				r = r.WithHeader("Content-Length", length)
			}
			return r, nil
		}
	}
	failing := errors.New("out of luck")
	h := serveTest(t, handwritten(
		handlerLeaf("GET", "/before", stream("", func(w *StreamWriter) error { io.WriteString(w, "x"); return failing })),
		handlerLeaf("GET", "/status", stream("", func(w *StreamWriter) error { return Errorf(409, "no") })),
		handlerLeaf("GET", "/panic", stream("", func(w *StreamWriter) error { panic("out of luck") })),
		handlerLeaf("GET", "/after", stream("", func(w *StreamWriter) error { io.WriteString(w, "x"); w.Flush(); return failing })),
		handlerLeaf("GET", "/panicafter", stream("", func(w *StreamWriter) error { io.WriteString(w, "x"); w.Flush(); panic("out of luck") })),
		handlerLeaf("GET", "/less", stream("5", func(w *StreamWriter) error { io.WriteString(w, "x"); return nil })),
		handlerLeaf("GET", "/lessafter", stream("5", func(w *StreamWriter) error { io.WriteString(w, "x"); return w.Flush() })),
		handlerLeaf("GET", "/moreatonce", stream("2", func(w *StreamWriter) error { io.WriteString(w, "xyz"); return nil })),
		handlerLeaf("GET", "/more", stream("2", func(w *StreamWriter) error { w.Flush(); _, err := io.WriteString(w, "xyz"); return err })),
	))
	for _, tt := range []struct {
		path   string
		status int // 0: the answer breaks off
		body   string
	}{
		{"/before", 500, `{"error": "Internal Server Error"}`},
		{"/status", 409, `{"error": "no"}`},
		{"/panic", 500, `{"error": "Internal Server Error"}`},
		{"/after", 0, "x"},
		{"/panicafter", 0, "x"},
		{"/less", 500, `{"error": "Internal Server Error"}`},
		{"/lessafter", 0, "x"},
	} {
		c := h.client("tcp")
		c.write("GET " + tt.path + " HTTP/1.1\r\nHost: a\r\n\r\n")
		a, err := c.read("GET")
		if tt.status == 0 && (err == nil || a.body != tt.body) {
			t.Errorf("%s: %q, %v; want an answer that breaks off behind %q", tt.path, a.body, err, tt.body)
		} else if tt.status != 0 && (err != nil || a.StatusCode != tt.status || a.body != tt.body) {
			t.Errorf("%s: %v %q, %v", tt.path, a.Response, a.body, err)
		}
		c.wantEnd("the connection ends after " + tt.path)
	}
	for _, path := range []string{"/more", "/moreatonce"} {
		c := h.client("tcp")
		c.write("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("what is too much is cut", 200, "xy")
		c.wantEnd("and the connection ends")
	}
	if logs := h.logs.String(); strings.Count(logs, "out of luck") < 4 || !strings.Contains(logs, "more was written") || !strings.Contains(logs, "less was written") {
		t.Errorf("logs:\n%s", logs)
	}
}

func TestAHalfFinishedRawStreamIsReset(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return Stream("", func(w *StreamWriter) error { io.WriteString(w, "x"); w.Flush(); return errors.New("no") }), nil
	})))
	c := h.client("tcp")
	c.write("GET / HTTP/1.0\r\n\r\n")
	if b, err := io.ReadAll(c.r); err == nil {
		t.Errorf("%q looks whole", b)
	}
}

func TestEventsGoRawWhereTheConnectionEnds(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return SSE(func(w *EventWriter) error { return w.Send(Event{Data: "x"}) }), nil
	})))
	got := withoutDate(t, h.raw("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
	if want := "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\ndata: x\n\n"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
	for range 2 {
		if a := c.want("chunked while it lives", 200, "data: x\n\n"); len(a.TransferEncoding) == 0 {
			t.Error("not chunked")
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

func TestContinueIsNotSentToWhoDidNotWait(t *testing.T) {
	c := serveTest(t, manners()).client("tcp")
	c.write(post + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\nhello")
	c.want("no 100 comes first", 200, "hello")
	c.write("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
	if a := c.want("nor if nobody wants the body", 200, "ignored"); !a.Close {
		t.Error("the connection is kept though its body may or may not come")
	}
	c.wantEnd("it ends")
}

func TestAnUnreadBodyPastTheLimitClosesTheConnection(t *testing.T) {
	c := serveTest(t, manners()).client("tcp")
	c.write("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
	if a := c.want("the answer does not wait for the body", 200, "ignored"); !a.Close {
		t.Error("the connection is kept")
	}
	c.wantEnd("it ends")
}

func TestClientsAreAnsweredWhileTheyStillSend(t *testing.T) {
	h := serveTest(t, manners(), MaxBodySize(1000))
	for range 20 {
		c := h.client("tcp")
		go io.WriteString(c.nc, post+"Content-Length: 2000000\r\n\r\n"+strings.Repeat("x", 2_000_000))
		c.want("the answer survives what is still on its way", 413, "*")
		c.wantEnd("then the connection ends")
	}
}

func TestBodiesOfManySizesAndWays(t *testing.T) {
	h := serveTest(t, manners(), MaxBodySize(-1))
	for _, size := range []int{0, 1, 100, 4000, 4096, 20_000, 300_000} {
		body := strings.Repeat("0123456789", size/10+1)[:size]
		for _, path := range []string{"/echo", "/count"} {
			want := body
			if path == "/count" {
				want = fmt.Sprint(size)
			}
			for _, kind := range []string{"tcp", "pipe"} {
				c := h.client(kind)
				head := "POST " + path + " HTTP/1.1\r\nHost: a\r\n"
				go io.WriteString(c.nc, fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, size, body)+
					head+"Transfer-Encoding: chunked\r\n\r\n"+chunks(body, 1000)+
					"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
				c.want(fmt.Sprintf("%s of %d bytes", path, size), 200, want)
				c.want(fmt.Sprintf("%s of %d bytes in chunks", path, size), 200, want)
				c.want("and what follows", 200, "root")
			}
		}
	}
}

func chunks(body string, size int) string {
	var b strings.Builder
	for body != "" {
		n := min(len(body), size)
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	return b.String() + "0\r\n\r\n"
}

// A head that fills the buffer leaves no room for the body in it.
func TestBodiesBehindLargeHeads(t *testing.T) {
	h := serveTest(t, manners())
	for size := smallBuffer - 1100; size < smallBuffer+200; size += 61 {
		for _, kind := range []string{"tcp", "pipe"} {
			c := h.client(kind)
			head := "POST /echo HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("v", size) + "\r\n"
			go func() {
				io.WriteString(c.nc, head+"Content-Length: 11\r\n\r\nhello")
				io.WriteString(c.nc, " world"+head+"Transfer-Encoding: chunked\r\n\r\n5\r\nhel")
				io.WriteString(c.nc, "lo\r\n0\r\n\r\n")
			}()
			c.want("the body behind a large head", 200, "hello world")
			c.want("and a chunked one", 200, "hello")
		}
	}
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

// A stream that answers while it reads: nothing of the answer waits for the body.
func TestStreamsThatReadWhileTheyWrite(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		body := req.x.origin.bodyReader(-1)
		return Stream("", func(w *StreamWriter) error {
			io.WriteString(w, "<")
			b := make([]byte, 100)
			for {
				n, err := body.Read(b)
				if err == io.EOF {
					_, err = io.WriteString(w, ">")
					return err
				}
				if err != nil {
					return err
				}
				w.Write(b[:n])
			}
		}), nil
	})))
	for _, kind := range []string{"tcp", "pipe"} {
		c := h.client(kind)
		c.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
		resp, err := http.ReadResponse(c.r, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, 1)
		for _, want := range []string{"<", "a", "b", "c"} {
			if _, err := io.ReadFull(resp.Body, got); err != nil || string(got) != want {
				t.Fatalf("%s: %q, %v; want %q", kind, got, err, want)
			}
			if want < "c" {
				next := map[string]string{"<": "a", "a": "b", "b": "c"}[want]
				c.write("1\r\n" + next + "\r\n")
			}
		}
		c.write("0\r\n\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\nx")
		if rest, err := io.ReadAll(resp.Body); string(rest) != ">" || err != nil {
			t.Errorf("%s: the end is %q, %v", kind, rest, err)
		}
		c.want("the connection goes on", 200, "<x>")
		c.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx")
		if a, err := c.read("POST"); err == nil && a.StatusCode == 200 {
			t.Errorf("%s: a malformed body ends in a whole answer %q", kind, a.body)
		}
	}
}

func TestTLS(t *testing.T) {
	server, pool := testCertificate(t)
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		b, err := req.Body()
		return Text(fmt.Sprint(req.TLS() != nil, len(b))), err
	})), TLS(server), HandshakeTimeout(300*time.Millisecond))
	nc, err := tls.Dial("tcp", h.tcp.Addr().String(), &tls.Config{RootCAs: pool, ServerName: "localhost", NextProtos: []string{"h2", "http/1.1"}})
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

func TestRemoteAddr(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		return Text(req.RemoteAddr().String() + " " + req.ClientIP().String()), nil
	})))
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("the peer is known", 200, c.nc.LocalAddr().String()+" "+c.nc.LocalAddr().(*net.TCPAddr).IP.String())
}
