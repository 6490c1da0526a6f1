package emit

import (
	"slices"
	"strconv"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// One value of a parameter: what reads it, and its constraints.

// A keeper spells what becomes of a value that was read. Who reads does not know where it goes: to
// a field, to the end of a list, or under a key of a map.
type keeper func(v *jen.Statement) jen.Code

// value writes
//
//	if v, ok := in.Int(strconv.IntSize, "int"); ok && in.AtLeast(v, 1) {
//		query.Page = int(v)
//	}
//
// where keep spells what becomes of the value.
func (e *emitter) value(g *jen.Group, t *types.Type, p *param, keep keeper) {
	base, enum := t.Base(), p.field.GoType
	v := jen.Id("v")
	condition := jen.Id("ok")
	for _, r := range rulesOf(t, p.owner) {
		for _, check := range e.rules("in", v, base, r) {
			condition.Op("&&").Add(check)
		}
	}
	g.If(jen.List(v.Clone(), jen.Id("ok")).Op(":=").Add(e.scan(base, enum)), condition).
		Block(keep(e.converted(t, base)))
}

// scan is the call that reads a value: in.Int(strconv.IntSize, "int").
func (e *emitter) scan(base *types.Type, enum string) *jen.Statement {
	if words, name := enumOf(base, enum); words != nil {
		return jen.Id(e.reader(read{name: name, enum: words})).Call(jen.Id("in"))
	}
	in := jen.Id("in")
	kind := base.Kind
	switch {
	case kind == types.Own:
		return jen.Id(e.reader(read{own: base.Name})).Call(in)
	case kind >= types.Int && kind <= types.Int64:
		return in.Dot("Int").Call(bits(kind), jen.Lit(scalarNames[kind]))
	case kind.Integer():
		return in.Dot("Uint").Call(bits(kind), jen.Lit(scalarNames[kind]))
	case kind == types.Float32:
		return in.Dot("Float").Call(jen.Lit(32))
	case kind == types.Float:
		return in.Dot("Float").Call(jen.Lit(64))
	}
	return in.Dot(scanners[kind]).Call()
}

// scanners are the methods of wire.Params for the kinds that take no arguments.
var scanners = map[types.Kind]string{
	types.String: "String", types.Bool: "Bool", types.UUID: "UUID", types.Date: "Date",
	types.Time:     "Time",
	types.Duration: "Duration", types.URL: "URL", types.Base64: "Base64",
}

// bits is the size of a kind of whole numbers.
func bits(k types.Kind) jen.Code {
	switch k {
	case types.Int8, types.Uint8:
		return jen.Lit(8)
	case types.Int16, types.Uint16:
		return jen.Lit(16)
	case types.Int32, types.Uint32:
		return jen.Lit(32)
	case types.Int64, types.Uint64:
		return jen.Lit(64)
	}
	return jen.Qual("strconv", "IntSize")
}

// converted is v as a value of the Go type: what reads numbers returns the widest.
func (e *emitter) converted(t, base *types.Type) *jen.Statement {
	v := jen.Id("v")
	if t.Kind == types.Named && t.Decl.Form == types.Alias {
		return jen.Id(t.Decl.Name).Call(v)
	}
	switch name := scalarNames[base.Kind]; base.Kind {
	case types.Int64, types.Uint64, types.Bool:
		return v
	default:
		if name != "" {
			return jen.Id(name).Call(v)
		}
		return v
	}
}

// named is value as the type of t, where that is a name for the type of value.
func (e *emitter) named(t *types.Type, value *jen.Statement) *jen.Statement {
	if t.Kind != types.Named || t.Decl.Form != types.Alias {
		return value
	}
	return jen.Id(t.Decl.Name).Call(value)
}

// plain is value, which is of t, as the type that t is a name for.
func (e *emitter) plain(t *types.Type, value *jen.Statement) *jen.Statement {
	if t.Kind != types.Named || t.Decl.Form != types.Alias {
		return value
	}
	return e.typeOf(t.Base(), "").Call(value)
}

// A ruling is a set of constraints, and what they belong to: a named type, or a field.
type ruling struct {
	types.Rules
	owner string
}

// rulesOf are the constraints of t and of the names that it goes through, which all hold.
func rulesOf(t *types.Type, owner string) (list []ruling) {
	for {
		list = append(list, ruling{t.Rules, owner})
		if t.Kind != types.Named || t.Decl == nil || t.Decl.Form != types.Alias {
			return list
		}
		owner, t = t.Decl.Name, t.Decl.Type
	}
}

// rules are the conditions of one set of constraints on v, a value of kind base; on is what is
// asked, and told a fault.
func (e *emitter) rules(on string, v *jen.Statement, base *types.Type, r ruling) (list []jen.Code) {
	call := func(name string, args ...jen.Code) {
		list = append(list, jen.Id(on).Dot(name).Call(append([]jen.Code{v.Clone()}, args...)...))
	}
	switch kind := base.Kind; {
	case kind == types.String || kind == types.Base64:
		if r.Min != nil || r.Max != nil {
			name := "Chars"
			if kind == types.Base64 {
				name = "Bytes"
			}
			call(name, bound(r.Min, 0), bound(r.Max, -1))
		}
		if r.Pattern != nil {
			call("Match", jen.Id(e.pattern(r)).Call())
		}
	case kind.Integer() || kind == types.Float || kind == types.Float32:
		suffix := ""
		switch {
		case kind >= types.Uint && kind <= types.Uint64:
			suffix = "Uint"
		case !kind.Integer():
			suffix = "Float"
		}
		if r.Min != nil {
			call("AtLeast"+suffix, number(r.Min))
		}
		if r.Max != nil {
			call("AtMost"+suffix, number(r.Max))
		}
		if r.Multiple != nil {
			call("Multiple"+suffix, number(r.Multiple))
		}
	}
	return list
}

// number is a number as it stands in the manifest.
func number(l *types.Literal) jen.Code { return jen.Op(l.Text) }

// A regexp is a pattern of a manifest: a variable of generated code.
type regexp struct{ name, text string }

// pattern is the name of what has a pattern, compiled when it is first asked for.
func (e *emitter) pattern(r ruling) string {
	added := regexp{"httpgenPattern" + r.owner, r.Pattern.Text}
	if !slices.Contains(e.regexps, added) {
		e.regexps = append(e.regexps, added)
	}
	return added.name
}

// patterns writes
//
//	var httpgenPatternSlug = wire.Pattern("^[a-z]+$")
func (e *emitter) patterns(f *jen.File) {
	for _, r := range e.regexps {
		f.Var().Id(r.name).Op("=").Add(e.wire("Pattern")).Call(jen.Lit(r.text))
		f.Line()
	}
}

// fresh is a value with the defaults in it: NewSearchQuery(), or SearchHeaders{Page: 1}.
func (e *emitter) fresh(in input) *jen.Statement {
	if in.kind == "query" {
		return jen.Id("New" + in.Ident).Call()
	}
	return e.defaults(in)
}

// defaults is a struct with its defaults.
func (e *emitter) defaults(in input) *jen.Statement {
	return jen.Id(in.Ident).ValuesFunc(func(g *jen.Group) {
		for _, field := range in.Fields {
			if field.Type.Default != nil {
				g.Id(field.Go).Op(":").Add(e.defaultOf(field))
			}
		}
	})
}

// newInput writes
//
//	// NewSearchQuery has the defaults of the manifest.
//	func NewSearchQuery() SearchQuery {
//		return SearchQuery{Page: 1, Sort: SortTitle}
//	}
func (e *emitter) newInput(f *jen.File, in input) {
	f.Comment("// New" + in.Ident + " has the defaults of the manifest.")
	f.Func().Id("New" + in.Ident).Params().Id(in.Ident).Block(jen.Return(e.defaults(in)))
	f.Line()
}

// defaultOf is a default as Go.
func (e *emitter) defaultOf(field *types.Field) *jen.Statement {
	t, text := field.Type, field.Type.Default.Text
	base := t.Base()
	if words, _ := enumOf(base, field.GoType); words != nil {
		for _, w := range words.Words {
			if w.Text == text {
				return e.named(t, jen.Id(w.Const))
			}
		}
	}
	switch kind := base.Kind; kind {
	case types.String:
		return jen.Lit(text)
	case types.Bool:
		return jen.Lit(text == "true")
	case types.Own:
		return e.wire("Must").Call(e.goType(e.converter(base.Name).Parse.Text).Call(jen.Lit(text)))
	case types.UUID, types.Date, types.Time, types.Duration, types.URL, types.Base64:
		return e.named(t, e.wire("Must"+scanners[kind]).Call(jen.Lit(text)))
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil && !base.Kind.Integer() {
		return jen.Lit(n)
	}
	return jen.Op(text)
}
