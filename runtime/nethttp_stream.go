package runtime

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
)

// The writing of streams to an http.ResponseWriter lives here.

// httpBodyWriter is a bodyWriter on an http.ResponseWriter. The head goes out with the
// first byte or Flush.
type httpBodyWriter struct {
	e      *httpExchange
	status int

	mu    sync.Mutex // of what follows, and of calls of the http.ResponseWriter
	over  bool       // its function has returned
	left  int64      // what Content-Length still allows; -1: no limit
	begun bool
	err   error
}

func (w *httpBodyWriter) begin() {
	if !w.begun {
		w.begun = true
		w.e.w.WriteHeader(w.status)
	}
}

// hasBegun says whether the head has been written, or may have been.
func (w *httpBodyWriter) hasBegun() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.begun
}

// flushBegun sends what has begun to be written.
func (w *httpBodyWriter) flushBegun() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.begun && !w.over {
		_ = http.NewResponseController(w.e.w).Flush() // the next write tells
	}
}

// close has everybody fail who is late.
func (w *httpBodyWriter) close() {
	w.mu.Lock()
	w.over = true
	w.mu.Unlock()
}

// take returns how many of n bytes may be written, and an error if that is not all. w.mu is
// held.
func (w *httpBodyWriter) take(n int) (int, error) {
	if w.over {
		return 0, errStreamOver
	}
	if w.err != nil {
		return 0, w.err
	}
	w.begin()
	if w.left >= 0 && int64(n) > w.left {
		w.err = errLongBody
		n = int(w.left)
	}
	if w.left >= 0 {
		w.left -= int64(n)
	}
	return n, w.err
}

// keep remembers the first error, that of take if there is one.
func (w *httpBodyWriter) keep(err error) error {
	if w.err == nil {
		w.err = err
	}
	return w.err
}

func (w *httpBodyWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, err := w.take(len(p))
	if n == 0 {
		return 0, err
	}
	n, err = writeInPieces(w.e.h2, p[:n], w.e.w.Write)
	return n, w.keep(err)
}

func (w *httpBodyWriter) WriteString(s string) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, err := w.take(len(s))
	if n == 0 {
		return 0, err
	}
	n, err = writeInPieces(w.e.h2, s[:n], func(s string) (int, error) { return io.WriteString(w.e.w, s) })
	return n, w.keep(err)
}

func (w *httpBodyWriter) Flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, err := w.take(0); err != nil {
		return err
	}
	done := w.e.h2.writing()
	err := http.NewResponseController(w.e.w).Flush()
	done()
	if errors.Is(err, http.ErrNotSupported) {
		err = nil // a writer that cannot flush sends everything in the end
	}
	return w.keep(err)
}

// sendFile lets net/http use sendfile where it can.
func (w *httpBodyWriter) sendFile(f io.Reader, n int64) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, err := w.take(0); err != nil {
		return err
	}
	if w.left >= 0 && n > w.left {
		return w.keep(errLongBody)
	}
	var written int64
	var err error
	for piece := n; written < n && err == nil; written += piece {
		if w.e.h2 != nil {
			piece = min(n-written, h2Piece)
		}
		done := w.e.h2.writing()
		piece, err = io.CopyN(w.e.w, f, piece)
		done()
	}
	if w.left >= 0 {
		w.left -= written
	}
	return w.keep(err)
}

// gone does not ask the request's context: net/http ends that, too, for a client that sends
// no more and waits for the answer (RFC 9112 §9.6). Writing tells who is gone.
func (w *httpBodyWriter) gone() context.Context {
	w.e.mu.Lock()
	ctx := w.e.ctx
	w.e.mu.Unlock()
	if ctx != nil && context.Cause(ctx) == errCutOff {
		return ctx
	}
	return nil
}
