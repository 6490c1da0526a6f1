package runtime

import (
	"math"
	"strings"
	"time"

	"example.com/httpgen/runtime/match"
)

// What generated code and the runtime say to each other lives here, but for the decoders of
// bodies (form.go, json.go, multipart.go). Users never call these names; they are exported
// because generated code is another package. The package comment lists them.

// GeneratedVersion1_IfUndefinedRunHttpgenGenerate is the version guard: every
// generated package refers to the symbol of the generator that wrote it, so that
// generated code and a runtime too far apart are a build error that says what to do.
const GeneratedVersion1_IfUndefinedRunHttpgenGenerate = true

// Service is what a generated package hands to NewApp: the compiled dispatcher and
// the manifest's hooks, error handlers and settings. A nil function means that the
// manifest has nothing of the kind.
type Service struct {
	// Table holds the routes as data.
	Table *Table
	// Dispatch finds the route of a canonical path (see [match.Canonical]) and answers with
	// what it returns. Where it has not set Exchange.Entered, no route accepted; then
	// Exchange.Allowed has the methods of every pattern that matched.
	Dispatch func(x *Exchange, path string) (Response, error)
	// DispatchVerbatim is the same for paths whose pieces may be given to handlers as they
	// are; nil: Dispatch does for these, too.
	DispatchVerbatim func(x *Exchange, path string) (Response, error)

	// Before runs the global before hooks. A nil response and a nil error: go on.
	Before func(req Request) (*Response, error)
	// Prefix runs the before hooks of groups that guard a prefix, for a path below it, whatever
	// answers that: path is canonical, or where no route can have it, as far as it goes.
	Prefix func(x *Exchange, path string) (*Response, error)
	// After runs the after hooks of a response: those of the route, of its groups
	// from inside out, then the global ones; with a nil route only those of scope all.
	After func(req Request, resp *Response, route *Route) error
	// Error asks the manifest's error handlers. handled is false where none applies;
	// err is the failure of the error handler itself.
	Error func(req Request, f *Failure) (resp Response, handled bool, err error)

	// Mounts are the handlers of net/http below path prefixes.
	Mounts []Mount

	// Docs are the page about the service and its document; nil: there are none.
	Docs *Docs
	// Health are the paths of probes.
	Health Health
	// CORS says what pages of other origins may ask for; nil: nothing.
	CORS *CrossOrigin
	// Compress says which answers are compressed; nil: none.
	Compress *Compressing
	// Decode are the codings that routes call Exchange.DecodeBody with.
	Decode []string

	// Static are the directories that are looked at before the routes.
	Static []StaticDir

	// RedirectSlash is trailing_slash: redirect.
	RedirectSlash bool
	// BadParam400 is bad_param: 400; Precedence then holds the numbers of the routes, which
	// are their places in the manifest from 1, in order of precedence.
	BadParam400 bool
	Precedence  []int
	// Bounded says that routes call Exchange.SetTimeout.
	Bounded bool
	// Problem is problem: true, error bodies of RFC 9457.
	Problem bool
}

// StaticDir is one static entry of the manifest.
type StaticDir struct {
	Prefix   string // starts with "/", decoded text
	Dir      string // a directory of the file system, relative to the working directory
	Fallback string // as StaticFallback has it, or ""
	Charset  string // as StaticCharset has it, or ""
}

// Failure is what went wrong with a request, for the error handlers.
type Failure struct {
	Err     error      // as returned, or made of what was recovered
	HTTP    *HTTPError // what the handler of a status is given; never nil
	Carried bool       // Err carries a status itself; else HTTP is a 500
	Route   *Route     // nil where no route had matched
}

// matched is the route that answers, or nil.
func (x *Exchange) matched(t *Table) *Route {
	if x.Entered == 0 {
		return nil
	}
	return t.Routes[x.Entered-1]
}

// currentRoute is the route that answers, or nil before matching.
func (x *Exchange) currentRoute() *Route { return x.matched(x.app.service.Table) }

// NotImplemented is the error of a handler of UnimplementedHandlers: a 501 that names it.
type NotImplemented string

// Error names the handler.
func (n NotImplemented) Error() string { return string(n) + " is not implemented" }

// As makes it an HTTPError for errors.As.
func (n NotImplemented) As(target any) bool {
	e, ok := target.(**HTTPError)
	if ok {
		*e = &HTTPError{Status: 501, Message: n.Error()}
	}
	return ok
}

// Request returns the handle that handlers get. It is made where a handler is called, since one
// of its parts is in its register by then; a field would be two loads: 25.8 KB as written, 27.4
// with a field (bench_github).
func (x *Exchange) Request() Request { return Request{x, x.generation} }

// EarlyRequest is the handle of who is asked before a route is looked for.
func (x *Exchange) EarlyRequest() Request {
	x.early = true
	return Request{x, x.generation | early}
}

// fail notes an error that is to be answered: what it returns is to be returned.
func (x *Exchange) fail(err error) Response {
	x.failure = err
	return Response{}
}

// Text returns the decoded text of a piece of the canonical path, the handler's to keep.
func (x *Exchange) Text(s string) string {
	if x.verbatim {
		return s
	}
	return x.text(s)
}

// PathText is Exchange.Text for paths that are not verbatim, by the request's handle.
func PathText(req Request, s string) string { return req.x.text(s) }

// dispatch asks the dispatcher for this path.
func (x *Exchange) dispatch(s *Service, path string) (Response, error) {
	if x.verbatim && s.DispatchVerbatim != nil {
		return s.DispatchVerbatim(x, path)
	}
	return s.Dispatch(x, path)
}

func (x *Exchange) text(s string) string {
	if x.decoded { // Canonical made a string of its own, in which NUL stands for an encoded slash
		return match.DecodeSlashes(s)
	}
	return strings.Clone(s)
}

// asked notes what dispatch is asked with, so that Text knows what it is given.
func (x *Exchange) asked(canonical string) {
	x.decoded = len(canonical) != len(x.path) // every escape is shorter when decoded
	x.verbatim = x.pathOwned && !x.decoded
}

// LimitBody sets the route's own limit of the body in bytes, before hooks run. Zero is
// the App's limit, a negative value none.
func (x *Exchange) LimitBody(bytes int64) {
	if bytes < 0 {
		bytes = math.MaxInt64
	}
	x.kept.limit.Store(bytes)
}

// SetMinBodyRate sets what the sender of the route's streamed body has to keep up, in bytes
// per second, before hooks run. Zero is the App's, a negative value no such demand. It does
// nothing for requests of ServeHTTP, whose bodies are held to the http.Server's timeouts.
func (x *Exchange) SetMinBodyRate(bytesPerSecond int64) { x.kept.rate.Store(bytesPerSecond) }

// SetTimeout sets the route's own bound of the handler's time, before hooks run. It
// counts from now. Zero is the App's, a negative value none.
func (x *Exchange) SetTimeout(d time.Duration) {
	if d != 0 {
		x.answers.Store(x.currentRoute())
		x.bound(max(d, 0))
	}
}

// bound sets the handler's time.
func (x *Exchange) bound(d time.Duration) {
	x.bounded, x.early = true, true // the timer looks at x.answers
	x.origin.setTimeout(d)
}
