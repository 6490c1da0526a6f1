package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// What reads a value of JSON, of a member or an element.

// A jsonReader spells what reads one value; its variables have numbers, so that lists may stand in
// each other.
type jsonReader struct {
	*emitter
	owner string // of constraints
	depth int
}

func (r *jsonReader) variable(name string) string {
	if r.depth == 0 {
		return name
	}
	return name + strconv.Itoa(r.depth)
}

// field reads a member into its field. null stands for an absent value, too.
func (r *jsonReader) field(g *jen.Group, field *types.Field) {
	t := field.Type
	target := jen.Id("v").Dot(field.Go)
	if field.Pointer {
		r.pointerField(g, field, target)
		return
	}
	switch {
	case t.Optional && t.Nullable:
		r.value(g, t, field.GoType, func(w *jen.Statement) jen.Code {
			return target.Clone().Op("=").Add(r.rt("Some")).Call(w)
		})
	case t.Optional, t.Default != nil && !t.Nullable:
		r.null(g)
		g.If(jen.Id("at").Op("=").Id("next"), jen.Op("!").Id("null")).BlockFunc(func(g *jen.Group) {
			r.value(g, t, field.GoType, func(w *jen.Statement) jen.Code {
				if t.Optional {
					w = r.rt("Some").Call(w)
				}
				return target.Clone().Op("=").Add(w)
			})
		})
	case t.Kind == types.Named && t.Decl.Form != types.Union && !t.Nullable && !ruled(t):
		g.Add(r.readInto(t.Decl, jen.Op("&").Add(target)))
	case t.Kind == types.Enum && !t.Nullable:
		g.List(jen.Id("at"), jen.Id("_")).Op("=").Id(decoderName(field.GoType)).
			Call(jen.Id("d"), jen.Id("at"), jen.Op("&").Add(target))
	case direct[t.Kind] && !t.Nullable && !ruled(t):
		read, _ := r.scanAt(t)
		g.List(target, jen.Id("at"), jen.Id("_")).Op("=").Add(read)
	default:
		r.value(g, t, field.GoType, func(w *jen.Statement) jen.Code {
			return target.Clone().Op("=").Add(w)
		})
	}
}

// direct are the kinds whose fields have the type that their reader returns.
var direct = map[types.Kind]bool{types.String: true, types.Bool: true, types.Int64: true,
	types.Uint64: true, types.Float: true, types.Time: true}

// null writes what asks for null.
func (r *jsonReader) null(g *jen.Group) {
	g.List(jen.Id("next"), jen.Id("null")).Op(":=").Id("d").Dot("NullAt").Call(jen.Id("at"))
}

// pointerField reads a member in which the record contains itself.
func (r *jsonReader) pointerField(g *jen.Group, field *types.Field, target *jen.Statement) {
	t := field.Type
	both := t.Optional && t.Nullable
	r.null(g)
	g.If(jen.Id("at").Op("=").Id("next"), jen.Op("!").Id("null")).BlockFunc(func(g *jen.Group) {
		g.Id("p").Op(":=").New(jen.Id(t.Decl.Name))
		g.Add(r.readInto(t.Decl, jen.Id("p")))
		if both {
			g.Add(target.Clone().Op("=").Add(r.rt("Some")).Call(jen.Id("p")))
		} else {
			g.Add(target.Clone().Op("=").Id("p"))
		}
	}).Do(func(s *jen.Statement) {
		if both {
			s.Else().Block(target.Clone().Op("=").Add(r.rt("Some")).
				Types(jen.Op("*").Id(t.Decl.Name)).Call(jen.Nil()))
		}
	})
}

// readInto reads an entry into what p points at.
func (r *jsonReader) readInto(d *types.Decl, p *jen.Statement) *jen.Statement {
	return jen.List(jen.Id("at"), jen.Id("_")).Op("=").Add(r.entry(d, p))
}

// entry is the call that does.
func (r *jsonReader) entry(d *types.Decl, p *jen.Statement) *jen.Statement {
	args := []jen.Code{jen.Id("d"), jen.Id("at"), p}
	if r.tagged(d) {
		args = append(args, jen.Lit(""))
	}
	return jen.Id(decoderName(d.Name)).Call(args...)
}

// value reads a value, or null where that is one, and keeps it.
func (r *jsonReader) value(g *jen.Group, t *types.Type, enum string, keep keeper) {
	if !t.Nullable {
		r.bare(g, t, enum, keep)
		return
	}
	none := r.rt("Nullable").Types(r.typeOf(t, enum)).Values()
	r.null(g)
	g.If(jen.Id("at").Op("=").Id("next"), jen.Id("null")).Block(keep(none)).Else().
		BlockFunc(func(g *jen.Group) {
			r.bare(g, t, enum, func(w *jen.Statement) jen.Code {
				return keep(r.rt("NonNull").Call(w))
			})
		})
}

// bare reads a value that is there:
//
//	w, next, ok := d.IntAt(at, strconv.IntSize)
//	if at = next; ok && d.At(at).AtLeast(w, 0) {
//		v.R = int(w)
//	}
//	w, ok := d.At(at).UUID()
//	if at = d.Offset(); ok {
//		v.Key = runtime.Some(w)
//	}
func (r *jsonReader) bare(g *jen.Group, t *types.Type, enum string, keep keeper) {
	w, at, next, ok := r.variable("w"), jen.Id("at"), jen.Id("next"), jen.Id("ok")
	behind := next
	keepIf := func(base *types.Type, kept *jen.Statement) {
		conditions := append([]jen.Code{ok}, r.checks("d.At(at)", t, base, r.owner, jen.Id(w))...)
		g.If(at.Clone().Op("=").Add(behind), joined(conditions)).Block(keep(kept))
	}
	switch {
	case t.Kind == types.List:
		r.list(g, t, enum, keep)
	case t.Kind == types.Map:
		r.mapping(g, t, enum, keep)
	case t.Kind == types.Enum:
		g.Var().Id(w).Id(enum)
		g.List(next, ok).Op(":=").Id(decoderName(enum)).Call(jen.Id("d"), at, jen.Op("&").Id(w))
		keepIf(t, jen.Id(w))
	case t.Kind == types.Named && t.Decl.Form != types.Union:
		g.Var().Id(w).Id(t.Decl.Name)
		g.List(next, ok).Op(":=").Add(r.entry(t.Decl, jen.Op("&").Id(w)))
		keepIf(t.Base(), jen.Id(w))
	default:
		read, fast := r.scanAt(t)
		if fast {
			g.List(jen.Id(w), next, ok).Op(":=").Add(read)
		} else {
			g.List(jen.Id(w), ok).Op(":=").Add(r.scanJSON(t))
			behind = jen.Id("d").Dot("Offset").Call()
		}
		keepIf(t, r.narrowed(t, w))
	}
}
