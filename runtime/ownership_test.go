package runtime

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	goruntime "runtime"
	"strings"
	"testing"
	"time"
)

// Who owns what when it changes hands is tested here; docs/ownership.md has the rules.

func TestAnExchangeIsHandedOver(t *testing.T) {
	x := new(Exchange)
	x.own()
	mine := x.Request()
	x.disown()
	if held, ok := x.hold(mine.generation); !held || !ok {
		t.Errorf("a goroutine that the former owner's address may have passed to: %v, %v", held, ok)
	}
	x.letGo()
}

// A watch reads ahead into the buffer while the head of a stream is made. On a pipe nothing is
// sent that nobody reads: the handler waits for who sends.
func TestAStreamBeginsWhileTheClientSendsAhead(t *testing.T) {
	runs, sent := make(chan struct{}, 1), make(chan struct{})
	defer close(sent)
	h := serveTest(t, handwritten(
		handlerLeaf("GET", "/", func(req Request) (Response, error) {
			_ = req.Context()
			runs <- struct{}{}
			<-sent
			return Stream("text/plain", func(w *StreamWriter) error {
				_, err := w.WriteString("streamed")
				return err
			}), nil
		}),
		textLeaf("GET", "/next", "next"),
	))
	for _, kind := range []string{"tcp", "brisk", "pipe"} {
		c := h.client(kind)
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		<-runs
		c.write("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
		sent <- struct{}{}
		c.want("the stream is whole", 200, "streamed")
		c.want("and the next request was read meanwhile", 200, "next")
	}
}

// The body breaks off beside the handler, which ends the connection, too.
func TestABodyFailsBesideTheAnswer(t *testing.T) {
	onEachServer(t, func() Service {
		return handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
			go func() { _, _ = req.Body() }()
			time.Sleep(20 * time.Millisecond)
			return Text("no").WithStatus(409).WithHeader("Connection", "close"), nil
		}))
	}, nil, func(t *testing.T, s *hosted) {
		want := s.closes(`409 "no" close`)
		const chunk = "Transfer-Encoding: chunked\r\n\r\n"
		if got := s.tell("POST / HTTP/1.1\r\nHost: a\r\n" + chunk + "nonsense\r\n"); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}

// A request behind net/http ends, whenever its handler ends its goroutine.
func TestHandlersThatEndTheirGoroutineBehindNetHTTP(t *testing.T) {
	s := handwritten(
		handlerLeaf("GET", "/early", func(Request) (Response, error) {
			goruntime.Goexit()
			return Response{}, nil
		}),
		handlerLeaf("GET", "/late", func(req Request) (Response, error) {
			<-req.Context().Done()
			goruntime.Goexit()
			return Response{}, nil
		}),
	)
	s.Bounded = true
	app := NewApp(s, Logger(quiet()), Timeout(30*time.Millisecond))
	server := httptest.NewUnstartedServer(app)
	server.Config.ErrorLog = nil
	server.Start()
	defer server.Close()
	if resp, err := http.Get(server.URL + "/early"); err == nil {
		t.Errorf("there is an answer of %d", resp.StatusCode)
	}
	resp, err := http.Get(server.URL + "/late")
	if err != nil || resp.StatusCode != http.StatusServiceUnavailable {
		t.Fatalf("%v, %v", resp, err)
	}
	resp.Body.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := app.Shutdown(ctx); err != nil {
		t.Errorf("Shutdown: %v", err)
	}
}

// overdue is a service with a timeout's 503 that does what a hook of scope all says.
func overdue(hook func(req Request, resp *Response)) Service {
	s := handwritten(leaf{"POST", "/", func(x *Exchange) (Response, error) {
		x.LimitBody(10)
		x.SetTimeout(20 * time.Millisecond)
		<-x.Request().Context().Done()
		time.Sleep(20 * time.Millisecond)
		return Text("late"), nil
	}})
	s.Bounded = true
	s.After = func(req Request, resp *Response, _ *Route) error {
		hook(req, resp)
		return nil
	}
	return s
}

func TestATimeouts503DoesNotWaitForGoroutinesOfHooks(t *testing.T) {
	began := make(chan struct{}, 1)
	onEachServer(t, func() Service {
		return overdue(func(req Request, _ *Response) {
			go func() {
				began <- struct{}{}
				_, _ = req.Body()
			}()
			<-began
			time.Sleep(5 * time.Millisecond) // it waits for the client by now
		})
	}, nil, func(t *testing.T, s *hosted) {
		c := s.dial()
		defer c.nc.Close()
		c.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")
		c.want("the answer is there before the body", 503, `{"error": "Service Unavailable"}`)
	})
}

func TestHooksOfATimeoutKeepTheLimitOfTheRoute(t *testing.T) {
	onEachServer(t, func() Service {
		return overdue(func(req Request, resp *Response) {
			if _, err := req.Body(); err != nil {
				*resp = resp.WithHeader("X-Body", err.Error())
			}
		})
	}, nil, func(t *testing.T, s *hosted) {
		want := s.closes(`503 X-Body=413 Request Entity Too Large ` +
			`"{\"error\": \"Service Unavailable\"}" close`)
		body := strings.Repeat("a", 11)
		got := s.tell("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n"+body, "X-Body")
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}

// A logger that panics costs a line of the log, on the timer's goroutine, too.
func TestLoggersMayPanic(t *testing.T) {
	app := NewApp(handwritten(
		handlerLeaf("GET", "/panic", func(Request) (Response, error) { panic("out of luck") }),
		handlerLeaf("GET", "/slow", func(req Request) (Response, error) {
			<-req.Context().Done()
			return Response{}, context.Cause(req.Context())
		}),
	), Logger(slog.New(unlucky{})), Timeout(20*time.Millisecond))
	server := httptest.NewServer(app)
	defer server.Close()
	for path, want := range map[string]int{"/panic": 500, "/slow": 503} {
		r, _ := http.NewRequest("GET", server.URL+path, nil)
		if resp, _ := fetch(t, server.Client(), r); resp.StatusCode != want {
			t.Errorf("%s is answered with %d, want %d", path, resp.StatusCode, want)
		}
	}
}

type unlucky struct{ slog.Handler }

func (unlucky) Enabled(context.Context, slog.Level) bool  { return true }
func (unlucky) Handle(context.Context, slog.Record) error { panic("a logger out of luck") }

// What the handler's goroutine decides meanwhile is not part of the 503.
func TestATimeouts503IsNoAnswerOf405(t *testing.T) {
	onEachServer(t, func() Service {
		s := handwritten(textLeaf("GET", "/", "ok"))
		s.Bounded = true
		s.Error = func(req Request, f *Failure) (Response, bool, error) {
			if f.HTTP.Status == http.StatusMethodNotAllowed {
				<-req.Context().Done()
				time.Sleep(20 * time.Millisecond)
			}
			return Response{}, false, ErrUnhandled
		}
		return s
	}, []Option{Timeout(20 * time.Millisecond)}, func(t *testing.T, s *hosted) {
		want := s.closes(`503 "{\"error\": \"Service Unavailable\"}" close`)
		if got := s.tell("PUT / HTTP/1.1\r\nHost: a\r\n\r\n", "Allow"); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}
