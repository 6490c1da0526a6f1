//go:build unix && !(linux && (amd64 || arm64 || riscv64 || loong64) && !race && !msan && !asan)

package runtime

import "syscall"

// The system calls of a request live here, as every unix has them.

// receive reads what has arrived; 0 is the end of input.
func receive(fd int, b []byte) (int, error) {
	for {
		if n, err := syscall.Read(fd, b); err != syscall.EINTR {
			return n, err
		}
	}
}

// transmit sends as much of b as the system takes at once. Where that fails it is 0: who
// sends the rest learns why.
func transmit(fd int, b []byte) int {
	n, err := syscall.Write(fd, b)
	if err != nil {
		return 0
	}
	return n
}
