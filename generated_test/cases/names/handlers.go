// Package names has parameters whose names Go does not take as they are.
package names

import (
	"fmt"

	"example.com/httpgen/runtime"
)

// Server implements Handlers. Only the types count: a handler names its parameters as
// it likes.
type Server struct{}

func say(req runtime.Request, values ...any) (runtime.Response, error) {
	return runtime.Text(fmt.Sprint(append([]any{req.Route().Name}, values...)...)), nil
}

func (Server) Keywords(req runtime.Request, a string, b int) (runtime.Response, error) {
	return say(req, a, " ", b, " ", req.Param("type"), " ", req.Param("func"))
}

func (Server) Dashes(req runtime.Request, user, repo string) (runtime.Response, error) {
	return say(req, user, repo, req.Param("user-id"), req.Param("repo.id"))
}

func (Server) Twice(req runtime.Request, a string, b int, c string) (runtime.Response, error) {
	return say(req, a, " ", b, " ", c)
}

func (Server) OwnNames(req runtime.Request, a, b, c, d string) (runtime.Response, error) {
	return say(req, a, b, c, d)
}

func (Server) StdNames(req runtime.Request, a, b, c, d, e, f, g string) (runtime.Response, error) {
	return say(req, a, b, c, d, e, f, g)
}

func (Server) Same(req runtime.Request, a string) (runtime.Response, error) { return say(req, a) }

func (Server) Sorted(req runtime.Request, order Order) (runtime.Response, error) {
	return say(req, order == OrderAsc)
}

func (Server) SortedN(req runtime.Request, order Order, n int) (runtime.Response, error) {
	return say(req, order == OrderDesc, n)
}

func (Server) Kinds(req runtime.Request, kind Kind) (runtime.Response, error) {
	return say(req, string(kind))
}
