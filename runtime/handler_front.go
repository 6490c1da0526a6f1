package runtime

import (
	"net/http"
)

// Middleware of net/http in front of an App lives here. Behind it a request of our own
// connection is one of net/http, which the App answers as it answers those (nethttp.go): its
// http.Request and http.ResponseWriter are made while middleware is used, and only then.

// Use puts middleware of net/http in front of everything that the App answers, on every server:
// files, routes, mounts, redirects, 404 and 405. The first Use is the outermost. What middleware
// puts into the context of the request reaches Request.Context; what it writes by itself is no
// request of the App: neither hooks nor Observers nor the AccessLog are told of it. After the
// App has answered, r.Pattern and r.PathValue of the request that it was handed say which
// route did.
//
// What cannot be read as a request is refused in front of it. Each request then costs an
// http.Request, and MinBodyRate and ReadTimeout hold bodies on our own connections as those of
// a stream. Default, and nil: none.
func Use(middleware func(http.Handler) http.Handler) Option {
	return func(s *settings) {
		if middleware != nil {
			s.middleware = append(s.middleware, middleware)
		}
	}
}

// newFront is all middleware with the App behind it, or nil.
func (a *App) newFront() http.Handler {
	list := a.settings.middleware
	if len(list) == 0 {
		return nil
	}
	var h http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stream, _ := r.Context().Value(h2StreamKey{}).(*h2Stream)
		a.serveOver(w, r, stream)
	})
	for i := len(list) - 1; i >= 0; i-- {
		if h = list[i](h); h == nil {
			panic("runtime: middleware of Use has returned no http.Handler")
		}
	}
	return h
}

// h2StreamKey is what the stream of a request is kept under in its context, for the App behind
// the middleware.
type h2StreamKey struct{}

// serveFront makes the answer of a request of our own connection by way of the middleware.
func (a *App) serveFront(x *Exchange) Response {
	resp := a.answerFront(x)
	if left, ok := x.handled().settle(resp); ok {
		return left
	}
	return a.errorAnswer(x.failure)
}

func (a *App) answerFront(x *Exchange) (resp Response) {
	defer func() {
		if v := recover(); v != nil {
			x.failure = recovered(v)
			a.report(x, x.failure)
		}
	}()
	x.LimitBody(-1) // there is one behind the middleware
	return x.handleBy(a.front.ServeHTTP, false)
}
