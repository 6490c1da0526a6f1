package runtime

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// One App answers alike on every server: what is asked here is asked of our own loop, plain
// and over TLS, and of net/http, and has one outcome.

// A hosted App listens on one of the servers.
type hosted struct {
	t    *testing.T
	name string
	app  *App
	logs *safeBuffer
	addr string
	tls  bool
	h2   *http.Client // what tell asks with; nil: HTTP/1
}

// onEachServer runs a test on each server, with an App of its own.
func onEachServer(t *testing.T, service func() Service, opts []Option, do func(t *testing.T, s *hosted)) {
	for _, name := range []string{"own loop", "own loop with TLS", "net/http", "HTTP/2"} {
		t.Run(name, func(t *testing.T) { do(t, serveOn(t, name, service(), opts)) })
	}
}

func serveOn(t *testing.T, name string, service Service, opts []Option) *hosted {
	s := &hosted{t: t, name: name, logs: new(safeBuffer), tls: strings.HasSuffix(name, "TLS")}
	if name == "HTTP/2" {
		s.tls = true
	}
	opts = append([]Option{Logger(textLogger(s.logs))}, opts...)
	if s.tls {
		config, _ := testCertificate(t)
		opts = append(opts, TLS(config))
	}
	s.app = NewApp(service, opts...)
	if name == "net/http" {
		server := httptest.NewUnstartedServer(s.app)
		server.Config.ErrorLog = nil
		server.Start()
		s.addr = server.Listener.Addr().String()
		t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
		return s
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().String()
	ended := make(chan error, 1)
	go func() { ended <- s.app.Serve(context.Background(), l) }()
	t.Cleanup(func() {
		s.app.Stop()
		<-ended
	})
	if name == "HTTP/2" {
		s.h2 = h2Client(t) // it closes its connections before the App waits for them
	}
	return s
}

// closes is what tell returns where own servers say how the connection goes on: in HTTP/2 it
// is not a request's to close, nor to upgrade.
func (s *hosted) closes(told string) string {
	if s.h2 == nil {
		return told
	}
	return strings.NewReplacer(" close", "", " Upgrade=websocket", "", " Connection=Upgrade", "").Replace(told)
}

// dial opens a connection that fails after ten seconds.
func (s *hosted) dial() *client {
	s.t.Helper()
	nc, err := net.Dial("tcp", s.addr)
	if err == nil && s.tls {
		nc = tls.Client(nc, &tls.Config{InsecureSkipVerify: true})
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { nc.Close() })
	_ = nc.SetDeadline(time.Now().Add(10 * time.Second))
	return &client{s.t, nc, bufio.NewReader(nc)}
}

// tell asks and tells what came: status, the fields that are named, body, and how the
// connection is left.
func (s *hosted) tell(request string, names ...string) string {
	s.t.Helper()
	if s.h2 != nil {
		return s.tellOverH2(request, names)
	}
	c := s.dial()
	defer c.nc.Close()
	c.write(request)
	method, _, _ := strings.Cut(request, " ")
	a, err := c.read(method)
	if a.Response == nil {
		return "no answer"
	}
	words := told(a.Response, names, a.body)
	switch {
	case err != nil:
		words = append(words, "broken off")
	case a.Close:
		words = append(words, "close")
		_ = c.nc.(interface{ CloseWrite() error }).CloseWrite() // net/http waits for the body
		if _, err := c.r.ReadByte(); err != io.EOF {
			words = append(words, "and goes on")
		}
	}
	return strings.Join(words, " ")
}

// told is status, fields and body.
func told(a *http.Response, names []string, body string) []string {
	words := []string{fmt.Sprint(a.StatusCode)}
	for _, name := range names {
		if values := a.Header.Values(name); len(values) > 0 {
			words = append(words, name+"="+strings.Join(values, "|"))
		}
	}
	return append(words, fmt.Sprintf("%q", body))
}

// everything is a service with something for each row.
func everything() Service {
	s := handwritten(
		textLeaf("GET", "/", "hello"),
		handlerLeaf("POST", "/echo", func(req Request) (Response, error) {
			b, err := req.Body()
			return Bytes(b, "text/plain"), err
		}),
		handlerLeaf("POST", "/ignore", func(Request) (Response, error) { return Response{}, Errorf(401, "who are you?") }),
		leaf{"POST", "/handled", func(x *Exchange) (Response, error) {
			return x.HandleHTTP(func(w http.ResponseWriter, r *http.Request) {
				http.Error(w, "who are you?", http.StatusUnauthorized)
			})
		}},
		handlerLeaf("GET", "/error", func(Request) (Response, error) { return Response{}, io.ErrNoProgress }),
		handlerLeaf("GET,POST", "/panic", func(Request) (Response, error) { panic("out of luck") }),
		handlerLeaf("GET", "/abort", func(Request) (Response, error) { Abort(402, "pay"); return Response{}, nil }),
		handlerLeaf("GET", "/silent", func(Request) (Response, error) { panic(http.ErrAbortHandler) }),
		handlerLeaf("GET", "/silent/stream", func(Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) error {
				_, _ = w.WriteString("half")
				_ = w.Flush()
				panic(http.ErrAbortHandler)
			}), nil
		}),
		handlerLeaf("GET", "/stream/<status>", func(req Request) (Response, error) {
			status, _ := strconv.Atoi(req.Param("status"))
			return Stream("text/plain", func(*StreamWriter) error { return Errorf(status, "no") }), nil
		}),
		handlerLeaf("GET", "/old", func(Request) (Response, error) {
			return Text("speak websocket").WithStatus(426).WithHeader("Upgrade", "websocket"), nil
		}),
		handlerLeaf("GET,POST", "/events", func(Request) (Response, error) {
			return SSE(func(w *EventWriter) error {
				return w.Send(Event{Data: "x", Retry: 100 * time.Microsecond})
			}), nil
		}),
		leaf{"GET", "/slow/<id>", func(x *Exchange) (Response, error) {
			x.SetTimeout(20 * time.Millisecond)
			<-x.Request().Context().Done()
			time.Sleep(40 * time.Millisecond)
			return Text("late"), nil
		}},
		leaf{"GET", "/slow-stream", func(x *Exchange) (Response, error) {
			x.SetTimeout(20 * time.Millisecond)
			return Stream("text/plain", func(w *StreamWriter) error {
				time.Sleep(60 * time.Millisecond)
				_, err := w.WriteString("all of it")
				return err
			}), nil
		}},
	)
	s.Bounded = true
	s.Error = func(req Request, f *Failure) (Response, bool, error) {
		return Text("not to be seen").WithStatus(204), req.Param("id") == "204", nil
	}
	s.After = func(req Request, resp *Response, route *Route) error {
		*resp = resp.WithHeader("X-All", req.Param("id")+".")
		return nil
	}
	return s
}

