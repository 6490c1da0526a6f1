//go:build unix

package runtime

import (
	"os"
	"syscall"
)

// openFlags open a file to be sent. O_NONBLOCK keeps the opening of a FIFO that nobody
// writes to from waiting; for regular files it means nothing.
const openFlags = os.O_RDONLY | syscall.O_NONBLOCK
