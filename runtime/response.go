package runtime

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"unsafe"

	"example.com/httpgen/runtime/wire"
)

// Responses live here: what a handler returns, and what the connection asks of it.

// Response is one answer. It is a small value: With… methods return a changed copy and
// leave what they were called on as it was, so that a Response may be kept in a
// variable and returned many times, by many requests at once. That holds for a Stream
// too if its function bears it.
//
// The zero Response is 200 without a body. Content-Length, Transfer-Encoding, Date and
// the connection's own fields are the server's; HEAD, 204 and 304 are answered without
// the body, whatever the handler returned (RFC 9110 §9.3.2, §15.3.5, §15.4.5).
//
// A constructor or With… method that is given what cannot be sent (a line break in a
// header, a value that JSON has no form for, a status below 200) remembers it: the
// request then ends as if the handler had returned that error, with 500 and a log entry.
type Response struct {
	// head is, from the lowest bit: 16 bits of status (0: 200), 8 of kind, 8 of
	// mediaType. With the rest it makes 32 bytes in three fields, which the compiler passes
	// in registers; a larger struct costs 15 ns more.
	head uint64
	body string
	more *responseMore
}

// responseMore is what few answers have. It is never written after the Response that
// points to it was handed out.
type responseMore struct {
	fields []headerField // Content-Type too, where it is not a known one
	stream func(*StreamWriter) error
	events func(*EventWriter) error
	source *fileSource // of File and FileFS, until it is opened
	file   *fileBody   // opened
	pulled io.Closer   // the sequence that a stream is made of, or nil
	// pieces encodes a large result while it is sent
	pieces func(out *wire.Pieces, b []byte) ([]byte, error)
	coder  *coder // that what is written piece by piece goes through, or nil
	err    error  // why this cannot be sent
}

// Kinds of bodies.
const (
	kindFixed   = iota // Response.body
	kindStream         // responseMore.stream or events
	kindSource         // responseMore.source
	kindFile           // responseMore.file
	kindPieces         // responseMore.pieces
	kindKept           // Response.body, of a file: it is what it is, in its coding
	kindHandled        // a handler of net/http has written it, or is writing it (handler.go)
)

// knownTypes are the content types that cost no memory; the place is what
// Response.head holds. The first is no Content-Type.
var knownTypes = [...]string{
	"",
	"text/plain; charset=utf-8",
	"text/html; charset=utf-8",
	"application/json; charset=utf-8",
	"application/octet-stream",
	"text/event-stream",
	"application/problem+json",
	"application/json",
	"application/x-ndjson",
	"text/csv; charset=utf-8",
	"image/png",
	"image/jpeg",
	"image/svg+xml",
	"application/pdf",
}

const (
	typeNone = iota
	typeText
	typeHTML
	typeJSON
	typeBytes
	typeEvents
	typeProblem
)

func makeHead(status, kind, mediaType int) uint64 {
	return uint64(status) | uint64(kind)<<16 | uint64(mediaType)<<24
}

func (r *Response) kind() int { return int(r.head >> 16 & 0xff) }

// Text returns a 200 with a body of text/plain; charset=utf-8.
func Text(body string) Response {
	return Response{head: makeHead(http.StatusOK, kindFixed, typeText), body: body}
}

// HTML returns a 200 with a body of text/html; charset=utf-8. It escapes nothing.
func HTML(body string) Response {
	return Response{head: makeHead(http.StatusOK, kindFixed, typeHTML), body: body}
}

// Bytes returns a 200 with a body of any content type; "" is application/octet-stream.
// The bytes are not copied: they must not be changed any more.
func Bytes(b []byte, contentType string) Response {
	r := Response{head: makeHead(http.StatusOK, kindFixed, typeBytes),
		body: unsafe.String(unsafe.SliceData(b), len(b))}
	if contentType == "" {
		return r
	}
	return r.withMediaType(contentType)
}

// JSON returns a 200 with v as encoding/json writes it, of application/json;
// charset=utf-8, without HTML escaping. At the top a nil slice is [], a nil map is {},
// and a nil pointer is answered with 204. What has no JSON form is a 500.
func JSON(v any) Response { return encodeJSON(v, http.StatusOK) }

// NoContent returns a 204 (RFC 9110 §15.3.5).
func NoContent() Response {
	return Response{head: makeHead(http.StatusNoContent, kindFixed,
		typeNone)}
}

