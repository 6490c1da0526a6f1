package runtime

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the project has in common with its forerunner, a Python server of decorated routes,
// lives here: over connections of our own and over those of net/http.

// served is an App on a connection.
type served struct {
	t      *testing.T
	base   string
	logs   *lockedBuffer
	client *http.Client
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// onBoth runs a test over our own connections and over net/http.
func onBoth(t *testing.T, service Service, test func(s served), opts ...Option) {
	t.Helper()
	client := func(t *testing.T) *http.Client {
		transport := new(http.Transport)
		t.Cleanup(transport.CloseIdleConnections)
		return &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	start := func(t *testing.T) (*App, *lockedBuffer) {
		logs := new(lockedBuffer)
		return NewApp(service, append([]Option{Logger(slog.New(slog.NewTextHandler(logs, nil)))}, opts...)...), logs
	}
	t.Run("own", func(t *testing.T) {
		a, logs := start(t)
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- a.Serve(context.Background(), l) }()
		defer func() {
			a.Stop()
			if err := <-ended; err != nil {
				t.Errorf("Serve ends with %v", err)
			}
		}()
		s := served{t, "http://" + l.Addr().String(), logs, client(t)}
		defer s.client.CloseIdleConnections()
		test(s)
	})
	t.Run("net/http", func(t *testing.T) {
		a, logs := start(t)
		server := httptest.NewServer(a)
		server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
		defer server.Close()
		test(served{t, server.URL, logs, client(t)})
	})
}

// want asks as dialogue.want does, and returns the answer with its body read.
func (s served) want(sentence, request string, status int, body string) *http.Response {
	s.t.Helper()
	head, content, hasBody := strings.Cut(request, "\n\n")
	lines := strings.Split(head, "\n")
	method, target, _ := strings.Cut(lines[0], " ")
	var reader io.Reader
	if hasBody {
		reader = strings.NewReader(content)
	}
	r, err := http.NewRequest(method, s.base+target, reader)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	resp, err := s.client.Do(r)
	if err != nil {
		s.t.Errorf("%s: %v", sentence, err)
		return &http.Response{Header: http.Header{}}
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if resp.StatusCode != status || string(got) != body || err != nil {
		s.t.Errorf("%s: %q is answered with %d %q %v, want %d %q", sentence, lines[0], resp.StatusCode, got, err, status, body)
	}
	return resp
}

func (s served) wantHeader(resp *http.Response, name, value string) {
	s.t.Helper()
	if got := strings.Join(resp.Header.Values(name), " | "); got != value {
		s.t.Errorf("%s is %q, want %q", name, got, value)
	}
}

func TestSeedRequest(t *testing.T) {
	onBoth(t, handwritten(handlerLeaf("POST", "/<user>/<path:rest>", func(req Request) (Response, error) {
		var j struct{ N int }
		form, formErr := req.Form()
		text, _ := req.Text()
		jsonErr := req.JSON(&j)
		cookie, _ := req.Cookie("c")
		return Text(fmt.Sprintln(req.Method(), req.Path(), req.RawQuery(), req.Query().Get("q"), req.Header("x-ONE"), req.Param("user"),
			req.Param("rest"), req.ClientIP(), req.RemoteAddr().Network(), cookie, text, j.N, jsonErr == nil, form.Get("a"), formErr == nil, req.App() != nil)), nil
	})), func(s served) {
		s.want("method, path, query, headers, parameters, address, cookie, json", "POST /me/a/b%20c?q=%26\nX-One: 1\nCookie: c=d\nContent-Type: application/json\n\n{\"n\": 7}", 200,
			"POST /me/a/b c q=%26 & 1 me a/b c 127.0.0.1 tcp d {\"n\": 7} 7 true  false true\n")
		s.want("form", "POST /me/x\nContent-Type: application/x-www-form-urlencoded\n\na=%31", 200,
			"POST /me/x    me x 127.0.0.1 tcp  a=%31 0 false 1 true true\n")
	})
}

func TestSeedResponses(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "f.txt"), "file")
	answer := func(path string, r Response) leaf {
		return handlerLeaf("GET", path, func(Request) (Response, error) { return r, nil })
	}
	onBoth(t, handwritten(
		answer("/text", Text("text")), answer("/html", HTML("<p>")), answer("/bytes", Bytes([]byte{0, 255}, "image/png")),
		answer("/json", JSON(map[string]int{"a": 1})), answer("/none", NoContent()), answer("/zero", Response{}),
		answer("/tuple", JSON("made").WithStatus(201).WithHeader("X", "y")), answer("/see", Redirect(303, "/text")),
		answer("/file", File(filepath.Join(dir, "f.txt"))), answer("/status", Text("?").WithStatus(799)),
		answer("/stream", Stream("text/plain", func(w *StreamWriter) error {
			for i := range 3 {
				fmt.Fprint(w, i)
				if err := w.Flush(); err != nil {
					return err
				}
			}
			return nil
		})),
		answer("/events", SSE(func(w *EventWriter) error { return w.Send(Event{ID: "1", Data: "a\nb"}) })),
		answer("/large", Text(strings.Repeat("x", 1<<20))),
		answer("/cookies", Text("").WithHeader("Set-Cookie", "a=1").WithHeader("Set-Cookie", "b=2")),
	), func(s served) {
		s.wantHeader(s.want("Text", "GET /text", 200, "text"), "Content-Type", "text/plain; charset=utf-8")
		s.wantHeader(s.want("HTML", "GET /html", 200, "<p>"), "Content-Type", "text/html; charset=utf-8")
		s.wantHeader(s.want("Bytes", "GET /bytes", 200, "\x00\xff"), "Content-Type", "image/png")
		s.wantHeader(s.want("JSON", "GET /json", 200, `{"a":1}`), "Content-Type", "application/json; charset=utf-8")
		s.wantHeader(s.want("NoContent", "GET /none", 204, ""), "Content-Length", "")
		s.wantHeader(s.want("the zero Response", "GET /zero", 200, ""), "Content-Length", "0")
		s.wantHeader(s.want("the tuple", "GET /tuple", 201, `"made"`), "X", "y")
		s.wantHeader(s.want("Redirect", "GET /see", 303, ""), "Location", "/text")
		s.wantHeader(s.want("File", "GET /file", 200, "file"), "Accept-Ranges", "bytes")
		s.want("a range", "GET /file\nRange: bytes=1-2", 206, "il")
		s.want("a file again, as a Response may be kept", "GET /file", 200, "file")
		s.want("a status of one's own", "GET /status", 799, "?")
		s.want("Stream", "GET /stream", 200, "012")
		s.wantHeader(s.want("SSE", "GET /events", 200, "id: 1\ndata: a\ndata: b\n\n"), "Cache-Control", "no-cache")
		s.want("a large body", "GET /large", 200, strings.Repeat("x", 1<<20))
		s.wantHeader(s.want("two cookies", "GET /cookies", 200, ""), "Set-Cookie", "a=1 | b=2")
		for _, path := range []string{"/text", "/json", "/file", "/stream", "/events", "/large"} {
			if s.want("HEAD has no body", "HEAD "+path, 200, "").Header.Get("Content-Type") == "" {
				s.t.Errorf("HEAD of %s has no Content-Type", path)
			}
		}
		s.wantHeader(s.want("HEAD tells the length", "HEAD /large", 200, ""), "Content-Length", "1048576")
	})
}

