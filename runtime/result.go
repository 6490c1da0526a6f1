package runtime

import (
	"errors"
	"fmt"
	"io"
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

// A pulled sequence has been begun: its first value is known before anything is answered.
type pulled[T any] struct {
	next  func() (T, error, bool)
	stop  func()
	first T
	more  bool // first is a value
}

// pull begins a sequence. An error in the place of the first value is returned.
func pull[T any](seq iter.Seq2[T, error]) (*pulled[T], error) {
	if seq == nil {
		return nil, errors.New("runtime: a handler returned a sequence that is nil")
	}
	p := &pulled[T]{}
	p.next, p.stop = iter.Pull2(seq)
	var err error
	if p.first, err, p.more = p.next(); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

// Close ends the sequence, whose function may be in the middle of it: it sees that no more is
// wanted. What it panics with then concerns nobody's answer any more.
func (p *pulled[T]) Close() (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("runtime: a sequence panicked when it was ended: %v", v)
		}
	}()
	p.stop()
	return nil
}

// each sends the values. It ends with the first error, of the sequence or of who sends.
func (p *pulled[T]) each(send func(T) error) error {
	defer p.stop()
	for v, more := p.first, p.more; more; {
		err := send(v)
		if err == nil {
			v, err, more = p.next()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// from is a stream of a sequence. A response that is not sent closes the sequence.
func from(r Response, status int, sequence io.Closer) Response {
	r.more = r.copyMore(0)
	r.more.pulled = sequence
	return r.WithStatus(status)
}

// StreamEvents answers with server-sent events. encode fills the event of a value, and appends
// its data. The first value is waited for: an error in its place is returned.
func StreamEvents[T any](
	seq iter.Seq2[T, error], status int, encode func(v T, e *Event, b []byte) ([]byte, error),
) (Response, error) {
	p, err := pull(seq)
	if err != nil {
		return Response{}, err
	}
	var data []byte
	return from(SSE(func(w *EventWriter) error {
		return p.each(func(v T) error {
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
		err := p.each(func(v T) error {
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
		return p.each(func(v []byte) error {
			if _, err := w.Write(v); err != nil {
				return err
			}
			return w.Flush()
		})
	}), status, p), nil
}

// EncodeEvent makes the data of an event by encoding/json.
func EncodeEvent[T any](v T, _ *Event, b []byte) ([]byte, error) { return wire.AppendValue(b, v) }

// EncodeLine appends a value by encoding/json.
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
