package runtime

import (
	"errors"
	"net/http"
	"strings"
)

// Answers that are written piece by piece live here.

// A bodyStream is the bodyWriter of a connection. Small writes gather in the output
// buffer; until something of the answer was sent, it can still become an error. Its
// exported methods are for everybody, and hold conn.writing.
type bodyStream struct {
	c       *conn
	keep    bool // the connection may live on behind it
	over    bool // its function has returned
	framing streamFraming
	left    int64  // of a declared length
	start   int    // where this answer starts in the output buffer
	chunk   int    // where the open chunk's data starts in the output buffer; 0: none is open
	sent    bool   // something of this answer is on its way
	err     error  // of the first failure
	trailer []byte // what stands behind the last chunk
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

// respondStream writes an answer by a user's function and says whether the connection lives
// on. Its head does not wait for the body of the request, which the function may read.
func (c *conn) respondStream(x *Exchange, r Response) bool {
	wanted := r.Status() < http.StatusBadRequest
	failed, bodyEnds := c.bodyEnds(wanted)
	if failed != nil && wanted {
		return c.respond(x, c.s.app.lateAnswer(x, failed))
	}
	produce, length := r.producer()
	s := c.beginStream(&r, c.answerHead(x, length, bodyEnds))
	err := runProducer(x, s, produce)
	s.close()
	c.retire()
	return c.endStreamed(x, s, err) && c.settleBody(wanted) == nil && c.f.body.done
}

// bodyEnds says what the request's body has failed with, and whether its end has been seen or
// may be before the connection goes on.
func (c *conn) bodyEnds(wanted bool) (failed *HTTPError, ends bool) {
	b := &c.f.body
	if !c.reading.TryLock() { // somebody waits for it
		return nil, wanted && !c.f.http.Continue // who waits for 100 may never send it
	}
	defer c.reading.Unlock()
	return b.failed, b.done || b.failed == nil && (wanted || b.streamed) && c.bodyMayEnd()
}

// bodyMayEnd says whether the rest of the body is here, or will come without a 100. Once the
// end has been seen it is not to be asked: a watch reads into the buffer then.
func (c *conn) bodyMayEnd() bool {
	b := &c.f.body
	return !b.expect || !b.chunked && b.left <= int64(c.f.w-c.f.r)
}

// beginStream writes the head, which nobody sends before the stream knows of it.
func (c *conn) beginStream(r *Response, a answerHead) *bodyStream {
	return c.openStream(a, isEvents(r.mediaType()), func(a answerHead) { c.writeHead(r, a) })
}

// openStream is beginStream with a head that somebody else writes.
func (c *conn) openStream(a answerHead, events bool, head func(answerHead)) *bodyStream {
	c.writing.Lock()
	defer c.writing.Unlock()
	s := &bodyStream{c: c, left: a.length, start: c.f.pending()}
	switch {
	case a.length >= 0:
	case a.minor == 0 || !a.keep && events:
		s.framing, a.raw, a.keep = byClose, true, false
	default:
		s.framing = byChunks
	}
	s.keep = a.keep
	c.f.stream = s
	c.streaming.Store(true)
	c.endStream()
	head(a)
	return s
}

// endStreamed ends an answer whose producer has returned, when nobody else writes any
// more, and says whether the connection can live on.
func (c *conn) endStreamed(x *Exchange, s *bodyStream, err error) bool {
	c.f.stream = nil
	c.streaming.Store(false)
	if err == nil {
		if err = s.end(); err == nil {
			return s.keep
		}
	}
	return c.streamFailed(x, s, err)
}

// isEvents says whether a body is server-sent events, which go raw where the connection
// ends with them: some clients of them do not know chunks.
func isEvents(mediaType string) bool { return strings.HasPrefix(mediaType, "text/event-stream") }

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
	case c.dead || err == errAborted: // the client is gone, or nobody is to be told
	case errors.As(err, &p):
		app.report(x, err)
	default:
		app.logError(x, "stream failed", err)
	}
	if s.sent || c.dead || err == errTooMuch || err == errAborted {
		if err == errAborted && !s.sent {
			c.f.out.b, s.chunk = c.f.out.b[:s.start], 0
		}
		c.cutStream(s)
		return false
	}
	resp := app.lateAnswer(x, err)
	c.f.out.b = c.f.out.b[:s.start]
	c.respondLast(&resp, false)
	return false
}

// cutStream ends an answer of which something may have been sent: the connection ends with it.
func (c *conn) cutStream(s *bodyStream) {
	s.endChunk()
	_ = c.flush() // what was written is on its way
	if s.framing == byClose {
		c.reset() // only that tells the client that the answer is not whole
	}
}
