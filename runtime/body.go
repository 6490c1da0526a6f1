package runtime

import (
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"example.com/httpgen/runtime/internal/http1"
)

// The body of a request lives here, as a connection reads it: buffered, streamed, or
// thrown away because nobody wanted it.

const (
	// maxUnread is how much of a body that nobody wanted is read to keep the connection,
	// in bytes. (net/http reads 256 KiB, too.)
	maxUnread = 256 << 10
	// lateGrace is what is left for a body if its handler asked for it when the time for
	// the request was over: the client may have sent it long ago.
	lateGrace = time.Second
	// rateGrace is how long a client that streams a body may wait for us in all, before
	// its rate counts.
	rateGrace = 10 * time.Second
	// firstGuess is the most memory that is taken for a body before its bytes are here.
	firstGuess = 16 << 10
)

// body is the state of the current request's body.
type body struct {
	chunked  bool
	left     int64 // of a Content-Length, not yet taken from the buffer
	chunks   http1.Chunks
	piece    []byte // of the buffer: decoded and not yet taken
	taken    int64  // bytes decoded
	limit    int64
	expect   bool // the client waits for 100 (Continue)
	done     bool // its end has been seen
	streamed bool // by a bodyReader
	// watchable says that what comes next is another request (conn_watch.go). It is
	// written under conn.mu once the handler runs.
	watchable bool
	failed    *HTTPError
	by        moment        // when a buffered body has to be here; never: not yet known
	waited    time.Duration // for a streamed body
}

func (b *body) begin(h *http1.Head) {
	ended := h.Length == 0
	*b = body{chunked: h.Chunked, left: max(h.Length, 0), expect: h.Continue, done: ended, watchable: ended}
}

func (c *conn) contentLength() int64 {
	if c.f.http.Chunked {
		return -1
	}
	return c.f.http.Length
}

