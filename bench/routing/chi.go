package routing

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

// chi v5 without middleware.
type chiRouter struct {
	mux *chi.Mux
	stdRequest
}

func (r *chiRouter) Name() string { return "chi" }

func (r *chiRouter) Load(set *Set) error {
	r.stdRequest.reset()
	r.mux = chi.NewRouter()
	r.mux.NotFound(func(http.ResponseWriter, *http.Request) { Answered = NotFound })
	r.mux.MethodNotAllowed(func(http.ResponseWriter, *http.Request) { Answered = WrongMethod })
	for row, route := range set.Rows() {
		handler := func(http.ResponseWriter, *http.Request) { Answered = row }
		if ints := route.Ints(); len(ints) > 0 {
			handler = func(_ http.ResponseWriter, req *http.Request) {
				Answered = row
				if !sumInts(ints, func(name string) string { return chi.URLParam(req, name) }) {
					Answered = badValue
				}
			}
		}
		r.mux.MethodFunc(route.Method, route.Pattern(mixedBraces), handler)
	}
	return nil
}

func (r *chiRouter) Serve(q *Request) { r.mux.ServeHTTP(r.writer, r.set(q)) }
