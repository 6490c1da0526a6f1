package runtime

import (
	"net/http"
)

// Handlers of net/http live here, in the place of our own: what is the same for them on every
// server. A route that returns http and a mount get an http.ResponseWriter and an *http.Request,
// which are made when such a handler is called and not before: on our own connections in
// handler_write.go and handler_request.go; those of net/http are handed on (handler_over.go).
//
// An answer begins with the first WriteHeader or Write, as status and fields do not change any
// more then: after hooks run there, and what goes wrong later can only cut it.

// HandleHTTP has a handler of net/http answer the request.
func (x *Exchange) HandleHTTP(serve http.HandlerFunc) (Response, error) {
	if x.foreign && (!x.handled().giveWay() || x.bodyBegun()) {
		return Response{}, errCalledAgain
	}
	return x.handleBy(serve, true), nil
}

// handleBy has a handler of net/http answer, with after hooks or without.
func (x *Exchange) handleBy(serve http.HandlerFunc, hooks bool) Response {
	var w handlerWriter
	switch o := x.origin.(type) {
	case *conn:
		w = newConnWriter(o)
	case *httpExchange:
		w = newOverWriter(o)
	}
	h, r := w.common(), w.request()
	h.req, h.app, h.hooks, h.front = x.Request(), x.app, hooks && x.app.service.After != nil, !hooks
	x.foreign = true
	h.tellRoute(r)
	x.kept.rare().handled = h
	defer func() {
		if r.MultipartForm != nil {
			_ = r.MultipartForm.RemoveAll() // of temporary files, as net/http does
		}
	}()
	serve(w.public(), r)
	return h.response()
}

// A handlerWriter is what one kind of server gives a handler of net/http.
type handlerWriter interface {
	common() *handled
	request() *http.Request
	// public is the http.ResponseWriter itself.
	public() http.ResponseWriter
	// begin makes status and fields final. The handled's lock is held.
	begin(status int)
	// bodyLeft says whether the body of the request is not read to its end, as far as is known:
	// somebody may be reading.
	bodyLeft() bool
}
