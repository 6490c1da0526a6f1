package runtime

import (
	"context"
	"errors"
	"sync"
)

// Streamed bodies live here.

// errStreamOver is what a writer says that outlived its function.
var errStreamOver = errors.New("runtime: the stream's function has returned")

// StreamWriter writes the body of a Stream. What is written is on its way at the latest
// at Flush or when the function returns. Its methods may be called from several
// goroutines: what one call writes stays together. They fail once the function has
// returned.
//
// When the client is gone, writing fails, and so does every later call; a function that
// waits for something else watches Request.Context, which ends then.
type StreamWriter struct {
	mu sync.Mutex
	w  bodyWriter // nil once the function has returned
}

// Write writes bytes of the body.
func (s *StreamWriter) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.w == nil {
		return 0, errStreamOver
	}
	return s.w.Write(p)
}

// WriteString writes text of the body.
func (s *StreamWriter) WriteString(text string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.w == nil {
		return 0, errStreamOver
	}
	return s.w.WriteString(text)
}

// Flush sends what was written.
func (s *StreamWriter) Flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.w == nil {
		return errStreamOver
	}
	if ctx := s.w.gone(); ctx != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return s.w.Flush()
}

// end has late calls fail.
func (s *StreamWriter) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.w = nil
}

// writeStream is the producer of Stream and SSE.
func (m *responseMore) writeStream(x *Exchange, w bodyWriter) error {
	s := StreamWriter{w: x.counted(w)}
	defer s.end()
	if m.events != nil {
		return writeEvents(&s, m.events)
	}
	return m.stream(&s)
}
