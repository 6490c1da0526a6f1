// Package hooks tells the order in which hooks and handlers run: each adds its name to
// the header field X-Before or X-After, and does what the query asks of it.
package hooks

import (
	"errors"
	"fmt"
	"strings"

	"example.com/httpgen/runtime"
)

// Server implements Handlers.
type Server struct{}

// trace is the key of the names so far.
type trace struct{}

// step notes a name. A query of "answer=Name", "fail=Name", "abort=Name" or "panic=Name"
// makes that step answer, return an error, call Abort or panic.
func step(req runtime.Request, name string) (*runtime.Response, error) {
	seen, _ := req.Value(trace{}).([]string)
	req.Set(trace{}, append(seen, name))
	q := req.Query()
	switch name {
	case q.Get("answer"):
		r := runtime.Text(name + " answers")
		return &r, nil
	case q.Get("fail"):
		return nil, errors.New(name + " fails")
	case q.Get("abort"):
		runtime.Abort(403, name+" aborts")
	case q.Get("panic"):
		panic(name)
	}
	return nil, nil
}

func handle(req runtime.Request, name string) (runtime.Response, error) {
	if r, err := step(req, name); r != nil || err != nil {
		return orNone(r), err
	}
	return runtime.Text(order(req)), nil
}

func orNone(r *runtime.Response) runtime.Response {
	if r == nil {
		return runtime.Response{}
	}
	return *r
}

func order(req runtime.Request) string {
	seen, _ := req.Value(trace{}).([]string)
	return strings.Join(seen, " ")
}

func after(req runtime.Request, resp *runtime.Response, name string) error {
	other, err := step(req, name)
	if other != nil {
		*resp = *other
	}
	*resp = resp.WithHeader("X-Order", order(req))
	return err
}

func (Server) One(req runtime.Request) (*runtime.Response, error)  { return step(req, "One") }
func (Server) Two(req runtime.Request) (*runtime.Response, error)  { return step(req, "Two") }
func (Server) Mine(req runtime.Request) (*runtime.Response, error) { return step(req, "Mine") }
func (Server) MineToo(req runtime.Request) (*runtime.Response,
	error) {
	return step(req, "MineToo")
}
func (Server) Outer(req runtime.Request) (*runtime.Response, error) { return step(req, "Outer") }
func (Server) Inner(req runtime.Request) (*runtime.Response, error) { return step(req, "Inner") }

func (Server) Last(req runtime.Request, r *runtime.Response) error { return after(req, r, "Last") }
func (Server) Every(req runtime.Request, r *runtime.Response) error {
	return after(req, r,
		"Every")
}
func (Server) After(req runtime.Request, r *runtime.Response) error {
	return after(req, r,
		"After")
}
func (Server) AfterToo(req runtime.Request, r *runtime.Response) error {
	return after(req, r, "AfterToo")
}
func (Server) OuterAfter(req runtime.Request, r *runtime.Response) error {
	return after(req, r, "OuterAfter")
}
func (Server) InnerAfter(req runtime.Request, r *runtime.Response) error {
	return after(req, r, "InnerAfter")
}

func (Server) Plain(req runtime.Request) (runtime.Response, error)  { return handle(req, "Plain") }
func (Server) Own(req runtime.Request) (runtime.Response, error)    { return handle(req, "Own") }
func (Server) OuterX(req runtime.Request) (runtime.Response, error) { return handle(req, "OuterX") }
func (Server) InnerX(req runtime.Request) (runtime.Response, error) { return handle(req, "InnerX") }
func (Server) InnerParams(req runtime.Request, id int, name string) (runtime.Response, error) {
	return runtime.Text(fmt.Sprint(id, " ", name, " ", req.Param("id"), " ", req.Route().Name)), nil
}
