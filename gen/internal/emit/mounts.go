package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// Handlers of net/http: those of routes, and those that are mounted.

// httpParams begins the signature of a handler of net/http:
//
//	Room(w http.ResponseWriter, r *http.Request, room string, seat int)
func (e *emitter) httpParams() (named, bare []jen.Code) {
	writer := jen.Qual("net/http", "ResponseWriter")
	request := jen.Op("*").Qual("net/http", "Request")
	return []jen.Code{jen.Id("w").Add(writer), jen.Id("r").Add(request)},
		[]jen.Code{writer.Clone(), request.Clone()}
}

// callHTTP writes the call of a route's handler of net/http, whose other arguments are known by
// then:
//
//	return x.HandleHTTP(func(w http.ResponseWriter, r *http.Request) {
//		d.h.Room(w, r, x.Text(p1), p2)
//	})
func (e *emitter) callHTTP(g *jen.Group, r *model.Route, args []jen.Code) {
	params, _ := e.httpParams()
	all := append([]jen.Code{jen.Id("w"), jen.Id("r")}, args...)
	g.Return(jen.Id("x").Dot("HandleHTTP").Call(jen.Func().Params(params...).Block(
		jen.Id("d").Dot("h").Dot(r.Handler).Call(all...))))
}

// mountMethods adds
//
//	// Debug gives the handler of everything below /debug that no route answers: New calls it once.
//	Debug() http.Handler
func (e *emitter) mountMethods(root *iface) {
	handler := jen.Qual("net/http", "Handler")
	for _, m := range e.m.Mounts {
		doc := m.Handler + " gives the handler of everything below " + oneLiner(m.Prefix) +
			" that no route answers: New calls it once."
		method := root.add(&method{
			name: m.Handler, doc: []string{doc}, results: []jen.Code{handler.Clone()},
			does: "gives one that answers 501",
			undefined: []jen.Code{jen.Return(jen.Qual("net/http", "HandlerFunc").Call(
				jen.Func().Params(jen.Qual("net/http", "ResponseWriter"),
					jen.Op("*").Qual("net/http", "Request")).Block(e.abort501(m.Handler))))},
		})
		if method.doc[len(method.doc)-1] != doc {
			method.doc = append(method.doc, doc)
		}
	}
}

// abort501 is what a handler of UnimplementedHandlers does that has no result:
//
//	runtime.Abort(501, "Room is not implemented")
func (e *emitter) abort501(name string) jen.Code {
	return e.rt("Abort").Call(jen.Lit(501), jen.Lit(name+" is not implemented"))
}

// mountList is those of the runtime's Service, a line for each:
//
//	Mounts: []runtime.Mount{{
//		Handler: h.Debug(),
//		Name:    "Debug",
//		Prefix:  "/debug",
//		Strip:   true,
//	}},
func (e *emitter) mountList() jen.Code {
	return jen.Index().Add(e.rt("Mount")).ValuesFunc(func(g *jen.Group) {
		for _, m := range e.m.Mounts {
			entry := jen.Dict{jen.Id("Prefix"): jen.Lit(m.Prefix), jen.Id("Name"): jen.Lit(m.Handler),
				jen.Id("Handler"): jen.Id("h").Dot(m.Handler).Call()}
			if m.Strip {
				entry[jen.Id("Strip")] = jen.True()
			}
			g.Values(entry)
		}
	})
}
