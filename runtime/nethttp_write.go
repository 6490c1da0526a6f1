package runtime

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
)

// The writing of answers to an http.ResponseWriter lives here.

// send writes the answer.
func (e *httpExchange) send(resp *Response) {
	e.x.answering(resp)
	status := resp.Status()
	produce, length := resp.producer()
	e.writeFields(resp)
	noBody := bodiless(status)
	switch {
	case status == http.StatusResetContent:
		e.w.Header().Set("Content-Length", "0")
	case length >= 0 && !noBody:
		e.w.Header().Set("Content-Length", strconv.FormatInt(length, 10))
	}
	switch {
	case noBody || e.x.Head:
		e.w.WriteHeader(status)
	case produce == nil:
		e.w.WriteHeader(status)
		_, _ = io.WriteString(e.w, resp.content()) // it fails if the client is gone: nobody is left to tell
	default:
		e.stream(&httpBodyWriter{e: e, status: status, left: length}, produce)
	}
}

func (e *httpExchange) writeFields(resp *Response) {
	header := e.w.Header()
	if status := resp.Status(); status == http.StatusNoContent || status == http.StatusResetContent {
		header["Content-Type"] = nil // of no content, as on our own connections
	} else if t := resp.mediaType(); t != "" {
		header.Set("Content-Type", t)
	} else if header.Get("Content-Type") == "" {
		header["Content-Type"] = nil // or net/http guesses one
	}
	for _, f := range resp.headerFields() {
		switch {
		case isOwn(f.name):
		case mayRepeat(f.name):
			header.Add(f.name, f.value)
		default:
			header.Set(f.name, f.value)
		}
	}
	if e.x.closing {
		header.Set("Connection", "close")
	}
}

// stream runs a producer. If it fails before anything was sent the answer is the plain
// 500, else the connection is cut.
func (e *httpExchange) stream(w *httpBodyWriter, produce func(*Exchange, bodyWriter) error) {
	a := e.x.app
	err := a.runProducer(&e.x, w, produce)
	switch {
	case err != nil:
	case w.err != nil: // the function did not care
		err = w.err
	case w.left > 0:
		err = errShortBody
	}
	if err == nil {
		w.begin()
		return
	}
	if e.r.Context().Err() == nil {
		a.logError(&e.x, "stream failed", err)
	}
	if w.begun {
		panic(http.ErrAbortHandler)
	}
	resp := a.plain500()
	clear(e.w.Header())
	e.send(&resp)
}

var (
	errShortBody = errors.New("the body is shorter than its Content-Length")
	errLongBody  = errors.New("the body is longer than its Content-Length")
)

// runProducer calls the function of a stream, and makes an error of its panic.
func (a *App) runProducer(x *Exchange, w bodyWriter, produce func(*Exchange, bodyWriter) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = recovered(v)
			a.report(x, err)
		}
	}()
	return produce(x, w)
}

// httpBodyWriter is a bodyWriter on an http.ResponseWriter. The head goes out with the
// first byte or Flush.
type httpBodyWriter struct {
	e      *httpExchange
	status int
	left   int64 // what Content-Length still allows; -1: no limit
	begun  bool
	err    error
}

func (w *httpBodyWriter) begin() {
	if !w.begun {
		w.begun = true
		w.e.w.WriteHeader(w.status)
	}
}

// take returns how many of n bytes may be written, and an error if that is not all.
func (w *httpBodyWriter) take(n int) (int, error) {
	if w.err == nil {
		w.err = context.Cause(w.e.r.Context())
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
	n, err := w.take(len(p))
	if n == 0 {
		return 0, err
	}
	n, err = w.e.w.Write(p[:n])
	return n, w.keep(err)
}

func (w *httpBodyWriter) WriteString(s string) (int, error) {
	n, err := w.take(len(s))
	if n == 0 {
		return 0, err
	}
	n, err = io.WriteString(w.e.w, s[:n])
	return n, w.keep(err)
}

func (w *httpBodyWriter) Flush() error {
	if _, err := w.take(0); err != nil {
		return err
	}
	err := http.NewResponseController(w.e.w).Flush()
	if errors.Is(err, http.ErrNotSupported) {
		err = nil // a writer that cannot flush sends everything in the end
	}
	return w.keep(err)
}

// sendFile lets net/http use sendfile where it can.
func (w *httpBodyWriter) sendFile(f io.Reader, n int64) error {
	if _, err := w.take(0); err != nil {
		return err
	}
	if w.left >= 0 && n > w.left {
		return w.keep(errLongBody)
	}
	written, err := io.CopyN(w.e.w, f, n)
	if w.left >= 0 {
		w.left -= written
	}
	return w.keep(err)
}

func (w *httpBodyWriter) gone() context.Context {
	if ctx := w.e.r.Context(); ctx.Err() != nil {
		return ctx
	}
	return nil
}
