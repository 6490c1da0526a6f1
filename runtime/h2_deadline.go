package runtime

import (
	"sync"
	"time"
)

// The time that a client of HTTP/2 has to take its answers lives here. A write of a handler's is
// timed by the stream's own timer. What is left when the handler has returned is written by
// net/http, and nothing tells when that is done; so it needs a deadline of net/http's. To set one is
// a message to the connection's goroutine, a tenth of what a small request costs (31.8 µs of the
// processor without, 35.7 with it; bench-web, h2-8x100). So net/http gives one to every stream when
// it begins, which costs little, and only streams that go on for long have it taken off.

// h2Late is how late the watch may look at streams at least, on a machine that is busy.
const h2Late = 5 * time.Second

// h2WriteTimeout is the deadline that net/http gives a stream when it begins, or 0. The watch, which
// looks every half a WriteTimeout, takes it off after one at the latest, and the time that it may be
// late: until then WriteTimeout is left of it.
func (s *settings) h2WriteTimeout() time.Duration {
	const most = 24 * time.Hour
	if s.writeTimeout == 0 || s.writeTimeout > most ||
		len(s.middleware) > 0 { // which may set deadlines that we do not see
		return 0
	}
	return 2*s.writeTimeout + max(h2Late, s.writeTimeout)
}

// h2Running are the streams of a connection whose handlers run, the oldest first.
type h2Running struct {
	mu          sync.Mutex
	first, last *h2Stream
	watch       *time.Timer // nil: not needed yet
	watching    bool
}

// begin adds a stream. every: how often the watch looks.
func (l *h2Running) begin(s *h2Stream, every time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s.prev = l.last; l.last != nil {
		l.last.next = s
	} else {
		l.first = s
	}
	l.last = s
	switch {
	case l.watching:
	case l.watch == nil:
		l.watching = true
		l.watch = time.AfterFunc(every, func() { l.look(every) })
	default:
		l.watching = true
		l.watch.Reset(every)
	}
}

// end takes a stream out.
func (l *h2Running) end(s *h2Stream) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s.prev != nil {
		s.prev.next = s.next
	} else {
		l.first = s.next
	}
	if s.next != nil {
		s.next.prev = s.prev
	} else {
		l.last = s.prev
	}
}

// look takes the deadline off streams that go on for long.
func (l *h2Running) look(every time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for s := l.first; s != nil && time.Since(s.began) >= every; s = s.next {
		s.unbind()
	}
	if l.watching = l.first != nil; l.watching {
		l.watch.Reset(every)
	}
}

// unbind takes the deadline off that net/http has given the stream.
func (s *h2Stream) unbind() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over && !s.unbound {
		s.unbound = true
		_ = s.control.SetWriteDeadline(time.Time{})
	}
}

// setWriteDeadline is a handler's, which takes the place of net/http's.
func (s *h2Stream) setWriteDeadline(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return errHandlerOver
	}
	s.unbound = true
	return s.control.SetWriteDeadline(t)
}

// h2Piece is how much of an answer the client has WriteTimeout for.
const h2Piece = 64 << 10

// h2Unsent is how much of a whole answer net/http gathers without sending any of it.
const h2Unsent = 4 << 10

// writing bounds the time of a write by WriteTimeout. A deadline of the stream would end it
// also while nothing is to be written; s may be nil.
func (s *h2Stream) writing() (done func() bool) {
	if s == nil || s.app.settings.writeTimeout == 0 {
		return neverLate
	}
	if s.timer == nil {
		s.timer = time.AfterFunc(s.app.settings.writeTimeout, s.stalled)
	} else {
		s.timer.Reset(s.app.settings.writeTimeout)
	}
	return s.timer.Stop
}

// writeInPieces writes a body so that no piece of it takes longer than WriteTimeout; stream may be
// nil.
func writeInPieces[T string | []byte](stream *h2Stream, body T, write func(T) (int, error)) (n int, err error) {
	if stream == nil {
		return write(body)
	}
	for len(body) > 0 && err == nil {
		var k int
		done := stream.writing()
		k, err = write(body[:min(len(body), h2Piece)])
		done()
		n, body = n+k, body[k:]
	}
	return n, err
}

func neverLate() bool { return true }

// stalled resets a stream whose client takes nothing.
func (s *h2Stream) stalled() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over {
		_ = s.control.SetWriteDeadline(longAgo)
	}
}

// end bounds the time of what is left to be written when the handler has returned. Of a stream
// that net/http's deadline bounds, and none of which has waited for its client yet, little is.
func (s *h2Stream) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	if s.timer != nil {
		s.timer.Stop()
	}
	if timeout := s.app.settings.writeTimeout; timeout > 0 && (s.unbound || s.timer != nil) {
		_ = s.control.SetWriteDeadline(time.Now().Add(timeout))
	}
}
