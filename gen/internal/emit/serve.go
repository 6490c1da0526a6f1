package emit

import (
	"cmp"
	"slices"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// The functions of routes, and the order of hooks around them: before hooks of the groups
// from outside in, then the route's, around hooks, decoding, the handler, then after hooks of
// the route, the groups from inside out, the globals.

func serveName(r *model.Route) string { return "serve" + r.Name }

// bare says that a route's handler can be called as it is: nothing runs around it, and
// it makes the response itself.
func bare(m *model.Manifest, r *model.Route) bool {
	return len(r.BeforeHooks()) == 0 && len(m.GivenTo(r)) == 0 && len(m.AroundHooks(r)) == 0 &&
		r.Body.Kind == model.NoBody && len(inputsOf(r)) == 0 &&
		r.Limits == model.Limits{} && len(r.Decode) == 0 &&
		r.Returns.Kind == model.ReturnsResponse
}

// serveFunc writes a route's function: hooks of the groups from outside in, then the
// route's, then decoding, then the handler. After hooks are not run here: what ended the
// handler may have been a panic.
//
//	// serveCreateBook answers POST /books.
//	func (d *httpgenDispatcher) serveCreateBook(x *runtime.Exchange) (runtime.Response, error) {
//		x.Entered = httpgenRouteCreateBook
//		if x.Asked {
//			return runtime.Response{}, nil
//		}
//		req := x.Request()
//		x.LimitBody(16 << 10)
//		x.SetTimeout(5 * time.Second)
//		x.DecodeBody("gzip")
//		if resp, err := d.h.RequireStock(req); err != nil {
//			return runtime.Response{}, err
//		} else if resp != nil {
//			return *resp, nil
//		}
//		body, err := runtime.DecodeBody(req, httpgenDecodeNewBook)
//		if err != nil {
//			return runtime.Response{}, err
//		}
//		result, err := d.h.CreateBook(req, body)
//		if err != nil {
//			return runtime.Response{}, err
//		}
//		return runtime.EncodeJSON(result, 201)
//	}
func (e *emitter) serveFunc(f *jen.File, index int, r *model.Route) {
	list := convs(r)
	params := []jen.Code{jen.Id("x").Op("*").Add(e.rt("Exchange"))}
	var values []jen.Code
	for k, c := range list {
		params = append(params, jen.Id(value(k)).Add(e.valueType(c)))
		values = append(values, e.argument(r, k, c, value(k)))
	}
	f.Comment("// " + serveName(r) + " answers " + methods(r) + ".")
	f.Func().Params(jen.Id("d").Op("*").Id("httpgenDispatcher")).Id(serveName(r)).Params(params...).
		Params(e.rt("Response"), jen.Error()).BlockFunc(func(g *jen.Group) {
		g.Add(e.entered(index))
		g.If(jen.Id("x").Dot("Asked")).Block(jen.Return(e.rt("Response").Values(), jen.Nil()))
		if e.needsRequest(r) {
			g.Id("req").Op(":=").Id("x").Dot("Request").Call()
		}
		limits(g, r.Limits)
		if len(r.Decode) > 0 {
			g.Id("x").Dot("DecodeBody").Call(texts(r.Decode)...)
		}
		args := append([]jen.Code{jen.Id("req")}, e.runBefore(g, r)...)
		args = append(args, values...)
		e.runAround(g, e.m.AroundHooks(r), func(g *jen.Group) { e.inside(g, r, args) })
	})
	f.Line()
}

// needsRequest says whether a route's function has a use for its request: a handler of net/http
// has another.
func (e *emitter) needsRequest(r *model.Route) bool {
	return r.Returns.Kind != model.ReturnsHTTP || len(r.BeforeHooks()) > 0 ||
		len(e.m.AroundHooks(r)) > 0 || len(e.m.GivenTo(r)) > 0
}

// inside writes what around hooks are around: decoding, the handler, encoding. args are those of
// the handler so far.
func (e *emitter) inside(g *jen.Group, r *model.Route, args []jen.Code) {
	args = append(args, e.readInputs(g, r)...)
	if e.bodyType(r) != nil {
		g.List(jen.Id("body"), jen.Err()).Op(":=").Add(e.decode(r))
		g.Add(e.failed())
		args = append(args, jen.Id("body"))
	}
	e.checkAccept(g, r)
	if r.Returns.Kind == model.ReturnsHTTP {
		e.callHTTP(g, r, args[1:])
		return
	}
	begun := func(answer *jen.Statement) *jen.Statement { return answer }
	if len(e.m.AroundHooks(r)) > 0 && streams(r.Returns) {
		begun = func(answer *jen.Statement) *jen.Statement {
			return jen.Id("x").Dot("Begun").Call(answer)
		}
	}
	e.callHandler(g, r, jen.Id("d").Dot("h").Dot(r.Handler).Call(args...), begun)
}

// streams says whether a result may be a sequence, of which encoding takes the first value.
func streams(r model.Returns) bool {
	switch r.Kind {
	case model.ReturnsEvents, model.ReturnsNDJSON, model.ReturnsChunks:
		return true
	}
	return slices.ContainsFunc(r.Results, func(res *model.Result) bool { return streams(res.Body) })
}

// readInputs writes
//
//	var in wire.Params
//	query := httpgenReadSearchQuery(x, &in)
//	if err := runtime.Refused(&in); err != nil {
//		return runtime.Response{}, err
//	}
//
// and returns the arguments.
func (e *emitter) readInputs(g *jen.Group, r *model.Route) (args []jen.Code) {
	list := inputsOf(r)
	if len(list) == 0 {
		return nil
	}
	g.Var().Id("in").Add(e.wire("Params"))
	if r.UnknownReject {
		g.Id("in").Dot("RefuseUnknown").Call()
	}
	for _, in := range list {
		g.Id(in.kind).Op(":=").Id(readerName(in.Ident)).Call(jen.Id("x"), jen.Op("&").Id("in"))
		args = append(args, jen.Id(in.kind))
	}
	g.If(jen.Err().Op(":=").Add(e.rt("Refused")).Call(jen.Op("&").Id("in")),
		jen.Err().Op("!=").Nil()).Block(
		jen.Return(e.rt("Response").Values(), jen.Err()))
	return args
}

// limits sets those of a route that are its own.
func limits(g *jen.Group, l model.Limits) {
	set := func(name string, value int64, spell func(int64) jen.Code) {
		if call := g.Id("x").Dot(name); value < 0 {
			call.Call(jen.Lit(-1)).Comment("off")
		} else {
			call.Call(spell(value))
		}
	}
	if l.MaxBody != 0 {
		set("LimitBody", l.MaxBody, size)
	}
	if l.MinBodyRate != 0 {
		set("SetMinBodyRate", l.MinBodyRate, size)
	}
	if l.Timeout != 0 {
		set("SetTimeout", int64(l.Timeout), duration)
	}
}

// bounded says whether routes have a timeout of their own.
func bounded(routes []*model.Route) bool {
	return slices.ContainsFunc(routes, func(r *model.Route) bool { return r.Limits.Timeout > 0 })
}

// failed writes
//
//	if err != nil {
//		return runtime.Response{}, err
//	}
func (e *emitter) failed() jen.Code {
	return jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(e.rt("Response").Values(), jen.Err()))
}

