package runtime

import (
	"errors"
	"iter"
	"strings"
	"testing"
	"time"
)

// allNumbers yields numbers and says when it is ended in the middle.
func allNumbers(ended chan<- string) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for n := 1; yield(n, nil); n++ {
		}
		ended <- "ended"
	}
}

func appendOne(_ int, b []byte) ([]byte, error) { return append(b, '1'), nil }

// A response that is not sent ends its sequence.
func TestSequencesOfAnswersThatAreNotSentAreEnded(t *testing.T) {
	ended := make(chan string, 9)
	stream := func() (Response, error) { return StreamLines(allNumbers(ended), 200, appendOne) }
	s := handwritten(
		handlerLeaf("GET", "/late", func(req Request) (Response, error) {
			<-req.Context().Done()
			return stream()
		}),
		handlerLeaf("GET", "/unsent", func(Request) (Response, error) {
			r, err := stream()
			return r.WithHeader("X", "\n"), err
		}),
		handlerLeaf("GET", "/replaced", func(Request) (Response, error) { return stream() }),
		handlerLeaf("GET", "/bodiless", func(Request) (Response, error) {
			r, err := stream()
			return r.WithStatus(304), err
		}),
	)
	s.After = func(req Request, resp *Response, route *Route) error {
		if req.Path() == "/replaced" {
			*resp = Text("instead")
		}
		return nil
	}
	onEachServer(t, func() Service { return s }, []Option{Timeout(200 * time.Millisecond)}, func(t *testing.T, s *hosted) {
		for path, status := range map[string]string{"/late": "503", "/unsent": "500", "/replaced": "200", "/bodiless": "304"} {
			if got := s.tell("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"); !strings.HasPrefix(got, status) {
				t.Errorf("%s: %s, want %s", path, got, status)
			}
			select {
			case <-ended:
			case <-time.After(10 * time.Second):
				t.Errorf("%s: the sequence is never ended", path)
			}
		}
	})
}

func TestPull(t *testing.T) {
	failure := errors.New("no")
	if _, err := pull[int](nil); err == nil {
		t.Error("a nil sequence is one")
	}
	if _, err := pull(func(yield func(int, error) bool) { yield(0, failure) }); err != failure {
		t.Errorf("an error in the place of the first value: %v", err)
	}
	p, err := pull(func(yield func(int, error) bool) {})
	if err != nil || p.first.more {
		t.Errorf("an empty sequence: %v %v", p, err)
	}
	var got []int
	p, err = pull(func(yield func(int, error) bool) { _ = yield(1, nil) && yield(2, nil) && yield(3, failure) })
	if err != nil {
		t.Fatal(err)
	}
	if err := p.each(nil, func(v int) error { got = append(got, v); return nil }); err != failure || len(got) != 2 {
		t.Errorf("%v %v", got, err)
	}
	p, err = pull(func(yield func(int, error) bool) {
		defer func() { panic("in the middle of it") }()
		yield(1, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err == nil || !strings.Contains(err.Error(), "in the middle of it") {
		t.Errorf("a sequence that panics when it is ended: %v", err)
	}
}

// Events that cannot be sent end the stream with an error.
func TestEventsThatCannotBeSent(t *testing.T) {
	for sentence, fill := range map[string]func(e *Event){
		"a line break in an id":    func(e *Event) { e.ID = "a\nb" },
		"a line break in a name":   func(e *Event) { e.Name = "a\rb" },
		"a retry in the past":      func(e *Event) { e.Retry = -1 },
		"a value that has no form": nil,
	} {
		ended := make(chan string, 1)
		r, err := StreamEvents(allNumbers(ended), 200, func(_ int, e *Event, b []byte) ([]byte, error) {
			if fill == nil {
				return b, errors.New("no form")
			}
			fill(e)
			return b, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var w recordingBody
		if err := produce(r, &w); err == nil {
			t.Errorf("%s is sent: %q", sentence, w.String())
		}
		<-ended
	}
}
