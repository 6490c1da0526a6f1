package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/plan"
)

// handlers_gen.go: what the user implements.

// A method is a method of an interface of handlers.
type method struct {
	name      string
	doc       []string
	params    []jen.Code // types with names
	bare      []jen.Code // types alone, for UnimplementedHandlers
	results   []jen.Code
	named     []jen.Code // results with names, for UnimplementedHandlers; nil: results
	undefined []jen.Code // body of UnimplementedHandlers
}

// An iface is one interface of handlers.
type iface struct {
	name    string
	doc     string
	embeds  []string
	methods []*method
	seen    map[string]*method
}

func (i *iface) add(m *method) *method {
	if old := i.seen[m.name]; old != nil {
		return old
	}
	i.seen[m.name] = m
	i.methods = append(i.methods, m)
	return m
}

func (e *emitter) handlersFile(f *jen.File) {
	interfaces := e.interfaces()
	for _, i := range interfaces {
		f.Comment("// " + i.doc)
		f.Type().Id(i.name).InterfaceFunc(func(g *jen.Group) {
			for _, name := range i.embeds {
				g.Id(name)
			}
			for _, m := range i.methods {
				for _, line := range m.doc {
					g.Add(comment("%s", line))
				}
				g.Id(m.name).Params(m.params...).Params(m.results...)
			}
		})
		f.Line()
	}
	f.Comment("// UnimplementedHandlers can be embedded to begin with: its handlers answer 501, its hooks go on,")
	f.Comment("// its error handlers give the default answer. Without it a missing method does not compile.")
	f.Type().Id("UnimplementedHandlers").Struct()
	f.Line()
	done := map[string]bool{}
	for _, i := range interfaces {
		for _, m := range i.methods {
			if !done[m.name] {
				done[m.name] = true
				results := m.results
				if m.named != nil {
					results = m.named
				}
				f.Comment("// " + m.name + " is there to be replaced.")
				// Else the compiler inlines each into its wrapper for *UnimplementedHandlers
				// (this file alone, of 5,632 routes: 7.7 s, and 8.8 s; 60 bytes of code each).
				f.Comment("//")
				f.Comment("//go:noinline")
				f.Func().Params(jen.Id("UnimplementedHandlers")).Id(m.name).Params(m.bare...).Params(results...).Block(m.undefined...)
				f.Line()
			}
		}
	}
	e.enums(f)
}

// interfaces gathers the methods: Handlers first, then the groups' in manifest order.
func (e *emitter) interfaces() []*iface {
	root := &iface{name: "Handlers", doc: "Handlers is what an application implements: New serves it.", seen: map[string]*method{}}
	list := []*iface{root}
	byName := map[string]*iface{"Handlers": root}
	for _, g := range e.m.Groups {
		if byName[g.Interface] != nil {
			continue
		}
		i := &iface{name: g.Interface, doc: g.Interface + " are the methods of the group " + g.Name + ".", seen: map[string]*method{}}
		outer := byName["Handlers"]
		if g.Parent != nil {
			outer = byName[g.Parent.Interface]
		}
		outer.embeds = append(outer.embeds, i.name)
		byName[i.name] = i
		list = append(list, i)
	}
	e.hookMethods(root, e.m.Before, e.m.After, "every request", "every answer of a route")
	e.errorMethods(root, e.m.Errors)
	for _, g := range e.m.Groups {
		i := byName[g.Interface]
		e.hookMethods(i, g.Before, g.After, "the handlers of "+oneLiner(g.Prefix), "every answer of "+oneLiner(g.Prefix))
		e.errorMethods(i, g.Errors)
	}
	for _, r := range e.m.Routes {
		i := root
		if r.Group != nil {
			i = byName[r.Group.Interface]
		}
		e.hookMethods(i, r.Before, r.After, r.Handler, "the answers of "+r.Handler)
		e.errorMethods(i, r.Errors)
		e.handlerMethod(i, r)
	}
	return list
}

func (e *emitter) request() *jen.Statement { return jen.Id("req").Add(e.rt("Request")) }

func (e *emitter) hookMethods(i *iface, before, after []*plan.Hook, request, answer string) {
	response := e.rt("Response")
	for _, h := range before {
		i.add(&method{
			name:      h.Name,
			doc:       []string{h.Name + " runs before " + request + "; a response or an error ends the request."},
			params:    []jen.Code{e.request()},
			bare:      []jen.Code{e.rt("Request")},
			results:   []jen.Code{jen.Op("*").Add(response), jen.Error()},
			undefined: []jen.Code{jen.Return(jen.Nil(), jen.Nil())},
		})
	}
	for _, h := range after {
		what := answer
		if h.All {
			what = "every answer, whoever made it"
		}
		i.add(&method{
			name:      h.Name,
			doc:       []string{h.Name + " runs after " + what + ", which it may change or replace."},
			params:    []jen.Code{e.request(), jen.Id("resp").Op("*").Add(response)},
			bare:      []jen.Code{e.rt("Request"), jen.Op("*").Add(response)},
			results:   []jen.Code{jen.Error()},
			undefined: []jen.Code{jen.Return(jen.Nil())},
		})
	}
}

