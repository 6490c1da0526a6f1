package runtime

import (
	"context"
	"fmt"
	"io"
	"math/bits"
	"slices"
)

// What a producer writes becomes bytes here: chunks, or as many as were announced.

// open says why the stream takes nothing more, or locks it.
func (s *bodyStream) open() error {
	s.c.writing.Lock()
	switch {
	case s.over:
		s.c.writing.Unlock()
		return errStreamOver
	case s.err != nil:
		s.c.writing.Unlock()
		return s.err
	}
	return nil
}

// close has everybody fail who is late.
func (s *bodyStream) close() {
	s.c.writing.Lock()
	s.over = true
	s.c.writing.Unlock()
}

// Write implements io.Writer.
func (s *bodyStream) Write(p []byte) (int, error) {
	if err := s.open(); err != nil {
		return 0, err
	}
	defer s.c.writing.Unlock()
	return s.add(p)
}

// WriteString implements io.StringWriter.
func (s *bodyStream) WriteString(text string) (int, error) { return s.Write(lend(text)) }

// add writes as much as may still be written.
func (s *bodyStream) add(p []byte) (int, error) {
	n := len(p)
	if s.framing == byLength {
		n = int(min(int64(n), s.left))
		s.left -= int64(n)
	}
	if s.err = s.write(p[:n]); s.err == nil && n < len(p) {
		s.err = errTooMuch
	}
	return n, s.err
}

func (s *bodyStream) write(p []byte) error {
	if len(p) > gatherUpTo {
		return s.writeLarge(p)
	}
	if len(p) == 0 {
		return nil
	}
	out := s.c.f.output()
	if s.framing == byChunks && s.chunk == 0 {
		out.b = append(out.b, chunkHeader...)
		s.chunk = len(out.b)
	}
	out.b = append(out.b, p...)
	if len(out.b) >= flushAt {
		return s.send()
	}
	return nil
}

// writeLarge sends p from where it is.
func (s *bodyStream) writeLarge(p []byte) error {
	s.endChunk()
	s.sent = true
	out := s.c.f.output()
	if s.framing != byChunks {
		return s.c.sendBehind(p)
	}
	out.b = fmt.Appendf(out.b, "%X\r\n", len(p))
	err := s.c.sendBehind(p)
	out.b = append(out.b, "\r\n"...)
	return err
}

// endChunk writes the open chunk's size before its data and CRLF behind it.
func (s *bodyStream) endChunk() {
	if s.chunk == 0 {
		return
	}
	const hex = "0123456789ABCDEF"
	out := s.c.f.out
	size := len(out.b) - s.chunk
	digits := (bits.Len(uint(size)) + 3) / 4
	at := s.chunk - len(chunkHeader)
	for i := range digits {
		out.b[at+i] = hex[size>>(4*(digits-1-i))&15]
	}
	at += digits
	at += copy(out.b[at:], "\r\n")
	at += copy(out.b[at:], out.b[s.chunk:])
	out.b = append(out.b[:at], "\r\n"...)
	s.chunk = 0
}

// Flush implements bodyWriter.
func (s *bodyStream) Flush() error {
	if err := s.open(); err != nil {
		return err
	}
	defer s.c.writing.Unlock()
	return s.flush()
}

func (s *bodyStream) flush() error {
	if s.err == nil {
		s.err = s.send()
	}
	return s.err
}

func (s *bodyStream) send() error {
	s.endChunk()
	s.sent = true
	return s.c.flush()
}

// end finishes the body.
func (s *bodyStream) end() error {
	if s.err != nil {
		return s.err
	}
	s.endChunk()
	switch {
	case s.framing == byChunks:
		out := s.c.f.output()
		out.b = append(append(append(out.b, "0\r\n"...), s.trailer...), "\r\n"...)
	case s.framing == byLength && s.left > 0:
		return errTooLittle
	}
	return nil
}

func (s *bodyStream) gone() context.Context { return s.c.gone() }

// sendFile implements bodyWriter. What is small, or needs chunks around it, is copied.
func (s *bodyStream) sendFile(f io.Reader, n int64) error {
	if err := s.open(); err != nil {
		return err
	}
	defer s.c.writing.Unlock()
	switch {
	case n <= gatherUpTo && s.framing == byLength && n <= s.left:
		s.err = s.gather(f, n)
	case n <= gatherUpTo || s.framing != byLength || n > s.left:
		if _, err := io.CopyN(unlockedStream{s}, f, n); s.err == nil && err != nil {
			s.err = shortFile(err)
		}
	default:
		s.sent = true
		s.left -= n
		_, s.err = s.c.sendFrom(f, n)
	}
	return s.err
}

// sendUpTo sends up to n bytes of a file, which are no more than what is left of the length that
// was told, and says how many. The end of the file is no error.
func (s *bodyStream) sendUpTo(f io.Reader, n int64) (int64, error) {
	if err := s.open(); err != nil {
		return 0, err
	}
	defer s.c.writing.Unlock()
	s.sent = true
	sent, err := s.c.sendFrom(f, n)
	s.left -= sent
	if err == io.ErrUnexpectedEOF {
		return sent, nil
	}
	s.err = err
	return sent, err
}

// unlockedStream writes to a stream that its owner has locked.
type unlockedStream struct{ s *bodyStream }

func (u unlockedStream) Write(p []byte) (int, error) { return u.s.add(p) }

// gather reads a small file behind the head, to be sent with it in one write.
func (s *bodyStream) gather(f io.Reader, n int64) error {
	out := s.c.f.output()
	b := slices.Grow(out.b, int(n))
	b = b[:len(b)+int(n)]
	if _, err := io.ReadFull(f, b[len(out.b):]); err != nil {
		return shortFile(err)
	}
	out.b = b
	s.left -= n
	if len(out.b) >= flushAt {
		return s.send()
	}
	return nil
}

// shortFile is the error of a file that has become shorter than it was.
func shortFile(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// sendFrom sends n bytes of r behind the output buffer: by sendfile or splice where r
// and the connection are of such kinds.
func (c *conn) sendFrom(r io.Reader, n int64) (sent int64, err error) {
	if c.dead {
		return 0, errClientGone
	}
	sent, err, ok := c.sendOpen(r, n)
	if ok {
		return sent, err
	}
	if err := c.flush(); err != nil {
		return sent, err
	}
	for sent < n {
		c.armWrite()
		piece, err := io.CopyN(c.nc, r, min(n-sent, pieceSize))
		if sent += piece; err == io.EOF {
			return sent, io.ErrUnexpectedEOF
		} else if err != nil {
			return sent, c.sendFailed(err)
		}
	}
	return sent, nil
}