func TestSeedErrors(t *testing.T) {
	service := handwritten(
		handlerLeaf("GET", "/http", func(Request) (Response, error) { return Response{}, Errorf(409, "title %q is taken", "x") }),
		handlerLeaf("GET", "/abort", func(Request) (Response, error) { deepInside(); return Text("not here"), nil }),
		handlerLeaf("GET", "/plain", func(Request) (Response, error) { return Response{}, errors.New("secret") }),
		handlerLeaf("GET", "/panic", func(Request) (Response, error) { panic("secret") }),
		handlerLeaf("GET", "/inject", func(req Request) (Response, error) {
			return Text("").WithHeader("X-Name", req.Query().Get("name")), nil
		}),
	)
	onBoth(t, service, func(s served) {
		s.wantHeader(s.want("an error with a status", "GET /http", 409, `{"error": "title \"x\" is taken"}`), "Content-Type", "application/json; charset=utf-8")
		s.want("Abort", "GET /abort", 403, `{"error": "not yours"}`)
		s.want("an unhandled error", "GET /plain", 500, `{"error": "Internal Server Error"}`)
		s.want("a panic", "GET /panic", 500, `{"error": "Internal Server Error"}`)
		s.want("the process lives", "GET /http", 409, `{"error": "title \"x\" is taken"}`)
		s.want("a header that would be two", "GET /inject?name=a%0D%0ASet-Cookie:%20b=c", 500, `{"error": "Internal Server Error"}`)
		s.wantHeader(s.want("a header that is one", "GET /inject?name=a", 200, ""), "X-Name", "a")
		s.wantHeader(s.want("a wrong method", "PUT /http", 405, `{"error": "Method Not Allowed"}`), "Allow", "GET, HEAD, OPTIONS")
		s.want("nothing there", "GET /none", 404, `{"error": "Not Found"}`)
		if log := s.logs.String(); !strings.Contains(log, "secret") || !strings.Contains(log, "seed_test.go") {
			s.t.Errorf("the log lacks the cause or the stack: %s", log)
		}
	})
}

