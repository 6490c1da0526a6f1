package runtime

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"strings"
	"testing"
	"time"
)

// The end of a server is tested here as clients of HTTP/2 see it.

// TestTheEndOverH2 follows the frames of a graceful end.
func TestTheEndOverH2(t *testing.T) {
	enter, leave := make(chan bool, 2), make(chan bool)
	service := handwritten(textLeaf("GET", "/", "hello"),
		handlerLeaf("GET", "/slow", func(Request) (Response, error) {
			enter <- true
			<-leave
			return Text("slow"), nil
		}),
		handlerLeaf("GET", "/events", func(req Request) (Response, error) {
			return SSE(func(w *EventWriter) error {
				_ = w.Send(Event{Data: "x"})
				<-req.Context().Done()
				return nil
			}), nil
		}))
	addr, app := startH2(t, service)
	c := dialH2(t, addr)
	c.get(1, "/")
	if got := c.tell(1); got != `200 "hello"` {
		t.Fatal(got)
	}
	c.get(3, "/events")
	for { // until its first event
		if f, _ := c.next(); f.kind == 0 {
			break
		}
	}
	c.get(5, "/slow")
	<-enter
	app.Stop()
	f, _ := c.next()
	if f.kind != h2GoAway || !bytes.Equal(f.payload, goAway(lastStream, h2NoError)[h2FrameHead:]) {
		t.Fatalf("the first frame of the end is %+v", f)
	}
	c.get(7, "/") // was on its way when the server said so
	if got := c.tell(7); got != `200 "hello"` {
		t.Errorf("a request behind the notice: %s", got)
	}
	close(leave)
	if got := c.tell(5); !strings.HasSuffix(got, `200 "slow"`) {
		t.Errorf("a request in flight: %s", got)
	}
	var last h2Frame
	for {
		f, ok := c.next()
		if !ok {
			break
		}
		last = f
	}
	if last.kind != h2GoAway || !bytes.Equal(last.payload, goAway(7, h2NoError)[h2FrameHead:]) {
		t.Errorf("the last frame is %+v", last)
	}
	if err := app.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
	_, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true})
	if err == nil {
		t.Error("it still listens")
	}
}

// TestAnEndByForceOverH2 has a handler that does not end.
func TestAnEndByForceOverH2(t *testing.T) {
	gone := make(chan error, 1)
	enter := make(chan bool)
	addr, app := startH2(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		enter <- true
		<-req.Context().Done()
		gone <- context.Cause(req.Context())
		return Text("late"), nil
	})), DrainTimeout(50*time.Millisecond))
	c := dialH2(t, addr)
	c.get(1, "/")
	<-enter
	if err := app.Shutdown(context.Background()); !errors.Is(err, errCutOff) {
		t.Errorf("Shutdown: %v", err)
	}
	if err := <-gone; err == nil {
		t.Error("the handler was not told")
	}
}
