package runtime

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"syscall"
	"time"

	"example.com/httpgen/runtime/internal/clock"
)

// Waiting for requests lives here. Reading inside of one is in conn_deadline.go.

// drainGrace is how long an idle connection may still bring a request once the server
// drains: one that was on its way is answered.
const drainGrace = 500 * time.Millisecond

// handshake makes the connection ready to be read; false: it is of no use.
func (c *conn) handshake() bool {
	t, ok := c.nc.(*tls.Conn)
	if !ok {
		return true
	}
	ctx, cancel := context.Background(), func() {}
	if timeout := c.s.app.settings.handshakeTimeout; timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, timeout)
	}
	defer cancel()
	if err := t.HandshakeContext(ctx); err != nil {
		return false
	}
	state := t.ConnectionState()
	c.tlsState = &state
	return true
}

// prepareWait finds out whether the connection can wait without a buffer.
func (c *conn) prepareWait() {
	switch c.nc.(type) {
	case *net.TCPConn, *net.UnixConn:
		if canTry {
			c.try = c.tryRequests
			c.raw, _ = c.nc.(syscall.Conn).SyscallConn()
		}
	}
}

// await waits for the first bytes of a request, and says whether there are any; woken says that
// it may be called again. When it
// blocks, the frame is given back if the kind of connection allows it, and the stack is
// shallow: what is idle costs little.
func (c *conn) await() bool {
	timeout := c.s.app.settings.idleTimeout
	if !c.served {
		timeout = c.s.app.settings.firstByteTimeout
	}
	c.armIdle(timeout)
	for {
		n, err := c.readFirst()
		switch {
		case n > 0:
			return true
		case !errors.Is(err, os.ErrDeadlineExceeded):
			c.eof = true
			return false
		case c.expired():
			return c.lastCall()
		case c.s.draining.Load():
			if by := c.s.clock.Now().Add(drainGrace); c.readAt == clock.Never || c.readAt > by {
				c.setReadAt(by)
				continue
			}
		}
		c.rearm()
		if c.raw != nil && c.f == nil {
			c.woken = true
			return false
		}
	}
}

// lastCall looks once more without waiting: what arrived while the deadline passed is
// not thrown away with the connection.
func (c *conn) lastCall() bool {
	if c.raw == nil {
		return false
	}
	c.n = 0
	err := c.raw.Control(func(fd uintptr) { c.tryRead(int(fd)) })
	return err == nil && c.n > 0
}

// readFirst reads into a frame with an empty buffer.
func (c *conn) readFirst() (int, error) {
	if c.raw == nil {
		if c.f == nil {
			c.f = newFrame()
		}
		c.f.waitSmall()
		n, err := c.nc.Read(c.f.in)
		c.f.w = n
		return n, err
	}
	if err := c.raw.Read(c.try); err != nil {
		return 0, err
	}
	return c.n, c.tryErr
}

// armIdle sets the deadline of waiting for a request, if the one that is set is not
// close to it. After the server began to drain it is short: the order of store and load
// here and in server.drain leaves no connection with a long one.
func (c *conn) armIdle(timeout time.Duration) {
	now := c.s.clock.About(timeout)
	c.waiting = c.s.clock.Coarsely()
	want, slack := clock.Never, clock.Moment(0)
	if timeout > 0 {
		want, slack = now.Add(timeout), clock.Moment(min(timeout/8, time.Second))
	}
	if c.readAt > want || c.readAt < want-slack || c.readAt == clock.Never {
		c.setReadAt(want)
	}
	if c.s.draining.Load() {
		c.setReadAt(c.s.clock.Now().Add(drainGrace))
	}
}
