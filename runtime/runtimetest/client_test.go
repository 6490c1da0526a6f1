package runtimetest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/httpgen/examples/bookstore"
	"example.com/httpgen/examples/bookstore/model"
	"example.com/httpgen/runtime"
	. "example.com/httpgen/runtime/runtimetest"
)

// clerk has a status for each thing that a client can be told.
type clerk struct {
	bookstore.UnimplementedHandlers
	status func(req runtime.Request) (runtime.Response, error)
	events func(w *runtime.EventWriter) error
}

func (c clerk) Status(req runtime.Request) (runtime.Response, error) { return c.status(req) }

func (c clerk) Events(runtime.Request) (runtime.Response, error) {
	return runtime.SSE(c.events), nil
}

func (clerk) GetBook(_ runtime.Request, id model.ISBN) (*model.Book, error) {
	return &model.Book{ISBN: id, Title: "Go"}, nil
}

var quiet = runtime.Logger(slog.New(slog.DiscardHandler))

func TestAClientKeepsCookies(t *testing.T) {
	c := NewClient(t, bookstore.New(clerk{status: func(req runtime.Request) (runtime.Response, error) {
		if seen, ok := req.Cookie("visit"); ok {
			return runtime.Text("again " + seen), nil
		}
		return runtime.Text("first").WithHeader("Set-Cookie", "visit=1; Path=/"), nil
	}}))
	for _, want := range []string{"first", "again 1"} {
		if got := c.Get("/status").Want(t, 200).Text(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := c.Get("/books/", Header("X", "y")).Want(t, 301).Header.Get("Location"); got != "../books" {
		t.Errorf("a redirect is not followed, and leads to %q", got)
	}
}

func TestAClientIsOneOfTheOwnServer(t *testing.T) {
	c := NewClient(t, bookstore.New(clerk{status: func(req runtime.Request) (runtime.Response, error) {
		b, err := req.Body()
		return runtime.Text(fmt.Sprint(req.ClientIP(), " ", req.Header("Host"), " ", len(b))), err
	}}, runtime.MaxBodySize(1000), quiet))
	if got := c.Send("GET", "/status", Body("", strings.Repeat("x", 1000))).Want(t, 200).Text(); got !=
		"192.0.2.1 app.test 1000" {
		t.Error(got)
	}
	c.Send("GET", "/status", Body("", strings.Repeat("x", 1001))).Want(t, 413)
	c.Send("GET", "/status", Body("", strings.Repeat("x", 1<<20))).Want(t, 413)
	c.Send("BREW", "/status").Want(t, 501)
	resp, err := c.HTTP().Get("http://app.test/books/9780134190440")
	if err != nil || resp.StatusCode != 200 {
		t.Errorf("%v %v", resp, err)
	}
	resp.Body.Close()
}

// TestEventsComeAsTheyAreSent reads events while their stream goes on.
func TestEventsComeAsTheyAreSent(t *testing.T) {
	sent, gone := make(chan string), make(chan error, 1)
	c := NewClient(t, bookstore.New(clerk{events: func(w *runtime.EventWriter) error {
		for text := range sent {
			err := w.Send(runtime.Event{ID: text, Name: "note", Data: text + "\nmore", Retry: 5 * time.Millisecond})
			if err != nil {
				return err
			}
		}
		for w.Send(runtime.Event{Data: "last"}) == nil {
			time.Sleep(time.Millisecond)
		}
		gone <- nil
		return nil
	}}))
	events := c.Events("/events")
	for _, text := range []string{"one", "two"} {
		sent <- text
		want := runtime.Event{ID: text, Name: "note", Data: text + "\nmore", Retry: 5 * time.Millisecond}
		if got, err := events.Next(); err != nil || got != want {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
	}
	close(sent)
	if got, err := events.Next(); err != nil || got.Data != "last" || got.ID != "two" || got.Name != "" {
		t.Errorf("%+v, %v", got, err)
	}
	_ = events.Close()
	<-gone // the handler has noticed
}

// TestTimeTakesNoTime has a stream with a pause of an hour, and a handler whose time is up.
func TestTimeTakesNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewClient(t, bookstore.New(clerk{
			status: func(req runtime.Request) (runtime.Response, error) {
				<-req.Context().Done()
				return runtime.Response{}, req.Context().Err()
			},
			events: func(w *runtime.EventWriter) error {
				time.Sleep(time.Hour)
				return w.Send(runtime.Event{Data: "late"})
			},
		}, runtime.Timeout(2*time.Hour), quiet))
		start := time.Now()
		events := c.Events("/events")
		if got, err := events.Next(); err != nil || got.Data != "late" || time.Since(start) < time.Hour {
			t.Errorf("%v %v after %v", got, err, time.Since(start))
		}
		if _, err := events.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("behind the last event: %v", err)
		}
		start = time.Now()
		c.Get("/status").Want(t, 503)
		if took := time.Since(start); took < 2*time.Hour || took > 2*time.Hour+time.Minute {
			t.Errorf("503 after %v", took)
		}
		c.Close()
	})
}

