package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// newHTTPServer serves the App by net/http and returns the URL.
func newHTTPServer(t *testing.T, a *App) string {
	t.Helper()
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	return server.URL
}

func fetch(t *testing.T, client *http.Client, r *http.Request) (*http.Response, string) {
	t.Helper()
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func TestAppIsAnHTTPHandler(t *testing.T) {
	s := handwritten(
		handlerLeaf("GET,POST", "/echo/<path:p>", func(req Request) (Response, error) {
			body, err := req.Body()
			if err != nil {
				return Response{}, err
			}
			return Text(fmt.Sprintf("%s %s %s %s %q %s %v", req.Method(), req.RawPath(), req.Param("p"), req.RawQuery(), body, req.Header("Host"), req.TLS() != nil)).
				WithHeader("X-One", "1").WithHeader("Set-Cookie", "a=1").WithHeader("Set-Cookie", "b=2").WithStatus(202), nil
		}),
		handlerLeaf("GET", "/untyped", func(Request) (Response, error) { return Response{body: "<html>"}, nil }),
		handlerLeaf("GET", "/empty", func(Request) (Response, error) { return Response{}, nil }),
		handlerLeaf("GET", "/none", func(Request) (Response, error) { return NoContent(), nil }),
		handlerLeaf("GET", "/text-of-204", func(Request) (Response, error) { return Text("x").WithStatus(204), nil }),
	)
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2.0"} {
		server := httptest.NewUnstartedServer(NewApp(s))
		server.EnableHTTP2 = protocol == "HTTP/2.0"
		server.StartTLS()
		client := server.Client()
		r, _ := http.NewRequest("POST", server.URL+"/echo/a%2Fb%20c/%E2%82%AC?x=%2F", strings.NewReader("body"))
		r.Host = "example.com"
		resp, body := fetch(t, client, r)
		if resp.Proto != protocol || resp.StatusCode != 202 || body != `POST /echo/a%2Fb%20c/%E2%82%AC a/b c/€ x=%2F "body" example.com true` {
			t.Errorf("%s: %d %s", resp.Proto, resp.StatusCode, body)
		}
		if got := resp.Header.Values("Set-Cookie"); len(got) != 2 || resp.Header.Get("X-One") != "1" || resp.Header.Get("Date") == "" {
			t.Errorf("%s: %v", protocol, resp.Header)
		}
		for _, row := range []struct {
			method, path, body, contentType string
			length                          int64
		}{
			{"HEAD", "/echo/x", "", "text/plain; charset=utf-8", 41},
			{"GET", "/untyped", "<html>", "", 6},
			{"GET", "/empty", "", "", 0},
			{"GET", "/none", "", "", 0},
			{"GET", "/text-of-204", "", "", 0},
		} {
			r, _ := http.NewRequest(row.method, server.URL+row.path, nil)
			r.Host = "h"
			resp, body := fetch(t, client, r)
			if body != row.body || resp.Header.Get("Content-Type") != row.contentType || row.method != "HEAD" && resp.ContentLength != row.length {
				t.Errorf("%s %s %s: %q %q %d", protocol, row.method, row.path, body, resp.Header.Get("Content-Type"), resp.ContentLength)
			}
		}
		server.Close()
	}
}

func TestMiddlewareOfNetHTTP(t *testing.T) {
	a := NewApp(handwritten(handlerLeaf("GET", "/b%2Fc", nil), handlerLeaf("GET", "/<x>", func(req Request) (Response, error) {
		return Text(req.Path() + " " + fmt.Sprint(req.Context().Value(keyOf("k")))), nil
	})))
	h := http.StripPrefix("/api", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Before", "1")
		a.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), keyOf("k"), "v")))
	}))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/api/b%2Fc", nil))
	if w.Code != 200 || w.Body.String() != "/b/c v" || w.Header().Get("X-Before") != "1" {
		t.Errorf("%d %q %v", w.Code, w.Body, w.Header())
	}
}

