package routing

import (
	"net/http"

	"github.com/uptrace/bunrouter"
)

// bunrouter with its native handlers.
type bunRouter struct {
	router *bunrouter.Router
	stdRequest
}

func (r *bunRouter) Name() string { return "bunrouter" }

func (r *bunRouter) Load(set *Set) error {
	r.stdRequest.reset()
	answer := func(row int) bunrouter.HandlerFunc {
		return func(http.ResponseWriter, bunrouter.Request) error { Answered = row; return nil }
	}
	r.router = bunrouter.New(bunrouter.WithNotFoundHandler(answer(NotFound)),
		bunrouter.WithMethodNotAllowedHandler(answer(WrongMethod)))
	for row, route := range set.Rows() {
		handler := answer(row)
		if ints := route.Ints(); len(ints) > 0 {
			handler = func(_ http.ResponseWriter, req bunrouter.Request) error {
				Answered = row
				if !sumInts(ints, req.Param) {
					Answered = badValue
				}
				return nil
			}
		}
		r.router.Handle(route.Method, route.Pattern(colons), handler)
	}
	return nil
}

func (r *bunRouter) Serve(q *Request) { r.router.ServeHTTP(r.writer, r.set(q)) }
