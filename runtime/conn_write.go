package runtime

import (
	"net/http"
	"strconv"
	"strings"

	"example.com/httpgen/runtime/internal/clock"
	"example.com/httpgen/runtime/internal/http1"
)

// Answers are written here: the head with the fields that are the server's own, and
// bodies that are there as a whole. Answers gather in one buffer, which is sent before
// anything that may block.

const (
	// gatherUpTo is the largest body that is copied behind its head; larger ones are sent
	// from where they are, in one gathered write.
	gatherUpTo = 8 << 10
	// flushAt is how much of answered pipelined requests is kept back.
	flushAt = 16 << 10
	// pieceSize is how much is written under one deadline: a client makes progress if it
	// takes so much in the time.
	pieceSize = 256 << 10
)

// respond writes the answer and says whether the connection lives on.
func (c *conn) respond(x *Exchange, r Response) (keep bool) {
	if closer := r.closer(); closer != nil {
		defer closer.Close()
	}
	if !c.endGuard() {
		c.retire()
		return false
	}
	if x.aborted {
		c.retire()
		return false
	}
	noBody := x.Head || bodiless(r.Status())
	if r.kind() == kindStream && !noBody {
		return c.respondStream(x, r)
	}
	c.retire()
	wanted := r.Status() < http.StatusBadRequest
	if failed := c.settleBody(wanted); failed != nil && wanted {
		r = c.s.app.lateAnswer(x, failed)
	}
	produce, length := r.producer()
	a := c.answerHead(x, length, c.f.body.done)
	if produce != nil && !noBody {
		s := c.beginStream(&r, a)
		return c.endStreamed(x, s, runProducer(x, s, produce))
	}
	c.writeHead(&r, a)
	if !noBody && !c.writeContent(r.content()) {
		return false
	}
	return a.keep
}

// respondLast writes an answer that is here as a whole and behind which the connection ends.
func (c *conn) respondLast(r *Response, head bool) {
	c.writeHead(r, answerHead{length: int64(len(r.content()))})
	if out := c.f.output(); !head && !bodiless(r.Status()) {
		out.b = append(out.b, r.content()...)
	}
}

// answerHead is what becomes of the connection behind an answer.
func (c *conn) answerHead(x *Exchange, length int64, bodyEnds bool) answerHead {
	h := &c.f.http
	return answerHead{
		length: length,
		keep:   h.KeepAlive && !x.closing && bodyEnds && !c.s.draining.Load(),
		minor:  h.Minor,
	}
}

// bodiless says whether answers of a status have no body (RFC 9110 §6.4.1, §15.3.6).
func bodiless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified ||
		status == http.StatusResetContent
}

// writeContent appends a body, or sends a large one from where it is.
func (c *conn) writeContent(s string) bool {
	out := c.f.output()
	if len(s) <= gatherUpTo {
		out.b = append(out.b, s...)
		return len(out.b) < flushAt || c.flush() == nil
	}
	return c.sendBehind(lend(s)) == nil
}

// An answerHead is what the connection decides about an answer's head.
type answerHead struct {
	length int64 // of the body; -1: it ends with the last chunk, or with the connection if raw
	raw    bool
	keep   bool
	minor  byte // HTTP/1.minor of the request; of no matter where keep is false and length told
}

