//go:build linux

package runtime

import (
	"context"
	"net"
	goruntime "runtime"
	"strings"
	"syscall"
)

// reusePort listens on a port that other sockets may listen on.
var reusePort = func(addr string) (net.Listener, error) {
	config := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) error {
		var failed error
		err := raw.Control(func(fd uintptr) {
			failed = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, soReusePort, 1)
		})
		if err != nil {
			return err
		}
		return failed
	}}
	return config.Listen(context.Background(), "tcp", addr)
}

// soReusePort is SO_REUSEPORT, which package syscall has not on every architecture
// (asm-generic/socket.h and that of mips).
var soReusePort = func() int {
	if strings.HasPrefix(goruntime.GOARCH, "mips") {
		return 0x200
	}
	return 15
}()
