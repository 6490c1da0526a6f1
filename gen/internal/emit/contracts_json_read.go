package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// What reads JSON.

// decodeRecord writes
//
//	func httpgenDecodeNewBook(d *wire.Decoder, v *NewBook) (ok bool) {
//		if !d.Object() {
//			return false
//		}
//		var has [1]uint64 // a bit for each member that came
//		var others wire.Names
//		for name, more := d.Next(); more; name, more = d.Next() {
//			switch string(name) {
//			case "isbn":
//				if !d.First(&has[0], 0) {
//					return false
//				}
//				if w, ok := wire.Text(d, "isbn", model.ParseISBN); ok {
//					v.ISBN = w
//				}
//			default:
//				d.Unknown(&others, true)
//			}
//		}
//		if missing := ^has[0] & 0x7; missing != 0 {
//			d.MissingOf(missing, "isbn", "title", "cents", "tags")
//		}
//		return d.OK()
//	}
func (e *emitter) decodeRecord(f *jen.File, d *types.Decl) {
	var more []jen.Code
	tagged := e.tagged(d)
	if tagged {
		more = []jen.Code{jen.Id("tag").String()}
	}
	words := (len(d.Fields) + 63) / 64
	e.decodeFunc(f, d.Name, more, func(g *jen.Group) {
		g.If(jen.Op("!").Id("d").Dot("Object").Call()).Block(jen.Return(jen.False()))
		e.memberDefaults(g, d)
		if words > 0 {
			g.Var().Id("has").Index(jen.Lit(words)).Uint64().
				Comment("a bit for each member that came")
		}
		g.Var().Id("others").Add(e.wire("Names"))
		g.For(jen.List(jen.Id("name"), jen.Id("more")).Op(":=").Id("d").Dot("Next").Call(),
			jen.Id("more"),
			jen.List(jen.Id("name"), jen.Id("more")).Op("=").Id("d").Dot("Next").Call()).Block(
			jen.Switch(jen.String().Call(jen.Id("name"))).BlockFunc(func(g *jen.Group) {
				for i, field := range d.Fields {
					g.Case(jen.Lit(field.Name)).
						BlockFunc(func(g *jen.Group) { e.decodeMember(g, d, i, field) })
				}
				g.Default().BlockFunc(func(g *jen.Group) { e.decodeUnknown(g, d, tagged) })
			}))
		e.missing(g, d, words)
		g.Return(jen.Id("d").Dot("OK").Call())
	})
}

// memberDefaults sets the defaults of members that may be left out.
func (e *emitter) memberDefaults(g *jen.Group, d *types.Decl) {
	for _, field := range d.Fields {
		if field.Type.Default != nil {
			value := e.defaultOf(field)
			if field.Type.Nullable {
				value = e.rt("NonNull").Types(e.typeOf(field.Type, field.GoType)).Call(value)
			}
			g.Id("v").Dot(field.Go).Op("=").Add(value)
		}
	}
}

// missing writes what tells required members that did not come.
func (e *emitter) missing(g *jen.Group, d *types.Decl, words int) {
	for k := range words {
		var required uint64
		var names []jen.Code
		for i, field := range d.Fields[k*64 : min(len(d.Fields), k*64+64)] {
			names = append(names, jen.Lit(field.Name))
			if !field.Type.Optional && field.Type.Default == nil {
				required |= 1 << i
			}
		}
		if required == 0 {
			continue
		}
		g.If(jen.Id("missing").Op(":=").Op("^").Id("has").Index(jen.Lit(k)).Op("&").
			Op("0x"+strconv.FormatUint(required, 16)), jen.Id("missing").Op("!=").Lit(0)).Block(
			jen.Id("d").Dot("MissingOf").Call(append([]jen.Code{jen.Id("missing")}, names...)...))
	}
}

// decodeUnknown writes the default branch: of a name that the record does not declare.
func (e *emitter) decodeUnknown(g *jen.Group, d *types.Decl, tagged bool) {
	if tagged {
		g.If(jen.Id("tag").Op("!=").Lit("").Op("&&").String().Call(jen.Id("name")).Op("==").
			Id("tag")).Block(
			jen.If(jen.Id("d").Dot("Once").Call(jen.Op("&").Id("others"))).
				Block(jen.Id("d").Dot("Skip").Call()),
			jen.Continue(),
		)
	}
	if d.Keep {
		g.Id("d").Dot("Keep").Call(jen.Op("&").Id("others"), jen.Op("&").Id("v").Dot("Rest"),
			jen.String().Call(jen.Id("name")))
		return
	}
	g.Id("d").Dot("Unknown").Call(jen.Op("&").Id("others"), jen.Lit(!e.m.IgnoreUnknown))
}

