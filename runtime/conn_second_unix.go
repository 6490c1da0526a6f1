//go:build unix

package runtime

import (
	"os"
	"syscall"
	"time"

	"example.com/httpgen/runtime/internal/clock"
)

// A connection that is being read is watched, or taken over, by way of a second descriptor.

// lookAfter watches a connection that is being read without a descriptor of its own: it
// looks now and then. The descriptor is the connection's as long as the context lives;
// what it may be afterwards is only looked at.
func (w *watch) lookAfter(fd int) {
	ticker := time.NewTicker(clock.Tick)
	defer ticker.Stop()
	for {
		select {
		case <-w.ctx.Done():
			return
		case <-ticker.C:
		}
		switch n, _, err := syscall.Recvfrom(fd, make([]byte, 1), syscall.MSG_PEEK); {
		// n: another request, behind which nothing can be seen
		case err == syscall.EAGAIN, err == syscall.EINTR, n > 0:
		case err == nil:
			w.cancel(errClientGone)
		default:
			w.cancel(errReset)
		}
	}
}

// secondReader is another descriptor of the connection, which can be read while its lock
// for reading is held; nil if the process has no more of them.
func (c *conn) secondReader() *os.File {
	syscall.ForkLock.RLock()
	fd, err := syscall.Dup(c.fd)
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil
	}
	return os.NewFile(uintptr(fd), "connection")
}