func TestTargetsOfNetHTTP(t *testing.T) {
	a := NewApp(handwritten(handlerLeaf("*", "/<path:p>", func(req Request) (Response, error) { return Text(req.RawPath()), nil }), textLeaf("GET", "/", "root")))
	for _, row := range []struct {
		sentence string
		change   func(r *http.Request)
		status   int
	}{
		{"no path is the root", func(r *http.Request) { r.URL.Path = "" }, 200},
		{"a path that does not start with a slash is malformed", func(r *http.Request) { r.URL.Path = "x" }, 400},
		{"a star is for OPTIONS alone", func(r *http.Request) { r.URL.Path = "*" }, 400},
		{"OPTIONS *", func(r *http.Request) { r.Method, r.URL.Path = "OPTIONS", "*" }, 204},
		{"CONNECT has no path", func(r *http.Request) { r.Method, r.URL.Path, r.Host = "CONNECT", "", "example.com:443" }, 405},
		{"a request without a body reader", func(r *http.Request) { r.Body = nil }, 200},
	} {
		r, w := httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
		row.change(r)
		a.ServeHTTP(w, r)
		if w.Code != row.status {
			t.Errorf("%s: %d %s", row.sentence, w.Code, w.Body)
		}
	}
}

func TestBodiesOfNetHTTP(t *testing.T) {
	a := NewApp(handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		b, err := req.Body()
		return Text(fmt.Sprint(len(b))), err
	})), MaxBodySize(10))
	for _, row := range []struct {
		sentence string
		body     io.Reader
		length   int64
		status   int
	}{
		{"a body of known length", strings.NewReader("1234567890"), 10, 200},
		{"of unknown length", strings.NewReader("1234567890"), -1, 200},
		{"too large by its length", errorReader{errors.New("read")}, 11, 413},
		{"too large when read", strings.NewReader("12345678901"), -1, 413},
		{"cut off", errorReader{io.ErrUnexpectedEOF}, -1, 400},
		{"too slow", errorReader{os.ErrDeadlineExceeded}, -1, 408},
		{"too large for middleware", http.MaxBytesReader(nil, io.NopCloser(strings.NewReader("12345")), 3), -1, 413},
	} {
		r, w := httptest.NewRequest("POST", "/", row.body), httptest.NewRecorder()
		r.ContentLength = row.length
		a.ServeHTTP(w, r)
		if w.Code != row.status {
			t.Errorf("%s: %d %s", row.sentence, w.Code, w.Body)
		}
	}
	unlimited := (&httpExchange{r: httptest.NewRequest("POST", "/", strings.NewReader("12345"))})
	unlimited.body.x = &unlimited.x
	if b, err := unlimited.readBody(-1); len(b) != 5 || err != nil {
		t.Errorf("without a limit: %q %v", b, err)
	}
}

type errorReader struct{ err error }

func (r errorReader) Read([]byte) (int, error) { return 0, r.err }

func TestHandlerTimeoutOverNetHTTP(t *testing.T) {
	released := make(chan error, 1)
	wait := func(req Request) (Response, error) {
		select {
		case <-req.Context().Done():
			time.Sleep(20 * time.Millisecond) // what it answers now comes too late
			released <- context.Cause(req.Context())
			return Text("late"), nil
		case <-time.After(150 * time.Millisecond):
			return Text("in time"), nil
		}
	}
	own := func(d time.Duration) func(x *Exchange) (Response, error) {
		return func(x *Exchange) (Response, error) {
			x.SetTimeout(d)
			return wait(x.Request())
		}
	}
	s := handwritten(handlerLeaf("GET", "/app", wait), leaf{"GET", "/none", own(-1)}, leaf{"GET", "/longer", own(time.Minute)}, leaf{"GET", "/default", own(0)})
	server := httptest.NewTLSServer(NewApp(s, Timeout(20*time.Millisecond)))
	defer server.Close()
	for path, want := range map[string]string{
		"/app": `503 {"error": "Service Unavailable"}`, "/default": `503 {"error": "Service Unavailable"}`,
		"/none": "200 in time", "/longer": "200 in time",
	} {
		r, _ := http.NewRequest("GET", server.URL+path, nil)
		resp, body := fetch(t, server.Client(), r)
		if got := fmt.Sprint(resp.StatusCode, " ", body); got != want {
			t.Errorf("%s is answered with %q, want %q", path, got, want)
		}
		if resp.StatusCode == 503 {
			if err := <-released; !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: the context ended with %v", path, err)
			}
		}
	}
}

