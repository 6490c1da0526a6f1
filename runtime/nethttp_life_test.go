package runtime

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	goruntime "runtime"
	"strings"
	"testing"
	"time"
)

// The life of an App that net/http serves is tested here.

func TestAppsBehindNetHTTPEnd(t *testing.T) {
	streams, causes := make(chan struct{}), make(chan error, 1)
	s := handwritten(
		textLeaf("GET", "/<int:id>", "ok"),
		handlerLeaf("GET", "/events", func(req Request) (Response, error) {
			return SSE(func(w *EventWriter) error {
				close(streams)
				<-req.Context().Done()
				causes <- context.Cause(req.Context())
				return nil
			}), nil
		}),
		handlerLeaf("GET", "/ready", func(req Request) (Response, error) { return JSON(req.App().Ready()), nil }),
	)
	app := NewApp(s, Logger(quiet()))
	var seen *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		app.ServeHTTP(w, r)
		if r.URL.Path == "/7" {
			seen = r
		}
	}))
	defer server.Close()
	url := server.URL
	ask := func(path string) (*http.Response, string) {
		r, _ := http.NewRequest("GET", url+path, nil)
		return fetch(t, http.DefaultClient, r)
	}
	if _, body := ask("/ready"); strings.TrimSpace(body) != "true" {
		t.Errorf("an App behind net/http is ready: %s", body)
	}
	if ask("/7"); seen.Pattern != "/<int:id>" || seen.PathValue("id") != "7" {
		t.Errorf("middleware sees %q and %q", seen.Pattern, seen.PathValue("id"))
	}
	open, err := http.Get(url + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer open.Body.Close()
	<-streams
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := app.Shutdown(ctx); err != nil {
		t.Errorf("Shutdown: %v", err)
	}
	if cause := <-causes; !errors.Is(cause, errDraining) {
		t.Errorf("the stream's context ended with %v", cause)
	}
	if resp, body := ask("/ready"); !resp.Close || strings.TrimSpace(body) != "false" {
		t.Errorf("after the end: close %v, ready %s", resp.Close, body)
	}
}

// What ends a bounded handler's goroutine ends one request.
func TestBoundedRequestsThatEndOddly(t *testing.T) {
	s := handwritten(handlerLeaf("GET", "/exit", func(Request) (Response, error) {
		goruntime.Goexit()
		return Response{}, nil
	}))
	app := NewApp(s, Timeout(time.Minute), Logger(quiet()))
	panicOf := func(change func(r *http.Request)) (v any) {
		defer func() { v = recover() }()
		r := httptest.NewRequest("GET", "/exit", nil)
		change(r)
		app.ServeHTTP(httptest.NewRecorder(), r)
		return nil
	}
	if v := panicOf(func(*http.Request) {}); v != http.ErrAbortHandler {
		t.Errorf("a handler that ends its goroutine: %v", v)
	}
	if v := panicOf(func(r *http.Request) { r.URL = nil }); v == nil || v == http.ErrAbortHandler {
		t.Errorf("a fault of ours: %v", v)
	}
	if err := app.Shutdown(t.Context()); err != nil {
		t.Errorf("something is left behind: %v", err)
	}
}

// A client that waits for 100 (Continue) is told something before its body is waited for: a
// stream that has begun is too late for the 100.
func TestAStreamThatReadsLateIsBegunBefore(t *testing.T) {
	onEachServer(t, func() Service {
		return handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
			body := req.BodyReader()
			return Stream("text/plain", func(w *StreamWriter) error {
				_, _ = w.WriteString("<")
				b, err := io.ReadAll(body)
				_, _ = w.WriteString(string(b) + ">")
				return err
			}), nil
		}))
	}, nil, func(t *testing.T, s *hosted) {
		c := s.dial()
		c.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
		resp, err := http.ReadResponse(c.r, nil)
		if err != nil || resp.StatusCode != 200 {
			t.Fatalf("nothing comes before the body: %v", err)
		}
		c.write("hello")
		b, err := io.ReadAll(resp.Body)
		if whole := string(b) == "<hello>" && err == nil; !whole && s.name != "net/http" {
			t.Errorf("the answer is %q, %v", b, err)
		} else if !whole && err == nil { // net/http of Go 1.27 reads no body behind a head
			t.Errorf("%q is a whole answer", b)
		}
	})
}

// Who waits for 100 (Continue) is not kept waiting by an answer that breaks off.
func TestABrokenAnswerToWhoWaitsEnds(t *testing.T) {
	onEachServer(t, func() Service {
		return handwritten(
			handlerLeaf("POST", "/stream", func(Request) (Response, error) {
				return Stream("text/plain", func(w *StreamWriter) error {
					_, _ = w.WriteString("half")
					_ = w.Flush()
					panic("out of luck")
				}), nil
			}),
			handlerLeaf("POST", "/silent", func(Request) (Response, error) { panic(http.ErrAbortHandler) }),
		)
	}, nil, func(t *testing.T, s *hosted) {
		for _, path := range []string{"/stream", "/silent"} {
			c := s.dial()
			c.write("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
			_ = c.nc.SetReadDeadline(time.Now().Add(5 * time.Second))
			if b, err := io.ReadAll(c.r); isTimeout(err) {
				t.Errorf("%s: the connection stays open after %q", path, b)
			}
		}
	})
}
