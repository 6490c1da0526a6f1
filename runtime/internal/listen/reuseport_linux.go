package listen

import (
	"context"
	"net"
	goruntime "runtime"
	"strings"
	"syscall"
)

// reusePort listens on a port that other sockets may listen on. Not with MPTCP, which
// package net would choose: its sockets take no filter (dropNew).
var reusePort = func(addr string) (net.Listener, error) {
	config := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) error {
		return control(raw, func(fd int) error {
			return syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, soReusePort, 1)
		})
	}}
	config.SetMultipathTCP(false)
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
