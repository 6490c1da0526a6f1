package runtime

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Server-sent events live here (WHATWG HTML §9.2).

// Event is one server-sent event. The zero Event is a message with empty data.
type Event struct {
	// ID becomes the client's Last-Event-ID, which it sends when it comes back. "" leaves
	// that as it is. It holds no line break and no NUL.
	ID string
	// Name is the event's type; "" is "message". It holds no line break.
	Name string
	// Data is any text; its lines (ended by LF, CR or both) arrive joined by LF.
	Data string
	// Retry is how long the client waits before it connects again, in milliseconds, of
	// which one that has begun counts as whole; 0 leaves that as it is.
	Retry time.Duration
}

// EventWriter sends server-sent events. Each call flushes. Its methods may be called
// from several goroutines; they fail once the client is gone, and after the function
// that was given the EventWriter has returned.
type EventWriter struct {
	mu        sync.Mutex
	w         *StreamWriter
	err       error // of the first failure; later calls return it
	buf       []byte
	every     time.Duration // of KeepAlive; 0: off
	keepAlive *time.Timer   // nil until KeepAlive
}

// Send sends an event. One with nothing but ID or Retry changes these at the client and
// is no message. An ID or Name with a line break, or an ID with NUL, is an error and
// sends nothing.
func (w *EventWriter) Send(e Event) error {
	if strings.ContainsAny(e.ID, "\r\n\x00") {
		return errors.New("runtime: an event's ID holds no line break and no NUL")
	}
	if strings.ContainsAny(e.Name, "\r\n") {
		return errors.New("runtime: an event's Name holds no line break")
	}
	if e.Retry < 0 {
		return errors.New("runtime: an event's Retry is not negative")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	b := w.buf[:0]
	if e.Retry > 0 {
		b = append(b, "retry: "...)
		b = strconv.AppendInt(b, int64((e.Retry+time.Millisecond-1)/time.Millisecond), 10)
		b = append(b, '\n')
	}
	if e.ID != "" {
		b = appendLines(b, "id: ", e.ID)
	}
	if e.Name != "" {
		b = appendLines(b, "event: ", e.Name)
	}
	if e.Data != "" || e.Name != "" || e.ID == "" && e.Retry == 0 {
		b = appendLines(b, "data: ", e.Data)
	}
	return w.write(append(b, '\n'))
}

// Comment sends text that clients ignore; its lines are sent as so many comments.
func (w *EventWriter) Comment(text string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.write(append(appendLines(w.buf[:0], ": ", text), '\n'))
}

// KeepAlive sends an empty comment whenever nothing was sent for a while, so that
// proxies keep the connection and a client that is gone is noticed. Zero or less ends
// that. It is off at first.
func (w *EventWriter) KeepAlive(every time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.every = max(every, 0)
	switch {
	case w.keepAlive == nil && w.every > 0 && w.w != nil:
		w.keepAlive = time.AfterFunc(w.every, func() { _ = w.Comment("") })
	case w.keepAlive != nil:
		w.restart()
	}
}

// write sends one event or comment and puts off the next sign of life. w.mu is held.
func (w *EventWriter) write(b []byte) error {
	if w.w == nil {
		return errStreamOver
	}
	if w.err != nil {
		return w.err
	}
	if cap(b) <= maxKeptBuffer {
		w.buf = b
	}
	if _, w.err = w.w.Write(b); w.err == nil {
		w.err = w.w.Flush()
	}
	w.restart()
	return w.err
}

// maxKeptBuffer is the most that is kept of a buffer for its next use, in bytes.
const maxKeptBuffer = 64 << 10

// restart puts off the next sign of life. w.mu is held.
func (w *EventWriter) restart() {
	switch {
	case w.keepAlive == nil:
	case w.every > 0 && w.err == nil && w.w != nil:
		w.keepAlive.Reset(w.every)
	default:
		w.keepAlive.Stop()
	}
}

// writeEvents runs the function of SSE. The head goes out first: a client's open event
// does not wait for the first message.
func writeEvents(s *StreamWriter, send func(*EventWriter) error) error {
	w := &EventWriter{w: s}
	defer func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.w = nil
		w.restart()
	}()
	if err := s.Flush(); err != nil {
		return err
	}
	return send(w)
}

// appendLines appends each line of text with a field's name before it.
func appendLines(b []byte, field, text string) []byte {
	for {
		i := strings.IndexAny(text, "\r\n")
		if i < 0 {
			return append(append(append(b, field...), text...), '\n')
		}
		b = append(append(append(b, field...), text[:i]...), '\n')
		if strings.HasPrefix(text[i:], "\r\n") {
			i++
		}
		text = text[i+1:]
	}
}
