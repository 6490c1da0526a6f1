//go:build unix

package runtime

import (
	"io"
	"syscall"
)

// canTry says that a connection can be read without blocking.
const canTry = true

// tryRead reads what is there without blocking; false: nothing, wait for more. The
// frame is taken for the try and given back while the connection waits.
func (c *conn) tryRead(fd uintptr) bool {
	if c.f == nil {
		c.f = newFrame()
	}
	c.f.r, c.f.w = 0, 0
	for {
		n, err := syscall.Read(int(fd), c.f.in)
		switch {
		case err == syscall.EINTR:
			continue
		case err == syscall.EAGAIN:
			c.f.release()
			c.f = nil
			return false
		case err == nil && n == 0:
			err = io.EOF
		}
		c.n, c.tryErr = n, err
		return true
	}
}
