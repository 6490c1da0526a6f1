package emit

import (
	"cmp"
	"slices"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// The functions of routes, and the order of hooks around them: before hooks of the groups
// from outside in, then the route's, decoding, the handler, then after hooks of the route,
// the groups from inside out, the globals.

func serveName(r *model.Route) string { return "serve" + r.Name }

// bare says that a route's handler can be called as it is: nothing runs around it, and
// it makes the response itself.
func bare(r *model.Route) bool {
	return len(beforeOf(r)) == 0 && r.Body.Kind == model.NoBody && len(inputsOf(r)) == 0 &&
		r.Limits == model.Limits{} &&
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
//		if resp, err := d.h.RequireAdmin(req); err != nil {
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
	args := []jen.Code{jen.Id("req")}
	for k, c := range list {
		params = append(params, jen.Id(value(k)).Add(e.valueType(c)))
		args = append(args, e.argument(r, k, c, value(k)))
	}
	f.Comment("// " + serveName(r) + " answers " + methods(r) + ".")
	f.Func().Params(jen.Id("d").Op("*").Id("httpgenDispatcher")).Id(serveName(r)).Params(params...).
		Params(e.rt("Response"), jen.Error()).BlockFunc(func(g *jen.Group) {
		g.Add(e.entered(index))
		g.If(jen.Id("x").Dot("Asked")).Block(jen.Return(e.rt("Response").Values(), jen.Nil()))
		g.Id("req").Op(":=").Id("x").Dot("Request").Call()
		limits(g, r.Limits)
		for _, h := range beforeOf(r) {
			g.If(jen.List(jen.Id("resp"), jen.Err()).Op(":=").Id("d").Dot("h").Dot(h.Name).
				Call(jen.Id("req")), jen.Err().Op("!=").Nil()).Block(
				jen.Return(e.rt("Response").Values(), jen.Err()),
			).Else().If(jen.Id("resp").Op("!=").Nil()).
				Block(jen.Return(jen.Op("*").Id("resp"), jen.Nil()))
		}
		args = append(args, e.readInputs(g, r)...)
		if e.bodyType(r) != nil {
			g.List(jen.Id("body"), jen.Err()).Op(":=").Add(e.decode(r))
			g.Add(e.failed())
			args = append(args, jen.Id("body"))
		}
		e.checkAccept(g, r)
		e.callHandler(g, r, jen.Id("d").Dot("h").Dot(r.Handler).Call(args...))
	})
	f.Line()
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
//	if err := d.h.RemoveBook(req, p1); err != nil {
//		return runtime.Response{}, err
//	}
//	return runtime.NoContent(), nil
//
//	result, err := d.h.Note(req, x.Text(p1))
//	if err != nil {
//		return runtime.Response{}, err
//	}
//	return runtime.Text(result).WithStatus(418), nil
func (e *emitter) callHandler(g *jen.Group, r *model.Route, call *jen.Statement) {
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
		g.Return(jen.Id("result").Dot(answerName(r)).Call(jen.Id("req")))
		return
	}
	answer, fallible := e.answer(r.Returns, jen.Id("result"), cmp.Or(r.Status, 200),
		r.Handler+"Result")
	if fallible {
		g.Return(answer)
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

// beforeOf are the before hooks that run after matching: groups from outside in, route.
func beforeOf(r *model.Route) (list []*model.Hook) {
	for _, g := range groupsOf(r) {
		list = append(append([]*model.Hook(nil), g.Before...), list...)
	}
	return append(list, r.Before...)
}

// afterOf are a route's own after hooks, then its groups' from inside out.
func afterOf(r *model.Route) []*model.Hook {
	list := append([]*model.Hook(nil), r.After...)
	for _, g := range groupsOf(r) {
		list = append(list, g.After...)
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
		if len(afterOf(r)) > 0 {
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
