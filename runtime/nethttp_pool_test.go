package runtime

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Exchanges with net/http that are used again are tested here.

// keeping keeps what handlers were given of a request, behind its end.
type keeping struct {
	req    Request
	body   io.Reader
	stream *StreamWriter
}

// service answers with what the request is.
func (k *keeping) service() Service {
	tell := func(req Request) (Response, error) {
		body, err := req.Text()
		return Text(req.Method() + " " + req.Path() + "?" + req.RawQuery() + " " + body), err
	}
	return handwritten(
		handlerLeaf("*", "/tell/<p>", tell),
		handlerLeaf("*", "/keep/<p>", func(req Request) (Response, error) {
			k.req = req
			return tell(req)
		}),
		handlerLeaf("POST", "/body", func(req Request) (Response, error) {
			k.body = req.BodyReader()
			return NoContent(), nil
		}),
		handlerLeaf("GET", "/stream", func(Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) error {
				k.stream = w
				_, err := io.WriteString(w, "streamed")
				return err
			}), nil
		}),
		handlerLeaf("GET", "/panic", func(req Request) (Response, error) { k.req = req; panic("no") }),
	)
}

// What is left of a request does not reach the one that is served in its place.
func TestExchangesOverNetHTTPAreUsedAgain(t *testing.T) {
	var k keeping
	app := NewApp(k.service(), Logger(quiet()))
	ask := func(method, target, body, want string) {
		t.Helper()
		w := httptest.NewRecorder()
		app.ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader(body)))
		if w.Body.String() != want {
			t.Errorf("%s %s is answered %q, want %q", method, target, w.Body, want)
		}
	}
	late := func(sentence string) {
		t.Helper()
		told := make(chan any)
		for _, asks := range []func() any{
			func() any { return k.req.Path() }, func() any { return k.req.Header("A") },
			func() any { return k.req.Param("p") }, func() any { b, _ := k.req.Body(); return b },
		} {
			go func() {
				defer func() { told <- recover() }()
				t.Errorf("%s: it is told %v", sentence, asks())
			}()
			if v := <-told; !strings.Contains(fmt.Sprint(v), "after its answer was complete") {
				t.Errorf("%s: %v", sentence, v)
			}
		}
	}
	for i := range 50 {
		ask("POST", fmt.Sprintf("/keep/%d?a=%d", i, i), "mine", fmt.Sprintf("POST /keep/%d?a=%d mine", i, i))
		late("behind its answer")
		ask("GET", "/tell/x", "", "GET /tell/x? ")
		late("behind the next answer")
		if ctx := k.req.Context(); ctx.Err() == nil {
			t.Error("a context has not ended")
		}

		ask("POST", "/body", "first", "")
		ask("POST", "/tell/x", "second", "POST /tell/x? second")
		if b, err := io.ReadAll(k.body); len(b) != 0 || err == nil {
			t.Errorf("who is late reads %q, %v", b, err)
		}

		ask("GET", "/stream", "", "streamed")
		ask("GET", "/tell/x", "", "GET /tell/x? ")
		if _, err := io.WriteString(k.stream, "more"); err == nil {
			t.Error("who is late writes")
		}

		ask("GET", "/panic", "", `{"error": "Internal Server Error"}`)
		ask("GET", "/tell/x", "", "GET /tell/x? ")
		late("behind a panic")
	}
	if s := &app.server; s.handling != 0 || s.others != nil {
		t.Errorf("%d requests are counted", s.handling)
	}
}

// plainWriter is a http.ResponseWriter that is used again, as a header's map is.
type plainWriter struct {
	header http.Header
	status int
	body   string
}

func (w *plainWriter) Header() http.Header         { return w.header }
func (w *plainWriter) WriteHeader(status int)      { w.status = status }
func (w *plainWriter) Write(b []byte) (int, error) { panic("a text is written as such") }

func (w *plainWriter) WriteString(s string) (int, error) { w.body = s; return len(s), nil }

// net/http's own Header.Set takes an allocation for each field; both take one here.
func TestFixedAnswersOverNetHTTPTakeOneAllocation(t *testing.T) {
	if raceDetector {
		t.Skip("pools forget on purpose")
	}
	app, r := NewApp(handwrittenConstant()), mustRequest(t, "GET", "/hello")
	w := &plainWriter{header: http.Header{}}
	n := testing.AllocsPerRun(1000, func() {
		clear(w.header)
		app.ServeHTTP(w, r)
	})
	if n > 1 || w.status != 200 || w.body != "hello" || w.header.Get("Content-Length") != "5" {
		t.Errorf("%v allocations for %d %q %v", n, w.status, w.body, w.header)
	}
	first := w.header["Content-Length"]
	w.header = http.Header{}
	app.ServeHTTP(w, r)
	first[0] = "changed"
	if w.header.Get("Content-Length") != "5" || w.header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("an answer has another one's fields: %v", w.header)
	}
}

// The route is told to whoever is in front of the App.
func TestMiddlewareIsToldOfTheRoute(t *testing.T) {
	s := func() Service { return handwritten(textLeaf("GET", "/<a>/b/<int:c>", "ok")) }
	plain, app := NewApp(s()), NewApp(s(), Use(func(h http.Handler) http.Handler { return h }))
	for _, row := range []struct {
		sentence string
		app      *App
		server   any
		told     bool
	}{
		{"no server", plain, nil, true},
		{"a server that calls the App", plain, &http.Server{Handler: plain}, false},
		{"one that calls something else", plain, &http.Server{Handler: http.HandlerFunc(plain.ServeHTTP)}, true},
		{"one that calls a mux", plain, &http.Server{}, true},
		{"something else in its place", plain, "server", true},
		{"middleware of the App itself", app, &http.Server{Handler: app}, true},
	} {
		r := httptest.NewRequest("GET", "/x%2Fy/b/5", nil)
		if row.server != nil {
			r = r.WithContext(context.WithValue(r.Context(), http.ServerContextKey, row.server))
		}
		row.app.ServeHTTP(httptest.NewRecorder(), r)
		if got := r.Pattern + " " + r.PathValue("a") + " " + r.PathValue("c"); (got == "/<a>/b/<int:c> x/y 5") != row.told {
			t.Errorf("%s: it is told %q", row.sentence, got)
		}
	}
}
