package runtimetest

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// Connections in memory live here. Unlike those of net.Pipe they hold what was written, as
// a socket does: a handler that sends events does not wait for the test to read them.

// held is how many bytes a direction holds, about what Linux gives a socket.
const held = 64 << 10

// Addresses of connections, of the block for documentation (RFC 5737).
var (
	serverAddr = &net.TCPAddr{IP: net.IPv4(192, 0, 2, 2), Port: 80}
	clientAddr = &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 1234}
)

// A way is one direction of a connection.
type way struct {
	mu      sync.Mutex
	changed chan struct{} // closed when anything below changes
	data    []byte
	ended   bool // no more will be written
	dropped bool // no more will be read
	reading time.Time
	writing time.Time
}

func newWay() *way { return &way{changed: make(chan struct{})} }

// change does something to the way and wakes who waits for it.
func (w *way) change(do func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	do()
	close(w.changed)
	w.changed = make(chan struct{})
}

// await waits until ready says so, with the lock held; when and what to return else.
func (w *way) await(deadline *time.Time, ready func() bool) error {
	w.mu.Lock()
	for !ready() {
		changed, when := w.changed, *deadline
		if !when.IsZero() && !time.Now().Before(when) {
			w.mu.Unlock()
			return os.ErrDeadlineExceeded
		}
		w.mu.Unlock()
		wait(changed, when)
		w.mu.Lock()
	}
	return nil
}

// wait returns at a change or at a time; the zero time never comes.
func wait(changed <-chan struct{}, when time.Time) {
	var late <-chan time.Time
	if !when.IsZero() {
		timer := time.NewTimer(time.Until(when))
		defer timer.Stop()
		late = timer.C
	}
	select {
	case <-changed:
	case <-late:
	}
}

func (w *way) read(p []byte) (n int, err error) {
	if len(p) == 0 {
		return 0, nil
	}
	err = w.await(&w.reading, func() bool { return len(w.data) > 0 || w.ended || w.dropped })
	if err != nil {
		return 0, err
	}
	defer w.mu.Unlock()
	switch {
	case w.dropped:
		return 0, net.ErrClosed
	case len(w.data) == 0:
		return 0, io.EOF
	}
	n = copy(p, w.data)
	w.data = append(w.data[:0], w.data[n:]...)
	close(w.changed)
	w.changed = make(chan struct{})
	return n, nil
}

func (w *way) write(p []byte) (n int, err error) {
	for len(p) > 0 {
		err := w.await(&w.writing, func() bool { return len(w.data) < held || w.ended || w.dropped })
		if err != nil {
			return n, err
		}
		if w.ended || w.dropped {
			err = syscall.EPIPE
			if w.ended {
				err = net.ErrClosed
			}
			w.mu.Unlock()
			return n, err
		}
		part := p[:min(len(p), held-len(w.data))]
		w.data = append(w.data, part...)
		n, p = n+len(part), p[len(part):]
		close(w.changed)
		w.changed = make(chan struct{})
		w.mu.Unlock()
	}
	return n, nil
}

// conn is one end of a connection.
type conn struct {
	in, out       *way
	local, remote net.Addr
}

// newConns returns both ends of a connection.
func newConns() (client, server net.Conn) {
	there, back := newWay(), newWay()
	return &conn{back, there, clientAddr, serverAddr}, &conn{there, back, serverAddr, clientAddr}
}

func (c *conn) Read(p []byte) (int, error)  { return c.in.read(p) }
func (c *conn) Write(p []byte) (int, error) { return c.out.write(p) }
func (c *conn) LocalAddr() net.Addr         { return c.local }
func (c *conn) RemoteAddr() net.Addr        { return c.remote }

// CloseWrite says that no more will be written, as (*net.TCPConn).CloseWrite.
func (c *conn) CloseWrite() error {
	c.out.change(func() { c.out.ended = true })
	return nil
}

// Close implements net.Conn. What was written can still be read at the other end.
func (c *conn) Close() error {
	c.in.change(func() { c.in.dropped, c.in.data = true, nil })
	return c.CloseWrite()
}

func (c *conn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

func (c *conn) SetReadDeadline(t time.Time) error {
	c.in.change(func() { c.in.reading = t })
	return nil
}

func (c *conn) SetWriteDeadline(t time.Time) error {
	c.out.change(func() { c.out.writing = t })
	return nil
}

// A listener hands out the server's ends of connections that dial makes.
type listener struct {
	conns chan net.Conn
	once  sync.Once
	ended chan struct{}
}

func newListener() *listener {
	return &listener{conns: make(chan net.Conn), ended: make(chan struct{})}
}

// dial makes a connection.
func (l *listener) dial() (net.Conn, error) {
	client, server := newConns()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.ended:
		return nil, syscall.ECONNREFUSED
	}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case nc := <-l.conns:
		return nc, nil
	case <-l.ended:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.ended) })
	return nil
}

func (l *listener) Addr() net.Addr { return serverAddr }
