package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// contracts_gen.go: the types of the manifest, and of typed queries, header fields and cookies.

// typed says whether a manifest needs the file at all.
func typed(m *model.Manifest) bool {
	if len(m.Types) > 0 {
		return true
	}
	for _, r := range m.Routes {
		if len(inputsOf(r)) > 0 || len(r.Returns.Results) > 0 || r.Returns.Expr != nil ||
			r.Body.Expr != nil || r.Body.Kind == model.OneOfBody {
			return true
		}
	}
	return false
}

// An input is the query, the header fields or the cookies of a route.
type input struct {
	*model.Input
	kind string // query, headers, cookies: the argument's name
}

// inputsOf are those that a route declares, in the order of its handler's arguments.
func inputsOf(r *model.Route) (list []input) {
	for _, in := range []input{{r.Query, "query"}, {r.Headers, "headers"}, {r.Cookies, "cookies"}} {
		if in.Input != nil {
			list = append(list, in)
		}
	}
	return list
}

// contractsFile writes every type once: those of `types` in file order, then those of handlers.
func (e *emitter) contractsFile(f *jen.File) {
	for _, d := range e.m.Types {
		e.decl(f, d)
	}
	done := map[string]bool{}
	for _, r := range e.m.Routes {
		for _, in := range inputsOf(r) {
			if !done[in.Ident] {
				done[in.Ident] = true
				e.input(f, r, in)
			}
		}
	}
	for _, r := range e.firstOfHandlers() {
		e.bodies(f, r)
		e.results(f, r)
	}
	e.jsonBodies(f)
	e.formReaders(f)
	e.readers(f)
	e.patterns(f)
}

// input writes the struct of an input, what makes one, and what reads it:
//
//	// SearchQuery is the query of Search.
//	type SearchQuery struct {
//		// Q is q: string(max=100)?.
//		Q runtime.Optional[string]
//	}
func (e *emitter) input(f *jen.File, r *model.Route, in input) {
	what := map[string]string{"query": " is the query", "headers": " are the header fields",
		"cookies": " are the cookies"}[in.kind]
	f.Comment("// " + in.Ident + what + " of " + r.Handler + ".")
	e.structure(f, in.Ident, in.Fields, false)
	for _, field := range in.Fields {
		e.fieldEnum(f, field)
	}
	if in.kind == "query" {
		e.newInput(f, in)
		e.encodeQuery(f, in)
	}
	e.readInput(f, in)
}

// structure writes a struct, without its comment. Each field says what stands in the manifest.
func (e *emitter) structure(f *jen.File, name string, fields []*types.Field, tagged bool,
	more ...jen.Code) {
	f.Type().Id(name).StructFunc(func(g *jen.Group) {
		for i, field := range fields {
			if i > 0 {
				g.Line()
			}
			for _, line := range fieldDoc(field) {
				g.Add(comment("%s", line))
			}
			member := g.Id(field.Go).Add(e.fieldType(field))
			if tagged {
				member.Add(e.tag(field))
			}
		}
		for _, c := range more {
			g.Add(c)
		}
	})
	f.Line()
}

// tag is the tag of a record's member, for readers: the compiled codec does not ask it.
func (e *emitter) tag(field *types.Field) jen.Code {
	name := field.Name
	if strings.ContainsAny(name, "`\"\\,") ||
		strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }) {
		return jen.Null()
	}
	if field.Type.Optional {
		name += ",omitzero"
	}
	return jen.Tag(map[string]string{"json": name})
}

// fieldDoc is a field's comment.
func fieldDoc(field *types.Field) (doc []string) {
	doc = append(doc, field.Go+" is "+oneLiner(field.Name)+": "+oneLiner(field.Type.String())+".")
	if field.Description != "" {
		doc = append(doc, oneLine(field.Description))
	}
	if field.Deprecated {
		doc = append(doc, "", deprecated)
	}
	return doc
}

// fieldType is the Go type of a field, with what absent and null make of it.
func (e *emitter) fieldType(field *types.Field) *jen.Statement {
	if field.Pointer {
		p := jen.Op("*").Add(e.typeOf(field.Type, field.GoType))
		if field.Type.Optional && field.Type.Nullable {
			return e.rt("Optional").Types(p)
		}
		return p
	}
	return e.wrapped(field.Type, field.GoType)
}

// wrapped is the Go type of an expression; enum is the name of one that is written in place.
func (e *emitter) wrapped(t *types.Type, enum string) *jen.Statement {
	s := e.typeOf(t, enum)
	if t.Nullable {
		s = e.rt("Nullable").Types(s)
	}
	if t.Optional {
		s = e.rt("Optional").Types(s)
	}
	return s
}

// typeOf is the Go type of values of an expression that are there.
func (e *emitter) typeOf(t *types.Type, enum string) *jen.Statement {
	switch t.Kind {
	case types.String:
		return jen.String()
	case types.Float:
		return jen.Float64()
	case types.UUID:
		return e.rt("UUID")
	case types.Date, types.Time:
		return jen.Qual("time", "Time")
	case types.Duration:
		return jen.Qual("time", "Duration")
	case types.URL:
		return jen.Op("*").Qual("net/url", "URL")
	case types.Base64:
		return jen.Index().Byte()
	case types.Any:
		return jen.Qual("encoding/json", "RawMessage")
	case types.File:
		return jen.Op("*").Add(e.rt("FormFile"))
	case types.Enum:
		return jen.Id(enum)
	case types.List:
		return jen.Index().Add(e.wrapped(t.Elem, enum))
	case types.Map:
		return jen.Map(jen.String()).Add(e.wrapped(t.Elem, enum))
	case types.Named:
		return jen.Id(t.Decl.Name)
	case types.Own:
		return e.goType(e.converter(t.Name).Type.Text)
	case types.Go:
		return e.goType(t.Name)
	}
	return jen.Id(scalarNames[t.Kind])
}

// scalarNames are the Go types of kinds that have one of Go's own.
var scalarNames = map[types.Kind]string{
	types.Int: "int", types.Int8: "int8", types.Int16: "int16", types.Int32: "int32",
	types.Int64: "int64",
	types.Uint:  "uint", types.Uint8: "uint8", types.Uint16: "uint16", types.Uint32: "uint32",
	types.Uint64:  "uint64",
	types.Float32: "float32", types.Bool: "bool",
}

// converter is an own converter by its name.
func (e *emitter) converter(name string) *model.Converter {
	for _, c := range e.m.Converters {
		if c.Name == name {
			return c
		}
	}
	panic("emit: no converter " + name) // a bug of ours: the manifest is checked
}