func (e *emitter) errorMethods(i *iface, handlers []*plan.ErrorHandler) {
	for _, h := range handlers {
		errType, what := jen.Op("*").Add(e.rt("HTTPError")), "status "+itoa(h.Status)
		if h.Type != nil {
			errType, what = e.goType(h.Type.Text), "errors of type "+h.Type.Text
		}
		i.add(&method{
			name:    h.Handler,
			doc:     []string{h.Handler + " answers " + what + "."},
			params:  []jen.Code{e.request(), jen.Id("err").Add(errType)},
			bare:    []jen.Code{e.rt("Request"), errType.Clone()},
			results: []jen.Code{e.rt("Response"), jen.Error()},
			undefined: []jen.Code{
				jen.Return(e.rt("Response").Values(), e.rt("ErrUnhandled")),
			},
		})
		last := i.seen[h.Handler]
		if doc := h.Handler + " answers " + what + "."; last.doc[len(last.doc)-1] != doc {
			last.doc = append(last.doc, doc)
		}
	}
}

func (e *emitter) handlerMethod(i *iface, r *plan.Route) {
	line := methods(r) + "  " + e.at(r.Line)
	if old := i.seen[r.Handler]; old != nil {
		old.doc = append(old.doc, line)
		return
	}
	m := &method{name: r.Handler, params: []jen.Code{e.request()}, bare: []jen.Code{e.rt("Request")}}
	m.doc = append(m.doc, r.Handler+" answers")
	if r.Summary != "" {
		m.doc = append([]string{r.Handler + ": " + oneLine(r.Summary)}, m.doc[1:]...)
	}
	if r.Deprecated {
		line += "\n//\n// Deprecated: says the manifest."
	}
	m.doc = append(m.doc, line)
	for k, c := range convs(r) {
		m.params = append(m.params, jen.Id(r.Params[k].Ident).Add(e.paramType(r, k, c)))
		m.bare = append(m.bare, e.paramType(r, k, c))
	}
	if body := e.bodyType(r); body != nil {
		m.params = append(m.params, jen.Id("body").Add(body))
		m.bare = append(m.bare, body.Clone())
	}
	no := e.rt("NotImplemented").Call(jen.Lit(r.Handler))
	if r.Returns.Kind == plan.ReturnsNone {
		m.results = []jen.Code{jen.Error()}
		m.undefined = []jen.Code{jen.Return(no)}
	} else {
		m.results = []jen.Code{e.resultType(r), jen.Error()}
		m.named = []jen.Code{jen.Id("result").Add(e.resultType(r)), jen.Id("err").Error()}
		m.undefined = []jen.Code{jen.Return(jen.Id("result"), no)}
	}
	i.add(m)
}

func oneLine(s string) string { return oneLiner(strings.Join(strings.Fields(s), " ")) }

// bodyType is the Go type of a route's body argument, or nil.
func (e *emitter) bodyType(r *plan.Route) *jen.Statement {
	switch r.Body.Kind {
	case plan.JSONBody:
		return e.goType(r.Body.Type.Text)
	case plan.FormBody:
		return jen.Qual("net/url", "Values")
	case plan.TextBody:
		return jen.String()
	case plan.BytesBody:
		return jen.Index().Byte()
	case plan.StreamBody:
		return jen.Qual("io", "Reader")
	case plan.MultipartBody:
		return jen.Op("*").Qual("mime/multipart", "Form")
	}
	return nil
}

// resultType is the Go type of a handler's first result.
func (e *emitter) resultType(r *plan.Route) *jen.Statement {
	switch r.Returns.Kind {
	case plan.ReturnsJSON:
		return e.goType(r.Returns.Type.Text)
	case plan.ReturnsText, plan.ReturnsHTML:
		return jen.String()
	case plan.ReturnsBytes:
		return jen.Index().Byte()
	}
	return e.rt("Response")
}

// enums writes the types of any(…), each once.
func (e *emitter) enums(f *jen.File) {
	done := map[string]bool{}
	for _, r := range e.m.Routes {
		for _, p := range r.Params {
			if p.Any == nil || done[p.Any.Ident] {
				continue
			}
			enum := p.Any
			done[enum.Ident] = true
			f.Comment("// " + enum.Ident + " is the value of a path parameter: one of its constants.")
			f.Type().Id(enum.Ident).String()
			f.Line()
			f.Comment("// The values of " + enum.Ident + ".")
			f.Const().DefsFunc(func(g *jen.Group) {
				for i, c := range enum.Consts {
					g.Id(c).Id(enum.Ident).Op("=").Lit(enum.Words[i])
				}
			})
			f.Line()
		}
	}
}
