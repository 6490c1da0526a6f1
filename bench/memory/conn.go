// Package memory measures servers without the kernel: connections in memory hand out
// prepared requests and count what is written.
package memory

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// The connection and its listener live here.

// conn is a client that sends the same request again and again, the next one when
// the server reads again, and then closes its side.
type conn struct {
	request []byte
	left    int // requests not yet wholly read
	at      int // read of the next request

	writes  int
	written int
	first   int // bytes of the first write
	wrong   []byte
	closed  chan struct{}
}

func newConn(request []byte, requests int) *conn {
	return &conn{request: request, left: requests, closed: make(chan struct{})}
}

// Read hands out at most one request, or what is left of it.
func (c *conn) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.request[c.at:])
	if c.at += n; c.at == len(c.request) {
		c.at = 0
		c.left--
	}
	return n, nil
}

var okLine = []byte("HTTP/1.1 200 ")

// Write looks at the status and counts.
func (c *conn) Write(p []byte) (int, error) {
	if c.writes == 0 {
		c.first = len(p)
	}
	if !bytes.HasPrefix(p, okLine) && c.wrong == nil {
		c.wrong = bytes.Clone(p[:min(len(p), 200)])
	}
	c.writes++
	c.written += len(p)
	return len(p), nil
}

// check tells whether each of so many requests got its answer, in a write of its own.
func (c *conn) check(requests int) error {
	switch {
	case c.wrong != nil:
		return fmt.Errorf("a write that does not start with %q: %q", okLine, c.wrong)
	case c.writes != requests || c.written != requests*c.first:
		return fmt.Errorf("%d writes, %d bytes for %d requests; the first had %d bytes", c.writes,
			c.written, requests, c.first)
	}
	return nil
}

// Close tells the measurement that the server is done. Servers may close twice.
func (c *conn) Close() error {
	select {
	case <-c.closed:
	default:
		close(c.closed)
	}
	return nil
}

var address = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1}

func (c *conn) LocalAddr() net.Addr              { return address }
func (c *conn) RemoteAddr() net.Addr             { return address }
func (c *conn) SetDeadline(time.Time) error      { return nil }
func (c *conn) SetReadDeadline(time.Time) error  { return nil }
func (c *conn) SetWriteDeadline(time.Time) error { return nil }

// listener accepts what is sent to its channel.
type listener struct{ conns chan net.Conn }

var errClosed = errors.New("listener closed")

func (l listener) Accept() (net.Conn, error) {
	c, ok := <-l.conns
	if !ok {
		return nil, errClosed
	}
	return c, nil
}

func (l listener) Close() error   { return nil }
func (l listener) Addr() net.Addr { return address }