// callHandler writes the call and what becomes of its results. Without a result, and with one:
//
//	if err := d.h.RemoveBook(req, admin, tx, p1); err != nil {
//		return runtime.Response{}, err
//	}
//	return runtime.NoContent(), nil
//
//	result, err := d.h.Note(req, x.Text(p1))
//	if err != nil {
//		return runtime.Response{}, err
//	}
//	return runtime.Text(result).WithStatus(418), nil
//
// begun is what is to be done with an answer that is a sequence:
//
//	return x.Begun(runtime.StreamChunks(result, 200))
func (e *emitter) callHandler(g *jen.Group, r *model.Route, call *jen.Statement,
	begun func(*jen.Statement) *jen.Statement) {
	if r.Returns.Kind == model.ReturnsNone {
		g.If(jen.Err().Op(":=").Add(call), jen.Err().Op("!=").Nil()).
			Block(jen.Return(e.rt("Response").Values(), jen.Err()))
		g.Return(withStatus(e.rt("NoContent").Call(), r.Status, 204), jen.Nil())
		return
	}
	if r.Returns.Kind == model.ReturnsResponse {
		g.Return(call)
		return
	}
	g.List(jen.Id("result"), jen.Err()).Op(":=").Add(call)
	g.Add(e.failed())
	if r.Returns.Kind == model.ReturnsOneOf {
		g.If(jen.Id("result").Op("==").Nil()).Block(
			jen.Return(e.rt("Response").Values(), e.rt("NilResult").Call(jen.Lit(r.Handler))))
		g.Return(begun(jen.Id("result").Dot(answerName(r)).Call(jen.Id("req"))))
		return
	}
	answer, fallible := e.answer(r.Returns, jen.Id("result"), cmp.Or(r.Status, 200),
		r.Handler+"Result")
	if fallible {
		g.Return(begun(answer))
	} else {
		g.Return(answer, jen.Nil())
	}
}

// withStatus is a response with the status of a route: runtime.Text(result).WithStatus(418).
func withStatus(response *jen.Statement, status, usual int) *jen.Statement {
	if status == 0 || status == usual {
		return response
	}
	return response.Dot("WithStatus").Call(jen.Lit(status))
}

// groupsOf are the groups around a route, from inside out.
func groupsOf(r *model.Route) (list []*model.Group) {
	for g := r.Group; g != nil; g = g.Parent {
		list = append(list, g)
	}
	return list
}

// errorsOf are the error handlers around a route, from inside out, without the global ones.
func errorsOf(r *model.Route) []*model.ErrorHandler {
	list := append([]*model.ErrorHandler(nil), r.Errors...)
	for _, g := range groupsOf(r) {
		list = append(list, g.Errors...)
	}
	return list
}

func (e *emitter) hasAfter() bool {
	for _, r := range e.m.Routes {
		if len(r.AfterHooks()) > 0 {
			return true
		}
	}
	return len(e.m.After) > 0
}

func (e *emitter) hasErrors() bool {
	for _, r := range e.m.Routes {
		if len(errorsOf(r)) > 0 {
			return true
		}
	}
	return len(e.m.Errors) > 0
}
