package emit

import (
	"cmp"
	"strings"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// handlers_gen.go: what the user implements.

// A method is a method of an interface of handlers.
type method struct {
	name      string // with its namespace
	doc       []string
	routes    []*model.Route // that a handler answers; the doc says so in docOf
	params    []jen.Code     // types with names
	bare      []jen.Code     // types alone, for UnimplementedHandlers
	own       []jen.Code     // for UnimplementedHandlers where that names them; nil: bare
	results   []jen.Code
	named     []jen.Code // results with names, for UnimplementedHandlers; nil: results
	does      string     // what that of UnimplementedHandlers does
	undefined []jen.Code // body of UnimplementedHandlers
	gives     bool       // the handlers of a separate group
}

// An iface is one interface of handlers.
type iface struct {
	name    string
	space   string // namespace of its methods
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

// handlersFile writes the interfaces, what can be embedded in an implementation, and the types
// of any(…):
//
//	// Handlers is what an application implements: New serves it.
//	type Handlers interface {
//		AdminHandlers
//
//		// GetBook answers GET /books/<isbn:id> with JSON.
//		GetBook(req runtime.Request, id model.ISBN) (*model.Book, error)
//	}
//
//	type UnimplementedHandlers struct{}
//
//	// GetBook answers 501.
//	//
//	//go:noinline
//	func (UnimplementedHandlers) GetBook(runtime.Request, model.ISBN) (result *model.Book, …) {
//		return result, runtime.NotImplemented("GetBook")
//	}
func (e *emitter) handlersFile(f *jen.File) {
	interfaces := e.interfaces()
	for _, i := range interfaces {
		e.handlersType(f, i)
	}
	e.unimplemented(f, interfaces, "")
	for _, g := range e.separated() {
		e.unimplemented(f, interfaces, g.Space)
	}
	e.gather(f, interfaces)
	e.enums(f)
}

func (e *emitter) handlersType(f *jen.File, i *iface) {
	f.Comment("// " + i.doc)
	f.Type().Id(i.name).InterfaceFunc(func(g *jen.Group) {
		for _, name := range i.embeds {
			g.Id(name)
		}
		for k, m := range i.methods {
			if k > 0 || len(i.embeds) > 0 {
				g.Line()
			}
			for _, line := range docOf(m) {
				if strings.HasPrefix(line, m.name) {
					line = line[len(i.space):]
				}
				g.Add(comment("%s", line))
			}
			g.Id(i.method(m)).Params(m.params...).Params(m.results...)
		}
	})
	f.Line()
}

// unimplemented writes what can be embedded for the interfaces of one namespace.
func (e *emitter) unimplemented(f *jen.File, interfaces []*iface, space string) {
	of := "Unimplemented" + space + "Handlers"
	if len(e.askingHooks()) == 0 {
		f.Comment("// " + of + " can be embedded to begin with: its handlers answer 501, " +
			"its hooks go on,")
		f.Comment("// its error handlers give the default answer. Without it a missing method " +
			"does not compile.")
	} else {
		f.Comment("// " + of + " can be embedded to begin with: its handlers answer 501, " +
			"and so do its")
		f.Comment("// hooks that are called with a credential or give a value, so that nobody " +
			"is let in; other hooks go")
		f.Comment("// on, error handlers give the default answer. Without it a missing method " +
			"does not compile.")
	}
	f.Type().Id(of).Struct()
	f.Line()
	done := map[string]bool{}
	for _, i := range interfaces {
		for _, m := range i.methods {
			if i.space == space && !done[m.name] {
				done[m.name] = true
				results := m.results
				if m.named != nil {
					results = m.named
				}
				f.Comment("// " + i.method(m) + " " + m.does + ".")
				// Else the compiler inlines each into its wrapper for *UnimplementedHandlers
				// (this file alone, of 5,632 routes: 7.7 s, and 8.8 s; 60 bytes of code each).
				f.Comment("//")
				f.Comment("//go:noinline")
				params := m.bare
				if m.own != nil {
					params = m.own
				}
				f.Func().Params(jen.Id(of)).Id(i.method(m)).Params(params...).
					Params(results...).Block(m.undefined...)
				f.Line()
			}
		}
	}
}

// interfaces gathers the methods: Handlers first, then the groups' in manifest order.
func (e *emitter) interfaces() []*iface {
	root := &iface{name: "Handlers",
		doc:  "Handlers is what an application implements: New serves it.",
		seen: map[string]*method{}}
	list := []*iface{root}
	byName := map[string]*iface{"Handlers": root}
	for _, g := range e.m.Groups {
		if byName[g.Interface] != nil {
			continue
		}
		i := &iface{name: g.Interface, space: g.Space, doc: g.Interface + " are the methods of the group " +
			g.Name + ".", seen: map[string]*method{}}
		outer := byName["Handlers"]
		if g.Parent != nil {
			outer = byName[g.Parent.Interface]
		}
		e.embed(outer, i, g)
		byName[i.name] = i
		list = append(list, i)
	}
	e.beforeMethods(root, e.m.Before, "every request")
	e.wrapMethods(root, e.m.Hooks, "every handler", "every answer of a route")
	e.errorMethods(root, e.m.Errors)
	e.mountMethods(root)
	for _, g := range e.m.Groups {
		i := byName[g.Interface]
		prefix := oneLiner(cmp.Or(g.Prefix, "its group"))
		e.beforeMethods(i, g.Before, "the handlers of "+prefix)
		e.wrapMethods(i, g.Hooks, "the handlers of "+prefix, "every answer of "+prefix)
		e.errorMethods(i, g.Errors)
	}
	for _, r := range e.m.Routes {
		i := root
		if r.Group != nil {
			i = byName[r.Group.Interface]
		}
		e.beforeMethods(i, r.Before, r.Handler)
		e.wrapMethods(i, r.Hooks, r.Handler, "the answers of "+r.Handler)
		e.errorMethods(i, r.Errors)
		e.handlerMethod(i, r)
	}
	return list
}

func (e *emitter) request() *jen.Statement { return jen.Id("req").Add(e.rt("Request")) }

// errorMethods adds
//
//	PageMissing(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error)
//	OutOfStock(req runtime.Request, err *model.StockError) (runtime.Response, error)
func (e *emitter) errorMethods(i *iface, handlers []*model.ErrorHandler) {
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
			does:    "leaves the error to the default answer",
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

// handlerMethod adds
//
//	SetStock(req runtime.Request, admin model.User, tx *Tx, id model.ISBN, body string) (…
//	RemoveBook(req runtime.Request, admin model.User, tx *Tx, id model.ISBN) error
func (e *emitter) handlerMethod(i *iface, r *model.Route) {
	if old := i.seen[r.Handler]; old != nil {
		old.routes = append(old.routes, r)
		return
	}
	m := &method{
		name: r.Handler, routes: []*model.Route{r}, does: "answers 501",
		params: []jen.Code{e.request()}, bare: []jen.Code{e.rt("Request")},
	}
	if r.Returns.Kind == model.ReturnsHTTP {
		m.params, m.bare = e.httpParams()
	}
	for _, h := range e.m.GivenTo(r) {
		m.params = append(m.params, jen.Id(h.As).Add(e.goType(h.Gives.Text)))
		m.bare = append(m.bare, e.goType(h.Gives.Text))
	}
	for k, c := range convs(r) {
		m.params = append(m.params, jen.Id(r.Params[k].Ident).Add(e.paramType(r, k, c)))
		m.bare = append(m.bare, e.paramType(r, k, c))
	}
	for _, in := range inputsOf(r) {
		m.params = append(m.params, jen.Id(in.kind).Id(in.Ident))
		m.bare = append(m.bare, jen.Id(in.Ident))
	}
	if body := e.bodyType(r); body != nil {
		m.params = append(m.params, jen.Id("body").Add(body))
		m.bare = append(m.bare, body.Clone())
	}
	no := e.rt("NotImplemented").Call(jen.Lit(r.Handler))
	switch r.Returns.Kind {
	case model.ReturnsNone:
		m.results = []jen.Code{jen.Error()}
		m.undefined = []jen.Code{jen.Return(no)}
	case model.ReturnsHTTP:
		m.named, m.undefined = nil, []jen.Code{e.abort501(r.Method())}
	default:
		m.results = []jen.Code{e.resultType(r), jen.Error()}
		m.named = []jen.Code{jen.Id("result").Add(e.resultType(r)), jen.Id("err").Error()}
		m.undefined = []jen.Code{jen.Return(jen.Id("result"), no)}
	}
	i.add(m)
}
