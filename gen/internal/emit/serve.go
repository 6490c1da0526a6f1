package emit

import (
	"fmt"
	"slices"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/plan"
)

// The functions of routes, and the order of hooks around them: before hooks of the groups
// from outside in, then the route's, decoding, the handler, then after hooks of the route,
// the groups from inside out, the globals.

func serveName(r *plan.Route) string { return "serve" + r.Name }

// bare says that a route's handler can be called as it is: nothing runs around it, and
// it makes the response itself.
func bare(r *plan.Route) bool {
	return len(beforeOf(r)) == 0 && r.Body.Kind == plan.NoBody && r.Limits == plan.Limits{} &&
		r.Returns.Kind == plan.ReturnsResponse
}

// serveFunc writes a route's function: hooks of the groups from outside in, then the
// route's, then decoding, then the handler. After hooks are not run here: what ended the
// handler may have been a panic.
func (e *emitter) serveFunc(f *jen.File, index int, r *plan.Route) {
	list := convs(r)
	params := []jen.Code{jen.Id("x").Op("*").Add(e.rt("Exchange"))}
	args := []jen.Code{jen.Id("req")}
	for k, c := range list {
		params = append(params, jen.Id(value(k)).Add(e.valueType(c)))
		args = append(args, e.argument(r, k, c, value(k)))
	}
	f.Comment(fmt.Sprintf("// %s answers %s  %s", serveName(r), methods(r), e.at(r.Line)))
	f.Func().Params(jen.Id("d").Op("*").Id("httpgenDispatcher")).Id(serveName(r)).Params(params...).
		Params(e.rt("Response"), jen.Error()).BlockFunc(func(g *jen.Group) {
		g.Add(entered(index))
		g.If(jen.Id("x").Dot("Asked")).Block(jen.Return(e.rt("Response").Values(), jen.Nil()))
		g.Id("req").Op(":=").Id("x").Dot("Request").Call()
		limits(g, r.Limits)
		for _, h := range beforeOf(r) {
			g.If(jen.List(jen.Id("resp"), jen.Err()).Op(":=").Id("d").Dot("h").Dot(h.Name).Call(jen.Id("req")), jen.Err().Op("!=").Nil()).Block(
				jen.Return(e.rt("Response").Values(), jen.Err()),
			).Else().If(jen.Id("resp").Op("!=").Nil()).Block(jen.Return(jen.Op("*").Id("resp"), jen.Nil()))
		}
		if e.bodyType(r) != nil {
			g.List(jen.Id("body"), jen.Err()).Op(":=").Add(e.decode(r))
			g.Add(e.failed())
			args = append(args, jen.Id("body"))
		}
		e.callHandler(g, r, jen.Id("d").Dot("h").Dot(r.Handler).Call(args...))
	})
	f.Line()
}

// limits sets those of a route that are its own.
func limits(g *jen.Group, l plan.Limits) {
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
func bounded(routes []*plan.Route) bool {
	return slices.ContainsFunc(routes, func(r *plan.Route) bool { return r.Limits.Timeout > 0 })
}

func (e *emitter) failed() jen.Code {
	return jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(e.rt("Response").Values(), jen.Err()))
}

func (e *emitter) decode(r *plan.Route) *jen.Statement {
	switch r.Body.Kind {
	case plan.JSONBody:
		return e.rt("DecodeJSON").Types(e.goType(r.Body.Type.Text)).Call(jen.Id("req"))
	case plan.FormBody:
		return e.rt("DecodeForm").Call(jen.Id("req"))
	case plan.TextBody:
		return e.rt("DecodeText").Call(jen.Id("req"))
	case plan.StreamBody:
		return e.rt("DecodeStream").Call(jen.Id("req"))
	case plan.MultipartBody:
		return e.rt("DecodeMultipart").Call(jen.Id("req"))
	}
	return e.rt("DecodeBytes").Call(jen.Id("req"))
}

