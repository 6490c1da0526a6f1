package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
)

// The Go of converters: types, parsing, formatting.

// goNames are what the converter functions of runtime/match are called after: ParseUint8.
var goNames = map[pattern.Kind]string{
	pattern.Uint8: "Uint8", pattern.Uint16: "Uint16", pattern.Uint32: "Uint32",
	pattern.Uint64: "Uint64", pattern.Uint: "Uint",
	pattern.Int8: "Int8", pattern.Int16: "Int16", pattern.Int32: "Int32", pattern.Int64: "Int64",
	pattern.Int:  "Int",
	pattern.Bool: "Bool", pattern.UUID: "UUID", pattern.Date: "Date", pattern.Float: "Float",
}

// valueType is the Go type of a parameter inside the dispatcher: texts are strings.
func (e *emitter) valueType(c pattern.Conv) *jen.Statement {
	switch {
	case c.Kind == pattern.Bool, c.Kind.Unsigned(), c.Kind.Signed():
		return jen.Id(c.Kind.String())
	case c.Kind == pattern.UUID:
		return e.rt("UUID")
	case c.Kind == pattern.Date:
		return jen.Qual("time", "Time")
	case c.Kind == pattern.Float:
		return jen.Float64()
	case c.Kind == pattern.OwnKind:
		return e.goType(e.m.Converters[c.Own.Index].Type.Text)
	}
	return jen.String()
}

// paramType is the Go type of a route's parameter as its handler sees it.
func (e *emitter) paramType(r *model.Route, i int, c pattern.Conv) *jen.Statement {
	if enum := r.Params[i].Any; enum != nil {
		return jen.Id(enum.Ident)
	}
	return e.valueType(c)
}

// argument is what a route's handler is given for a value of the dispatcher, where texts
// are decoded and copied: x.Text(p1), Sort(p1), p1.
func (e *emitter) argument(r *model.Route, i int, c pattern.Conv, value string) *jen.Statement {
	if isText(c) {
		return jen.Id("x").Dot("Text").Call(jen.Id(value))
	}
	return e.verbatim(r, i, c, value)
}

// verbatim is the same where texts are handed on as they are.
func (e *emitter) verbatim(r *model.Route, i int, c pattern.Conv, value string) *jen.Statement {
	if c.Kind == pattern.Any {
		return jen.Id(r.Params[i].Any.Ident).Call(jen.Id(value))
	}
	return jen.Id(value)
}

// isText says whether a value is a piece of the path.
func isText(c pattern.Conv) bool {
	return c.Kind == pattern.Str || c.Kind == pattern.StrBounded || c.Kind == pattern.Path
}

// hasText says whether some value is a piece of the path.
func hasText(vars []pattern.Conv) bool { return slices.ContainsFunc(vars, isText) }

// convert is an if statement's head that gives text to a converter: inside of it the
// value has its name.
//
//	p1 := segment; p1 != ""
//	p1 := segment; p1 != "" && match.LenBetween(p1, 2, 4)
//	p1, ok := match.ParseInt(segment); ok
//	p1, ok := httpgenOwnIsbn(x, segment); ok
//	p1, ok := httpgenWordsSort(segment); ok
func (e *emitter) convert(c pattern.Conv, value, text string) []jen.Code {
	switch c.Kind {
	case pattern.Str, pattern.Path:
		return []jen.Code{jen.Id(value).Op(":=").Id(text), jen.Id(value).Op("!=").Lit("")}
	case pattern.StrBounded:
		return []jen.Code{
			jen.Id(value).Op(":=").Id(text),
			jen.Id(value).Op("!=").Lit("").Op("&&").Add(e.match("LenBetween")).Call(jen.Id(value),
				jen.Lit(c.Min), jen.Lit(c.Max)),
		}
	case pattern.OwnKind:
		// An empty text is no value: it is not given to the user's function.
		return []jen.Code{
			jen.List(jen.Id(value), jen.Id("ok")).Op(":=").
				Id(e.ownName(c.Own.Name)).Call(jen.Id("x"), jen.Id(text)),
			jen.Id("ok"),
		}
	case pattern.Any:
		return []jen.Code{
			jen.List(jen.Id(value), jen.Id("ok")).Op(":=").Id(e.wordsName(c)).Call(jen.Id(text)),
			jen.Id("ok"),
		}
	}
	return []jen.Code{
		jen.List(jen.Id(value), jen.Id("ok")).Op(":=").Add(e.match("Parse" + goNames[c.Kind])).
			Call(jen.Id(text)),
		jen.Id("ok"),
	}
}

// format turns a value into the text of a URL:
//
//	match.FormatInt(int64(id))
//	match.FormatDate(day)
//	id.String()
//	model.FormatISBN(id)
//	string(sort)
//	name
func (e *emitter) format(c pattern.Conv, value string) *jen.Statement {
	switch {
	case c.Kind.Unsigned():
		return e.match("FormatUint").Call(jen.Uint64().Call(jen.Id(value)))
	case c.Kind.Signed():
		return e.match("FormatInt").Call(jen.Int64().Call(jen.Id(value)))
	}
	switch c.Kind {
	case pattern.Bool:
		return e.match("FormatBool").Call(jen.Id(value))
	case pattern.UUID:
		return jen.Id(value).Dot("String").Call()
	case pattern.Date:
		return e.match("FormatDate").Call(jen.Id(value))
	case pattern.Float:
		return e.match("FormatFloat").Call(jen.Id(value))
	case pattern.OwnKind:
		return e.goType(e.m.Converters[c.Own.Index].Format.Text).Call(jen.Id(value))
	case pattern.Any:
		return jen.String().Call(jen.Id(value))
	}
	return jen.Id(value)
}

// convs are the converters of a route's parameters, in order.
func convs(r *model.Route) (list []pattern.Conv) {
	for _, p := range r.Pattern.Params() {
		list = append(list, p.Conv)
	}
	return list
}

// enums writes the types of any(…), each once:
//
//	// Sort is the value of a path parameter: one of its constants.
//	type Sort string
//
//	// The values of Sort.
//	const (
//		SortHot Sort = "hot"
//		SortNew Sort = "new"
//	)
func (e *emitter) enums(f *jen.File) {
	done := map[string]bool{}
	for _, r := range e.m.Routes {
		for _, p := range r.Params {
			if p.Any == nil || done[p.Any.Ident] {
				continue
			}
			enum := p.Any
			done[enum.Ident] = true
			f.Comment("// " + enum.Ident +
				" is the value of a path parameter: one of its constants.")
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
