package runtime

import (
	"iter"
	"time"
	"unsafe"

	"example.com/httpgen/runtime/wire"
)

// Results that generated code answers with live here: sequences, whose values are sent while
// they come.

// NilResult is the error of a handler that has returned nil for a declared result.
type NilResult string

// Error names the handler.
func (n NilResult) Error() string { return "runtime: " + string(n) + " returned nil as its result" }

// eventKeepAlive is how often events that do not come are replaced by a comment: as WHATWG HTML
// §9.2.7 advises, since proxies cut connections on which nothing happens.
const eventKeepAlive = 15 * time.Second

// StreamEvents answers with server-sent events. encode fills the event of a value, and appends
// its data. The first value is waited for, a second at most: an error in its place is returned.
func StreamEvents[T any](
	seq iter.Seq2[T, error], status int, encode func(v T, e *Event, b []byte) ([]byte, error),
) (Response, error) {
	p, err := pull(seq)
	if err != nil {
		return Response{}, err
	}
	var data []byte
	return from(SSE(func(w *EventWriter) error {
		w.KeepAlive(eventKeepAlive)
		headIsSent := func() error { return nil }
		return p.each(headIsSent, func(v T) error {
			var e Event
			var err error
			if data, err = encode(v, &e, data[:0]); err != nil {
				return err
			}
			e.Data = unsafe.String(unsafe.SliceData(data), len(data)) // Send keeps nothing
			return w.Send(e)
		})
	}), status, p), nil
}

// StreamLines answers with one JSON text a line, as application/x-ndjson. encode appends a value.
// Lines gather for a moment; then they are sent.
func StreamLines[T any](
	seq iter.Seq2[T, error], status int, encode func(v T, b []byte) ([]byte, error),
) (Response, error) {
	p, err := pull(seq)
	if err != nil {
		return Response{}, err
	}
	var line []byte
	return from(Stream("application/x-ndjson", func(w *StreamWriter) error {
		late := newLateFlush(w)
		whole := false
		defer func() {
			if late.end(); !whole { // what is cut off has begun
				_ = w.Flush()
			}
		}()
		err := p.each(w.Flush, func(v T) error {
			var err error
			if line, err = encode(v, line[:0]); err != nil {
				return err
			}
			line = append(line, '\n')
			if _, err = w.Write(line); err != nil {
				return err
			}
			late.wrote()
			return nil
		})
		whole = err == nil
		return err
	}), status, p), nil
}

// StreamChunks answers with bytes as they come: each piece is sent at once.
func StreamChunks(seq iter.Seq2[[]byte, error], status int) (Response, error) {
	p, err := pull(seq)
	if err != nil {
		return Response{}, err
	}
	return from(Stream("", func(w *StreamWriter) error {
		return p.each(w.Flush, func(v []byte) error {
			if _, err := w.Write(v); err != nil {
				return err
			}
			return w.Flush()
		})
	}), status, p), nil
}

// EncodeEvent makes the data of an event of a Go type.
func EncodeEvent[T any](v T, _ *Event, b []byte) ([]byte, error) { return wire.AppendValue(b, v) }

// EncodeLine appends a value of a Go type.
func EncodeLine[T any](v T, b []byte) ([]byte, error) { return wire.AppendValue(b, v) }

// lineDelay is how long a line may wait for more.
const lineDelay = 10 * time.Millisecond

// A lateFlush sends what a stream has gathered, a moment after the first of it.
type lateFlush struct {
	timer *time.Timer
	armed chan struct{} // holds one element while the timer runs
}

func newLateFlush(w *StreamWriter) *lateFlush {
	f := &lateFlush{armed: make(chan struct{}, 1)}
	f.timer = time.AfterFunc(time.Hour, func() {
		select {
		case <-f.armed:
		default:
		}
		_ = w.Flush() // the next Write says why it failed
	})
	f.timer.Stop()
	return f
}

// wrote starts the timer, unless it runs.
func (f *lateFlush) wrote() {
	select {
	case f.armed <- struct{}{}:
		f.timer.Reset(lineDelay)
	default:
	}
}

func (f *lateFlush) end() { f.timer.Stop() }
