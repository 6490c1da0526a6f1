package runtime

import (
	"net/http"
	"sync"

	"example.com/httpgen/runtime/wire"
)

// Answers of JSON are made of what was encoded here, or is encoded while they are sent.

func jsonResponse(text string, status int) Response {
	r := Response{head: makeHead(http.StatusOK, kindFixed, typeJSON), body: text}
	if status == http.StatusOK {
		return r
	}
	return r.WithStatus(status)
}

// An encodeBuffer is where a result is written before its size is known.
type encodeBuffer struct{ b []byte }

var encodeBuffers = sync.Pool{New: func() any { return new(encodeBuffer) }}

// answer is that of a text in the buffer, which is free then for the next.
func (b *encodeBuffer) answer(text []byte, status int) Response {
	r := jsonResponse(string(text), status)
	if poison.Load() {
		overwrite(text)
	}
	if cap(text) <= maxKeptBuffer {
		b.b = text
	}
	encodeBuffers.Put(b)
	return r
}

// writePieces is the producer of a large result.
func (m *responseMore) writePieces(x *Exchange, w bodyWriter) error {
	w = x.counted(w)
	b := encodeBuffers.Get().(*encodeBuffer)
	defer encodeBuffers.Put(b)
	send := func(piece []byte) error {
		_, err := w.Write(piece)
		if poison.Load() {
			overwrite(piece)
		}
		return err
	}
	text, err := m.pieces(wire.NewPieces(send), b.b[:0])
	if err == nil {
		err = send(text)
	}
	return err
}
