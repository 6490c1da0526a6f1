package runtime

import (
	"io"
	"strconv"
	"strings"
)

// What a connection asks of a finished Response lives here.

// err says why the response cannot be sent, or is nil.
func (r *Response) err() error {
	if r.more == nil {
		return nil
	}
	return r.more.err
}

// mediaType is the Content-Type, or "".
func (r *Response) mediaType() string {
	if r.more != nil {
		for _, f := range r.more.fields {
			if strings.EqualFold(f.name, "Content-Type") {
				return f.value
			}
		}
	}
	return knownTypes[r.head>>24&0xff]
}

// content is the whole body, if there is no producer.
func (r Response) content() string { return r.body }

// headerFields are the fields that the handler set, without Content-Type.
func (r Response) headerFields() []headerField {
	if r.more == nil {
		return nil
	}
	fields := r.more.fields
	for i, f := range fields {
		if strings.EqualFold(f.name, "Content-Type") {
			without := make([]headerField, 0, len(fields)-1)
			return append(append(without, fields[:i]...), fields[i+1:]...)
		}
	}
	return fields
}

// producer returns the function that writes the body, or nil if content is the body.
// length is in bytes, -1 where it is not known.
func (r *Response) producer() (produce func(x *Exchange, w bodyWriter) error, length int64) {
	if r.more == nil {
		return nil, int64(len(r.body))
	}
	more := r.more
	switch r.kind() {
	case kindStream:
		produce, length = more.writeStream, r.declaredLength()
	case kindFile:
		return more.file.write, more.file.length
	case kindPieces:
		produce, length = more.writePieces, -1
	default:
		return nil, int64(len(r.body))
	}
	if more.coder == nil {
		return produce, length
	}
	inner, told := produce, length
	return func(x *Exchange, w bodyWriter) error {
		return more.coder.produce(x, w, told, inner)
	}, -1
}

// declaredLength is the Content-Length that a handler set for a stream, or -1.
func (r *Response) declaredLength() int64 {
	for _, f := range r.more.fields {
		if strings.EqualFold(f.name, "Content-Length") {
			if n, err := strconv.ParseInt(f.value, 10, 64); err == nil && n >= 0 {
				return n
			}
		}
	}
	return -1
}

// closer is what has to be closed once the response is sent or dropped, or nil.
func (r *Response) closer() io.Closer {
	switch {
	case r.more == nil:
		return nil
	case r.more.pulled != nil:
		return r.more.pulled
	case r.more.file != nil:
		return r.more.file
	}
	return nil
}

// wantsClose says whether the handler asked for the end of the connection.
func (r *Response) wantsClose() bool {
	return r.more != nil && r.more.has("Connection") && strings.EqualFold(r.Header("Connection"),
		"close")
}

// Begun is what a handler inside of around hooks answers with, for generated code: a sequence of
// which the first value was taken. What the hooks do not return is closed.
func (x *Exchange) Begun(r Response, err error) (Response, error) {
	if c := r.closer(); c != nil {
		x.begun = append(x.begun, c)
	}
	return r, err
}

// closeBegun closes the sequences that were begun, but for that of the answer.
func (x *Exchange) closeBegun(answer io.Closer) {
	for _, c := range x.begun {
		if c != answer {
			_ = c.Close() // only read from
		}
	}
	x.begun = nil
}

// closeUnsent closes what a response has opened.
func closeUnsent(r *Response) {
	if c := r.closer(); c != nil {
		_ = c.Close() // only read from
	}
}
