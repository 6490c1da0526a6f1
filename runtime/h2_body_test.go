package runtime

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// How long bodies may take in HTTP/2, both ways, is tested here.

func TestBodiesThatDoNotComeOverH2(t *testing.T) {
	service := handwritten(
		handlerLeaf("POST", "/whole", func(req Request) (Response, error) {
			b, err := req.Body()
			return Text(fmt.Sprint(len(b))), err
		}),
		handlerLeaf("POST", "/stream", func(req Request) (Response, error) {
			n, err := io.Copy(io.Discard, req.BodyReader())
			return Text(fmt.Sprint(n)), err
		}))
	addr, _ := startH2(t, service, ReadTimeout(time.Second), MinBodyRate(-1), MaxBodySize(1000))
	post := func(path string, length int) *h2Raw {
		c := dialH2(t, addr)
		c.ask(1, false, ":method", "POST", ":scheme", "https", ":authority", "a.test", ":path", path,
			"content-length", fmt.Sprint(length))
		return c
	}
	for _, row := range []struct {
		sentence, path string
		length         int
		send           string
		end            bool
		want           string
	}{
		{"a whole body", "/whole", 2, "ab", true, `200 "2"`},
		{"a streamed one", "/stream", 2, "ab", true, `200 "2"`},
		{"one that stalls", "/whole", 50, "ab", false, `408 "{\"error\": \"Request Timeout\"}"`},
		{"one that stalls while it is streamed", "/stream", 50, "ab", false, `408 "{\"error\": \"Request Timeout\"}"`},
		{"one that is too long", "/whole", 1001, "ab", false, `413 "{\"error\": \"Request Entity Too Large\"}"`},
		{"one shorter than its length", "/whole", 50, "ab", true, `400 "{\"error\": \"the body cannot be read\"}"`},
	} {
		c := post(row.path, row.length)
		flags := byte(0)
		if row.end {
			flags = 1
		}
		c.frame(h2Frame{0, flags, 1, []byte(row.send)})
		if got := c.tell(1); !strings.HasPrefix(got, row.want) {
			t.Errorf("%s: %s, want %s", row.sentence, got, row.want)
		}
	}
}

// TestAClientThatTakesNothing has a window of nothing: its stream does not hold the handler.
func TestAClientThatTakesNothing(t *testing.T) {
	failed := make(chan error, 2)
	service := handwritten(
		handlerLeaf("GET", "/stream", func(req Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) (err error) {
				for err == nil {
					_, err = w.WriteString(strings.Repeat("x", 10000))
				}
				failed <- err
				return err
			}), nil
		}),
		handlerLeaf("GET", "/drops", func(req Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) (err error) {
				for err == nil {
					_, err = w.WriteString("a few bytes")
				}
				failed <- err
				return err
			}), nil
		}),
		handlerLeaf("GET", "/pause", func(req Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) error {
				_, _ = w.WriteString("a")
				_ = w.Flush()
				time.Sleep(time.Second)
				_, err := w.WriteString("b")
				return err
			}), nil
		}),
		textLeaf("GET", "/small", "hello"),
		textLeaf("GET", "/big", strings.Repeat("x", 200_000)))
	addr, _ := startH2(t, service, WriteTimeout(500*time.Millisecond))
	stall := func(path string) string {
		c := dialH2(t, addr)
		c.frame(h2Frame{kind: 0x4, payload: []byte{0, 4, 0, 0, 0, 0}}) // SETTINGS_INITIAL_WINDOW_SIZE 0
		c.get(1, path)
		return c.tell(1)
	}
	for _, path := range []string{"/stream", "/drops"} {
		if got := stall(path); !strings.Contains(got, "reset") {
			t.Errorf("%s: %s", path, got)
		}
		select {
		case err := <-failed:
			if err == nil {
				t.Errorf("%s: the stream has not failed", path)
			}
		case <-time.After(patience):
			t.Errorf("%s: the handler is still there", path)
		}
	}
	if got := stall("/big"); !strings.Contains(got, "reset") {
		t.Error(got)
	}
	start := time.Now()
	if got := stall("/small"); !strings.Contains(got, "reset") || time.Since(start) > patience/2 {
		t.Errorf("an answer of which nothing is taken: %s after %v", got, time.Since(start))
	}
	c := dialH2(t, addr)
	c.get(1, "/pause")
	if got := c.tell(1); got != `200 "ab"` {
		t.Errorf("a stream that pauses for longer than WriteTimeout: %s", got)
	}
	for stream := uint32(3); stream < 50; stream += 2 {
		c.get(stream, "/small")
		if got := c.tell(stream); got != `200 "hello"` {
			t.Fatalf("stream %d: %s", stream, got)
		}
		time.Sleep(30 * time.Millisecond) // longer than WriteTimeout in all
	}
}

// TestAHandlerWhoseTimeIsOverReadsOnOverH2 has a handler that goes on behind the 503, and behind
// the end of its stream.
func TestAHandlerWhoseTimeIsOverReadsOnOverH2(t *testing.T) {
	late := make(chan error, 1)
	service := handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		body := req.BodyReader()
		<-req.Context().Done()
		time.Sleep(lingerPause + 100*time.Millisecond)
		_, err := io.ReadAll(body)
		late <- err
		return Text("late"), nil
	}))
	addr, _ := startH2(t, service, Timeout(20*time.Millisecond))
	c := dialH2(t, addr)
	c.ask(1, false, ":method", "POST", ":scheme", "https", ":authority", "a.test", ":path", "/")
	c.frame(h2Frame{0, 0, 1, []byte("ab")})
	if got := c.tell(1); !strings.HasPrefix(got, "503 ") {
		t.Error(got)
	}
	if err := <-late; err == nil {
		t.Error("the body has an end")
	}
}

// TestWhoWaitsForABodyDoesNotHoldTheEndOfAStream has a goroutine ask for a body that the client
// will not send: it has got an answer, and waits for its end.
func TestWhoWaitsForABodyDoesNotHoldTheEndOfAStream(t *testing.T) {
	for _, row := range []struct {
		sentence string
		timeout  time.Duration
		answer   func(req Request) (Response, error)
		want     string
	}{
		{"of an answer that streams", 0, func(Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) error { _, err := w.WriteString("hi"); return err }), nil
		}, `200 "hi"`},
		{"of an answer to a time that is up", 50 * time.Millisecond, func(req Request) (Response, error) {
			_, err := req.Body() // beside the other one
			return Text("late"), err
		}, "503 "},
	} {
		waits := make(chan error, 1)
		begun := make(chan struct{})
		service := handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
			go func() {
				close(begun)
				_, err := req.Body()
				waits <- err
			}()
			<-begun
			time.Sleep(20 * time.Millisecond) // it waits by then
			return row.answer(req)
		}))
		addr, _ := startH2(t, service, Timeout(row.timeout), ReadTimeout(time.Hour))
		c := dialH2(t, addr)
		c.ask(1, false, ":method", "POST", ":scheme", "https", ":authority", "a.test", ":path", "/")
		if got := c.tell(1); !strings.HasPrefix(got, row.want) {
			t.Errorf("%s: %s, want %s", row.sentence, got, row.want)
		}
		if err := <-waits; err == nil {
			t.Errorf("%s: the body has an end", row.sentence)
		}
	}
}
