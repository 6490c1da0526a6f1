package runtime

import (
	"io"
	"os"
	"syscall"
)

// Files are sent by the system here: as much at a time as the client takes, and each time it
// takes some the deadline moves. The head goes in front by itself: 108 µs of CPU as written, 330
// to 480 with MSG_MORE, in the packets of the file (file-1m over loopback).

// sendOpen sends the output buffer and n bytes of an open file behind it. ok is false if this
// connection or this file cannot be sent so: what is left then is in the buffer, and behind where
// the file is.
func (c *conn) sendOpen(r io.Reader, n int64) (sent int64, err error, ok bool) {
	f, isFile := r.(*os.File)
	if !isFile || c.raw == nil {
		return 0, nil, false
	}
	from, err := f.SyscallConn()
	if err != nil {
		return 0, nil, false
	}
	out := c.f.output()
	s := fileSending{c: c, head: out.b, left: n}
	c.armWrite()
	fault := from.Control(func(in uintptr) {
		s.in = int(in)
		err = c.raw.Write(s.send)
	})
	out.b = out.b[:copy(out.b, s.head)]
	switch sent = n - s.left; {
	case fault != nil, s.refused:
		return sent, nil, false
	case s.err == io.ErrUnexpectedEOF:
		return sent, s.err, true
	case s.err != nil:
		return sent, c.sendFailed(s.err), true
	case err != nil:
		return sent, c.sendFailed(err), true
	}
	return sent, nil, true
}

// fileSending is a file on its way.
type fileSending struct {
	c       *conn
	head    []byte // goes first
	in      int
	left    int64
	err     error
	refused bool // the file's system knows no sendfile
}

// send is what syscall.RawConn.Write calls until it returns true, and before which it waits for
// room after each false.
func (s *fileSending) send(out uintptr) bool {
	for s.left > 0 {
		var n int
		var err error
		if len(s.head) > 0 {
			n, err = syscall.SendmsgN(int(out), s.head, nil, nil,
				syscall.MSG_DONTWAIT|syscall.MSG_NOSIGNAL)
		} else {
			n, err = syscall.Sendfile(int(out), s.in, nil, int(min(s.left, 1<<30)))
		}
		switch {
		case err == syscall.EINTR:
			continue
		case err == syscall.EAGAIN:
			return false
		case err == syscall.EINVAL, err == syscall.ENOSYS, err == syscall.EOPNOTSUPP:
			s.refused = true
			return true
		case err != nil:
			s.err = os.NewSyscallError("sendfile", err)
			return true
		case n <= 0:
			s.err = io.ErrUnexpectedEOF
			return true
		case len(s.head) > 0:
			s.head = s.head[n:]
		default:
			s.left -= int64(n)
		}
		s.c.armWrite() // it makes progress
	}
	return true
}
