// Package moving has the routes by which docs/differences.md compares routers: each
// handler says its name and what it was given.
package moving

import (
	"strings"

	"example.com/httpgen/runtime"
)

// Server implements Handlers.
type Server struct{}

func say(words ...string) (runtime.Response, error) {
	return runtime.Text(strings.Join(words, " ")), nil
}

// User implements GET /users/<name>.
func (Server) User(req runtime.Request, name string) (runtime.Response, error) {
	return say("User", name)
}

// Me implements GET /users/me.
func (Server) Me(req runtime.Request) (runtime.Response, error) { return say("Me") }

// Posts implements GET /users/<name>/posts.
func (Server) Posts(req runtime.Request, name string) (runtime.Response, error) {
	return say("Posts", name)
}

// MyPart implements GET /users/me/<part>.
func (Server) MyPart(req runtime.Request, part string) (runtime.Response, error) {
	return say("MyPart", part)
}

// EditTeam implements GET /teams/<name>/edit.
func (Server) EditTeam(req runtime.Request, name string) (runtime.Response, error) {
	return say("EditTeam", name)
}

// PreviewTeam implements GET /teams/new/preview.
func (Server) PreviewTeam(req runtime.Request) (runtime.Response, error) {
	return say("PreviewTeam")
}

// Diff implements GET /diff/<base>...<head>.
func (Server) Diff(req runtime.Request, base, head string) (runtime.Response, error) {
	return say("Diff", base, head)
}

// Only implements GET /only.
func (Server) Only(req runtime.Request) (runtime.Response, error) { return say("Only") }
