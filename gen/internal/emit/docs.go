package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"
)

// The OpenAPI document, and the page about it.

// docsFile writes
//
//	// OpenAPI is the OpenAPI document of the service, as JSON. GET /docs/openapi.json has it.
//	const OpenAPI = `{
//	  "openapi": "3.1.0",
//
//	// httpgenDocs is what GET /docs answers.
//	var httpgenDocs = &runtime.Docs{
//		Path:     "/docs",
//		Document: OpenAPI,
//
// and the policy and the text of the page.
func (e *emitter) docsFile(f *jen.File) {
	path := oneLiner(e.m.Docs)
	f.Comment("// OpenAPI is the OpenAPI document of the service, as JSON. GET " + path +
		"/openapi.json has it.")
	f.Const().Id("OpenAPI").Op("=").Add(rawText(e.p.Docs.Document))
	f.Line()
	f.Comment("// httpgenDocs is what GET " + path + " answers.")
	f.Var().Id("httpgenDocs").Op("=").Op("&").Add(e.rt("Docs")).ValuesFunc(func(g *jen.Group) {
		field := func(name string, value jen.Code) { g.Line().Id(name).Op(":").Add(value) }
		field("Path", jen.Lit(e.m.Docs))
		field("Document", jen.Id("OpenAPI"))
		field("Policy", jen.Lit(e.p.Docs.Policy))
		field("Page", rawText(e.p.Docs.Page))
		g.Line()
	})
}

// rawText is a text line by line, so that a change of one route changes its lines.
func rawText(text string) jen.Code {
	return jen.Op("`" + strings.ReplaceAll(text, "`", "` + \"`\" + `") + "`")
}
