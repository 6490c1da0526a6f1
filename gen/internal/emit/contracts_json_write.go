package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// What writes JSON.

// appendRecord writes AppendJSON of a record. Every member is written with a comma before it,
// and the first comma is made the brace: which member is first is not known before.
//
//	start := len(b)
//	b = append(b, `,"isbn":`...)
//	b = wire.AppendString(b, model.FormatISBN(v.ISBN))
//	if w, ok := v.Since.Get(); ok {
//		b = append(b, `,"since":`...)
//	return wire.CloseObject(b, start), nil
func (e *emitter) appendRecord(f *jen.File, d *types.Decl) {
	e.appendJSON(f, d.Name, func(g *jen.Group) {
		g.Id("start").Op(":=").Len(jen.Id("b"))
		e.members(g, d, false)
		g.Return(e.wire("CloseObject").Call(jen.Id("b"), jen.Id("start")), jen.Nil())
	})
}

// members writes all members of a record.
func (e *emitter) members(g *jen.Group, d *types.Decl, pieces bool) {
	for _, field := range d.Fields {
		w := &writer{emitter: e, pieces: pieces}
		w.member(g, field)
	}
	if d.Keep {
		g.If(jen.List(jen.Id("b"), jen.Err()).Op("=").Add(e.wire("AppendRest")).
			Call(jen.Id("b"), jen.Id("v").Dot("Rest")),
			jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Id("b"), jen.Err()))
	}
}

// A writer spells what appends one value; its variables have numbers, so that lists may stand
// in each other.
type writer struct {
	*emitter
	depth  int
	pieces bool // lists are written in pieces (results_pieces.go)
}

func (w *writer) variable(name string) string {
	if w.depth == 0 {
		return name
	}
	return name + strconv.Itoa(w.depth)
}

// member writes one member of a record, with its name.
func (w *writer) member(g *jen.Group, field *types.Field) {
	value := jen.Id("v").Dot(field.Go)
	name := jen.Id("b").Op("=").Append(jen.Id("b"),
		jen.Op(backquoted(`,`+jsonString(field.Name)+`:`)).Op("..."))
	t := field.Type
	switch {
	case field.Pointer && t.Optional && t.Nullable: // Optional[*T]
		g.If(jen.List(jen.Id("p"), jen.Id("ok")).Op(":=").Add(value).Dot("Get").Call(),
			jen.Id("ok")).BlockFunc(func(g *jen.Group) {
			g.Add(name)
			w.pointer(g, t, jen.Id("p"), field.GoType)
		})
	case field.Pointer && t.Optional:
		g.If(jen.Id("p").Op(":=").Add(value), jen.Id("p").Op("!=").Nil()).
			BlockFunc(func(g *jen.Group) {
				g.Add(name)
				w.bare(g, t, jen.Id("p"), field.GoType)
			})
	case field.Pointer:
		g.Add(name)
		w.pointer(g, t, value, field.GoType)
	case t.Optional:
		g.If(jen.List(jen.Id("w"), jen.Id("ok")).Op(":=").Add(value).Dot("Get").Call(),
			jen.Id("ok")).BlockFunc(func(g *jen.Group) {
			g.Add(name)
			w.depth++
			w.nullable(g, t, jen.Id("w"), field.GoType)
			w.depth--
		})
	case t.Kind == types.List && !t.Nullable:
		g.Id("b").Op("=").Append(jen.Id("b"),
			jen.Op(backquoted(`,`+jsonString(field.Name)+`:[`)).Op("..."))
		w.list(g, t, value, field.GoType)
	default:
		g.Add(name)
		w.nullable(g, t, value, field.GoType)
	}
}

// pointer writes *p, or null.
func (w *writer) pointer(g *jen.Group, t *types.Type, p *jen.Statement, enum string) {
	g.If(p.Clone().Op("==").Nil()).Block(null()).Else().BlockFunc(func(g *jen.Group) {
		w.bare(g, t, p.Clone(), enum)
	})
}

func null() jen.Code {
	return jen.Id("b").Op("=").Append(jen.Id("b"), jen.Lit("null").Op("..."))
}

// value writes a value of an expression: an optional one is never asked for here.
func (w *writer) value(g *jen.Group, t *types.Type, value *jen.Statement, enum string) {
	w.nullable(g, t, value, enum)
}

// nullable writes a value, or null.
func (w *writer) nullable(g *jen.Group, t *types.Type, value *jen.Statement, enum string) {
	if !t.Nullable {
		w.bare(g, t, value, enum)
		return
	}
	n, ok := w.variable("n"), "ok"
	g.If(jen.List(jen.Id(n), jen.Id(ok)).Op(":=").Add(value).Dot("Get").Call(), jen.Id(ok)).
		BlockFunc(func(g *jen.Group) {
			w.depth++
			w.bare(g, t, jen.Id(n), enum)
			w.depth--
		}).Else().Block(null())
}

