package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// What reads a record of JSON.

// decodeRecord writes
//
//	func httpgenDecodeNewBook(d *wire.Decoder, at int, v *NewBook) (_ int, ok bool) {
//		field, at, ok := d.ObjectAt(at, httpgenNewBookFields)
//		if !ok {
//			return at, false
//		}
//		data := d.Text()
//		var seen uint64 // a bit for each member that came
//		var others wire.Names
//		for field >= 0 {
//			switch field {
//			case 0:
//				seen |= 0x1
//				w, ok := wire.Text(d.At(at), "isbn", model.ParseISBN)
//				if at = d.Offset(); ok {
//					v.ISBN = w
//				}
//				if next := at + 9; next > len(data) || string(data[at:next]) != `,"title":` || seen&0x2 != 0 {
//					break
//				}
//				at += 9
//				fallthrough
//			default:
//				at = d.At(at).Unknown(&others, true)
//			}
//			field, at = d.MemberAt(at, httpgenNewBookFields, seen)
//		}
//		if missing := ^seen & 0x7; missing != 0 {
//			httpgenNewBookFields.MissingOf(d, at, missing, 0)
//		}
//		return at, d.OK()
//	}
//
// Behind a member stands in most texts the one that is declared next, as it is written without
// need: it is compared at once.
func (e *emitter) decodeRecord(f *jen.File, d *types.Decl) {
	var more []jen.Code
	tagged := e.tagged(d)
	if tagged {
		more = []jen.Code{jen.Id("tag").String()}
	}
	e.fields(f, d)
	at, field := jen.Id("at"), jen.Id("field")
	e.decodeFunc(f, d.Name, more, func(g *jen.Group) {
		g.List(field, at, jen.Id("ok")).Op(":=").Id("d").Dot("ObjectAt").Call(at,
			jen.Id(fieldsName(d)))
		g.If(jen.Op("!").Id("ok")).Block(jen.Return(at, jen.False()))
		e.memberDefaults(g, d)
		seen := e.seen(g, d)
		g.Var().Id("others").Add(e.wire("Names"))
		g.For(field.Clone().Op(">=").Lit(0)).Block(
			jen.Switch(field).BlockFunc(func(g *jen.Group) {
				for i, field := range d.Fields {
					g.Case(jen.Lit(i)).BlockFunc(func(g *jen.Group) { e.decodeMember(g, d, i, field) })
				}
				g.Default().BlockFunc(func(g *jen.Group) { e.decodeUnknown(g, d, tagged) })
			}),
			jen.List(field, at).Op("=").Id("d").Dot("MemberAt").Call(at, jen.Id(fieldsName(d)),
				seen),
		)
		e.missing(g, d)
		g.Return(at, jen.Id("d").Dot("OK").Call())
	})
}

func fieldsName(d *types.Decl) string { return "httpgen" + d.Name + "Fields" }

// fields writes
//
//	// httpgenRGBFields are the members of a RGB.
//	var httpgenRGBFields = wire.NewFields("R", "G", "B")
func (e *emitter) fields(f *jen.File, d *types.Decl) {
	f.Comment("// " + fieldsName(d) + " are the members of a " + d.Name + ".")
	f.Var().Id(fieldsName(d)).Op("=").Add(e.wire("NewFields")).CallFunc(func(g *jen.Group) {
		for _, field := range d.Fields {
			g.Lit(field.Name)
		}
	})
	f.Line()
}

