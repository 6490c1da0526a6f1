package runtime

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// The deadlines of streams over HTTP/2, dialogue by dialogue.

func TestDeadlinesOfStreamsOverH2(t *testing.T) {
	const timeout = 100 * time.Millisecond
	set := settings{writeTimeout: timeout}
	first := set.h2WriteTimeout() // that net/http gives every stream
	service := handlerOf(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		switch r.URL.Path {
		case "/silent":
			time.Sleep(first + 300*time.Millisecond)
		case "/own":
			if err := control.SetWriteDeadline(time.Now().Add(3 * timeout)); err != nil {
				t.Error(err)
			}
			time.Sleep(10 * timeout)
		case "/past":
			if err := control.SetWriteDeadline(time.Now().Add(-time.Second)); err != nil {
				t.Error(err)
			}
		}
		_, _ = io.WriteString(w, "hello")
	}))
	addr, _ := startH2(t, service, WriteTimeout(timeout))
	c := dialH2(t, addr)
	c.get(1, "/silent")
	c.get(3, "/quick")
	if got := c.tell(3); got != `200 "hello"` {
		t.Errorf("one stream beside another: %s", got)
	}
	if got := c.tell(1); got != `200 "hello"` {
		t.Errorf("a stream that says nothing for longer than its first deadline: %s", got)
	}
	for i, path := range []string{"/own", "/past"} {
		stream := uint32(5 + 2*i)
		c.get(stream, path)
		if got := c.tell(stream); !strings.Contains(got, "reset") {
			t.Errorf("a deadline that a handler has set, %s: %s", path, got)
		}
	}
	c.get(11, "/quick")
	if got := c.tell(11); got != `200 "hello"` {
		t.Errorf("the connection goes on: %s", got)
	}
}

// Streams are listed as long as their handlers run, whichever ends first.
func TestTheListOfStreams(t *testing.T) {
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}} {
		var l h2Running
		var all [3]h2Stream
		for i := range all {
			l.begin(&all[i], time.Hour)
		}
		l.watch.Stop()
		for gone, i := range order {
			l.end(&all[i])
			n := 0
			for s := l.first; s != nil; s = s.next {
				if n++; s.next == nil && l.last != s {
					t.Errorf("%v: the last of the list is another one", order)
				}
			}
			if n != 2-gone {
				t.Errorf("%v: %d streams are listed, want %d", order, n, 2-gone)
			}
		}
		if l.first != nil || l.last != nil {
			t.Errorf("%v: the list is not empty", order)
		}
	}
}