// decodeMember writes one case: which members came is told by bits.
func (e *emitter) decodeMember(g *jen.Group, d *types.Decl, i int, field *types.Field) {
	g.If(jen.Op("!").Id("d").Dot("First").Call(jen.Op("&").Id("has").Index(jen.Lit(i/64)),
		jen.Lit(i%64))).Block(jen.Return(jen.False()))
	if field.Secret {
		g.Id("d").Dot("Secret").Call(jen.True())
	}
	r := &jsonReader{emitter: e, owner: d.Name + field.Go}
	r.field(g, field)
	if field.Secret {
		g.Id("d").Dot("Secret").Call(jen.False())
	}
}

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
		g.If(jen.Op("!").Id("d").Dot("Null").Call()).BlockFunc(func(g *jen.Group) {
			r.value(g, t, field.GoType, func(w *jen.Statement) jen.Code {
				if t.Optional {
					w = r.rt("Some").Call(w)
				}
				return target.Clone().Op("=").Add(w)
			})
		})
	case t.Kind == types.Named && t.Decl.Form == types.Record && !t.Nullable:
		g.Add(r.record(t, jen.Op("&").Add(target)))
	default:
		r.value(g, t, field.GoType, func(w *jen.Statement) jen.Code {
			return target.Clone().Op("=").Add(w)
		})
	}
}

// pointerField reads a member in which the record contains itself.
func (r *jsonReader) pointerField(g *jen.Group, field *types.Field, target *jen.Statement) {
	t := field.Type
	both := t.Optional && t.Nullable
	g.If(jen.Op("!").Id("d").Dot("Null").Call()).BlockFunc(func(g *jen.Group) {
		g.Id("p").Op(":=").New(jen.Id(t.Decl.Name))
		g.Add(r.record(t, jen.Id("p")))
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

// record is the call that reads a record into what p points at.
func (r *jsonReader) record(t *types.Type, p *jen.Statement) *jen.Statement {
	args := []jen.Code{jen.Id("d"), p}
	if r.tagged(t.Decl) {
		args = append(args, jen.Lit(""))
	}
	return jen.Id(decoderName(t.Decl.Name)).Call(args...)
}

// value reads a value, or null where that is one, and keeps it.
func (r *jsonReader) value(g *jen.Group, t *types.Type, enum string, keep keeper) {
	if !t.Nullable {
		r.bare(g, t, enum, keep)
		return
	}
	none := r.rt("Nullable").Types(r.typeOf(t, enum)).Values()
	g.If(jen.Id("d").Dot("Null").Call()).Block(keep(none)).Else().BlockFunc(func(g *jen.Group) {
		r.bare(g, t, enum, func(w *jen.Statement) jen.Code { return keep(r.rt("NonNull").Call(w)) })
	})
}

// bare reads a value that is there.
func (r *jsonReader) bare(g *jen.Group, t *types.Type, enum string, keep keeper) {
	switch {
	case t.Kind == types.List:
		r.list(g, t, enum, keep)
		return
	case t.Kind == types.Map:
		r.mapping(g, t, enum, keep)
		return
	case t.Kind == types.Enum:
		w := r.variable("w")
		g.Var().Id(w).Id(enum)
		g.If(jen.Id(decoderName(enum)).Call(jen.Id("d"), jen.Op("&").Id(w))).Block(keep(jen.Id(w)))
		return
	case t.Kind == types.Named && t.Decl.Form != types.Union:
		w := r.variable("w")
		g.Var().Id(w).Id(t.Decl.Name)
		condition := r.record(t, jen.Op("&").Id(w))
		for _, check := range r.checks(t, t.Base(), t.Rules, r.owner, jen.Id(w)) {
			condition.Op("&&").Add(check)
		}
		g.If(condition).Block(keep(jen.Id(w)))
		return
	}
	w := r.variable("w")
	condition := jen.Id("ok")
	for _, check := range r.checks(t, t, t.Rules, r.owner, jen.Id(w)) {
		condition.Op("&&").Add(check)
	}
	g.If(jen.List(jen.Id(w), jen.Id("ok")).Op(":=").Add(r.scanJSON(t)), condition).
		Block(keep(r.narrowed(t, w)))
}
