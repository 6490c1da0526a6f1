//go:build unix

package runtime

import (
	"io"
	"syscall"
)

// Reading without blocking lives here, and answering while a connection is being read.

// canTry says that a connection can be read without blocking.
const canTry = true

// tryRequests is what syscall.RawConn.Read calls until it returns true, and before which
// it waits for input after each false. Of a connection whose requests come quickly one
// after the other it answers what is there by itself and waits on without having asked
// whether there is more: whatever comes after a read wakes the connection up, as long as
// it stays in that one RawConn.Read, which is where the system's news are kept. That spares
// each request a read that finds nothing, 440 to 490 ns. conn_unasked.go says what the news
// leave out.
//
// Inside, the connection's lock for reading is held: what has to read on is left to work.
func (c *conn) tryRequests(fd uintptr) bool {
	for {
		c.tryRead(int(fd))
		switch {
		case c.f == nil:
			return false
		case c.n <= 0 || !c.brisk():
			return true
		case !c.answerHere(int(fd)):
			return true
		case c.n == len(c.f.in) || c.watches: // there may be more
			continue
		}
		c.f.release()
		c.f = nil
		c.unaskedSince(c.waiting)
		return false
	}
}

// brisk says whether a connection's requests come one after the other, and whether they
// can be answered while it is being read.
func (c *conn) brisk() bool {
	return c.served && !c.watches && c.s.clock.Coarsely()-c.waiting <= briskTime
}

// answerHere answers the requests that were read, sends the answers and makes ready to
// wait for more; false: work goes on with c.next.
func (c *conn) answerHere(fd int) bool {
	c.here, c.fd = true, fd
	c.next = c.answer()
	if c.next == waitOn && (c.flush() != nil || c.eof) {
		c.next = end
	}
	c.here = false
	if c.next != waitOn {
		return false
	}
	c.next = answerOn
	c.armIdle(c.s.app.settings.idleTimeout)
	return true
}

// restIsHere reads on, into a larger buffer, in a request of which more than fitted has come, and
// says whether that is all of it: 13 µs of CPU as written, 15 by leaving the try (post-chunked).
func (c *conn) restIsHere() bool {
	f := c.f
	if !f.http.Chunked && f.http.Length+int64(f.http.Len()) > largeBuffer {
		return false
	}
	for f.w == len(f.in) && f.w-f.r < largeBuffer {
		f.room(1)
		n, err := receive(c.fd, f.in[f.w:])
		if err != nil || n == 0 {
			return false
		}
		f.w += n
		if c.n = n; f.w == len(f.in) {
			c.n = f.w // there may be more
		}
		if f.bodyIsHere() {
			return true
		}
	}
	return false
}

// tryRead reads what is there into a frame with an empty buffer. The frame is taken for
// the try and given back if there is nothing.
func (c *conn) tryRead(fd int) {
	if c.f == nil {
		c.f = newFrame()
	}
	c.f.r, c.f.w = 0, 0
	n, err := receive(fd, c.f.in)
	switch {
	case err == syscall.EAGAIN:
		c.f.release()
		c.f = nil
		return
	case err == nil && n == 0:
		err = io.EOF
	}
	c.n, c.tryErr, c.f.w = n, err, max(n, 0)
}