// bare writes a value that is there.
func (w *writer) bare(g *jen.Group, t *types.Type, value *jen.Statement, enum string) {
	b := jen.Id("b")
	plain := func(call *jen.Statement) { g.Add(b.Clone().Op("=").Add(call)) }
	fallible := func(call *jen.Statement) {
		g.If(jen.List(b.Clone(), jen.Err()).Op("=").Add(call), jen.Err().Op("!=").Nil()).
			Block(jen.Return(b.Clone(), jen.Err()))
	}
	switch kind := t.Kind; {
	case kind == types.List:
		g.Add(b.Clone().Op("=").Append(b.Clone(), jen.LitRune('[')))
		w.list(g, t, value, enum)
	case kind == types.Map:
		w.mapping(g, t, value, enum)
	case kind == types.Named && t.Decl.Form == types.Union:
		fallible(jen.Id("Append"+t.Decl.Name+"JSON").Call(b, value))
	case kind == types.Named:
		fallible(value.Dot("AppendJSON").Call(b))
	case kind == types.Enum && t.Integers:
		plain(w.wire("AppendInt").Call(b, jen.Int64().Call(value)))
	case kind == types.Enum:
		plain(w.wire("AppendString").Call(b, jen.String().Call(value)))
	case kind == types.String:
		plain(w.wire("AppendString").Call(b, value))
	case kind == types.Bool:
		plain(w.wire("AppendBool").Call(b, value))
	case kind >= types.Int && kind <= types.Int64:
		plain(w.wire("AppendInt").Call(b, widened(kind == types.Int64, "int64", value)))
	case kind.Integer():
		plain(w.wire("AppendUint").Call(b, widened(kind == types.Uint64, "uint64", value)))
	case kind == types.Float:
		fallible(w.wire("AppendFloat").Call(b, value, jen.Lit(64)))
	case kind == types.Float32:
		fallible(w.wire("AppendFloat").Call(b, jen.Float64().Call(value), jen.Lit(32)))
	case kind == types.UUID:
		plain(w.wire("AppendUUID").Call(b, value))
	case kind == types.Duration:
		plain(w.wire("AppendDuration").Call(b, value))
	case kind == types.Base64:
		plain(w.wire("AppendBase64").Call(b, value))
	case kind == types.Date:
		fallible(w.wire("AppendDate").Call(b, value))
	case kind == types.Time:
		fallible(w.wire("AppendTime").Call(b, value))
	case kind == types.URL:
		fallible(w.wire("AppendURL").Call(b, value))
	case kind == types.Any:
		fallible(w.wire("AppendRaw").Call(b, value))
	case kind == types.Own:
		plain(w.wire("AppendString").Call(b, w.goType(w.converter(t.Name).Format.Text).Call(value)))
	case kind == types.Go:
		fallible(w.wire("AppendValue").Call(b, value))
	}
}

// list writes
//
//	b = append(b, '[')
//	for _, w2 := range w {
//		b = wire.AppendString(b, w2)
//		b = append(b, ',')
//	}
//	b = wire.CloseArray(b)
//
// Records are not copied for it:
//
//	for i1 := range v.Kids {
//		if b, err = v.Kids[i1].AppendJSON(b); err != nil {
func (w *writer) list(g *jen.Group, t *types.Type, value *jen.Statement, enum string) {
	w.depth++
	i, elem, b := jen.Id(w.variable("i")), jen.Id(w.variable("w")), jen.Id("b")
	loop := jen.List(jen.Id("_"), elem)
	if w.pieces {
		loop = jen.List(i, elem)
	}
	if t.Elem.Kind == types.Named && t.Elem.Decl.Form != types.Union && !t.Elem.Nullable {
		elem, loop = value.Clone().Index(i), i.Clone()
	}
	loop.Op(":=").Range().Add(value)
	comma, end := b.Clone().Op("=").Append(b, jen.LitRune(',')), w.wire("CloseArray").Call(b)
	if w.pieces { // between elements: an end that is sent cannot be changed
		next := jen.List(b.Clone(), jen.Err()).Op("=").Id("out").Dot("Next").Call(b)
		g.For(loop).BlockFunc(func(g *jen.Group) {
			g.If(i.Clone().Op(">").Lit(0)).Block(
				jen.If(next, jen.Err().Op("!=").Nil()).Block(jen.Return(b, jen.Err())))
			w.nullable(g, t.Elem, elem.Clone(), enum)
		})
		end = jen.Append(b, jen.LitRune(']'))
	} else {
		g.For(loop).BlockFunc(func(g *jen.Group) {
			w.nullable(g, t.Elem, elem.Clone(), enum)
			g.Add(comma)
		})
	}
	g.Add(b.Clone().Op("=").Add(end))
	w.depth--
}

// mapping writes a map, its names sorted:
//
//	b = append(b, '{')
//	for i1, name1 := range wire.Sorted(v.Counts) {
//		b = wire.AppendName(b, i1, name1)
//		w1 := v.Counts[name1]
//		b = wire.AppendInt(b, int64(w1))
//	}
//	b = append(b, '}')
func (w *writer) mapping(g *jen.Group, t *types.Type, value *jen.Statement, enum string) {
	w.depth++
	i, name, elem := w.variable("i"), w.variable("name"), w.variable("w")
	b := jen.Id("b")
	g.Add(b.Clone().Op("=").Append(b.Clone(), jen.LitRune('{')))
	g.For(jen.List(jen.Id(i), jen.Id(name)).Op(":=").Range().
		Add(w.wire("Sorted").Call(value.Clone()))).BlockFunc(func(g *jen.Group) {
		g.Add(b.Clone().Op("=").Add(w.wire("AppendName")).Call(b.Clone(), jen.Id(i), jen.Id(name)))
		g.Id(elem).Op(":=").Add(value.Clone()).Index(jen.Id(name))
		w.nullable(g, t.Elem, jen.Id(elem), enum)
	})
	g.Add(b.Clone().Op("=").Append(b.Clone(), jen.LitRune('}')))
	w.depth--
}

// jsonString is a text as JSON, for the names of members.
func jsonString(text string) string {
	quoted := []byte{'"'}
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			quoted = append(quoted, '\\', byte(c))
		case c < ' ':
			quoted = append(quoted, `\u00`...)
			quoted = append(quoted, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		default:
			quoted = append(quoted, string(c)...)
		}
	}
	return string(append(quoted, '"'))
}

// backquoted is a Go string, between back quotes where that is possible.
func backquoted(text string) string {
	if strconv.CanBackquote(text) {
		return "`" + text + "`"
	}
	return strconv.Quote(text)
}
