package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// The functions of the dispatcher for hooks that run around every route.

// A chain is a list of hooks or error handlers that some routes share.
type chain[T any] struct {
	list   []T
	routes []int // indexes
}

// chains gathers the routes by their list; those with an empty one are left out.
func chains[T any](e *emitter, of func(*model.Route) []T, name func(T) string) (all []*chain[T]) {
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
		c.routes = append(c.routes, i)
	}
	return all
}

// numbers are the routes of a case, a line for each: a route added changes no other.
//
//	case httpgenRouteStats,
//		httpgenRouteSetStock,
//		httpgenRouteStocks:
func (e *emitter) numbers(routes []int) (list []jen.Code) {
	for i, route := range routes {
		if i == 0 {
			list = append(list, e.number(route))
		} else {
			list = append(list, jen.Line().Add(e.number(route)))
		}
	}
	return list
}

// hookFuncs writes
//
//	// before runs the global before hooks; the first answer ends them.
//	func (d *httpgenDispatcher) before(req runtime.Request) (*runtime.Response, error) {
//		if resp, err := d.h.CountRequest(req); resp != nil || err != nil {
//			return resp, err
//		}
//		return nil, nil
//	}
//
//	// after runs the after hooks of a route's answer, from inside out, or those of scope all.
//	func (d *httpgenDispatcher) after(req …, resp *runtime.Response, route *runtime.Route) error {
//		if route != nil {
//			switch route.Index() + 1 {
//			case httpgenRouteStats,
//				httpgenRouteSetStock,
//				httpgenRouteStocks:
//				if err := d.h.NoStore(req, resp); err != nil {
//					return err
//				}
//			}
//		}
//		if route != nil {
//			if err := d.h.Stamp(req, resp); err != nil {
//				return err
//			}
//		}
//		return nil
//	}
func (e *emitter) hookFuncs(f *jen.File) {
	d := func() *jen.Statement {
		return jen.Func().
			Params(jen.Id("d").Op("*").Id("httpgenDispatcher"))
	}
	if len(e.m.Before) > 0 {
		f.Comment("// before runs the global before hooks; the first answer ends them.")
		f.Add(d().Id("before").Params(e.request()).Params(jen.Op("*").Add(e.rt("Response")),
			jen.Error()).BlockFunc(func(g *jen.Group) {
			for _, h := range e.m.Before {
				g.Add(e.early(h))
			}
			g.Return(jen.Nil(), jen.Nil())
		}))
		f.Line()
	}
	e.prefixFunc(f)
	e.askFuncs(f)
	if !e.hasAfter() {
		return
	}
	run := func(h *model.Hook) jen.Code {
		return jen.If(jen.Err().Op(":=").Id("d").Dot("h").Dot(h.Name).Call(jen.Id("req"),
			jen.Id("resp")), jen.Err().Op("!=").Nil()).Block(
			jen.Return(jen.Err()))
	}
	f.Comment("// after runs the after hooks of a route's answer, from inside out, or those of " +
		"scope all.")
	f.Add(d().Id("after").Params(e.request(), jen.Id("resp").Op("*").Add(e.rt("Response")),
		jen.Id("route").Op("*").Add(e.rt("Route"))).Error().BlockFunc(func(g *jen.Group) {
		all := chains(e, (*model.Route).AfterHooks, func(h *model.Hook) string { return h.Name })
		if len(all) > 0 {
			g.If(jen.Id("route").Op("!=").Nil()).
				Block(jen.Switch(jen.Id("route").Dot("Index").Call().Op("+").Lit(1)).
					BlockFunc(func(g *jen.Group) {
						for _, c := range all {
							g.Case(e.numbers(c.routes)...).BlockFunc(func(g *jen.Group) {
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
