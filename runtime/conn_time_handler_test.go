package runtime

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// The time of handlers is tested here, in fake time.

func TestTimeoutOfHandlers(t *testing.T) {
	ended := make(map[string]error)
	s := handwritten(
		textLeaf("GET", "/", "root"),
		handlerLeaf("GET", "/slow", func(req Request) (Response, error) {
			<-req.Context().Done()
			ended["slow"] = context.Cause(req.Context())
			return Text("late"), nil
		}),
		handlerLeaf("GET", "/deaf", func(req Request) (Response, error) {
			time.Sleep(time.Minute)
			ended["deaf"] = req.Context().Err()
			return Text("late"), nil
		}),
		handlerLeaf("POST", "/body", func(req Request) (Response, error) {
			_, err := req.Body()
			return Text("late"), err
		}),
		handlerLeaf("GET", "/stream", func(req Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error {
				time.Sleep(time.Minute)
				_, err := w.WriteString("all")
				return err
			}), nil
		}),
	)
	for _, path := range []string{"GET /slow", "GET /deaf", "POST /body"} {
		t.Run(path, func(t *testing.T) {
			inFakeTime(t, s, []Option{Timeout(5 * time.Second)}, func(h *house) {
				c, start := h.open(), time.Now()
				go io.WriteString(c.nc, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"+path+" HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nX: y\r\n\r\n")
				if path == "POST /body" {
					c = h.open()
					c.write("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
				} else {
					c.want("what was answered before goes out", 200, "root")
				}
				if a := c.want("then 503", 503, `{"error": "Service Unavailable"}`); !a.Close {
					t.Error("the connection is kept")
				}
				took(t, "the answer came", start, 5*time.Second)
				time.Sleep(2 * time.Minute)
			})
		})
	}
	if !errors.Is(ended["slow"], context.DeadlineExceeded) || ended["deaf"] == nil {
		t.Errorf("the contexts ended with %v", ended)
	}
	t.Run("a stream that has begun may go on", func(t *testing.T) {
		inFakeTime(t, s, []Option{Timeout(5 * time.Second)}, func(h *house) {
			c := h.open()
			c.write("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
			c.want("all of it", 200, "all")
			c.nc.Close()
		})
	})
}

// Requests behind the one whose time is up are thrown away, not reset: that would take
// the answers before it along.
func TestATimeThatIsOverTakesNoAnswerAlong(t *testing.T) {
	released := make(chan struct{})
	h := serveTest(t, handwritten(
		textLeaf("GET", "/first", strings.Repeat("first", 40000)),
		handlerLeaf("GET", "/slow", func(Request) (Response, error) {
			<-released
			return Text("late"), nil
		}),
	), Timeout(50*time.Millisecond))
	nc := h.dial("tcp")
	defer nc.Close()
	_ = nc.SetDeadline(time.Now().Add(10 * time.Second))
	c := newClient(t, nc)
	const end = " HTTP/1.1\r\nHost: a\r\n\r\n"
	c.write("GET /first" + end + "GET /slow" + end)
	time.Sleep(80 * time.Millisecond)
	c.write(strings.Repeat("GET /first"+end, 1000)) // they stay in the kernel
	close(released)
	time.Sleep(50 * time.Millisecond)
	c.want("what came before is whole", 200, "*")
	c.want("then 503", 503, "*")
	c.wantEnd("and the end")
}

// A time that is over cannot be begun again: a route's own timeout, set by a handler that
// is late, changes nothing.
func TestATimeThatIsOverStaysOver(t *testing.T) {
	s := handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		time.Sleep(10 * time.Second)
		req.x.origin.setTimeout(time.Hour)
		return Text("late"), nil
	}))
	inFakeTime(t, s, []Option{Timeout(5 * time.Second)}, func(h *house) {
		c, start := h.open(), time.Now()
		c.write(get + host + "\r\n")
		c.want("503", 503, "*")
		took(t, "the answer came", start, 5*time.Second)
		c.wantEnd("and nothing behind it")
	})
}
