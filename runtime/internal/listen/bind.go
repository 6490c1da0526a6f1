package listen

import (
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"time"
)

// Binding addresses lives here.

// TCP listens on host:port alone.
func TCP(addr string) (*Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &Listener{Listener: l}, nil
}

// Unix listens on a unix socket. One that a dead process left at path is replaced, and
// the socket is removed at the end, if it is still this one.
func Unix(path string) (*Listener, error) {
	if err := removeStale(path); err != nil {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	own := &Listener{Listener: l, path: path}
	if inode, err := os.Lstat(path); err == nil { // an abstract socket has none
		l.(*net.UnixListener).SetUnlinkOnClose(false)
		own.inode = inode
	}
	return own, nil
}

// removeStale removes a socket that nobody listens on. Anything else stays, and makes
// listening fail.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSocket == 0 {
		return nil
	}
	probe, err := net.DialTimeout("unix", path, time.Second)
	if err == nil {
		probe.Close()
		return fmt.Errorf("listen unix %s: another process is listening", path)
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return nil
	}
	return os.Remove(path)
}

// CloseAll closes listeners that will not be served.
func CloseAll[L net.Listener](listeners []L) {
	for _, l := range listeners {
		l.Close()
	}
}
