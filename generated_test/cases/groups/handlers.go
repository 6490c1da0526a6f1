// Package groups has groups in groups. The methods of a named group are on a value of
// their own, which shows that the interfaces can be implemented apart.
package groups

import (
	"fmt"

	"example.com/httpgen/runtime"
)

// Server implements Handlers by its parts.
type Server struct {
	Users
	Misc
}

// Users implements UserHandlers.
type Users struct{ Posts }

// Posts implements UserPostHandlers.
type Posts struct{}

// Misc implements MiscHandlers.
type Misc struct{}

var (
	_ Handlers         = Server{}
	_ UserHandlers     = Users{}
	_ UserPostHandlers = Posts{}
	_ MiscHandlers     = Misc{}
)

func say(req runtime.Request, values ...any) (runtime.Response, error) {
	return runtime.Text(fmt.Sprintf("%s %q %v", req.Route().Name, req.Route().Group, values)), nil
}

func (Server) Root(req runtime.Request) (runtime.Response, error)    { return say(req) }
func (Server) V1(req runtime.Request) (runtime.Response, error)      { return say(req) }
func (Server) V1Slash(req runtime.Request) (runtime.Response, error) { return say(req) }
func (Server) V1Item(req runtime.Request, id int) (runtime.Response,
	error) {
	return say(req, id)
}
func (Users) Show(req runtime.Request, name string) (runtime.Response,
	error) {
	return say(req, name)
}
func (Users) Raw(req runtime.Request, name, rest string) (runtime.Response, error) {
	return say(req, name, rest)
}
func (Posts) ShowPost(req runtime.Request, name string, n int) (runtime.Response, error) {
	return say(req, name, n)
}
func (Posts) DropPost(req runtime.Request, name string, n int) (runtime.Response, error) {
	return say(req, name, n)
}
func (Misc) Ping(req runtime.Request) (runtime.Response, error) { return say(req) }