func TestAStreamThatHasBegunIsNotTimed(t *testing.T) {
	s := handwritten(leaf{"GET", "/", func(x *Exchange) (Response, error) {
		x.SetTimeout(20 * time.Millisecond)
		req := x.Request()
		return Stream("", func(w *StreamWriter) error {
			time.Sleep(60 * time.Millisecond)
			_, err := fmt.Fprint(w, "on and on ", req.Context().Err())
			return err
		}), nil
	}})
	r, _ := http.NewRequest("GET", newHTTPServer(t, NewApp(s)), nil)
	if _, body := fetch(t, http.DefaultClient, r); body != "on and on <nil>" {
		t.Errorf("the stream is %q", body)
	}
}

func TestWriterThatCannotFlush(t *testing.T) {
	a := NewApp(handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return Stream("", func(w *StreamWriter) error { _, _ = w.WriteString("a"); return w.Flush() }), nil
	})))
	w := httptest.NewRecorder()
	a.ServeHTTP(struct{ http.ResponseWriter }{w}, httptest.NewRequest("GET", "/", nil))
	if w.Body.String() != "a" {
		t.Errorf("%q", w.Body)
	}
}

func TestABrokenStreamAborts(t *testing.T) {
	for _, row := range []struct {
		sentence, length string
		produce          func(w *StreamWriter) error
	}{
		{"one that fails", "", func(w *StreamWriter) error { _, _ = w.WriteString("a"); return io.ErrUnexpectedEOF }},
		{"one that is too short", "3", func(w *StreamWriter) error { _, _ = w.WriteString("a"); return nil }},
		{"one that is too long, whether or not its function cares", "3", func(w *StreamWriter) error {
			n, first := w.WriteString("hello")
			if _, err := w.WriteString("more"); n != 3 || first == nil || err != first {
				t.Errorf("%d bytes are taken with %v, then %v", n, first, err)
			}
			if err := w.Flush(); err != first {
				t.Errorf("Flush says %v, want %v", err, first)
			}
			return nil
		}},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			d := talkTo(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
				r := Stream("", row.produce)
				if row.length != "" {
					r = r.WithHeader("Content-Length", row.length)
				}
				return r, nil
			})))
			defer func() {
				if v := recover(); v != http.ErrAbortHandler {
					t.Errorf("panicked with %v", v)
				}
				d.wantLog("stream failed")
			}()
			d.ask("GET /")
		})
	}
}

// A handler that returns as soon as its context ends is late all the same.
func TestNetHTTPTimeIsUpBeforeTheContextEnds(t *testing.T) {
	s := handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		<-req.Context().Done()
		return Text("late"), nil
	}))
	app := NewApp(s, Timeout(time.Millisecond), Logger(quiet()))
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for range 100 {
				w := httptest.NewRecorder()
				app.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
				if w.Code != http.StatusServiceUnavailable {
					t.Errorf("%d %q", w.Code, w.Body)
				}
			}
		})
	}
	clients.Wait()
}

// A client of HTTP/2 may send both :authority and host, and net/http leaves the second in
// the header.
func TestHostStandsOnceInHeadersOfNetHTTP(t *testing.T) {
	app := NewApp(handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		var all []string
		for name, value := range req.Headers() {
			all = append(all, name+"="+value)
		}
		return Text(fmt.Sprint(req.Header("Host"), all)), nil
	})))
	for _, row := range []struct{ sentence, authority, field, want string }{
		{"one", "a", "", "a[Host=a X=1]"}, {"both", "a", "b", "a[Host=a X=1]"}, {"none", "", "", "[X=1]"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = row.authority
		r.Header.Set("X", "1")
		if row.field != "" {
			r.Header.Set("Host", row.field)
		}
		w := httptest.NewRecorder()
		if app.ServeHTTP(w, r); w.Body.String() != row.want {
			t.Errorf("%s: %s, want %s", row.sentence, w.Body, row.want)
		}
	}
}
