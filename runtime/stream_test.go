package runtime

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// recordingBody is a bodyWriter in memory. It writes down flushes as "|".
type recordingBody struct {
	strings.Builder
	err  error
	over context.Context
}

func (b *recordingBody) Write(p []byte) (int, error) { return b.WriteString(string(p)) }
func (b *recordingBody) WriteString(s string) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	return b.Builder.WriteString(s)
}
func (b *recordingBody) Flush() error                        { _, err := b.WriteString("|"); return err }
func (b *recordingBody) sendFile(f io.Reader, n int64) error { _, err := io.CopyN(b, f, n); return err }
func (b *recordingBody) gone() context.Context               { return b.over }

func produce(r Response, w bodyWriter) error {
	f, _ := r.producer()
	return f(new(Exchange), w)
}

func TestStream(t *testing.T) {
	var kept *StreamWriter
	r := Stream("text/plain", func(w *StreamWriter) error {
		kept = w
		if _, err := w.Write([]byte("a")); err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
		_, err := io.WriteString(w, "b")
		return err
	})
	var w recordingBody
	if err := produce(r, &w); err != nil || w.String() != "a|b" {
		t.Errorf("%q %v", w.String(), err)
	}
	_, err1 := kept.Write([]byte("late"))
	_, err2 := kept.WriteString("late")
	if err1 == nil || err2 == nil || kept.Flush() == nil || w.String() != "a|b" {
		t.Errorf("a writer that is kept goes on: %v %v %q", err1, err2, w.String())
	}
	withLength := func(n string) *Response { r := r.WithHeader("Content-Length", n); return &r }
	if _, length := r.producer(); length != -1 {
		t.Errorf("a stream's length is %d", length)
	}
	if _, length := withLength("7").producer(); length != 7 {
		t.Errorf("a declared length is %d", length)
	}
	if _, length := withLength("-7").producer(); length != -1 {
		t.Errorf("an impossible length is %d", length)
	}
}

func TestStreamLearnsThatTheClientIsGone(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(io.ErrClosedPipe)
	err := produce(Stream("", func(w *StreamWriter) error { return w.Flush() }), &recordingBody{over: ctx})
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("Flush says %v", err)
	}
	err = produce(Stream("", func(w *StreamWriter) error { _, err := w.WriteString("x"); return err }), &recordingBody{err: io.ErrClosedPipe})
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("WriteString says %v", err)
	}
}

func TestEvents(t *testing.T) {
	for _, row := range []struct {
		sentence string
		event    Event
		want     string
	}{
		{"data", Event{Data: "a"}, "data: a\n\n"},
		{"lines of data", Event{Data: "a\nb\r\nc\rd\n"}, "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n"},
		{"an empty message", Event{}, "data: \n\n"},
		{"everything", Event{ID: "7", Name: "n", Data: "d", Retry: 1500 * time.Millisecond}, "retry: 1500\nid: 7\nevent: n\ndata: d\n\n"},
		{"an ID alone", Event{ID: "7"}, "id: 7\n\n"},
		{"a retry alone", Event{Retry: time.Second}, "retry: 1000\n\n"},
		{"a name alone is a message", Event{Name: "ping"}, "event: ping\ndata: \n\n"},
		{"a data line cannot be another field", Event{Data: "x\nid: 9"}, "data: x\ndata: id: 9\n\n"},
	} {
		var w recordingBody
		if err := produce(SSE(func(w *EventWriter) error { return w.Send(row.event) }), &w); err != nil {
			t.Errorf("%s: %v", row.sentence, err)
		}
		if got := w.String(); got != "|"+row.want+"|" {
			t.Errorf("%s: %q, want %q", row.sentence, got, row.want)
		}
	}
	for _, bad := range []Event{{ID: "a\nb"}, {ID: "a\rb"}, {ID: "a\x00"}, {Name: "a\nb"}, {Name: "a\rdata: x"}, {Retry: -1}} {
		var w recordingBody
		if err := produce(SSE(func(w *EventWriter) error { return w.Send(bad) }), &w); err == nil || w.String() != "|" {
			t.Errorf("%q is sent: %q", bad, w.String())
		}
	}
	var w recordingBody
	_ = produce(SSE(func(w *EventWriter) error { return w.Comment("a\nb") }), &w)
	if w.String() != "|: a\n: b\n\n|" {
		t.Errorf("comments: %q", w.String())
	}
	r := SSE(nil)
	if r.Header("Content-Type") != "text/event-stream" || r.Header("Cache-Control") != "no-cache" {
		t.Errorf("headers: %v", r.headerFields())
	}
	if SSE(nil).WithHeader("cache-control", "no-store").Header("Cache-Control") != "no-store" || SSE(nil).Header("Cache-Control") != "no-cache" {
		t.Error("a shared header was written to")
	}
}

func TestKeepAliveComments(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var w recordingBody
		var kept *EventWriter
		err := produce(SSE(func(w *EventWriter) error {
			kept = w
			w.KeepAlive(10 * time.Second)
			time.Sleep(25 * time.Second) // two comments, at 10 and 20
			_ = w.Send(Event{Data: "a"})
			time.Sleep(9 * time.Second) // none: the event has put it off
			w.KeepAlive(0)
			time.Sleep(time.Minute)
			w.KeepAlive(time.Second)
			time.Sleep(1500 * time.Millisecond)
			return nil
		}), &w)
		want := "|" + strings.Repeat(": \n\n|", 2) + "data: a\n\n|" + ": \n\n|"
		if err != nil || w.String() != want {
			t.Errorf("%q, want %q, %v", w.String(), want, err)
		}
		time.Sleep(time.Minute)
		if kept.Send(Event{}) == nil || kept.Comment("") == nil || w.String() != want {
			t.Errorf("after the end: %q", w.String())
		}
		kept.KeepAlive(time.Second)
		time.Sleep(time.Minute)
	})
}

func TestEventsFailOnceTheClientIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &recordingBody{}
		err := produce(SSE(func(events *EventWriter) error {
			w.err = io.ErrClosedPipe
			events.KeepAlive(time.Second)
			time.Sleep(5 * time.Second)
			return events.Send(Event{})
		}), w)
		if !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("Send says %v", err)
		}
		if err := produce(SSE(func(*EventWriter) error { return nil }), w); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("the head goes out: %v", err)
		}
	})
}

func FuzzEventsHoldWhatWasSent(f *testing.F) {
	f.Add("1", "n", "a\nb\r\nc")
	f.Add("", "", "\r\r\n")
	f.Fuzz(func(t *testing.T, id, name, data string) {
		var w recordingBody
		if err := produce(SSE(func(w *EventWriter) error { return w.Send(Event{ID: id, Name: name, Data: data}) }), &w); err != nil {
			return
		}
		gotID, gotName, gotData := parseEvent(strings.Trim(w.String(), "|"))
		want := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(data)
		if gotID != id || gotName != name || gotData != want {
			t.Fatalf("%q %q %q is read as %q %q %q", id, name, data, gotID, gotName, gotData)
		}
	})
}

// parseEvent reads one event as a client does.
func parseEvent(text string) (id, name, data string) {
	var lines []string
	for _, line := range strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n") {
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "id":
			id = value
		case "event":
			name = value
		case "data":
			lines = append(lines, value)
		}
	}
	return id, name, strings.Join(lines, "\n")
}

// What follows goes over a real connection of net/http.

func TestStreamOverNetHTTP(t *testing.T) {
	step := make(chan struct{})
	ended := make(chan error, 1)
	s := handwritten(
		handlerLeaf("GET", "/stream", func(Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) error {
				_, _ = w.WriteString("first\n")
				_ = w.Flush()
				<-step
				_, err := w.WriteString("second\n")
				return err
			}), nil
		}),
		handlerLeaf("GET", "/gone", func(req Request) (Response, error) {
			return SSE(func(w *EventWriter) error {
				<-req.Context().Done()
				var err error
				for err == nil {
					err = w.Send(Event{Data: "x"})
				}
				ended <- err
				return err
			}), nil
		}),
		handlerLeaf("GET", "/fails", func(Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error { _, _ = w.WriteString("x"); _ = w.Flush(); return io.ErrUnexpectedEOF }), nil
		}),
		handlerLeaf("GET", "/panics", func(Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error { _, _ = w.WriteString("x"); _ = w.Flush(); panic("stream") }), nil
		}),
		handlerLeaf("GET", "/early", func(Request) (Response, error) {
			return Stream("", func(*StreamWriter) error { return io.ErrUnexpectedEOF }), nil
		}),
		handlerLeaf("GET", "/empty", func(Request) (Response, error) {
			return Stream("", func(*StreamWriter) error { return nil }), nil
		}),
		handlerLeaf("GET", "/length/<int:n>", func(req Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error { _, err := w.WriteString("12345"); return err }).WithHeader("Content-Length", req.Param("n")), nil
		}),
	)
	d := talkTo(t, s)
	server := httptest.NewServer(d.app)
	defer server.Close()
	get := func(path string) (*http.Response, string, error) {
		resp, err := http.Get(server.URL + path)
		if err != nil {
			return nil, "", err
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		return resp, string(body), err
	}

	resp, err := http.Get(server.URL + "/stream")
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(resp.Body)
	if line, err := lines.ReadString('\n'); line != "first\n" || err != nil {
		t.Errorf("before the function returns: %q %v", line, err)
	}
	close(step)
	if rest, err := io.ReadAll(lines); string(rest) != "second\n" || err != nil {
		t.Errorf("when it returns: %q %v", rest, err)
	}
	resp.Body.Close()

	resp, err = http.Get(server.URL + "/gone")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("writing to a client that is gone does not fail")
		}
	case <-time.After(5 * time.Second):
		t.Error("a client that is gone is not noticed")
	}

	for _, path := range []string{"/fails", "/panics", "/length/9"} {
		if _, body, err := get(path); err == nil {
			t.Errorf("%s looks whole: %q", path, body)
		}
	}
	if resp, body, err := get("/early"); err != nil || resp.StatusCode != 500 || body != `{"error": "Internal Server Error"}` {
		t.Errorf("a failure before the first byte: %d %q %v", resp.StatusCode, body, err)
	}
	if resp, body, err := get("/empty"); err != nil || resp.StatusCode != 200 || body != "" {
		t.Errorf("an empty stream: %d %q %v", resp.StatusCode, body, err)
	}
	if resp, body, err := get("/length/5"); err != nil || body != "12345" || resp.ContentLength != 5 {
		t.Errorf("a declared length: %d %q %v", resp.ContentLength, body, err)
	}
	if _, body, _ := get("/length/3"); !strings.HasPrefix("123", body) {
		t.Errorf("a body past its length: %q", body)
	}
	resp, err = http.Head(server.URL + "/length/5")
	if err != nil || resp.ContentLength != 5 {
		t.Errorf("HEAD of a stream: %v %v", resp, err)
	}
	resp.Body.Close()
}