// readBody grows with what arrives, whatever was announced.
func (c *conn) readBody(limit int64) ([]byte, error) {
	b := &c.f.body
	if err := c.openBody(limit); err != nil {
		return nil, err
	}
	size := int64(max(c.f.w-c.f.r, 512))
	if !b.chunked {
		size = min(b.left, max(size, firstGuess))
	}
	data := make([]byte, 0, size)
	for {
		if len(data) == cap(data) {
			if b.done && len(b.piece) == 0 {
				return data, nil
			}
			data = grow(data, int64(len(data)+len(b.piece))+b.left, b.chunked)
		}
		n, err := c.takeBody(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err == io.EOF {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// grow doubles the room of data, up to the whole if that is known.
func grow(data []byte, whole int64, unknown bool) []byte {
	n := max(2*int64(cap(data)), 512)
	if !unknown {
		n = min(n, max(whole, int64(len(data))+1))
	}
	return append(make([]byte, 0, n), data...)
}

func (c *conn) bodyReader(limit int64) io.Reader {
	_ = c.openBody(limit) // the first Read says it
	c.f.body.streamed = true
	return &bodyReader{c, &c.f.x, c.f.x.generation}
}

// bodyReader streams a body to a handler.
type bodyReader struct {
	c          *conn
	x          *Exchange
	generation uint64
}

var errBodyOver = errors.New("runtime: a body was read after its request was answered")

// Read implements io.Reader.
func (r *bodyReader) Read(p []byte) (int, error) {
	if atomic.LoadUint64(&r.x.generation) != r.generation {
		return 0, errBodyOver
	}
	if len(p) == 0 {
		return 0, nil
	}
	return r.c.takeBody(p)
}

// openBody sets the limit, and holds what was announced against it before anything is
// read.
func (c *conn) openBody(limit int64) error {
	b := &c.f.body
	if b.limit = limit; limit >= 0 && !b.chunked && b.left > limit {
		return c.failBody(http.StatusRequestEntityTooLarge, nil)
	}
	return nil
}

// failBody ends the body with an error, which stays.
func (c *conn) failBody(status int, cause error) *HTTPError {
	c.f.body.failed = &HTTPError{Status: status, Err: cause}
	c.f.x.closing = true
	return c.f.body.failed
}

// takeBody reads at least a byte into p, which is not empty, or returns io.EOF or an
// *HTTPError.
func (c *conn) takeBody(p []byte) (int, error) {
	b := &c.f.body
	for {
		switch {
		case b.failed != nil:
			return 0, b.failed
		case len(b.piece) > 0:
			n := copy(p, b.piece)
			b.piece = b.piece[n:]
			return n, nil
		case b.done:
			return 0, io.EOF
		case c.f.r < c.f.w:
			c.decodeBody()
		case !b.chunked && len(p) >= minRead:
			return c.takeDirectly(p)
		default:
			c.fillBody()
		}
	}
}

// takeDirectly reads bytes of a body with a Content-Length past the buffer.
func (c *conn) takeDirectly(p []byte) (int, error) {
	b := &c.f.body
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := c.readBlocking(p)
	if err != nil {
		return 0, err
	}
	b.left -= int64(n)
	b.taken += int64(n)
	if b.left == 0 {
		c.endBody()
	}
	return n, nil
}

// decodeBody takes the next piece out of the buffer, which is not empty.
func (c *conn) decodeBody() {
	f, b := c.f, &c.f.body
	b.expect = false // the client did not wait
	in := f.in[f.r:f.w]
	if !b.chunked {
		b.piece = in[:min(int64(len(in)), b.left)]
		f.r += len(b.piece)
		b.left -= int64(len(b.piece))
		b.taken += int64(len(b.piece))
		if b.left == 0 {
			c.endBody()
		}
		return
	}
	data, n, fault := b.chunks.Next(in)
	f.r += n
	b.piece = data
	b.taken += int64(len(data))
	switch {
	case fault != http1.OK:
		b.piece = nil
		_ = c.failBody(fault.Status(), fault)
	case b.limit >= 0 && (b.taken > b.limit || b.chunks.Pending() > uint64(b.limit-b.taken)):
		b.piece = nil
		_ = c.failBody(http.StatusRequestEntityTooLarge, nil)
	case b.chunks.Done():
		c.endBody()
	}
}

// endBody notes that what follows in the buffer is the next request.
func (c *conn) endBody() {
	c.f.body.done = true
	c.bodyDone()
}

// fillBody reads more of the body into the empty buffer.
func (c *conn) fillBody() {
	f := c.f
	f.bodyRoom()
	n, err := c.readBlocking(f.in[f.w:])
	if err == nil {
		f.w += n
	}
}

// readBlocking reads body bytes from the client, after everything that it may be waiting
// for was sent. A failure is that of the body.
func (c *conn) readBlocking(p []byte) (int, error) {
	b := &c.f.body
	if err := c.sendBeforeBody(); err != nil {
		return 0, c.failBody(http.StatusBadRequest, err)
	}
	if !b.streamed {
		n, err := c.read(p, c.bodyDeadline())
		if err != nil {
			return 0, c.failBody(readFailure(err))
		}
		return n, nil
	}
	start := c.s.clock.now()
	n, err := c.read(p, c.rateDeadline(start))
	b.waited += time.Duration(c.s.clock.now() - start)
	if err != nil {
		return 0, c.failBody(readFailure(err))
	}
	return n, nil
}

// sendBeforeBody sends the answers of earlier requests and the 100 that the client may
// be waiting for. A guard may be about to use the same buffer.
func (c *conn) sendBeforeBody() error {
	if c.guard != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
	}
	if c.f.body.expect {
		c.f.body.expect = false
		out := c.f.output()
		out.b = append(out.b, "HTTP/1.1 100 Continue\r\n\r\n"...)
	}
	return c.flush()
}

// bodyDeadline is when a buffered body has to be here.
func (c *conn) bodyDeadline() moment {
	timeout := c.s.app.settings.readTimeout
	if timeout == 0 {
		return never
	}
	if b := &c.f.body; b.by == never {
		b.by = max(c.f.began.add(timeout), c.s.clock.now().add(lateGrace))
	}
	return c.f.body.by
}

// rateDeadline is how long a read of a streamed body may take, so that the client keeps
// up the demanded rate in the time that we have waited for it.
func (c *conn) rateDeadline(now moment) moment {
	rate := c.s.app.settings.minBodyRate
	if rate <= 0 {
		if timeout := c.s.app.settings.readTimeout; timeout > 0 {
			return now.add(timeout)
		}
		return never
	}
	b := &c.f.body
	earned := time.Duration(float64(b.taken) / float64(rate) * float64(time.Second))
	return now.add(rateGrace + earned - b.waited)
}

// settleBody makes sure of the request's end before it is answered: a body that nobody
// wanted is read if it is small, so that a message that is malformed or cut off is never
// answered as if it were whole, and the connection can go on. It returns the failure of
// the body. Where the end is not reached, the connection has to close.
func (c *conn) settleBody() *HTTPError {
	b := &c.f.body
	if b.done || b.failed != nil {
		return b.failed
	}
	if b.expect && c.f.r == c.f.w || b.left > maxUnread {
		return nil
	}
	b.limit, b.streamed = -1, false
	until := b.taken + maxUnread
	for !b.done && b.failed == nil && b.taken <= until {
		b.piece = nil
		if c.f.r < c.f.w {
			c.decodeBody()
		} else {
			c.fillBody()
		}
	}
	b.piece = nil
	return b.failed
}