// seen declares the bits of members that came, and is what they are to MemberAt: more than a
// word's are asked for by First, and none of them is foreseen.
func (e *emitter) seen(g *jen.Group, d *types.Decl) jen.Code {
	switch words := (len(d.Fields) + 63) / 64; {
	case words == 0:
		return jen.Lit(0)
	case words > 1:
		g.Var().Id("seen").Index(jen.Lit(words)).Uint64().
			Comment("a bit for each member that came")
		return jen.Lit(0)
	case len(d.Fields) > 1:
		g.Id("data").Op(":=").Id("d").Dot("Text").Call()
	}
	g.Var().Id("seen").Uint64().Comment("a bit for each member that came")
	return jen.Id("seen")
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
func (e *emitter) missing(g *jen.Group, d *types.Decl) {
	for base := 0; base < len(d.Fields); base += 64 {
		var required uint64
		for i, field := range d.Fields[base:min(len(d.Fields), base+64)] {
			if !field.Type.Optional && field.Type.Default == nil {
				required |= 1 << i
			}
		}
		seen := jen.Id("seen")
		if len(d.Fields) > 64 {
			seen.Index(jen.Lit(base / 64))
		}
		if required != 0 {
			g.If(jen.Id("missing").Op(":=").Op("^").Add(seen).Op("&").Add(bitsLit(required)),
				jen.Id("missing").Op("!=").Lit(0)).Block(
				jen.Id(fieldsName(d)).Dot("MissingOf").Call(jen.Id("d"), jen.Id("at"),
					jen.Id("missing"), jen.Lit(base)))
		}
	}
}

func bitsLit(bits uint64) *jen.Statement { return jen.Op("0x" + strconv.FormatUint(bits, 16)) }

// decodeUnknown writes the default branch: of a name that the record does not declare.
func (e *emitter) decodeUnknown(g *jen.Group, d *types.Decl, tagged bool) {
	here, others := jen.Id("d").Dot("At").Call(jen.Id("at")), jen.Op("&").Id("others")
	unknown := jen.Id("at").Op("=").Add(here).Dot("Unknown").Call(others,
		jen.Lit(!e.m.IgnoreUnknown))
	if d.Keep {
		unknown = jen.Id("at").Op("=").Add(here.Clone()).Dot("Keep").Call(others,
			jen.Op("&").Id("v").Dot("Rest"))
	}
	if tagged {
		g.If(jen.Id("tag").Op("!=").Lit("").Op("&&").Add(here.Clone()).Dot("Named").
			Call(jen.Id("tag"))).Block(
			jen.Id("at").Op("=").Add(here.Clone()).Dot("Unknown").Call(others, jen.False()),
		).Else().Block(unknown)
		return
	}
	g.Add(unknown)
}

// decodeMember writes one case: which members came is told by bits.
func (e *emitter) decodeMember(g *jen.Group, d *types.Decl, i int, field *types.Field) {
	if len(d.Fields) > 64 {
		g.If(jen.Op("!").Id("d").Dot("First").Call(jen.Op("&").Id("seen").Index(jen.Lit(i/64)),
			jen.Lit(i%64))).Block(jen.Return(jen.Id("d").Dot("Offset").Call(), jen.False()))
	} else {
		g.Id("seen").Op("|=").Add(bitsLit(1 << i))
	}
	if field.Secret {
		g.Id("d").Dot("Secret").Call(jen.True())
	}
	r := &jsonReader{emitter: e, owner: d.Name + field.Go}
	r.field(g, field)
	if field.Secret {
		g.Id("d").Dot("Secret").Call(jen.False())
	}
	if i+1 < len(d.Fields) && len(d.Fields) <= 64 {
		e.foresee(g, d.Fields[i+1].Name, 1<<(i+1))
	}
}

// foresee writes what goes on at once if a member stands next, and has not come yet.
func (e *emitter) foresee(g *jen.Group, name string, bit uint64) {
	at, next := jen.Id("at"), jen.Id("next")
	text := `,` + jsonString(name) + `:`
	g.If(next.Clone().Op(":=").Add(at).Op("+").Lit(len(text)),
		next.Clone().Op(">").Len(jen.Id("data")).Op("||").
			String().Call(jen.Id("data").Index(jen.Add(at).Op(":").Add(next))).Op("!=").
			Op(backquoted(text)).Op("||").Id("seen").Op("&").Add(bitsLit(bit)).Op("!=").Lit(0)).
		Block(jen.Break())
	g.Add(at).Op("+=").Lit(len(text))
	g.Fallthrough()
}
