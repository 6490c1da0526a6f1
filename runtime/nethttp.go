package runtime

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// The App as an http.Handler lives here: requests and answers of net/http, and with it
// HTTP/2, httptest and existing middleware, in the same order and with the same meaning
// as on our own connections. Limits and timeouts of a connection are those of the
// http.Server; the limit of the body and the handler's timeout are the App's.

// ServeHTTP implements http.Handler. What routes see is r.URL, so that handlers which
// change it (http.StripPrefix) work as ever. Middleware in front finds the route's pattern
// in r.Pattern and its parameters by r.PathValue; where an http.Server calls the App itself
// nobody is in front, and nothing is noted. An answer that breaks off half-way panics
// with http.ErrAbortHandler, as net/http wants it.
//
// Stop and Shutdown wait for its requests and end its streams; an http.Server in front is
// told by its RegisterOnShutdown(app.Stop).
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.enterOver(w, r, nil) }

// enterOver answers a request of net/http by way of the middleware. h2 is nil where the server
// is not ours.
func (a *App) enterOver(w http.ResponseWriter, r *http.Request, h2 *h2Stream) {
	switch {
	case a.front == nil, h2 != nil && h2.refused != 0:
		a.serveOver(w, r, h2)
	case h2 == nil:
		a.front.ServeHTTP(w, r)
	default:
		a.front.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), h2StreamKey{}, h2)))
	}
}

// serveOver answers a request of net/http. h2 is nil where the server is not ours.
func (a *App) serveOver(w http.ResponseWriter, r *http.Request, h2 *h2Stream) {
	e := newOver(a, w, r, h2)
	a.server.enter(e)
	if a.settings.timeout > 0 || a.service.Bounded {
		e.serveBounded()
		return
	}
	whole := false
	defer func() {
		e.end()
		if whole {
			e.release()
		}
	}()
	e.finish(e.serve())
	whole = true
}

// serve makes the answer.
func (e *httpExchange) serve() Response {
	x := e.prepare()
	if e.h2 != nil && e.h2.refused != 0 {
		return e.refuse(x)
	}
	return e.app.serve(x)
}

// refuse is the answer of what is no request. Observers are told of its end alone.
func (e *httpExchange) refuse(x *Exchange) Response {
	if e.app.settings.observed() {
		x.seen = &observation{start: e.h2.began}
		e.app.tallyStart(x.seen)
	}
	cause := &HTTPError{Status: e.h2.refused}
	x.failure = cause
	return e.app.defaultAnswer(cause)
}

// prepare makes the exchange ready for the request; the calling goroutine owns it.
func (e *httpExchange) prepare() *Exchange {
	x, r := &e.x, e.r
	x.own()
	x.begin(e.app, e)
	e.body.x, e.body.generation = x, x.generation
	x.setMethod(e.app.service.Table.Method(r.Method))
	x.path, x.query, x.pathOwned = cmp.Or(escapedPath(r.URL), "/"), r.URL.RawQuery, true
	if x.Method == CONNECT && r.URL.Path == "" {
		x.path = cmp.Or(r.URL.Host, r.Host, "/")
	}
	return x
}

// escapedPath is u.EscapedPath(), which looks at each byte twice.
func escapedPath(u *url.URL) string {
	if u.RawPath != "" {
		return u.EscapedPath()
	}
	for i := range len(u.Path) {
		switch c := u.Path[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '-' <= c && c <= '9', c == '_', c == '~':
		default:
			return u.EscapedPath()
		}
	}
	return u.Path
}

// finish sends the answer, unless the 503 of a timeout was sent.
func (e *httpExchange) finish(resp Response) {
	x := &e.x
	defer closeUnsent(&resp)
	if !e.claimed() {
		<-e.expired // the 503 is on its way: w is not ours before it is sent
		return
	}
	e.tellMiddleware(x.currentRoute())
	if resp.kind() == kindHandled {
		e.finishHandled(x.handled().writer.(*overWriter))
		return
	}
	if x.aborted {
		e.abort()
	}
	if resp.kind() != kindStream || x.Head || bodiless(resp.Status()) {
		e.retire(false)
	}
	failed, ended := e.body.outcome()
	if resp.Status() >= http.StatusBadRequest && !ended && e.r.ContentLength != 0 {
		x.closing = true // and so net/http does not wait for the rest before it answers
	}
	if failed != nil {
		x.closing = true
		if resp.Status() < http.StatusBadRequest {
			closeUnsent(&resp)
			// what broke off is never answered as if it were whole
			resp = e.app.lateAnswer(x, failed)
		}
	}
	e.send(&resp)
}

// httpExchange is an exchange with net/http; it is the origin of its own Exchange.
type httpExchange struct {
	x       Exchange
	app     *App
	w       http.ResponseWriter
	r       *http.Request
	h2      *h2Stream       // of our own server; nil: another's
	retired bool            // nobody else looks at it any more
	mu      sync.Mutex      // of ctx, cancel and cause
	cause   error           // that the context ended with, or would have; nil: it has not
	ctx     context.Context // nil until asked for
	cancel  context.CancelCauseFunc
	names   atomic.Pointer[[]string]       // of the fields; nil until asked for
	timer   *time.Timer                    // of setTimeout, or nil
	state   atomic.Int32                   // who may write to w
	expired chan struct{}                  // closed when the 503 of the timeout is written; nil: no timer
	streams atomic.Bool                    // a user's function writes the answer, …
	writer  atomic.Pointer[httpBodyWriter] // … by this
	body    httpBodyReader
	fault   any // of ours, on the goroutine of serveBeside

	// Of the server's list, under its mu.
	before, behind *httpExchange

	length lengthText
}
