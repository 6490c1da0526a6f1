package runtime

import (
	"bytes"
	"io"
	"net"
	"time"
)

// Connections whose bytes are known before live here.

// script is a net.Conn that reads what a client would have sent, in pieces, and then the
// end, and keeps what was written.
type script struct {
	in     []byte
	piece  int
	out    bytes.Buffer
	closed bool
	late   bool // something was written behind the end of writing
}

func (s *script) Read(p []byte) (int, error) {
	if s.closed {
		return 0, net.ErrClosed
	}
	if len(s.in) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.in[:min(len(s.in), s.piece)])
	s.in = s.in[n:]
	return n, nil
}

func (s *script) Write(p []byte) (int, error) {
	s.late = s.late || s.closed
	return s.out.Write(p)
}

func (s *script) Close() error                     { s.closed = true; return nil }
func (s *script) LocalAddr() net.Addr              { return pipeAddr{} }
func (s *script) RemoteAddr() net.Addr             { return pipeAddr{} }
func (s *script) SetDeadline(time.Time) error      { return nil }
func (s *script) SetReadDeadline(time.Time) error  { return nil }
func (s *script) SetWriteDeadline(time.Time) error { return nil }

// play runs a connection to its end and returns what it wrote.
func play(app *App, in []byte, piece int) *script {
	s := &script{in: in, piece: max(piece, 1)}
	c := &conn{s: &app.server, nc: s}
	c.run()
	return s
}
