package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/plan"
)

// Where a pattern ends: handlers are called, or methods noted.

// site writes what happens where a pattern ends: the handler of the method, or a note
// of the methods there are.
//
//	// GET /books
//	// POST /books
//	switch x.Method {
//	case runtime.GET:
//		return d.serveListBooks(x)
//	case runtime.POST:
//		return d.serveCreateBook(x)
//	}
//	x.Allowed |= 1<<runtime.GET | 1<<runtime.POST
//
// With one method it is an if statement; HEAD stands before it, and * behind it:
//
//	if x.Head {
//		x.Entered = httpgenRouteHead
//		return d.h.Head(x.Request())
//	}
//	if x.Method == runtime.GET {
//		return d.serveGetBook(x, p1)
//	}
//	if x.Method != runtime.CONNECT && x.Method != runtime.TRACE {
//		…
//	}
func (b *block) site(s *plan.Site, at spot) (code []jen.Code) {
	call := func(route int) []jen.Code { return b.answer(route, at.vars) }
	m := func() *jen.Statement { return jen.Id("x").Dot("Method") }
	head, star, byRoute := -1, -1, b.byRoute(s)
	for _, r := range byRoute {
		code = append(code, comment("%s", methods(b.e.m.Routes[r.route])))
	}
	for _, a := range s.Answers {
		switch a.Method {
		case "HEAD":
			head = a.Route
		case "*":
			star = a.Route
		}
	}
	if head >= 0 { // comes before GET, which would answer HEAD too
		code = append(code, jen.If(jen.Id("x").Dot("Head")).Block(call(head)...))
	}
	plain := slices.DeleteFunc(byRoute, func(r routeMethods) bool { return len(r.methods) == 0 })
	one := len(plain) == 1 && len(plain[0].methods) == 1
	switch {
	case one:
		code = append(code, jen.If(m().Op("==").Add(plain[0].methods[0])).
			Block(call(plain[0].route)...))
	case len(plain) > 0:
		code = append(code, jen.Switch(m()).BlockFunc(func(g *jen.Group) {
			for _, r := range plain {
				g.Case(r.methods...).Block(call(r.route)...)
			}
		}))
	}
	if star >= 0 {
		code = append(code, jen.If(m().Op("!=").Add(b.e.rt("CONNECT")).Op("&&").Add(m()).Op("!=").
			Add(b.e.rt("TRACE"))).Block(call(star)...))
	}
	code = append(code, jen.Id("x").Dot("Allowed").Op("|=").Add(b.methodSet(s)))
	if one && at.last && star < 0 {
		// Else the compiler takes the return above for the less likely way, and jumps to it:
		// 15.7 ns as written, 16.4 without (bench_github in order).
		code = append(code, b.none())
	}
	return code
}

// answer writes the call of a route's handler. A route with nothing but a handler that
// makes the response itself is called from here, without a function between: 19.6 ns as
// written, 22.7 with one (bench_github in order).
//
//	x.Entered = httpgenRouteCover
//	return d.h.Cover(x.Request(), p1)
//
//	return d.serveGetBook(x, p1)
func (b *block) answer(route int, vars []pattern.Conv) []jen.Code {
	r := b.e.m.Routes[route]
	if !bare(b.e.m, r) {
		args := []jen.Code{jen.Id("x")}
		for k := range vars {
			args = append(args, jen.Id(value(k)))
		}
		return []jen.Code{jen.Return(jen.Id("d").Dot(serveName(r)).Call(args...))}
	}
	args := []jen.Code{jen.Id("x").Dot("Request").Call()}
	for k, c := range vars {
		args = append(args, b.e.verbatim(r, k, c, value(k)))
	}
	handlers := "h"
	if hasText(vars) {
		handlers = "texts"
	}
	call := jen.Id("d").Dot(handlers).Dot(r.Handler).Call(args...)
	return []jen.Code{b.e.entered(route), jen.Return(call)}
}

// entered notes which route answers. It is a field, as x.Allowed is, and not a function: the
// compiler inlined another two for each route.
//
//	x.Entered = httpgenRouteCover
func (e *emitter) entered(route int) jen.Code {
	return jen.Id("x").Dot("Entered").Op("=").Add(e.number(route))
}

// number names a route's number, its place in the manifest from 1.
func (e *emitter) number(route int) *jen.Statement { return jen.Id(numberName(e.m.Routes[route])) }

func numberName(r *model.Route) string { return "httpgenRoute" + r.Name }

// routeMethods are the methods of a route at a site, but for HEAD and *.
type routeMethods struct {
	route   int
	methods []jen.Code
}

func (b *block) byRoute(s *plan.Site) (list []routeMethods) {
	for _, a := range s.Answers {
		i := slices.IndexFunc(list, func(r routeMethods) bool { return r.route == a.Route })
		if i < 0 {
			i = len(list)
			list = append(list, routeMethods{route: a.Route})
		}
		if a.Method != "HEAD" && a.Method != "*" {
			list[i].methods = append(list[i].methods, b.e.method(a.Method))
		}
	}
	return list
}

// methodSet are the methods of a site: 1<<runtime.GET | 1<<runtime.POST.
func (b *block) methodSet(s *plan.Site) *jen.Statement {
	set := jen.Null()
	for i, a := range s.Answers {
		if i > 0 {
			set.Op("|")
		}
		if a.Method == "*" {
			set.Add(b.e.rt("AnyMethod"))
		} else {
			set.Lit(1).Op("<<").Add(b.e.method(a.Method))
		}
	}
	return set
}