// callHandler writes the call and what becomes of its results.
func (e *emitter) callHandler(g *jen.Group, r *plan.Route, call *jen.Statement) {
	if r.Returns.Kind == plan.ReturnsNone {
		g.If(jen.Err().Op(":=").Add(call), jen.Err().Op("!=").Nil()).Block(jen.Return(e.rt("Response").Values(), jen.Err()))
		g.Return(withStatus(e.rt("NoContent").Call(), r.Status, 204), jen.Nil())
		return
	}
	if r.Returns.Kind == plan.ReturnsResponse {
		g.Return(call)
		return
	}
	g.List(jen.Id("result"), jen.Err()).Op(":=").Add(call)
	g.Add(e.failed())
	result := jen.Id("result")
	switch r.Returns.Kind {
	case plan.ReturnsJSON:
		status := r.Status
		if status == 0 {
			status = 200
		}
		g.Return(e.rt("EncodeJSON").Call(result, jen.Lit(status)))
	case plan.ReturnsText:
		g.Return(withStatus(e.rt("Text").Call(result), r.Status, 200), jen.Nil())
	case plan.ReturnsHTML:
		g.Return(withStatus(e.rt("HTML").Call(result), r.Status, 200), jen.Nil())
	case plan.ReturnsBytes:
		g.Return(withStatus(e.rt("Bytes").Call(result, jen.Lit("application/octet-stream")), r.Status, 200), jen.Nil())
	}
}

func withStatus(response *jen.Statement, status, usual int) *jen.Statement {
	if status == 0 || status == usual {
		return response
	}
	return response.Dot("WithStatus").Call(jen.Lit(status))
}

// groupsOf are the groups around a route, from inside out.
func groupsOf(r *plan.Route) (list []*plan.Group) {
	for g := r.Group; g != nil; g = g.Parent {
		list = append(list, g)
	}
	return list
}

// beforeOf are the before hooks that run after matching: groups from outside in, route.
func beforeOf(r *plan.Route) (list []*plan.Hook) {
	for _, g := range groupsOf(r) {
		list = append(append([]*plan.Hook(nil), g.Before...), list...)
	}
	return append(list, r.Before...)
}

// afterOf are a route's own after hooks, then its groups' from inside out.
func afterOf(r *plan.Route) []*plan.Hook {
	list := append([]*plan.Hook(nil), r.After...)
	for _, g := range groupsOf(r) {
		list = append(list, g.After...)
	}
	return list
}