const length50 = "Host: a\r\nContent-Length: 50\r\n\r\n"

func TestEveryServerAnswersAlike(t *testing.T) {
	const end = "\r\nHost: a\r\n\r\n"
	rows := []struct{ sentence, request, want string }{
		{"a text", "GET / HTTP/1.1" + end, `200 X-All=. "hello"`},
		{"HEAD", "HEAD / HTTP/1.1" + end, `200 X-All=. ""`},
		{"no route", "GET /none HTTP/1.1" + end, `404 X-All=. "{\"error\": \"Not Found\"}"`},
		{"another method", "DELETE / HTTP/1.1" + end, `405 Allow=GET, HEAD, OPTIONS X-All=. "{\"error\": \"Method Not Allowed\"}"`},
		{"a body", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", `200 X-All=. "hi"`},
		{"an error", "GET /error HTTP/1.1" + end, `500 X-All=. "{\"error\": \"Internal Server Error\"}"`},
		{"a panic closes", "GET /panic HTTP/1.1" + end, `500 X-All=. "{\"error\": \"Internal Server Error\"}" close`},
		{"an abort", "GET /abort HTTP/1.1" + end, `402 X-All=. "{\"error\": \"pay\"}"`},
		{"an aborted answer is none", "GET /silent HTTP/1.1" + end, `no answer`},
		{"an aborted stream breaks off", "GET /silent/stream HTTP/1.1" + end, `200 X-All=. "half" broken off`},
		{"Upgrade can be asked for", "GET /old HTTP/1.1" + end, `426 Upgrade=websocket Connection=Upgrade X-All=. "speak websocket"`},
		{"events are not held back", "GET /events HTTP/1.1" + end, `200 X-Accel-Buffering=no X-All=. "retry: 1\ndata: x\n\n"`},
		{"hooks of scope all see a timeout's 503", "GET /slow/7 HTTP/1.1" + end, `503 X-All=7. "{\"error\": \"Service Unavailable\"}" close`},
		{"an error handler may answer that without a body", "GET /slow/204 HTTP/1.1" + end, `204 X-All=204. "" close`},
		{"a stream that has begun goes on", "GET /slow-stream HTTP/1.1" + end, `200 X-All=. "all of it"`},
		{"one that fails before its first byte is an error", "GET /stream/409 HTTP/1.1" + end, `409 "{\"error\": \"no\"}" close`},
		{"which may have no body", "GET /stream/204 HTTP/1.1" + end, `204 "" close`},
		{"404 does not wait for a body", "POST /none HTTP/1.1\r\n" + length50 + "ab", `404 X-All=. "{\"error\": \"Not Found\"}" close`},
		{"nor 404 for its first byte", "POST /none HTTP/1.1\r\n" + length50, `404 X-All=. "{\"error\": \"Not Found\"}" close`},
		{"nor 405", "PUT / HTTP/1.1\r\n" + length50 + "ab", `405 Allow=GET, HEAD, OPTIONS X-All=. "{\"error\": \"Method Not Allowed\"}" close`},
		{"nor 401", "POST /ignore HTTP/1.1\r\n" + length50 + "ab", `401 X-All=. "{\"error\": \"who are you?\"}" close`},
		{"nor 401 of a handler of net/http", "POST /handled HTTP/1.1\r\n" + length50 + "ab", `401 X-All=. "who are you?\n" close`},
		{"nor a panic", "POST /panic HTTP/1.1\r\n" + length50 + "ab", `500 X-All=. "{\"error\": \"Internal Server Error\"}" close`},
		{"nor an error for chunks", "POST /ignore HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab", `401 X-All=. "{\"error\": \"who are you?\"}" close`},
	}
	logs := make(map[string][]string)
	onEachServer(t, everything, nil, func(t *testing.T, s *hosted) {
		for _, row := range rows {
			names := []string{"Allow", "Upgrade", "X-Accel-Buffering", "X-All"}
			if strings.Contains(row.want, "Connection=") {
				names = slices.Insert(names, 2, "Connection")
			}
			want := s.closes(row.want)
			start := time.Now()
			if got := s.tell(row.request, names...); got != want {
				t.Errorf("%s: %s, want %s", row.sentence, got, want)
			}
			if took := time.Since(start); took > 8*time.Second {
				t.Errorf("%s: it took %v", row.sentence, took)
			}
		}
		waitFor(t, "the log", func() bool { return strings.Count(s.logs.String(), "level=ERROR") >= 3 })
		logs[t.Name()] = logged(s.logs.String())
	})
	var first []string
	for name, lines := range logs {
		if first == nil {
			first = lines
		}
		if !slices.Equal(lines, first) {
			t.Errorf("%s logs %q, another server %q", name, lines, first)
		}
	}
}

// logged is what a log says of each event, without times and stacks.
func logged(log string) []string {
	var lines []string
	for line := range strings.Lines(log) {
		_, line, _ = strings.Cut(line, "level=")
		line, _, _ = strings.Cut(line, " stack=")
		if strings.Contains(line, "path=") {
			lines = append(lines, line)
		}
	}
	return lines
}
