package runtime

import (
	"errors"
	"os"
	"time"
)

// The end of a connection lives here. A connection that is closed while input waits to
// be read makes the system send a reset, which can destroy the answer on its way: so the
// end is said first, and what still comes is thrown away for a while.

const (
	lingerPause = 500 * time.Millisecond // without input
	lingerTime  = 2 * time.Second        // in all
	lingerBytes = 4 << 20
)

// sayGoodbye sends what is left to send, says that this was all, and waits for the
// client to say the same (RFC 9112 §9.6). A client that asked for the end itself, and of which
// nothing is unread, must send nothing more: there the end is said by closing. Behind a body some
// send a line end all the same, and would lose the answer to a reset.
func (c *conn) sayGoodbye() {
	if c.hijack.Load() != nil {
		return
	}
	if c.parting && !c.ended { // closing says that it is the end: 9 system calls for 12
		_ = c.flush()
		return
	}
	if !c.ended && (c.flush() != nil || !c.closeWrite()) || c.eof {
		return
	}
	f := c.f
	end := c.s.clock.Now().Add(lingerTime)
	for discarded := 0; discarded < lingerBytes; {
		now := c.s.clock.Now()
		if now >= end {
			return
		}
		c.setReadAt(min(now.Add(lingerPause), end))
		n, err := c.nc.Read(f.in)
		discarded += n
		switch {
		case err == nil:
		case errors.Is(err, os.ErrDeadlineExceeded) && !c.expired():
			c.rearm() // somebody else's deadline
		default:
			return
		}
	}
}

// closeWrite says that nothing more will be sent; false: this kind of connection cannot.
func (c *conn) closeWrite() bool {
	half, ok := c.nc.(interface{ CloseWrite() error })
	return ok && half.CloseWrite() == nil
}

// refuse answers what is no request, and ends the connection. Nothing of the input is
// echoed.
func (c *conn) refuse(status int, cause error) {
	c.s.app.log().Debug("request refused", "remote", c.remoteAddr(), "status", status,
		"error", cause)
	resp := c.s.app.defaultAnswer(&HTTPError{Status: status})
	f := c.f
	head := string(f.http.Method.Of(f.in[f.r:f.w])) == "HEAD"
	c.respondLast(&resp, head)
	c.observeRefusal(&resp, head, cause)
	c.sayGoodbye()
}

// reset ends the connection with a reset, where it can be.
func (c *conn) reset() {
	if tcp, ok := c.nc.(interface{ SetLinger(sec int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	c.dead = true
}
