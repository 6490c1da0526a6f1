package runtime

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"time"
)

// Handlers of net/http behind net/http live here, and behind HTTP/2: they are given the
// http.ResponseWriter that came, inside of one that begins the answer and counts it.

// overWriter is an http.ResponseWriter on another.
type overWriter struct {
	handled
	e       *httpExchange
	nc      net.Conn // that was taken over
	got     int64
	flushed bool
}

func newOverWriter(e *httpExchange) *overWriter {
	w := &overWriter{e: e}
	w.x, w.header, w.claim, w.writer = &e.x, e.w.Header(), e.claimed, w
	if len(w.header) > 0 {
		w.before = w.header.Clone()
	}
	return w
}

// public can be taken over only where that is possible: there are handlers that ask.
func (w *overWriter) public() http.ResponseWriter {
	if w.e.r.ProtoMajor == 1 {
		return overHijacker{w}
	}
	return w
}

// request is what came, with the body's limit and the context of Request.
func (w *overWriter) request() *http.Request {
	r := w.e.r.WithContext(w.context())
	if r.ContentLength != 0 && r.Body != nil {
		w.body = &handlerBody{req: w.x.Request(), limit: w.x.bodyLimit()}
		r.Body = w.body
	}
	if _, upgrades := r.Header["Upgrade"]; upgrades && !r.ProtoAtLeast(1, 1) {
		r.Header = r.Header.Clone()
		delete(r.Header, "Upgrade") // as requestFields does
	}
	return r
}

// context is that of the request, which is made when somebody asks for its end.
func (w *overWriter) context() context.Context {
	if more := w.x.kept.more.Load(); more != nil && more.ctx.Load() != nil {
		return w.x.context()
	}
	return &overContext{w.e.r.Context(), w.e}
}

// overContext is the context of a request of net/http that can end before net/http ends it.
type overContext struct {
	context.Context
	e *httpExchange
}

// Done implements context.Context.
func (c *overContext) Done() <-chan struct{} { return c.e.context().Done() }

// Err implements context.Context.
func (c *overContext) Err() error { return c.e.context().Err() }

// Value implements context.Context. What is derived from the context looks for it here.
func (c *overContext) Value(key any) any {
	c.e.mu.Lock()
	ctx := c.e.ctx
	c.e.mu.Unlock()
	if ctx != nil {
		return ctx.Value(key)
	}
	return c.Context.Value(key)
}

// Unwrap is for http.ResponseController.
func (w *overWriter) Unwrap() http.ResponseWriter { return w.e.w }

// Header implements http.ResponseWriter.
func (w *overWriter) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *overWriter) WriteHeader(status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case !w.mayBegin(status):
	case isInterim(status):
		w.e.w.WriteHeader(status)
	default:
		w.begin(status)
	}
}

// begin makes status and fields final. w.mu is held.
func (w *overWriter) begin(status int) {
	if !w.decide(status) {
		return
	}
	e := w.e
	if w.status >= http.StatusBadRequest && w.bodyLeft() {
		e.x.closing = true // and so net/http does not wait for the rest before it answers
	}
	if e.r.ProtoMajor == 1 && (e.x.closing || e.app.server.draining.Load()) &&
		w.status != http.StatusSwitchingProtocols {
		w.header.Set("Connection", "close")
	}
	if seen := e.x.seen; seen != nil {
		seen.status, seen.bytes = w.status, 0
	}
	e.w.WriteHeader(w.status)
	e.streams.Store(true)
	e.endStream()
}

// ready begins an answer that is written to before its head was, and says whether what is
// written goes out. w.mu is held.
func (w *overWriter) ready() (bool, error) {
	if err := w.writable(); err != nil {
		return false, err
	}
	if w.status == 0 {
		w.begin(http.StatusOK)
	}
	if w.status == 0 {
		return false, http.ErrHandlerTimeout
	}
	return w.replaced == nil, nil
}

// Write implements http.ResponseWriter.
func (w *overWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if goes, err := w.ready(); err != nil || !goes {
		return len(p), err
	}
	stream := w.e.h2
	if !w.flushed && w.got+int64(len(p)) <= h2Unsent {
		stream = nil // nothing of it waits for the client yet
	}
	n, err := writeInPieces(stream, p, w.e.w.Write)
	w.got += int64(n)
	return n, err
}

// WriteString implements io.StringWriter.
func (w *overWriter) WriteString(s string) (int, error) { return w.Write(lend(s)) }

// ReadFrom implements io.ReaderFrom: net/http uses sendfile where it can.
func (w *overWriter) ReadFrom(r io.Reader) (int64, error) {
	to, ok := w.e.w.(io.ReaderFrom)
	if file, _ := fileOf(r); file == nil || !ok {
		return io.Copy(writerFunc(w.Write), r)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if goes, err := w.ready(); err != nil {
		return 0, err
	} else if !goes {
		return io.Copy(io.Discard, r)
	}
	n, err := to.ReadFrom(r)
	w.got += n
	return n, err
}

// FlushError is what http.ResponseController calls.
func (w *overWriter) FlushError() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if goes, err := w.ready(); err != nil || !goes {
		return err
	}
	w.flushed = true
	done := w.e.h2.writing()
	defer done()
	return http.NewResponseController(w.e.w).Flush()
}

// Flush implements http.Flusher.
func (w *overWriter) Flush() { _ = w.FlushError() }

// SetWriteDeadline is for http.ResponseController.
func (w *overWriter) SetWriteDeadline(t time.Time) error {
	if w.e.h2 != nil {
		return w.e.h2.setWriteDeadline(t)
	}
	return http.NewResponseController(w.e.w).SetWriteDeadline(t)
}

// overHijacker is an overWriter over HTTP/1.
type overHijacker struct{ *overWriter }

// Hijack implements http.Hijacker.
func (w overHijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.writable(); err != nil {
		return nil, nil, err
	}
	if w.status == 0 && !w.claim() {
		return nil, nil, http.ErrHandlerTimeout
	}
	if w.bodyLeft() {
		return nil, nil, errUnreadBody
	}
	nc, rw, err := http.NewResponseController(w.e.w).Hijack()
	if err != nil {
		return nil, nil, err
	}
	w.hijacked, w.nc = true, nc
	if seen := w.x.seen; seen != nil && w.status == 0 {
		seen.status = http.StatusSwitchingProtocols
	}
	w.e.streams.Store(true)
	w.e.endStream()
	return nc, rw, nil
}

func (w *overWriter) bodyLeft() bool {
	b := &w.e.body
	if w.body == nil || w.body.ended.Load() {
		return false
	}
	if !b.lock.TryLock() { // somebody waits for it
		return true
	}
	defer b.lock.Unlock()
	return b.err != io.EOF && b.got != w.e.r.ContentLength
}

// finishHandled ends the answer of a handler of net/http.
func (e *httpExchange) finishHandled(w *overWriter) {
	if seen := e.x.seen; seen != nil && !e.x.Head {
		seen.bytes = w.got
	}
	if e.x.failure != nil {
		if w.nc != nil {
			w.nc.Close() // nobody knows what state it is in
		}
		e.retire(true)
		e.abort()
	}
	e.retire(true)
}
