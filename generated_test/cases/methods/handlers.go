// Package methods has routes that differ in their methods. Its handlers answer with
// their names.
package methods

import "example.com/httpgen/runtime"

// Server implements Handlers.
type Server struct{}

func say(name string, req runtime.Request) (runtime.Response, error) {
	return runtime.Text(name+" "+req.Method()).WithHeader("X-Handler", name), nil
}

func (Server) Get(req runtime.Request) (runtime.Response, error)     { return say("Get", req) }
func (Server) Head(req runtime.Request) (runtime.Response, error)    { return say("Head", req) }
func (Server) Many(req runtime.Request) (runtime.Response, error)    { return say("Many", req) }
func (Server) Any(req runtime.Request) (runtime.Response, error)     { return say("Any", req) }
func (Server) AnyToo(req runtime.Request) (runtime.Response, error)  { return say("AnyToo", req) }
func (Server) GetToo(req runtime.Request) (runtime.Response, error)  { return say("GetToo", req) }
func (Server) Dav(req runtime.Request) (runtime.Response, error)     { return say("Dav", req) }
func (Server) Options(req runtime.Request) (runtime.Response, error) { return say("Options", req) }
func (Server) SplitInt(req runtime.Request, id int) (runtime.Response, error) {
	return say("SplitInt", req)
}
func (Server) SplitStr(req runtime.Request, id string) (runtime.Response, error) {
	return say("SplitStr", req)
}
func (Server) HeadInt(req runtime.Request, id int) (runtime.Response, error) {
	return say("HeadInt", req)
}
func (Server) HeadStr(req runtime.Request, id string) (runtime.Response, error) {
	return say("HeadStr", req)
}
