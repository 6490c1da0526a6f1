package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// The dispatcher's type, and what stands between it and handlers that take texts.
//
// A text is a piece of the path. Whether a handler may be given it as it is, depends on the
// request: in a connection's buffer it will be overwritten, and an encoded slash stands in
// it as NUL. So there are two dispatchers, and the runtime asks one for each request: in the
// one, texts are handlers; in the other, handlers behind copies. One tree whose leaves ask for
// each text what it is would be larger and slower: 29.1 KB as written, 34.6 by one tree
// (bench_github); 9.6 ns as written, 11.9 by one tree (bench_github in order).

// textHandlers are routes with the handlers that the tree calls with texts, each once.
func (e *emitter) textHandlers() (list []*model.Route) {
	seen := map[string]bool{}
	for _, r := range e.m.Routes {
		if bare(e.m, r) && hasText(convs(r)) && !seen[r.Handler] {
			seen[r.Handler] = true
			list = append(list, r)
		}
	}
	return list
}

// dispatcherType writes
//
//	// httpgenDispatcher finds the route of a request and calls its handler.
//	type httpgenDispatcher struct {
//		h     Handlers
//		texts httpgenTexts
//	}
//
//	// httpgenVerbatim gives handlers pieces of the path as they are.
//	func httpgenVerbatim(h Handlers) *httpgenDispatcher {
//		return &httpgenDispatcher{h: h, texts: h}
//	}
func (e *emitter) dispatcherType(f *jen.File) {
	list := e.textHandlers()
	f.Comment("// httpgenDispatcher finds the route of a request and calls its handler.")
	f.Type().Id("httpgenDispatcher").StructFunc(func(g *jen.Group) {
		g.Id("h").Add(e.handlersOf())
		if len(list) > 0 {
			g.Id("texts").Id("httpgenTexts")
		}
	})
	f.Line()
	f.Comment("// httpgenVerbatim gives handlers pieces of the path as they are.")
	e.newDispatcher(f, "httpgenVerbatim", jen.Id("h"), list)
}

// copies writes what stands between the tree and handlers that take texts, if there are any:
//
//	// httpgenCopying gives handlers texts of their own.
//	func httpgenCopying(h Handlers) *httpgenDispatcher {
//		return &httpgenDispatcher{h: h, texts: &httpgenCopies{h}}
//	}
//
//	// httpgenTexts are the handlers that are called with texts of the path.
//	type httpgenTexts interface {
//		Str(req runtime.Request, p1 string) (runtime.Response, error)
//	}
//
//	// httpgenCopies decode and copy these texts.
//	type httpgenCopies struct {
//		h httpgenTexts
//	}
//
//	func (c *httpgenCopies) Str(req runtime.Request, p1 string) (runtime.Response, error) {
//		return c.h.Str(req, runtime.PathText(req, p1))
//	}
func (e *emitter) copies(f *jen.File) {
	list := e.textHandlers()
	if len(list) == 0 {
		return
	}
	f.Comment("// httpgenCopying gives handlers texts of their own.")
	e.newDispatcher(f, "httpgenCopying", jen.Op("&").Id("httpgenCopies").Values(jen.Id("h")), list)
	f.Comment("// httpgenTexts are the handlers that are called with texts of the path.")
	f.Type().Id("httpgenTexts").InterfaceFunc(func(g *jen.Group) {
		for _, r := range list {
			g.Add(e.textHandler(r))
		}
	})
	f.Line()
	f.Comment("// httpgenCopies decode and copy these texts.")
	f.Type().Id("httpgenCopies").Struct(jen.Id("h").Id("httpgenTexts"))
	f.Line()
	for _, r := range list {
		args := []jen.Code{jen.Id("req")}
		for k, c := range convs(r) {
			if isText(c) {
				args = append(args, e.rt("PathText").Call(jen.Id("req"), jen.Id(value(k))))
			} else {
				args = append(args, jen.Id(value(k)))
			}
		}
		f.Func().Params(jen.Id("c").Op("*").Id("httpgenCopies")).Add(e.textHandler(r)).
			Block(jen.Return(jen.Id("c").Dot("h").Dot(r.Handler).Call(args...)))
		f.Line()
	}
}

func (e *emitter) newDispatcher(f *jen.File, name string, texts jen.Code, list []*model.Route) {
	f.Func().Id(name).Params(jen.Id("h").Add(e.handlersOf())).Op("*").Id("httpgenDispatcher").Block(
		jen.Return(jen.Op("&").Id("httpgenDispatcher").ValuesFunc(func(g *jen.Group) {
			g.Id("h").Op(":").Id("h")
			if len(list) > 0 {
				g.Id("texts").Op(":").Add(texts)
			}
		})))
	f.Line()
}

// textHandler is a handler's name and signature.
func (e *emitter) textHandler(r *model.Route) *jen.Statement {
	params := []jen.Code{e.request()}
	for k, c := range convs(r) {
		params = append(params, jen.Id(value(k)).Add(e.paramType(r, k, c)))
	}
	return jen.Id(r.Handler).Params(params...).Params(e.rt("Response"), jen.Error())
}
