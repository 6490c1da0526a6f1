package runtime

import (
	"context"
	"errors"
)

// Streamed bodies live here.

// errStreamOver is what a writer says that outlived its function.
var errStreamOver = errors.New("runtime: the stream's function has returned")

// StreamWriter writes the body of a Stream. What is written is on its way at the latest
// at Flush or when the function returns. It is for one goroutine at a time, and fails
// once the function has returned.
//
// When the client is gone, writing fails, and so does every later call; a function that
// waits for something else watches Request.Context, which ends then.
type StreamWriter struct {
	w bodyWriter
}

// Write writes bytes of the body.
func (s *StreamWriter) Write(p []byte) (int, error) {
	if s.w == nil {
		return 0, errStreamOver
	}
	return s.w.Write(p)
}

// WriteString writes text of the body.
func (s *StreamWriter) WriteString(text string) (int, error) {
	if s.w == nil {
		return 0, errStreamOver
	}
	return s.w.WriteString(text)
}

// Flush sends what was written.
func (s *StreamWriter) Flush() error {
	if s.w == nil {
		return errStreamOver
	}
	if ctx := s.w.gone(); ctx != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return s.w.Flush()
}

// writeStream is the producer of Stream and SSE.
func (m *responseMore) writeStream(x *Exchange, w bodyWriter) error {
	s := StreamWriter{w: x.counted(w)}
	defer func() { s.w = nil }()
	if m.events != nil {
		return writeEvents(&s, m.events)
	}
	return m.stream(&s)
}
