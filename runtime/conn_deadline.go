package runtime

import (
	"errors"
	"io"
	"net/http"
	"os"

	"example.com/httpgen/runtime/internal/clock"
	"example.com/httpgen/runtime/internal/http1"
)

// Reading until a deadline lives here, and what it means that nothing has come by then.

// setReadAt makes reads fail from then on.
func (c *conn) setReadAt(at clock.Moment) {
	if c.readAt == clock.Never && at == clock.Never {
		return
	}
	c.readAt = at
	_ = c.nc.SetReadDeadline(c.s.clock.Time(at)) // fails on a closed connection, as the read will
}

// until is the deadline that a handler has set, or the one that is ours.
func until(set, ours clock.Moment) clock.Moment {
	switch set {
	case clock.Never:
		return ours
	case noDeadline:
		return clock.Never
	}
	return set
}

// expired says whether the deadline that the connection set has passed: the server sets
// others, to wake up who is idle.
func (c *conn) expired() bool { return c.readAt != clock.Never && c.s.clock.Now() >= c.readAt }

// wake has whoever reads the connection look around, unless it is a handler that has taken it
// over.
func (c *conn) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hijack.Load() == nil {
		_ = c.nc.SetReadDeadline(longAgo) // fails on a closed connection, as the read does
	}
}

// rearm sets the connection's own deadline again.
func (c *conn) rearm() { _ = c.nc.SetReadDeadline(c.s.clock.Time(c.readAt)) }

// read reads inside of a request, until by. Everything answered has been flushed. Once the
// request is retired it fails with errBodyOver: the order of deadline and look here, and of
// number and deadline in retire, leaves nobody waiting.
func (c *conn) read(b []byte, by clock.Moment) (int, error) {
	ours := by
	if c.readAt != by {
		if by = until(clock.Moment(c.readUntil.Load()), ours); c.readAt != by {
			c.setReadAt(by)
		}
	}
	for !c.f.x.isOver(c.f.body.asker) {
		n, err := c.nc.Read(b)
		if n > 0 {
			return n, nil
		}
		if err == nil {
			err = io.ErrNoProgress
		}
		if by = until(clock.Moment(c.readUntil.Load()), ours); by != c.readAt &&
			errors.Is(err, os.ErrDeadlineExceeded) { // it was set while we waited
			c.setReadAt(by)
			continue
		}
		if !errors.Is(err, os.ErrDeadlineExceeded) || c.expired() {
			c.eof = c.eof || errors.Is(err, io.EOF)
			return 0, err
		}
		c.rearm()
	}
	return 0, errBodyOver
}

// readFailure is what a failed read means to a message that has begun.
func readFailure(err error) (status int, cause error) {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return http.StatusRequestTimeout, err
	}
	return http1.Truncated.Status(), http1.Truncated
}