// TestIdleConnectionsEndInTheBubble sleeps longer than a connection may be idle.
func TestIdleConnectionsEndInTheBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewClient(t, bookstore.New(clerk{}, runtime.IdleTimeout(time.Minute)))
		c.Get("/books/9780134190440").Want(t, 200)
		time.Sleep(time.Hour)
		c.Get("/books/9780134190440").Want(t, 200)
		c.Close()
	})
}

func TestGolden(t *testing.T) {
	c := NewClient(t, bookstore.New(clerk{}))
	c.Get("/books/9780134190440").Golden(t, "get_book")
	t.Chdir(t.TempDir())
	r := &recorder{TB: t}
	a := c.Get("/books/9780134190440")
	a.Golden(r, "sub/one")
	if !strings.Contains(r.said, "HTTPGEN_UPDATE=1") {
		t.Errorf("without a file: %q", r.said)
	}
	t.Setenv("HTTPGEN_UPDATE", "1")
	r.said = ""
	a.Golden(r, "sub/one")
	t.Setenv("HTTPGEN_UPDATE", "")
	a.Golden(r, "sub/one")
	if r.said != "" {
		t.Errorf("with the file that it has written: %q", r.said)
	}
	file := filepath.Join("testdata", "sub", "one.golden")
	text, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, []byte(strings.ReplaceAll(string(text), "\n", "\r\n")), 0o666)
	}
	if a.Golden(r, "sub/one"); r.said != "" || err != nil {
		t.Errorf("with line ends of Windows: %q, %v", r.said, err)
	}
	a.Status = 418
	if a.Golden(r, "sub/one"); !strings.Contains(r.said, `want "200 OK", got "418 I'm a teapot"`) {
		t.Errorf("a difference: %q", r.said)
	}
}

// recorder is a test that hears what would be reported.
type recorder struct {
	testing.TB
	said string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.said += fmt.Sprintf(format, args...)
}
func (r *recorder) Fatalf(format string, args ...any) {
	r.said += fmt.Sprintf(format, args...)
	panic(r)
}

// TestMistakesOfTests are told by failing the test.
func TestMistakesOfTests(t *testing.T) {
	for _, row := range []struct {
		name string
		do   func(r *recorder, c *Client)
		want string
	}{
		{"a part that cannot be sent", func(_ *recorder, c *Client) { c.Get("/books", Param("a", "b")) },
			"Param is for NewRequest"},
		{"no events", func(_ *recorder, c *Client) { c.Events("/books/9780134190440") }, "no stream of events"},
		{"another status", func(r *recorder, c *Client) { c.Get("/none").Want(r, 200) },
			"want status 200, got\n404 Not Found"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := &recorder{TB: t}
			defer func() {
				if v := recover(); v != r {
					t.Errorf("the test went on (%v)", v)
				}
				if !strings.Contains(r.said, row.want) {
					t.Errorf("%q, want %q in it", r.said, row.want)
				}
			}()
			row.do(r, NewClient(r, bookstore.New(clerk{})))
		})
	}
}

// TestALargeBodyBothWays needs both directions to hold more than a connection does.
func TestALargeBodyBothWays(t *testing.T) {
	big := strings.Repeat("0123456789abcdef", 1<<14)
	c := NewClient(t, bookstore.New(clerk{status: func(req runtime.Request) (runtime.Response, error) {
		b, err := req.Body()
		return runtime.Bytes(b, "application/octet-stream"), err
	}}))
	if got := c.Send("GET", "/status", Body("text/plain", big)).Want(t, 200).Text(); got != big {
		t.Errorf("%d bytes came back, want %d", len(got), len(big))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r, _ := http.NewRequestWithContext(ctx, "GET", "http://app.test/books", nil)
	if _, err := c.HTTP().Do(r); !errors.Is(err, context.Canceled) {
		t.Errorf("a request that was cancelled: %v", err)
	}
}
