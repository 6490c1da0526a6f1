package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// The routes as data, and the URL builders.

// routeTable writes
//
//	// The numbers of the routes: …
//	const (
//		_ = iota
//		httpgenRouteStatus
//		httpgenRouteGetBook
//	)
//
//	// Routes are all routes in manifest order.
//	var Routes = httpgenTable.Routes
//
//	var httpgenTable = runtime.NewTable(httpgenRoutes[1:], nil, httpgenNobody, map[string]func(…{
//		"isbn": func(text string) bool {
//			_, err := model.ParseISBN(text)
//			return err == nil
//		},
//	})
//
//	// httpgenRoutes are the routes by their numbers; 0 is none.
//	var httpgenRoutes = [...]runtime.Route{
//		{},
//		{Name: "Status", Methods: []string{"GET"}, Pattern: "/status"},
//		{Name: "GetBook", Methods: []string{"GET"}, Pattern: "/books/<isbn:id>"},
//	}
func (e *emitter) routeTable(f *jen.File) {
	f.Comment("// The numbers of the routes: their places in the manifest, from 1. 0 is none.")
	f.Const().DefsFunc(func(g *jen.Group) {
		g.Id("_").Op("=").Iota()
		for i := range e.m.Routes {
			g.Add(e.number(i))
		}
	})
	f.Line()
	f.Comment("// Routes are all routes in manifest order.")
	f.Var().Id("Routes").Op("=").Id("httpgenTable").Dot("Routes")
	f.Line()
	own := jen.Nil()
	if len(e.m.Converters) > 0 {
		own = jen.Map(jen.String()).Func().Params(jen.String()).Bool().
			ValuesFunc(func(g *jen.Group) {
				for _, c := range e.m.Converters {
					g.Line().Lit(c.Name).Op(":").Func().Params(jen.Id("text").String()).
						Bool().Block(
						jen.List(jen.Id("_"), jen.Err()).Op(":=").Add(e.goType(c.Parse.Text)).
							Call(jen.Id("text")),
						jen.Return(jen.Err().Op("==").Nil()))
				}
				g.Line()
			})
	}
	methods := jen.Nil()
	if len(e.p.Methods) > 0 {
		methods = stringList(e.p.Methods)
	}
	f.Var().Id("httpgenTable").Op("=").Add(e.rt("NewTable")).
		Call(jen.Id("httpgenRoutes").Index(jen.Lit(1).Op(":")), methods,
			jen.Id("httpgenNobody"), own)
	f.Line()
	f.Comment("// httpgenRoutes are the routes by their numbers; 0 is none.")
	f.Var().Id("httpgenRoutes").Op("=").Index(jen.Op("...")).Add(e.rt("Route")).
		ValuesFunc(func(g *jen.Group) {
			// Not by keys: gofmt would align them, and one long name would change all lines.
			g.Line().Values()
			for _, r := range e.m.Routes {
				fields := []jen.Code{
					jen.Id("Name").Op(":").Lit(r.Name),
					jen.Id("Methods").Op(":").Add(stringList(r.Methods)),
					jen.Id("Pattern").Op(":").Lit(r.Path),
				}
				if name := groupName(r); name != "" {
					fields = append(fields, jen.Id("Group").Op(":").Lit(name))
				}
				g.Line().Values(fields...)
			}
			g.Line()
		})
	f.Line()
}

func groupName(r *model.Route) string {
	for g := r.Group; g != nil; g = g.Parent {
		if g.Name != "" {
			return g.Name
		}
	}
	return ""
}

func stringList(list []string) *jen.Statement {
	return jen.Index().String().ValuesFunc(func(g *jen.Group) {
		for _, s := range list {
			g.Lit(s)
		}
	})
}

// urlFunc writes
//
//	// GetBookURL returns the path of /books/<isbn:id>, escaped; "" for values that no URL …
//	func GetBookURL(id model.ISBN) string {
//		return httpgenRoutes[httpgenRouteGetBook].URL(model.FormatISBN(id))
//	}
func (e *emitter) urlFunc(f *jen.File, index int, r *model.Route) {
	doc := "// " + r.Name + "URL returns the path of " + oneLiner(r.Path) + ", escaped"
	if len(r.Params) > 0 {
		doc += `; "" for values that no URL can carry`
	}
	f.Comment(doc + ".")
	if r.Deprecated {
		f.Comment("//")
		f.Comment("// " + deprecated)
	}
	var params, texts []jen.Code
	for i, c := range convs(r) {
		name := r.Params[i].Ident
		params = append(params, jen.Id(name).Add(e.paramType(r, i, c)))
		texts = append(texts, e.format(c, name))
	}
	f.Func().Id(r.Name + "URL").Params(params...).String().Block(
		jen.Return(jen.Id("httpgenRoutes").Index(e.number(index)).Dot("URL").Call(texts...)))
	f.Line()
}
