package runtime

import (
	"net/http"
	"time"
	"unsafe"

	"example.com/httpgen/runtime/internal/clock"
)

// Bytes are sent here, under a deadline that moves only when the client makes progress.

// flush sends what was answered. After a failure nothing is sent any more.
func (c *conn) flush() error {
	if c.dead {
		return errClientGone
	}
	if c.f.pending() == 0 {
		return nil
	}
	out := c.f.out
	b := out.b
	if c.here && len(b) <= maxOut {
		b = b[transmit(c.fd, b):]
	}
	err := c.send(b)
	out.b = out.b[:0]
	return err
}

// send writes b in pieces.
func (c *conn) send(b []byte) error {
	for len(b) > 0 {
		piece := b[:min(len(b), pieceSize)]
		c.armWrite()
		if _, err := c.nc.Write(piece); err != nil {
			return c.sendFailed(err)
		}
		b = b[len(piece):]
	}
	return nil
}

// sendBehind sends the output buffer and b behind it, without copying b.
func (c *conn) sendBehind(b []byte) error {
	if c.dead {
		return errClientGone
	}
	f := c.f
	piece := b[:min(len(b), pieceSize)]
	f.vec = [2][]byte{f.output().b, piece}
	f.bufs = f.vec[:]
	c.armWrite()
	_, err := f.bufs.WriteTo(c.nc)
	f.vec, f.out.b = [2][]byte{}, f.out.b[:0]
	if err != nil {
		return c.sendFailed(err)
	}
	return c.send(b[len(piece):])
}

func (c *conn) sendFailed(err error) error {
	c.dead = true
	return err
}

// armWrite moves the deadline of writes if the one that is set is not close to what it
// should be.
func (c *conn) armWrite() {
	timeout := c.s.app.settings.writeTimeout
	if timeout == 0 {
		return
	}
	now := c.s.clock.About(timeout)
	if want := now.Add(timeout); c.writeAt < want-clock.Moment(min(timeout/8, time.Second)) {
		if c.writeUntil.Load() != 0 { // a handler has set its own
			return
		}
		c.writeAt = want
		// fails on a closed connection, as the write will
		_ = c.nc.SetWriteDeadline(c.s.clock.Time(want))
	}
}

// lend is the bytes of a string, not to be written.
func lend(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// retryAfter is what a client that is turned away is told, in seconds.
const retryAfter = "1"

// turnAway answers a connection that is one too many.
func (c *conn) turnAway() {
	defer c.s.forget(c)
	defer c.nc.Close()
	c.f = newFrame()
	resp := c.s.app.defaultAnswer(&HTTPError{Status: http.StatusServiceUnavailable}).
		WithHeader("Retry-After", retryAfter)
	c.respondLast(&resp, false)
	c.observeRefusal(&resp, false, errTooMany)
	c.sayGoodbye()
	c.f.release()
}