func deepInside() { Abort(403, "not yours") }

func TestSeedErrorHandlers(t *testing.T) {
	service := handwritten(
		handlerLeaf("GET", "/stock", func(Request) (Response, error) { return Response{}, fmt.Errorf("wrapped: %w", &stockError{3}) }),
		handlerLeaf("GET", "/stock-panic", func(Request) (Response, error) { panic(&stockError{4}) }),
		handlerLeaf("GET", "/plain", func(Request) (Response, error) { return Response{}, errors.New("x") }),
		handlerLeaf("GET", "/fails", func(Request) (Response, error) { return Response{}, Errorf(410, "") }),
	)
	// As a generator writes it for errors: {404: …, 405: …, 410: …, "*stockError": …, 500: …}.
	service.Error = func(_ Request, f *Failure) (Response, bool, error) {
		var stock *stockError
		switch {
		case f.Carried && f.HTTP.Status == 410:
			return Response{}, true, errors.New("the handler fails")
		case f.Carried && (f.HTTP.Status == 404 || f.HTTP.Status == 405):
			return Text("page " + f.HTTP.Message).WithStatus(f.HTTP.Status), true, nil
		case errors.As(f.Err, &stock):
			return Text(fmt.Sprint(stock.left)).WithStatus(409), true, nil
		case !f.Carried:
			return Text("five hundred").WithStatus(500), true, nil
		}
		return Response{}, false, nil
	}
	onBoth(t, service, func(s served) {
		s.want("by status", "GET /none", 404, "page Not Found")
		s.wantHeader(s.want("Allow stays whatever handler answers", "PUT /plain", 405, "page Method Not Allowed"), "Allow", "GET, HEAD, OPTIONS")
		s.want("by type", "GET /stock", 409, "3")
		s.want("by the type of what was panicked with", "GET /stock-panic", 409, "4")
		s.want("the handler of 500 sees plain errors", "GET /plain", 500, "five hundred")
		s.want("a failing handler ends in the plain 500", "GET /fails", 500, `{"error": "Internal Server Error"}`)
	})
}

func TestSeedHooks(t *testing.T) {
	service := handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) { return Text(fmt.Sprint(req.Value(keyOf("user")))), nil }))
	service.Before = func(req Request) (*Response, error) {
		if req.Header("Authorization") == "" {
			own := Text("who?").WithStatus(401)
			return &own, nil
		}
		req.Set(keyOf("user"), req.Header("Authorization"))
		return nil, nil
	}
	service.After = func(_ Request, resp *Response, route *Route) error {
		if route != nil {
			*resp = resp.WithHeader("X-Stamp", "1")
		}
		*resp = resp.WithHeader("X-All", "1")
		return nil
	}
	onBoth(t, service, func(s served) {
		resp := s.want("before_request may answer", "GET /", 401, "who?")
		s.wantHeader(resp, "X-Stamp", "")
		s.wantHeader(resp, "X-All", "1")
		resp = s.want("and hand on a value", "GET /\nAuthorization: me", 200, "me")
		s.wantHeader(resp, "X-Stamp", "1")
		s.wantHeader(s.want("scope all sees a 404", "GET /none\nAuthorization: me", 404, `{"error": "Not Found"}`), "X-All", "1")
	})
}

