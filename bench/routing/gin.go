package routing

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
)

// gin, in release mode and without its default middleware. Redirects are off, 405 is
// on (its default is 404), so that it does what the others do.
type ginRouter struct {
	engine *gin.Engine
	stdRequest
}

func (r *ginRouter) Name() string { return "gin" }

func (r *ginRouter) Load(set *Set) error {
	gin.SetMode(gin.ReleaseMode)
	r.stdRequest.reset()
	r.engine = gin.New()
	r.engine.HandleMethodNotAllowed = true
	r.engine.RedirectTrailingSlash = false
	// WriteHeaderNow tells gin that the answer is made, or it would write its own body.
	r.engine.NoRoute(func(c *gin.Context) { Answered = NotFound; c.Writer.WriteHeaderNow() })
	r.engine.NoMethod(func(c *gin.Context) { Answered = WrongMethod; c.Writer.WriteHeaderNow() })
	for row, route := range set.Rows() {
		handler := func(*gin.Context) { Answered = row }
		if ints := route.Ints(); len(ints) > 0 {
			handler = func(c *gin.Context) {
				Answered = row
				if !sumInts(ints, c.Param) {
					Answered = badValue
				}
			}
		}
		r.engine.Handle(route.Method, route.Pattern(colons), handler)
	}
	return nil
}

func (r *ginRouter) Serve(q *Request) { r.engine.ServeHTTP(r.writer, r.set(q)) }

// stdRequest is the one *http.Request that a router over net/http is given again and
// again, with another method and path.
type stdRequest struct {
	request *http.Request
	writer  *nullWriter
}

func (s *stdRequest) reset() {
	s.writer = newNullWriter()
	s.request = &http.Request{Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Host: "localhost",
		URL: &url.URL{}, Header: http.Header{}}
}

func (s *stdRequest) Prepare([]Request) {}

func (s *stdRequest) set(q *Request) *http.Request {
	s.request.Method = q.Method
	s.request.RequestURI = q.Path
	s.request.URL.Path = q.Path
	return s.request
}
