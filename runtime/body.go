package runtime

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"example.com/httpgen/runtime/internal/clock"
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
	// firstGuess is the most memory of its own that a body gets before its bytes are here.
	firstGuess = 16 << 10
)

// body is the state of the current request's body. conn.reading guards it until the
// request is retired.
type body struct {
	chunked  bool
	left     int64 // of a Content-Length, not yet taken from the buffer
	chunks   http1.Chunks
	piece    []byte // of the buffer: decoded and not yet taken
	taken    int64  // bytes decoded
	limit    int64
	expect   bool // the client waits for 100 (Continue), and was not told
	done     bool // its end has been seen
	streamed bool // by a bodyReader
	// watchable says that what comes next is another request (conn_watch.go). It is
	// written under conn.mu once the handler runs.
	watchable bool
	asker     generation // who may wait for more of it
	failed    *HTTPError
	by        clock.Moment  // when a buffered body has to be here; never: not yet known
	waited    time.Duration // for a streamed body
}

// rest is how many bytes of a body with a Content-Length nobody has got yet.
func (b *body) rest() int64 { return b.left + int64(len(b.piece)) }

func (b *body) begin(h *http1.Head, asker generation) {
	b.asker = asker
	if b.chunked = h.Chunked; b.chunked {
		b.chunks = http1.Chunks{}
	}
	b.left, b.taken, b.limit = max(h.Length, 0), 0, -1
	b.done = h.Length == 0
	b.watchable = b.done
	b.expect, b.streamed = h.Continue, false
	b.piece, b.failed = nil, nil
	b.by, b.waited = clock.Never, 0
}

func (c *conn) bodyLock() *sync.Mutex { return &c.reading }

func (c *conn) contentLength() int64 {
	if c.f.http.Chunked {
		return -1
	}
	return c.f.http.Length
}

// readBody implements origin.
func (c *conn) readBody(limit int64) ([]byte, error) {
	if err := c.openBody(limit); err != nil {
		return nil, err
	}
	here, whole := c.bodyInPlace()
	if whole {
		return append(unzeroed(len(here)), here...), nil
	}
	return c.readWhole(here, unzeroed)
}

// readWhole reads the body behind what is here of it already, into memory that is asked for
// once. That is before the bytes come, if they were announced and the server can believe it: 40 µs
// of CPU as written, 56 without (post-100k). Else memory is taken for what arrives: the body is
// gathered in pooled memory until an eighth of it is here. 70 µs so, 93 by doubling.
func (c *conn) readWhole(here []byte, space func(n int) []byte) ([]byte, error) {
	b := &c.f.body
	g := gathering{head: here, size: len(here)}
	defer g.release()
	absent := int64(0) // of what was believed
	if rest := b.rest(); !b.chunked && rest > firstGuess && c.s.announced.believe(rest) {
		absent = rest
		defer func() { c.s.announced.arrived(absent) }()
	}
	for b.chunked || absent == 0 && b.rest() > firstGuess && b.rest() > 7*int64(g.size) {
		n, err := c.takeBody(g.space())
		g.wrote(n)
		if err == io.EOF {
			return g.appendTo(space(g.size)), nil
		}
		if err != nil {
			return nil, err
		}
	}
	end := g.size + int(b.rest())
	data := g.appendTo(space(end))
	for len(data) < end {
		n, err := c.takeBody(data[len(data):end])
		data = data[:len(data)+n]
		if absent > 0 {
			c.s.announced.arrived(int64(n))
			absent -= int64(n)
		}
		if err != nil { // not io.EOF: so much was announced
			return nil, err
		}
	}
	return data, nil
}

// lendBody implements origin. Where all of the body is in the buffer it stays there, chunks
// pushed together.
func (c *conn) lendBody(limit int64) (lentBody, error) {
	if err := c.openBody(limit); err != nil {
		return lentBody{}, err
	}
	here, whole := c.bodyInPlace()
	if whole {
		return lentBody{b: here}, nil
	}
	var l lentBody
	var err error
	l.b, err = c.readWhole(here, func(n int) []byte {
		l.memory = newLent(n)
		return l.memory.b
	})
	l.b = l.b[:len(l.b):len(l.b)]
	return l, err
}

// bodyInPlace takes what has come of the body, and leaves it where it is in the buffer; whole
// says that there is no more. Else it is valid until the next read.
func (c *conn) bodyInPlace() (here []byte, whole bool) {
	f, b := c.f, &c.f.body
	if f.old != nil || b.failed != nil || len(b.piece) > 0 || b.done {
		return nil, b.done && b.failed == nil && len(b.piece) == 0
	}
	in, floor, start, end := f.in, f.floor, f.r, f.r
	for !b.done && b.failed == nil && f.r < f.w {
		f.floor = end  // before the end is seen: a watch then reads on behind it, …
		c.decodeBody() // … or, where there is little room, into another buffer
		if len(b.piece) > 0 {
			end += copy(in[end:], b.piece)
			b.piece, f.floor = nil, end
		}
	}
	if b.done {
		return in[start:end:end], true
	}
	f.floor = floor
	return in[start:end], false
}

func (c *conn) bodyReader(limit int64) io.Reader {
	_ = c.openBody(limit) // the first Read says it
	c.f.body.streamed = true
	return &bodyReader{c, &c.f.x, c.f.body.asker}
}

// bodyReader streams a body to a handler.
type bodyReader struct {
	c          *conn
	x          *Exchange
	generation generation
}

var errBodyOver = errors.New("runtime: a body was read after its request was answered")

// Read implements io.Reader.
func (r *bodyReader) Read(p []byte) (int, error) {
	held, ok := r.x.hold(r.generation)
	if !ok {
		return 0, errBodyOver
	}
	if held {
		defer r.x.letGo()
	}
	if len(p) == 0 {
		return 0, nil
	}
	r.c.reading.Lock()
	defer r.c.reading.Unlock()
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

// failBody ends the body with an error, which stays. Its end is never seen then, so that the
// connection closes.
func (c *conn) failBody(status int, cause error) *HTTPError {
	c.f.body.failed = &HTTPError{Status: status, Err: cause}
	return c.f.body.failed
}

func (c *conn) spoilBody(err *HTTPError) {
	if b := &c.f.body; b.failed == nil {
		b.failed = err
	}
}

// takeBody reads at least a byte into p, which is not empty, or returns io.EOF, an
// *HTTPError or errBodyOver.
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
			if err := c.fillBody(); err != nil {
				return 0, err
			}
		}
	}
}

// settleBody makes sure of the request's end before it is answered: a body that nobody
// wanted is read if it is small, so that a message that is malformed or cut off is never
// answered as if it were whole, and the connection can go on. It returns the failure of
// the body. Where the end is not reached, the connection has to close. Unless it may wait,
// it looks only at what is here.
func (c *conn) settleBody(mayWait bool) *HTTPError {
	b := &c.f.body
	b.streamed = false // by nobody any more: the connection goes on only behind the end
	if b.done || b.failed != nil {
		return b.failed
	}
	if b.left > maxUnread {
		return nil
	}
	mayWait = mayWait && !b.expect
	b.limit = -1
	until := b.taken + maxUnread
	for !b.done && b.failed == nil && b.taken <= until {
		b.piece = nil
		switch {
		case c.f.r < c.f.w:
			c.decodeBody()
		case !mayWait || c.fillBody() != nil:
			return b.failed
		}
	}
	b.piece = nil
	return b.failed
}
