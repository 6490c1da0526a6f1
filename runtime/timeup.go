package runtime

import (
	"context"
	"net/http"
)

// The answer to a request whose handler's time is up lives here.

// timeUpError is what such a request has failed with.
func timeUpError() *HTTPError {
	return &HTTPError{Status: http.StatusServiceUnavailable, Err: context.DeadlineExceeded}
}

// answerTimeUp makes the answer while the handler still runs: by the error handlers and the
// hooks of scope all, as every other error is answered. It runs on a goroutine of its own,
// which has an exchange of its own for them: the request's belongs to the handler's. What
// the hooks have started may look at that until over has returned; the answer need not wait
// for it.
func (a *App) answerTimeUp(x *Exchange) (resp Response, over func()) {
	y := new(Exchange)
	y.own()
	y.begin(a, x.origin)
	y.Method, y.Head = x.Method, x.Head
	y.path, y.query, y.pathOwned, y.plain = x.path, x.query, x.pathOwned, x.plain
	y.kept.more.Store(x.kept.rare())
	y.kept.limit.Store(x.kept.limit.Load())
	list := x.kept.given.of(x.generation)
	copy(y.kept.given.places[:], list)
	y.kept.given.known.Store(knownOf(y.generation, uint8(len(list))))
	if route := x.answers.Load(); route != nil {
		y.Entered, y.kept.path = int32(route.Index())+1, x.kept.path
	}
	y.failure = timeUpError()
	resp = a.answerFailure(y)
	if a.service.After != nil {
		resp = a.answerAfter(y, resp, nil)
	}
	resp = a.withFields(y, resp)
	if resp.kind() != kindFixed {
		a.log().Error("the answer to a timeout cannot be a stream or a file", "path",
			cloned(x.path))
		closeUnsent(&resp)
		resp = a.withFields(y, a.defaultAnswer(timeUpError()))
	}
	return resp, func() {
		if !y.retire() {
			y.waitForHolders()
		}
	}
}
