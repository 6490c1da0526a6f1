package routing

import (
	"github.com/labstack/echo/v5"
)

// echo v5 without middleware.
type echoRouter struct {
	echo *echo.Echo
	stdRequest
}

func (r *echoRouter) Name() string { return "echo" }

func (r *echoRouter) Load(set *Set) error {
	r.stdRequest.reset()
	answer := func(row int) echo.HandlerFunc {
		return func(*echo.Context) error { Answered = row; return nil }
	}
	r.echo = echo.NewWithConfig(echo.Config{Router: echo.NewRouter(echo.RouterConfig{
		NotFoundHandler: answer(NotFound), MethodNotAllowedHandler: answer(WrongMethod),
	})})
	for row, route := range set.Rows() {
		handler := answer(row)
		if ints := route.Ints(); len(ints) > 0 {
			handler = func(c *echo.Context) error {
				Answered = row
				if !sumInts(ints, c.Param) {
					Answered = badValue
				}
				return nil
			}
		}
		r.echo.Add(route.Method, route.Pattern(colons), handler)
	}
	return nil
}

func (r *echoRouter) Serve(q *Request) { r.echo.ServeHTTP(r.writer, r.set(q)) }
