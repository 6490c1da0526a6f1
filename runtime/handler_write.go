package runtime

import "net/http"

// The http.ResponseWriter of our own connections lives here. A body that is short is kept until
// the handler returns, so that its length can be told; a longer one is written as a stream is
// (conn_stream.go).

// handlerKeeps is how much of a body is kept back, as net/http does.
const handlerKeeps = 2048

// connWriter is an http.ResponseWriter on a connection.
type connWriter struct {
	handled
	c   *conn
	ctx *requestContext

	// Of what the handler has said when the answer began.

	fields   []byte // written out, but those of the server
	dated    bool   // Date is among them
	typed    bool   // Content-Type is, or is to be left out
	coded    bool   // Content-Encoding is
	upgrade  bool
	length   int64 // Content-Length; -1: not known
	trailers []string

	got    int64  // of the body
	kept   []byte // of it, not yet written
	sent   bool   // the head is written, …
	keep   bool   // … which has said that the connection lives on
	stream *bodyStream
}

func newConnWriter(c *conn) *connWriter {
	w := &connWriter{c: c, length: -1}
	w.x, w.header, w.claim, w.writer = &c.f.x, make(http.Header), c.endGuard, w
	return w
}

func (w *connWriter) public() http.ResponseWriter { return w }

// Header implements http.ResponseWriter.
func (w *connWriter) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *connWriter) WriteHeader(status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case !w.mayBegin(status):
	case isInterim(status):
		w.interim(status)
	default:
		w.begin(status)
	}
}

// interim sends a 1xx at once. A client of HTTP/1.0 is sent none (RFC 9110 §15.2).
func (w *connWriter) interim(status int) {
	c := w.c
	if c.f.http.Minor == 0 {
		return
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	if status == http.StatusContinue {
		c.f.body.expect = false
	}
	out := c.f.output()
	b := append(appendStatusLine(out.b, status), w.formatted(true)...)
	out.b = append(b, "\r\n"...)
	_ = c.flush() // who writes next is told
}

// begin makes status and fields final. w.mu is held.
func (w *connWriter) begin(status int) {
	if !w.decide(status) {
		return
	}
	w.fields = w.formatted(false)
	if w.status == http.StatusSwitchingProtocols {
		w.writeHead()
		_ = w.flush() // who writes next is told
	}
}

// ready begins an answer that is written to before its head was. w.mu is held.
func (w *connWriter) ready() error {
	if err := w.writable(); err != nil {
		return err
	}
	if w.status == 0 {
		w.begin(http.StatusOK)
	}
	if w.status == 0 {
		return http.ErrHandlerTimeout
	}
	return nil
}

// take returns why a piece of the body is not to be written; what an after hook has replaced
// is thrown away.
func (w *connWriter) take(n int) (write bool, err error) {
	if err := w.ready(); err != nil {
		return false, err
	}
	switch {
	case w.replaced != nil:
		return false, nil
	case bodiless(w.status) || w.status == http.StatusSwitchingProtocols:
		return false, http.ErrBodyNotAllowed
	case w.length >= 0 && w.got+int64(n) > w.length:
		return false, http.ErrContentLength
	}
	w.got += int64(n)
	return n > 0, nil
}

// Write implements http.ResponseWriter.
func (w *connWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.write(p)
}

// WriteString implements io.StringWriter.
func (w *connWriter) WriteString(s string) (int, error) { return w.Write(lend(s)) }

func (w *connWriter) write(p []byte) (int, error) {
	switch write, err := w.take(len(p)); {
	case err != nil:
		return 0, err
	case !write:
		return len(p), nil
	case !w.sent && len(w.kept)+len(p) <= handlerKeeps:
		w.kept = append(w.kept, p...)
		return len(p), nil
	case !w.sent:
		if err := w.send(p); err != nil {
			return 0, err
		}
	}
	if w.stream == nil { // HEAD
		return len(p), nil
	}
	return w.stream.Write(p)
}

// send writes the head, and what was kept of the body; p comes behind it.
func (w *connWriter) send(p []byte) error {
	w.sniff(p)
	w.writeHead()
	if w.stream == nil || len(w.kept) == 0 {
		return nil
	}
	_, err := w.stream.Write(w.kept)
	w.kept = nil
	return err
}

// FlushError is what http.ResponseController calls.
func (w *connWriter) FlushError() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(); err != nil || w.replaced != nil {
		return err
	}
	if !w.sent {
		if err := w.send(nil); err != nil {
			return err
		}
	}
	if w.stream != nil {
		return w.stream.Flush()
	}
	return w.flush()
}

func (w *connWriter) flush() error {
	w.c.writing.Lock()
	defer w.c.writing.Unlock()
	return w.c.flush()
}

// Flush implements http.Flusher.
func (w *connWriter) Flush() { _ = w.FlushError() }

// EnableFullDuplex is for http.ResponseController: here it is always so that a handler may read
// while it writes.
func (w *connWriter) EnableFullDuplex() error { return nil }
