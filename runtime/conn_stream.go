package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"strings"
)

// Answers that are written piece by piece live here.

// A bodyStream is the bodyWriter of a connection. Small writes gather in the output
// buffer; until something of the answer was sent, it can still become an error.
type bodyStream struct {
	c       *conn
	framing streamFraming
	left    int64 // of a declared length
	start   int   // where this answer starts in the output buffer
	chunk   int   // where the open chunk's data starts in the output buffer; 0: none is open
	sent    bool  // something of this answer is on its way
	err     error // of the first failure
}

type streamFraming uint8

const (
	byLength streamFraming = iota
	byChunks
	byClose
)

// chunkHeader is the room before a chunk's data for its size and CRLF: an open chunk is
// never larger than flushAt and one write.
const chunkHeader = "FFFFFF\r\n"

var (
	errTooMuch   = errors.New("runtime: more was written than the Content-Length that was set")
	errTooLittle = errors.New("runtime: less was written than the Content-Length that was set")
)

// stream writes an answer by its producer and says whether it is whole.
func (c *conn) stream(x *Exchange, r *Response, a answerHead, produce func(*Exchange, bodyWriter) error) bool {
	s := &bodyStream{c: c, left: a.length, start: c.f.pending()}
	switch {
	case a.length >= 0:
	case a.minor == 0 || !a.keep && isEvents(r.mediaType()):
		s.framing, a.raw, a.keep = byClose, true, false
	default:
		s.framing = byChunks
	}
	c.streaming.Store(true)
	c.endStream()
	defer c.streaming.Store(false)
	c.writeHead(r, a)
	c.f.stream = s
	err := runProducer(x, s, produce)
	c.f.stream = nil
	if err == nil {
		if err = s.end(); err == nil {
			return s.framing != byClose && c.settleStreamed()
		}
	}
	return c.streamFailed(x, s, err)
}

// isEvents says whether a body is server-sent events, which go raw where the connection
// ends with them: some clients of them do not know chunks.
func isEvents(mediaType string) bool { return strings.HasPrefix(mediaType, "text/event-stream") }

// settleStreamed reads the rest of a body that was streamed while the answer was, and
// says whether the connection can go on.
func (c *conn) settleStreamed() bool {
	return c.settleBody() == nil && c.f.body.done
}

// runProducer calls the function, which is a user's.
func runProducer(x *Exchange, w bodyWriter, produce func(*Exchange, bodyWriter) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = recovered(v)
		}
	}()
	return produce(x, w)
}

// streamFailed ends an answer that is not whole: as an error if nothing of it was sent,
// else so that the client notices.
func (c *conn) streamFailed(x *Exchange, s *bodyStream, err error) bool {
	app := c.s.app
	var p *panicError
	switch {
	case c.dead: // the client is gone
	case errors.As(err, &p):
		app.report(x, err)
	default:
		app.logError(x, "stream failed", err)
	}
	if s.sent || c.dead || err == errTooMuch {
		s.endChunk()
		_ = c.flush() // what was written is on its way; the connection ends in every case
		c.abort(s.framing == byClose)
		return false
	}
	resp := app.plain500()
	var carried *HTTPError
	if errors.As(err, &carried) {
		resp = app.defaultAnswer(carried)
	}
	c.f.out.b = c.f.out.b[:s.start]
	c.writeHead(&resp, answerHead{length: int64(len(resp.content())), minor: c.f.http.Minor})
	c.f.out.b = append(c.f.out.b, resp.content()...)
	return false
}

// Write implements io.Writer.
func (s *bodyStream) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
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

// WriteString implements io.StringWriter.
func (s *bodyStream) WriteString(text string) (int, error) { return s.Write(lend(text)) }

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
		out.b = append(out.b, "0\r\n\r\n"...)
	case s.framing == byLength && s.left > 0:
		return errTooLittle
	}
	return nil
}

func (s *bodyStream) gone() context.Context { return s.c.gone() }

// sendFile implements bodyWriter. What is small, or needs chunks around it, is copied.
func (s *bodyStream) sendFile(f io.Reader, n int64) error {
	switch {
	case s.err != nil:
	case n <= gatherUpTo && s.framing == byLength && n <= s.left:
		s.err = s.gather(f, n)
	case n <= gatherUpTo || s.framing != byLength || n > s.left:
		if _, err := io.CopyN(s, f, n); s.err == nil && err != nil {
			s.err = shortFile(err)
		}
	default:
		s.sent = true
		s.left -= n
		s.err = s.c.sendFrom(f, n)
	}
	return s.err
}

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
