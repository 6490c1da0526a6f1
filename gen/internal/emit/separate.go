package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// Groups with a namespace of their own: two of them may have a method of one name, so that no
// interface can have all methods. A struct has them: those of separate groups have the name of
// the group in front. Who calls handlers calls it, and knows nothing of namespaces.

// separated are the separate groups, outer before inner.
func (e *emitter) separated() (list []*model.Group) {
	for _, g := range e.m.Groups {
		if g.Separate {
			list = append(list, g)
		}
	}
	return list
}

// handlersOf is the type of all handlers: Handlers, or what gathers them.
func (e *emitter) handlersOf() *jen.Statement {
	if len(e.separated()) > 0 {
		return jen.Op("*").Id("httpgenHandlers")
	}
	return jen.Id("Handlers")
}

// gathered are all handlers of what implements Handlers.
func (e *emitter) gathered(h jen.Code) *jen.Statement {
	if len(e.separated()) > 0 {
		return jen.Id("httpgenGather").Call(h)
	}
	return jen.Add(h)
}

// method is the name of a method in its interface.
func (i *iface) method(m *method) string { return m.name[len(i.space):] }

// embed makes the interface of a group a part of the one around it.
func (e *emitter) embed(outer, i *iface, g *model.Group) {
	if g.Separate {
		e.accessor(outer, g)
	} else {
		outer.embeds = append(outer.embeds, i.name)
	}
}

// accessor adds the method that gives a separate group to the interface around it.
func (e *emitter) accessor(outer *iface, g *model.Group) {
	none := "Unimplemented" + g.Interface
	outer.add(&method{
		name: g.Name,
		doc: []string{g.Name + " gives the handlers of the group " + oneLiner(g.Prefix) +
			". New asks for them once."},
		results:   []jen.Code{jen.Id(g.Interface)},
		does:      "gives handlers that answer 501",
		undefined: []jen.Code{jen.Return(jen.Id(none).Values())},
		gives:     true,
	})
}

// gather writes
//
//	// httpgenHandlers has all methods: those of a separate group behind its name.
//	type httpgenHandlers struct {
//		Handlers
//		ofAdmin AdminHandlers
//	}
//
//	// httpgenGather asks for the handlers of separate groups.
//	func httpgenGather(h Handlers) *httpgenHandlers {
//		ofAdmin := h.Admin()
//		if ofAdmin == nil {
//			panic("Admin() of Handlers is nil: it has to give the handlers of /admin")
//		}
//		return &httpgenHandlers{
//			Handlers: h,
//			ofAdmin: ofAdmin,
//		}
//	}
func (e *emitter) gather(f *jen.File, interfaces []*iface) {
	list := e.separated()
	if len(list) == 0 {
		return
	}
	f.Comment("// httpgenHandlers has all methods: those of a separate group behind its name.")
	f.Type().Id("httpgenHandlers").StructFunc(func(s *jen.Group) {
		s.Id("Handlers")
		for _, g := range list {
			s.Id("of" + g.Name).Id(g.Interface)
		}
	})
	f.Line()
	f.Comment("// httpgenGather asks for the handlers of separate groups.")
	f.Func().Id("httpgenGather").Params(jen.Id("h").Id("Handlers")).Op("*").Id("httpgenHandlers").
		BlockFunc(func(s *jen.Group) {
			all := jen.Dict{jen.Id("Handlers"): jen.Id("h")}
			for _, g := range list {
				e.askGroup(s, g)
				all[jen.Id("of"+g.Name)] = jen.Id("of" + g.Name)
			}
			s.Return(jen.Op("&").Id("httpgenHandlers").Values(all))
		})
	f.Line()
	for _, i := range interfaces {
		for _, m := range i.methods {
			if i.space != "" && !m.gives {
				e.forward(f, i, m)
			}
		}
	}
}

// askGroup writes the question for the handlers of one group, in the interface around it.
func (e *emitter) askGroup(s *jen.Group, g *model.Group) {
	from, in := jen.Id("h"), "Handlers"
	if space := model.SpaceOf(g.Parent); space != "" {
		from, in = jen.Id("of"+space), space+"Handlers"
	}
	of := jen.Id("of" + g.Name)
	s.Add(of.Clone()).Op(":=").Add(from).Dot(g.Accessor()).Call()
	s.If(of.Clone().Op("==").Nil()).Block(jen.Panic(jen.Lit(g.Accessor() + "() of " + in +
		" is nil: it has to give the handlers of " + g.Prefix)))
}

// forward writes a method of httpgenHandlers:
//
//	func (h *httpgenHandlers) AdminList(p1 runtime.Request, p2 int) (runtime.Response, error) {
//		return h.ofAdmin.List(p1, p2)
//	}
func (e *emitter) forward(f *jen.File, i *iface, m *method) {
	var params, args []jen.Code
	for k, t := range m.bare {
		params = append(params, jen.Id(value(k)).Add(t))
		args = append(args, jen.Id(value(k)))
	}
	f.Func().Params(jen.Id("h").Op("*").Id("httpgenHandlers")).Id(m.name).Params(params...).
		Params(m.results...).BlockFunc(func(g *jen.Group) {
		call := jen.Id("h").Dot("of" + i.space).Dot(i.method(m)).Call(args...)
		if len(m.results) == 0 {
			g.Add(call)
		} else {
			g.Return(call)
		}
	})
	f.Line()
}
