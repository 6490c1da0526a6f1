// Package lenient has trailing_slash: redirect, bad_param: 400 and problem: true.
package lenient

import (
	"time"

	"example.com/httpgen/runtime"
)

// Server implements Handlers.
type Server struct{}

func say(req runtime.Request) (runtime.Response, error) {
	return runtime.Text(req.Route().Name), nil
}

func (Server) Root(req runtime.Request) (runtime.Response, error)         { return say(req) }
func (Server) Books(req runtime.Request) (runtime.Response, error)        { return say(req) }
func (Server) Add(req runtime.Request) (runtime.Response, error)          { return say(req) }
func (Server) Book(req runtime.Request, id int) (runtime.Response, error) { return say(req) }
func (Server) Day(req runtime.Request, id int, day time.Time) (runtime.Response, error) {
	return say(req)
}
