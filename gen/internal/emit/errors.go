package emit

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// The functions of the dispatcher for error handlers.

// errorKey names an error handler and what it is for.
func errorKey(h *model.ErrorHandler) string {
	if h.Type != nil {
		return h.Type.Text + "=" + h.Handler
	}
	return itoa(h.Status) + "=" + h.Handler
}

// errorsName is the function of a list of error handlers, and these in words.
func (e *emitter) errorsName(list []*model.ErrorHandler) (name, handlers string) {
	var names, keys []string
	for _, h := range list {
		keys = append(keys, errorKey(h))
		if !slices.Contains(names, h.Handler) {
			names = append(names, h.Handler)
		}
	}
	name = e.name("handleError"+strings.Join(names, ""), strings.Join(keys, " "))
	return name, strings.Join(names, ", ")
}

// errorFuncs writes handleError, which knows the error handlers for all, and hands over to a
// function for each list of them that a route or group has of its own:
//
//	// handleError asks the error handlers: by status, then by type, then that of 500.
//	func (d *httpgenDispatcher) handleError(req runtime.Request, f *runtime.Failure) (…
//		if f.Route != nil {
//			switch f.Route.Index() + 1 {
//			case httpgenRouteCreateBook:
//				return d.handleErrorConflict(req, f)
//			}
//		}
//		…
//	}
//
//	// handleErrorConflict asks Conflict before the others.
//	func (d *httpgenDispatcher) handleErrorConflict(…
func (e *emitter) errorFuncs(f *jen.File) {
	if !e.hasErrors() {
		return
	}
	all := chains(e, errorsOf, errorKey)
	f.Comment("// handleError asks the error handlers: by status, then by type, then that of 500.")
	e.errorFunc(f, "handleError", e.m.Errors, func(g *jen.Group) {
		if len(all) == 0 {
			return
		}
		g.If(jen.Id("f").Dot("Route").Op("!=").Nil()).
			Block(jen.Switch(jen.Id("f").Dot("Route").Dot("Index").Call().Op("+").Lit(1)).
				BlockFunc(func(g *jen.Group) {
					for _, c := range all {
						name, _ := e.errorsName(c.list)
						g.Case(e.numbers(c.routes)...).
							Block(jen.Return(jen.Id("d").Dot(name).Call(jen.Id("req"),
								jen.Id("f"))))
					}
				}))
	})
	for _, c := range all {
		name, handlers := e.errorsName(c.list)
		f.Comment("// " + name + " asks " + handlers + " before the others.")
		e.errorFunc(f, name, append(append([]*model.ErrorHandler(nil), c.list...),
			e.m.Errors...), nil)
	}
}

// errorFunc writes a function that asks a list of error handlers; the first for a status
// or a type counts. Behind its head:
//
//	if f.Carried {
//		switch f.HTTP.Status {
//		case 404:
//			resp, err = d.h.PageMissing(req, f.HTTP)
//			return resp, true, err
//		}
//	}
//	if cause, ok := errors.AsType[*model.StockError](f.Err); ok {
//		resp, err = d.h.OutOfStock(req, cause)
//		return resp, true, err
//	}
//	if !f.Carried {
//		resp, err = d.h.Broken(req, f.HTTP)
//		return resp, true, err
//	}
//	return resp, false, nil
func (e *emitter) errorFunc(f *jen.File, name string, list []*model.ErrorHandler,
	head func(*jen.Group)) {
	answer := func(h *model.ErrorHandler, err jen.Code) []jen.Code {
		return []jen.Code{
			jen.List(jen.Id("resp"), jen.Err()).Op("=").Id("d").Dot("h").Dot(h.Handler).
				Call(jen.Id("req"), err),
			jen.Return(jen.Id("resp"), jen.True(), jen.Err()),
		}
	}
	status := jen.Id("f").Dot("HTTP")
	var byStatus, byType []*model.ErrorHandler
	var broken *model.ErrorHandler
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
	f.Func().Params(jen.Id("d").Op("*").Id("httpgenDispatcher")).Id(name).Params(e.request(),
		jen.Id("f").Op("*").Add(e.rt("Failure"))).
		Params(jen.Id("resp").Add(e.rt("Response")), jen.Id("handled").Bool(), jen.Err().Error()).
		BlockFunc(func(g *jen.Group) {
			if head != nil {
				head(g)
			}
			if len(byStatus) > 0 {
				g.If(jen.Id("f").Dot("Carried")).Block(jen.Switch(status.Clone().Dot("Status")).
					BlockFunc(func(g *jen.Group) {
						for _, h := range byStatus {
							g.Case(jen.Lit(h.Status)).Block(answer(h, status.Clone())...)
						}
					}))
			}
			for _, h := range byType {
				g.If(jen.List(jen.Id("cause"), jen.Id("ok")).Op(":=").Qual("errors", "AsType").
					Types(e.goType(h.Type.Text)).Call(jen.Id("f").Dot("Err")), jen.Id("ok")).
					Block(answer(h, jen.Id("cause"))...)
			}
			if broken != nil {
				g.If(jen.Op("!").Id("f").Dot("Carried")).Block(answer(broken, status.Clone())...)
			}
			g.Return(jen.Id("resp"), jen.False(), jen.Nil())
		})
	f.Line()
}
