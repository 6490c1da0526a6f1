package routing

import (
	"net/http"

	"github.com/julienschmidt/httprouter"
)

// httprouter with its native handles; redirects off.
type httpRouter struct {
	router *httprouter.Router
	stdRequest
}

func (r *httpRouter) Name() string { return "httprouter" }

func (r *httpRouter) Load(set *Set) error {
	r.stdRequest.reset()
	r.router = httprouter.New()
	r.router.RedirectTrailingSlash = false
	r.router.RedirectFixedPath = false
	r.router.NotFound = http.HandlerFunc(func(http.ResponseWriter,
		*http.Request) {
		Answered = NotFound
	})
	r.router.MethodNotAllowed = http.HandlerFunc(func(http.ResponseWriter,
		*http.Request) {
		Answered = WrongMethod
	})
	for row, route := range set.Rows() {
		handle := func(http.ResponseWriter, *http.Request, httprouter.Params) { Answered = row }
		if ints := route.Ints(); len(ints) > 0 {
			handle = func(_ http.ResponseWriter, _ *http.Request, params httprouter.Params) {
				Answered = row
				if !sumInts(ints, params.ByName) {
					Answered = badValue
				}
			}
		}
		r.router.Handle(route.Method, route.Pattern(colons), handle)
	}
	return nil
}

func (r *httpRouter) Serve(q *Request) { r.router.ServeHTTP(r.writer, r.set(q)) }
