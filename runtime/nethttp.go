package runtime

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"sync/atomic"
	"time"
)

// The App as an http.Handler lives here: requests and answers of net/http, and with it
// HTTP/2, httptest and existing middleware, in the same order and with the same meaning
// as on our own connections. Limits and timeouts of a connection are those of the
// http.Server; the limit of the body and the handler's timeout are the App's.

// ServeHTTP implements http.Handler. What routes see is r.URL, so that handlers which
// change it (http.StripPrefix) work as ever. An answer that breaks off half-way panics
// with http.ErrAbortHandler, as net/http wants it.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e := &httpExchange{w: w, r: r, expired: make(chan struct{})}
	x := &e.x
	x.begin(a, e)
	defer e.end()
	x.Method = a.service.Table.Method(r.Method)
	if x.Head = x.Method == HEAD; x.Head {
		x.Method = GET
	}
	x.path, x.query, x.pathOwned = cmp.Or(r.URL.EscapedPath(), "/"), r.URL.RawQuery, true
	if x.Method == CONNECT && r.URL.Path == "" {
		x.path = cmp.Or(r.URL.Host, r.Host, "/")
	}
	resp := a.serve(x)
	if c := resp.closer(); c != nil {
		defer c.Close()
	}
	var failed *HTTPError
	if errors.As(e.body.err, &failed) {
		x.closing = true // and so net/http does not wait for the rest before it answers
		if resp.Status() < http.StatusBadRequest {
			resp = a.defaultAnswer(failed) // what broke off is never answered as if it were whole
		}
	}
	if e.state.CompareAndSwap(handlerRuns, answerGoes) {
		e.send(&resp)
	} else {
		<-e.expired // the 503 is on its way: w is not ours before it is sent
	}
}

// httpExchange is an exchange with net/http; it is the origin of its own Exchange.
type httpExchange struct {
	x       Exchange
	w       http.ResponseWriter
	r       *http.Request
	ctx     context.Context // nil until asked for
	cancel  context.CancelCauseFunc
	timer   *time.Timer   // of setTimeout, or nil
	state   atomic.Int32  // who may write to w
	expired chan struct{} // closed when the 503 of the timeout is written
	body    httpBodyReader
}

// Who may write to the http.ResponseWriter.
const (
	handlerRuns = iota // nobody yet
	answerGoes         // ServeHTTP
	timeIsUp           // the timer
)

// end is the end of the request: handles of it are no longer valid.
func (e *httpExchange) end() {
	if e.timer != nil {
		e.timer.Stop()
	}
	if e.cancel != nil {
		e.cancel(context.Canceled)
	}
	e.x.end()
}

func (e *httpExchange) method() string            { return e.r.Method }
func (e *httpExchange) host() string              { return e.r.Host }
func (e *httpExchange) tls() *tls.ConnectionState { return e.r.TLS }

func (e *httpExchange) header(name string) (string, bool) {
	values := e.r.Header[http.CanonicalHeaderKey(name)]
	if len(values) == 0 {
		return "", false
	}
	return values[0], true
}

// fields yields Host first, which net/http keeps apart, then the others sorted.
func (e *httpExchange) fields(yield func(name, value string) bool) {
	if e.r.Host != "" && !yield("Host", e.r.Host) {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(e.r.Header)) {
		for _, value := range e.r.Header[name] {
			if !yield(name, value) {
				return
			}
		}
	}
}

func (e *httpExchange) remoteAddr() net.Addr {
	if place, err := netip.ParseAddrPort(e.r.RemoteAddr); err == nil {
		return net.TCPAddrFromAddrPort(place)
	}
	return textAddr(e.r.RemoteAddr)
}

// textAddr is an address that is no IP address and port.
type textAddr string

func (a textAddr) Network() string { return "" }
func (a textAddr) String() string  { return string(a) }

func (e *httpExchange) context() context.Context {
	if e.ctx == nil {
		e.ctx, e.cancel = context.WithCancelCause(e.r.Context())
	}
	return e.ctx
}

func (e *httpExchange) setTimeout(d time.Duration) {
	if e.timer != nil {
		e.timer.Stop()
		e.timer = nil
	}
	if d > 0 {
		e.context() // before the timer's goroutine needs it
		e.timer = time.AfterFunc(d, e.expire)
	}
}

func (e *httpExchange) timedOut() bool { return e.state.Load() == timeIsUp }

// expire ends the handler's time: its context ends, and 503 is sent if nothing was.
func (e *httpExchange) expire() {
	// Claimed first: a handler that waits for the end of its context would answer before.
	up := e.state.CompareAndSwap(handlerRuns, timeIsUp)
	e.cancel(context.DeadlineExceeded)
	if !up {
		return
	}
	defer close(e.expired)
	resp := e.x.app.defaultAnswer(&HTTPError{Status: http.StatusServiceUnavailable})
	e.x.answering(&resp)
	e.w.Header().Set("Connection", "close")
	e.w.Header().Set("Content-Type", resp.mediaType())
	e.w.WriteHeader(resp.Status())
	if e.r.Method != http.MethodHead {
		_, _ = io.WriteString(e.w, resp.content())
	}
	_ = http.NewResponseController(e.w).Flush()
}

func (e *httpExchange) contentLength() int64 { return e.r.ContentLength }

func (e *httpExchange) readBody(limit int64) ([]byte, error) {
	return io.ReadAll(e.bodyReader(limit))
}

func (e *httpExchange) bodyReader(limit int64) io.Reader {
	if e.r.Body == nil {
		return http.NoBody
	}
	e.body = httpBodyReader{x: &e.x, generation: e.x.generation, r: e.r.Body, left: max(limit, -1)}
	if limit >= 0 && e.r.ContentLength > limit {
		e.body.err = tooLarge(nil)
	}
	return &e.body
}

// httpBodyReader reads a body with a limit, with the errors that origin promises.
type httpBodyReader struct {
	x          *Exchange
	generation uint64
	r          io.Reader
	left       int64 // -1: no limit
	err        error
}

func (b *httpBodyReader) Read(p []byte) (int, error) {
	if atomic.LoadUint64(&b.x.generation) != b.generation {
		return 0, errBodyOver
	}
	if b.err != nil {
		return 0, b.err
	}
	if b.left >= 0 && int64(len(p)) > b.left+1 && b.left+1 > 0 {
		p = p[:b.left+1] // one byte more tells "all" from "too much"
	}
	n, err := b.r.Read(p)
	if b.left >= 0 && int64(n) > b.left {
		n, err = int(b.left), tooLarge(nil)
	}
	if b.left >= 0 {
		b.left -= int64(n)
	}
	b.err = bodyError(err)
	return n, b.err
}

func tooLarge(cause error) error {
	return &HTTPError{Status: http.StatusRequestEntityTooLarge, Err: cause}
}

// bodyError gives an error of reading a body its status.
func bodyError(err error) error {
	var carried *HTTPError
	var limit *http.MaxBytesError
	switch {
	case err == nil, err == io.EOF, errors.As(err, &carried):
		return err
	case errors.As(err, &limit):
		return tooLarge(err)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &HTTPError{Status: http.StatusRequestTimeout, Err: err}
	}
	return &HTTPError{Status: http.StatusBadRequest, Message: "the body cannot be read", Err: err}
}