// writeHead appends the status line and the fields.
//
//	status-line = HTTP-version SP status-code SP [ reason-phrase ] CRLF   RFC 9112 §4
func (c *conn) writeHead(r *Response, a answerHead) {
	c.f.x.answering(r)
	out := c.f.output()
	if kind := r.head >> 24 & 0xff; r.more == nil && a.keep && a.minor > 0 && a.length >= 0 &&
		r.Status() == http.StatusOK {
		b := append(out.b, okPrefixes[kind]...)
		b = strconv.AppendInt(b, a.length, 10)
		out.b = append(b, c.s.clock.DateEnd()...)
		return
	}
	status := r.Status()
	b := appendStatusLine(out.b, status)
	date := c.s.clock.DateField()
	b = append(b, date...)
	if media := r.mediaType(); media != "" && status != http.StatusNoContent &&
		status != http.StatusResetContent {
		b = append(b, "Content-Type: "...)
		b = append(b, media...)
		b = append(b, "\r\n"...)
	}
	upgrade := false
	for _, field := range r.headerFields() {
		upgrade = upgrade || strings.EqualFold(field.name, "Upgrade")
		b = c.appendField(b, field, date)
	}
	b = appendFraming(b, status, a)
	b = appendConnection(b, a, upgrade)
	out.b = append(b, "\r\n"...)
}

// appendConnection tells what becomes of the connection (RFC 9110 §7.6.1, §7.8).
func appendConnection(b []byte, a answerHead, upgrade bool) []byte {
	switch {
	case !a.keep && upgrade:
		return append(b, "Connection: close, Upgrade\r\n"...)
	case !a.keep:
		return append(b, "Connection: close\r\n"...)
	case upgrade:
		return append(b, "Connection: Upgrade\r\n"...)
	case a.minor == 0:
		return append(b, "Connection: keep-alive\r\n"...)
	}
	return b
}

// appendFraming tells where the body ends (RFC 9110 §8.6, RFC 9112 §6). HEAD is told
// what GET would be.
func appendFraming(b []byte, status int, a answerHead) []byte {
	switch {
	case status == http.StatusNoContent || status == http.StatusNotModified:
		return b
	case status == http.StatusResetContent:
		return append(b, "Content-Length: 0\r\n"...)
	case a.length >= 0:
		b = append(b, "Content-Length: "...)
		b = strconv.AppendInt(b, a.length, 10)
		return append(b, "\r\n"...)
	case a.raw || a.minor == 0:
		return b
	}
	return append(b, "Transfer-Encoding: chunked\r\n"...)
}

// appendField appends a handler's field. What is the server's own is left out, and so is
// what could end the line early: Response refuses that, this is the last door.
// date is the field Date of the same answer.
func (c *conn) appendField(b []byte, field headerField, date string) []byte {
	if isOwn(field.name) {
		return b
	}
	if !http1.ValidName(field.name) || !http1.ValidValue(field.value) {
		c.s.app.log().Error("header field left out: malformed", "name", field.name)
		return b
	}
	b = append(b, field.name...)
	b = append(b, ": "...)
	if isLastModified(field.name) {
		b = append(b, notAfter(field.value, clock.DateIn(date))...)
	} else {
		b = append(b, field.value...)
	}
	return append(b, "\r\n"...)
}

// okPrefixes are what answers begin with that have nothing special, by their known type,
// up to the value of Content-Length: 219 ns as written, 237 without them and waitSmall
// (Memory/small/route).
var okPrefixes = func() (prefixes [len(knownTypes)]string) {
	for i, media := range knownTypes {
		prefixes[i] = makeStatusLine(http.StatusOK)
		if media != "" {
			prefixes[i] += "Content-Type: " + media + "\r\n"
		}
		prefixes[i] += "Content-Length: "
	}
	return prefixes
}()

var statusLines = func() (lines [600]string) {
	for status := 200; status < len(lines); status++ {
		lines[status] = makeStatusLine(status)
	}
	return lines
}()

func makeStatusLine(status int) string {
	var b strings.Builder
	b.WriteString("HTTP/1.1 ")
	b.WriteString(strconv.Itoa(status))
	b.WriteString(" ")
	b.WriteString(statusText(status))
	b.WriteString("\r\n")
	return b.String()
}

func appendStatusLine(b []byte, status int) []byte {
	if status < len(statusLines) && statusLines[status] != "" {
		return append(b, statusLines[status]...)
	}
	return append(b, makeStatusLine(status)...)
}