// Redirect returns an answer without a body that sends the client to location, an
// absolute URL or a reference relative to the request's (RFC 9110 §10.2.2). The status
// is one of 300 to 399. Bytes that a URL cannot hold are percent-encoded, but control
// characters are an error; a location that a client chose has to be checked by the
// caller, or it is an open redirect.
func Redirect(status int, location string) Response {
	r := Response{head: makeHead(http.StatusFound, kindFixed, typeNone)}
	if status < 300 || status > 399 {
		return r.withError(fmt.Errorf("Redirect: %d is not a status of redirection", status))
	}
	return r.WithStatus(status).WithHeader("Location", escapeLocation(location))
}

// Stream returns a 200 whose body is written by a function while it goes out: chunked
// on a connection that lives on, or of the length that the header field Content-Length
// was set to. The function is called after the after hooks, on the handler's goroutine;
// the request may be used until it returns. If it returns an error, or panics, the
// connection is cut, so that the client can tell the body from a whole one. For HEAD it
// is not called.
func Stream(contentType string, write func(w *StreamWriter) error) Response {
	r := Response{
		head: makeHead(http.StatusOK, kindStream, typeBytes),
		more: &responseMore{stream: write},
	}
	if contentType == "" {
		return r
	}
	return r.withMediaType(contentType)
}

// SSE returns a 200 of server-sent events (WHATWG HTML §9.2), with Cache-Control: no-cache,
// and X-Accel-Buffering: no, without which nginx holds them back until the end. What is
// said of Stream's function holds for send.
func SSE(send func(w *EventWriter) error) Response {
	return Response{
		head: makeHead(http.StatusOK, kindStream, typeEvents),
		more: &responseMore{events: send, fields: eventFields},
	}
}

var eventFields = []headerField{{"Cache-Control", "no-cache"}, {"X-Accel-Buffering", "no"}}

// WithStatus returns the response with another status, 200 to 999.
func (r Response) WithStatus(status int) Response {
	if !isFinalStatus(status) {
		return r.withError(fmt.Errorf("WithStatus: %d is not the status of a final answer", status))
	}
	r.head = r.head&^0xffff | uint64(status)
	return r
}

// Status returns the status.
func (r Response) Status() int {
	if status := int(r.head & 0xffff); status != 0 {
		return status
	}
	return http.StatusOK
}

// Header returns the value of the first header field with this name, in any case, or
// "". It knows what constructors and WithHeader have set, not what the server will add.
func (r Response) Header(name string) string {
	if strings.EqualFold(name, "Content-Type") {
		return r.mediaType()
	}
	for _, f := range r.headerFields() {
		if strings.EqualFold(f.name, name) {
			return f.value
		}
	}
	return ""
}

func (r Response) withMediaType(contentType string) Response {
	if !isFieldValue(contentType) {
		return r.withError(fmt.Errorf("the content type %q has a control character",
			shortened(contentType)))
	}
	for i, known := range knownTypes {
		if known == contentType {
			r.head = r.head&^(0xff<<24) | uint64(i)<<24
			if r.more != nil && r.more.has("Content-Type") {
				r.more = r.copyMore(0)
				r.more.remove("Content-Type")
			}
			return r
		}
	}
	more := r.copyMore(1)
	more.remove("Content-Type")
	more.fields = append(more.fields, headerField{"Content-Type", contentType})
	r.more = more
	return r
}

// withError keeps the first error.
func (r Response) withError(err error) Response {
	if r.err() == nil {
		r.more = r.copyMore(0)
		r.more.err = err
	}
	return r
}

// copyMore returns a copy of what is behind the pointer, with room for n more fields.
func (r *Response) copyMore(n int) *responseMore {
	var more responseMore
	if r.more != nil {
		more = *r.more
	}
	more.fields = append(make([]headerField, 0, len(more.fields)+n), more.fields...)
	return &more
}

func (m *responseMore) has(name string) bool {
	for _, f := range m.fields {
		if strings.EqualFold(f.name, name) {
			return true
		}
	}
	return false
}

func (m *responseMore) add(name, value string) {
	m.fields = append(m.fields, headerField{name, value})
}

func (m *responseMore) remove(name string) {
	kept := m.fields[:0]
	for _, f := range m.fields {
		if !strings.EqualFold(f.name, name) {
			kept = append(kept, f)
		}
	}
	m.fields = kept
}