// errorsOf are the error handlers around a route, from inside out, without the global ones.
func errorsOf(r *plan.Route) []*plan.ErrorHandler {
	list := append([]*plan.ErrorHandler(nil), r.Errors...)
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

// A chain is a list of hooks or error handlers that some routes share.
type chain[T any] struct {
	list   []T
	routes []jen.Code // indexes
}

// chains gathers the routes by their list; those with an empty one are left out.
func chains[T any](e *emitter, of func(*plan.Route) []T, name func(T) string) (all []*chain[T]) {
	byKey := map[string]*chain[T]{}
	for i, r := range e.m.Routes {
		list := of(r)
		if len(list) == 0 {
			continue
		}
		key := ""
		for _, h := range list {
			key += name(h) + " "
		}
		c := byKey[key]
		if c == nil {
			c = &chain[T]{list: list}
			byKey[key] = c
			all = append(all, c)
		}
		c.routes = append(c.routes, jen.Lit(i))
	}
	return all
}

func (e *emitter) hookFuncs(f *jen.File) {
	d := func() *jen.Statement { return jen.Func().Params(jen.Id("d").Op("*").Id("httpgenDispatcher")) }
	if len(e.m.Before) > 0 {
		f.Comment("// before runs the global before hooks; the first answer ends them.")
		f.Add(d().Id("before").Params(e.request()).Params(jen.Op("*").Add(e.rt("Response")), jen.Error()).BlockFunc(func(g *jen.Group) {
			for _, h := range e.m.Before {
				g.If(jen.List(jen.Id("resp"), jen.Err()).Op(":=").Id("d").Dot("h").Dot(h.Name).Call(jen.Id("req")),
					jen.Id("resp").Op("!=").Nil().Op("||").Err().Op("!=").Nil()).Block(jen.Return(jen.Id("resp"), jen.Err()))
			}
			g.Return(jen.Nil(), jen.Nil())
		}))
		f.Line()
	}
	if !e.hasAfter() {
		return
	}
	run := func(h *plan.Hook) jen.Code {
		return jen.If(jen.Err().Op(":=").Id("d").Dot("h").Dot(h.Name).Call(jen.Id("req"), jen.Id("resp")), jen.Err().Op("!=").Nil()).Block(
			jen.Return(jen.Err()))
	}
	f.Comment("// after runs the after hooks of a route's answer, from inside out, or those of scope all.")
	f.Add(d().Id("after").Params(e.request(), jen.Id("resp").Op("*").Add(e.rt("Response")), jen.Id("route").Op("*").Add(e.rt("Route"))).Error().BlockFunc(func(g *jen.Group) {
		all := chains(e, afterOf, func(h *plan.Hook) string { return h.Name })
		if len(all) > 0 {
			g.If(jen.Id("route").Op("!=").Nil()).Block(jen.Switch(jen.Id("route").Dot("Index").Call()).BlockFunc(func(g *jen.Group) {
				for _, c := range all {
					g.Case(c.routes...).BlockFunc(func(g *jen.Group) {
						for _, h := range c.list {
							g.Add(run(h))
						}
					})
				}
			}))
		}
		for _, h := range e.m.After {
			if h.All {
				g.Add(run(h))
			} else {
				g.If(jen.Id("route").Op("!=").Nil()).Block(run(h))
			}
		}
		g.Return(jen.Nil())
	}))
	f.Line()
}

func (e *emitter) errorFuncs(f *jen.File) {
	if !e.hasErrors() {
		return
	}
	all := chains(e, errorsOf, func(h *plan.ErrorHandler) string {
		if h.Type != nil {
			return h.Type.Text + "=" + h.Handler
		}
		return itoa(h.Status) + "=" + h.Handler
	})
	f.Comment("// handleError asks the error handlers: by status, then by type, then that of 500.")
	e.errorFunc(f, "handleError", e.m.Errors, func(g *jen.Group) {
		if len(all) == 0 {
			return
		}
		g.If(jen.Id("f").Dot("Route").Op("!=").Nil()).Block(jen.Switch(jen.Id("f").Dot("Route").Dot("Index").Call()).BlockFunc(func(g *jen.Group) {
			for i, c := range all {
				g.Case(c.routes...).Block(jen.Return(jen.Id("d").Dot(fmt.Sprintf("handleError%d", i+1)).Call(jen.Id("req"), jen.Id("f"))))
			}
		}))
	})
	for i, c := range all {
		name := fmt.Sprintf("handleError%d", i+1)
		f.Comment("// " + name + " puts the error handlers of a route or group before the global ones.")
		e.errorFunc(f, name, append(append([]*plan.ErrorHandler(nil), c.list...), e.m.Errors...), nil)
	}
}

// errorFunc writes a function that asks a list of error handlers; the first for a status
// or a type counts.
func (e *emitter) errorFunc(f *jen.File, name string, list []*plan.ErrorHandler, head func(*jen.Group)) {
	answer := func(h *plan.ErrorHandler, err jen.Code) []jen.Code {
		return []jen.Code{
			jen.List(jen.Id("resp"), jen.Err()).Op("=").Id("d").Dot("h").Dot(h.Handler).Call(jen.Id("req"), err),
			jen.Return(jen.Id("resp"), jen.True(), jen.Err()),
		}
	}
	status := jen.Id("f").Dot("HTTP")
	var byStatus, byType []*plan.ErrorHandler
	var broken *plan.ErrorHandler
	seen := map[string]bool{}
	for _, h := range list {
		key := itoa(h.Status)
		if h.Type != nil {
			key = h.Type.Text
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		switch {
		case h.Type != nil:
			byType = append(byType, h)
		default:
			byStatus = append(byStatus, h)
			if h.Status == 500 {
				broken = h
			}
		}
	}
	f.Func().Params(jen.Id("d").Op("*").Id("httpgenDispatcher")).Id(name).Params(e.request(), jen.Id("f").Op("*").Add(e.rt("Failure"))).
		Params(jen.Id("resp").Add(e.rt("Response")), jen.Id("handled").Bool(), jen.Err().Error()).BlockFunc(func(g *jen.Group) {
		if head != nil {
			head(g)
		}
		if len(byStatus) > 0 {
			g.If(jen.Id("f").Dot("Carried")).Block(jen.Switch(status.Clone().Dot("Status")).BlockFunc(func(g *jen.Group) {
				for _, h := range byStatus {
					g.Case(jen.Lit(h.Status)).Block(answer(h, status.Clone())...)
				}
			}))
		}
		for _, h := range byType {
			g.If(jen.List(jen.Id("cause"), jen.Id("ok")).Op(":=").Qual("errors", "AsType").Types(e.goType(h.Type.Text)).Call(jen.Id("f").Dot("Err")), jen.Id("ok")).
				Block(answer(h, jen.Id("cause"))...)
		}
		if broken != nil {
			g.If(jen.Op("!").Id("f").Dot("Carried")).Block(answer(broken, status.Clone())...)
		}
		g.Return(jen.Id("resp"), jen.False(), jen.Nil())
	})
	f.Line()
}