func TestSeedStatic(t *testing.T) {
	dir := site(t)
	service := handwritten(textLeaf("GET", "/assets/route", "route"))
	service.Static = []StaticDir{{Prefix: "/assets", Dir: dir}}
	onBoth(t, service, func(s served) {
		s.want("a file", "GET /assets/digits.txt", 200, "0123456789")
		s.want("a range", "GET /assets/digits.txt\nRange: bytes=-3", 206, "789")
		s.want("no traversal", "GET /assets/%2e%2e/secret.txt", 404, `{"error": "Not Found"}`)
		s.want("it falls through", "GET /assets/route", 200, "route")
	})
}

// What is kept stays as it was (fiber#185, #426, #3367: strings that change afterwards).
func TestKeptStringsNeverChange(t *testing.T) {
	type kept struct{ path, query, header, param, cookie, body, all string }
	var mu sync.Mutex
	var all []kept
	onBoth(t, handwritten(handlerLeaf("POST", "/<id>/<path:rest>", func(req Request) (Response, error) {
		body, err := req.Body()
		if err != nil {
			return Response{}, err
		}
		cookie, _ := req.Cookie("c")
		k := kept{path: req.Path(), query: req.RawQuery(), header: req.Header("X-Id"), param: req.Param("id"), cookie: cookie, body: string(body)}
		for name, value := range req.Headers() {
			if name == "X-Id" {
				k.all = value
			}
		}
		mu.Lock()
		all = append(all, k)
		mu.Unlock()
		return Text(k.param), nil
	})), func(s served) {
		all = nil
		var clients sync.WaitGroup
		for client := range 4 {
			clients.Go(func() {
				for i := range 50 {
					id := fmt.Sprint(client, "-", strings.Repeat(fmt.Sprint(i%10), 1+i))
					s.want("each has its own", "POST /"+id+"/x/"+id+"?"+id+"\nX-Id: "+id+"\nCookie: c="+id+"\n\n"+id, 200, id)
				}
			})
		}
		clients.Wait()
		for _, k := range all {
			id := k.param
			if want := (kept{"/" + id + "/x/" + id, id, id, id, id, id, id}); k != want {
				s.t.Fatalf("kept %+v, want %+v", k, want)
			}
		}
		if len(all) != 200 {
			s.t.Errorf("%d requests were seen", len(all))
		}
	})
}

func TestRequestIsDeadAfterItsStream(t *testing.T) {
	requests := make(chan Request, 10)
	onBoth(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		requests <- req
		return Stream("", func(w *StreamWriter) error { _, err := w.WriteString(req.Method()); return err }), nil
	})), func(s served) {
		s.want("in the stream's function the request is alive", "GET /", 200, "GET")
		s.want("and on the next one", "GET /", 200, "GET")
		req := <-requests
		<-requests
		must(s.t, func() { req.Path() }, "Path")
	})
}

func TestClientThatIsGoneEndsTheContext(t *testing.T) {
	ended := make(chan struct{}, 1)
	onBoth(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		return Stream("", func(w *StreamWriter) error {
			_ = w.Flush()
			<-req.Context().Done()
			ended <- struct{}{}
			return req.Context().Err()
		}), nil
	})), func(s served) {
		c, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
		if err != nil {
			s.t.Fatal(err)
		}
		fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		if line, err := bufio.NewReader(c).ReadString('\n'); !strings.HasPrefix(line, "HTTP/1.1 200") || err != nil {
			s.t.Errorf("%q %v", line, err)
		}
		_ = c.(*net.TCPConn).SetLinger(0) // a reset: a closed write side alone may be a client that waits
		c.Close()
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			s.t.Error("the context does not end")
		}
	})
}
