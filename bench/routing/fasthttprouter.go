package routing

import (
	"github.com/fasthttp/router"
	"github.com/valyala/fasthttp"
)

// fasthttp/router; redirects off.
type fasthttpRouter struct {
	router *router.Router
	fastRequest
}

func (r *fasthttpRouter) Name() string { return "fasthttp-router" }

func (r *fasthttpRouter) Load(set *Set) error {
	r.router = router.New()
	r.router.RedirectTrailingSlash = false
	r.router.RedirectFixedPath = false
	r.router.NotFound = func(*fasthttp.RequestCtx) { Answered = NotFound }
	r.router.MethodNotAllowed = func(*fasthttp.RequestCtx) { Answered = WrongMethod }
	for row, route := range set.Rows() {
		handler := func(*fasthttp.RequestCtx) { Answered = row }
		if ints := route.Ints(); len(ints) > 0 {
			handler = func(ctx *fasthttp.RequestCtx) {
				Answered = row
				if !sumInts(ints, func(name string) string {
					text, _ := ctx.UserValue(name).(string)
					return text
				}) {
					Answered = badValue
				}
			}
		}
		r.router.Handle(route.Method, route.Pattern(braces), handler)
	}
	return nil
}

func (r *fasthttpRouter) Serve(q *Request) { r.router.Handler(r.set(q)) }

// fastRequest holds one parsed request per path, so that fasthttp's parsing of the
// target, which a server does before routing, stays out of the figure.
type fastRequest struct{ prepared []*fasthttp.RequestCtx }

func (f *fastRequest) Prepare(requests []Request) {
	f.prepared = nil
	for _, q := range requests {
		ctx := &fasthttp.RequestCtx{}
		ctx.Request.Header.SetMethod(q.Method)
		ctx.Request.SetRequestURI(q.Path)
		ctx.Path() // parses the target and keeps it
		f.prepared = append(f.prepared, ctx)
	}
}

func (f *fastRequest) set(q *Request) *fasthttp.RequestCtx {
	ctx := f.prepared[q.ID]
	ctx.ResetUserValues() // what the last round left; a server does this once per request
	return ctx
}
