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
	if b.chunked = h.Chunked; b.chunked {
		b.chunks = http1.Chunks{}
	}
	b.left, b.taken, b.limit = max(h.Length, 0), 0, -1
	b.done = h.Length == 0
	b.watchable = b.done
	b.expect, b.streamed = h.Continue, false
	b.piece, b.failed = nil, nil
	b.by, b.waited = never, 0
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
