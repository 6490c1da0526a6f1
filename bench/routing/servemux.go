package routing

import (
	"net/http"
	"strings"
)

// net/http's ServeMux. It has no way to set the answers to misses, so it writes its
// own; the status tells which one.
type serveMux struct {
	mux *http.ServeMux
	stdRequest
}

func (r *serveMux) Name() string { return "ServeMux" }

func (r *serveMux) Load(set *Set) error {
	r.stdRequest.reset()
	r.mux = http.NewServeMux()
	for row, route := range set.Rows() {
		handler := func(http.ResponseWriter, *http.Request) { Answered = row }
		if ints := route.Ints(); len(ints) > 0 {
			handler = func(_ http.ResponseWriter, req *http.Request) {
				Answered = row
				if !sumInts(ints, req.PathValue) {
					Answered = badValue
				}
			}
		}
		pattern := route.Pattern(braces)
		if strings.HasSuffix(pattern, "/") {
			pattern += "{$}" // else it would match everything below
		}
		r.mux.HandleFunc(route.Method+" "+pattern, handler)
	}
	return nil
}

func (r *serveMux) Serve(q *Request) {
	r.writer.status = 0
	r.mux.ServeHTTP(r.writer, r.set(q))
	switch r.writer.status {
	case http.StatusNotFound:
		Answered = NotFound
	case http.StatusMethodNotAllowed:
		Answered = WrongMethod
	}
}
