//go:build unix

package listen

import (
	"net"
	"os"
	"syscall"
)

// Looking into the queue of a socket lives here. (Accept of package net does not look at
// the queue once its deadline has passed, and waits before.)

const canSweep = true

// acceptNow accepts without waiting.
func (l *Listener) acceptNow() (net.Conn, error) {
	for {
		if l.pending == nil {
			fd := -1
			err := controlOf(l.Listener, func(listening int) (err error) {
				fd, err = accept(listening)
				return err
			})
			switch err {
			case nil:
			case syscall.EAGAIN, syscall.EINVAL: // EINVAL: refuseNew, and the queue is empty
				return nil, ErrEmpty
			default:
				err = os.NewSyscallError("accept", err)
				return nil, &net.OpError{Op: "accept", Net: l.Addr().Network(), Addr: l.Addr(),
					Err: err}
			}
			l.pending = os.NewFile(uintptr(fd), "accepted")
		}
		nc, err := net.FileConn(l.pending) // another descriptor of it
		if err != nil {
			return nil, err
		}
		l.pending.Close()
		l.pending = nil
		if nc.RemoteAddr() != nil {
			return nc, nil
		}
		nc.Close() // it was reset while it waited
	}
}

// accept takes a connection out of a queue, or returns EAGAIN. Whether it waits is told by
// a flag that all processes share that have the socket: it is set again each time.
func accept(listening int) (int, error) {
	if err := syscall.SetNonblock(listening, true); err != nil {
		return -1, err
	}
	syscall.ForkLock.RLock() // no child gets the descriptor
	defer syscall.ForkLock.RUnlock()
	for {
		fd, _, err := syscall.Accept(listening)
		switch err {
		case nil:
			syscall.CloseOnExec(fd)
			return fd, nil
		case syscall.EINTR:
			continue
		}
		return -1, err
	}
}

// controlOf calls f with the descriptor of a listener.
func controlOf(l net.Listener, f func(fd int) error) error {
	raw, err := l.(syscall.Conn).SyscallConn()
	if err != nil {
		return err
	}
	return control(raw, f)
}

func control(raw syscall.RawConn, f func(fd int) error) (err error) {
	if failed := raw.Control(func(fd uintptr) { err = f(int(fd)) }); failed != nil {
		return failed
	}
	return err
}
