package emit

import (
	"fmt"
	"slices"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// Unions in JSON: a function that appends one, and one that reads it.

func (e *emitter) unionCodec(f *jen.File, d *types.Decl) {
	e.appendUnion(f, d)
	if d.By != "" {
		e.decodeTagged(f, d)
	} else {
		e.decodeUntagged(f, d)
	}
	f.Comment("// Decode" + d.Name + "JSON reads a " + d.Name +
		", as strictly as the server does with bodies.")
	f.Func().Id("Decode"+d.Name+"JSON").Params(jen.Id("data").Index().Byte()).
		Params(jen.Id("v").Id(d.Name), jen.Err().Error()).Block(
		jen.Err().Op("=").Add(e.wire("Unmarshal")).Call(jen.Id("data"), jen.Op("&").Id("v"),
			jen.Func().Params(e.decoderParam(), jen.Id("at").Int(), jen.Id("v").Op("*").Id(d.Name)).
				Params(jen.Id("next").Int(), jen.Id("ok").Bool()).Block(
				jen.List(jen.Op("*").Id("v"), jen.Id("next"), jen.Id("ok")).Op("=").
					Id(decoderName(d.Name)).Call(jen.Id("d"), jen.Id("at")),
				jen.Return(jen.Id("next"), jen.Id("ok")),
			)),
		jen.Return(jen.Id("v"), jen.Err()),
	)
	f.Line()
}

// appendUnion writes
//
//	// AppendEventJSON appends v as JSON.
//	func AppendEventJSON(b []byte, v Event) ([]byte, error) {
//		switch v := v.(type) {
//		case Made:
//			return wire.AppendTagged(b, `{"kind":"made"`, v.AppendJSON)
//		case *Made:
//			if v != nil {
//				return wire.AppendTagged(b, `{"kind":"made"`, v.AppendJSON)
//			}
//		}
//		return b, wire.ErrNoMember
//	}
func (e *emitter) appendUnion(f *jen.File, d *types.Decl) {
	name := "Append" + d.Name + "JSON"
	f.Comment("// " + name + " appends v as JSON. A nil v is an error.")
	f.Func().Id(name).Params(jen.Id("b").Index().Byte(), jen.Id("v").Id(d.Name)).
		Params(jen.Index().Byte(), jen.Error()).Block(
		jen.Switch(jen.Id("v").Op(":=").Id("v").Assert(jen.Type())).BlockFunc(func(g *jen.Group) {
			for _, m := range d.Members {
				write := jen.Return(jen.Id("v").Dot("AppendJSON").Call(jen.Id("b")))
				if d.By != "" {
					head := "{" + jsonString(d.By) + ":" + jsonString(m.Tag)
					write = jen.Return(e.wire("AppendTagged").Call(jen.Id("b"),
						jen.Op(backquoted(head)), jen.Id("v").Dot("AppendJSON")))
				}
				g.Case(jen.Id(m.Decl.Name)).Block(write)
				g.Case(jen.Op("*").Id(m.Decl.Name)).Block(jen.If(jen.Id("v").Op("!=").Nil()).
					Block(write.Clone()))
			}
		}),
		jen.Return(jen.Id("b"), e.wire("ErrNoMember")),
	)
	f.Line()
}

// unionFunc writes the function that reads a union, around a body.
func (e *emitter) unionFunc(f *jen.File, d *types.Decl, body func(g *jen.Group)) {
	e.decoderComment(f, decoderName(d.Name)+" reads a "+d.Name)
	f.Func().Id(decoderName(d.Name)).Params(e.decoderParam(), jen.Id("at").Int()).
		Params(jen.Id("_").Id(d.Name), jen.Id("next").Int(), jen.Id("ok").Bool()).BlockFunc(body)
	f.Line()
}

// decodeTagged writes
//
//	tag, ok := d.At(at).Tag("kind")
//	if !ok {
//		return nil, d.Offset(), false
//	}
//	switch string(tag) {
//	case "made":
//		var v Made
//		next, ok = httpgenDecodeMade(d, at, &v, "kind")
//		return v, next, ok
//	}
//	d.NoTag("kind", tag, "made, gone")
//	return nil, d.Offset(), false
func (e *emitter) decodeTagged(f *jen.File, d *types.Decl) {
	e.unionFunc(f, d, func(g *jen.Group) {
		g.List(jen.Id("tag"), jen.Id("ok")).Op(":=").Id("d").Dot("At").Call(jen.Id("at")).
			Dot("Tag").Call(jen.Lit(d.By))
		g.If(jen.Op("!").Id("ok")).Block(noUnion())
		words := ""
		g.Switch(jen.String().Call(jen.Id("tag"))).BlockFunc(func(g *jen.Group) {
			for i, m := range d.Members {
				if i > 0 {
					words += ", "
				}
				words += m.Tag
				g.Case(jen.Lit(m.Tag)).Block(readMember(m.Decl, jen.Lit(d.By))...)
			}
		})
		g.Id("d").Dot("NoTag").Call(jen.Lit(d.By), jen.Id("tag"), jen.Lit(words))
		g.Add(noUnion())
	})
}

// readMember reads and returns a union's member.
func readMember(m *types.Decl, tag ...jen.Code) []jen.Code {
	args := append([]jen.Code{jen.Id("d"), jen.Id("at"), jen.Op("&").Id("v")}, tag...)
	return []jen.Code{
		jen.Var().Id("v").Id(m.Name),
		jen.List(jen.Id("next"), jen.Id("ok")).Op("=").Id(decoderName(m.Name)).Call(args...),
		jen.Return(jen.Id("v"), jen.Id("next"), jen.Id("ok")),
	}
}

// noUnion returns that there is no member, behind the value.
func noUnion() jen.Code {
	return jen.Return(jen.Nil(), jen.Id("d").Dot("Offset").Call(), jen.False())
}

// decodeUntagged writes what tells the members of a union apart that have no tag, by their kinds
// and the members of objects:
//
//	var httpgenContactChoice = wire.Choice{
//		Members: []wire.Member{
//			{
//				Fields: []wire.Kinds{wire.JSONRequired | 0x8, 0},
//				Kinds:  0x20,
//				Record: true,
//			},
//	}
//
//	switch d.At(at).Choose(&httpgenContactChoice) {
//	case 0:
//		var v Email
//		next, ok = httpgenDecodeEmail(d, at, &v)
//		return v, next, ok
//	}
//	d.NoMember("Email, Phone")
//	return nil, d.Offset(), false
func (e *emitter) decodeUntagged(f *jen.File, d *types.Decl) {
	e.choice(f, d)
	e.unionFunc(f, d, func(g *jen.Group) {
		here := jen.Id("d").Dot("At").Call(jen.Id("at"))
		g.Switch(here.Dot("Choose").Call(jen.Op("&").Id(choiceName(d)))).
			BlockFunc(func(g *jen.Group) {
				for i, m := range d.Members {
					var tag []jen.Code
					if e.tagged(m.Decl) {
						tag = append(tag, jen.Lit(""))
					}
					g.Case(jen.Lit(i)).Block(readMember(m.Decl, tag...)...)
				}
			})
		g.Id("d").Dot("NoMember").Call(jen.Lit(memberNames(d)))
		g.Add(noUnion())
	})
}

func choiceName(d *types.Decl) string { return "httpgen" + d.Name + "Choice" }

// choice writes the table of a union's members.
func (e *emitter) choice(f *jen.File, d *types.Decl) {
	var names []string
	for _, m := range d.Members {
		for _, field := range behind(m.Decl).Fields {
			if !slices.Contains(names, field.Name) {
				names = append(names, field.Name)
			}
		}
	}
	f.Comment("// " + choiceName(d) + " tells what a " + d.Name + " is.")
	f.Var().Id(choiceName(d)).Op("=").Add(e.wire("Choice")).
		Values(jen.DictFunc(func(dict jen.Dict) {
			dict[jen.Id("Names")] = jen.Index().String().ValuesFunc(func(g *jen.Group) {
				for _, name := range names {
					g.Lit(name)
				}
			})
			dict[jen.Id("Members")] = jen.Index().Add(e.wire("Member")).CustomFunc(jen.Options{
				Open: "{", Close: "}", Separator: ",", Multi: true,
			}, func(g *jen.Group) {
				for _, m := range d.Members {
					g.Add(e.memberRow(m.Decl, names))
				}
			})
		}))
	f.Line()
}

// behind is the record that an entry is another name for, or the entry.
func behind(d *types.Decl) *types.Decl {
	if d.Form == types.Alias {
		base := d.Type.Base()
		if base.Kind == types.Named && base.Decl.Form == types.Record {
			return base.Decl
		}
	}
	return d
}

// memberRow is what an object has to have to be this member.
func (e *emitter) memberRow(d *types.Decl, names []string) *jen.Statement {
	d = behind(d)
	kinds := func(k types.JSON) *jen.Statement { return jen.Op(fmt.Sprintf("%#x", uint8(k))) }
	if d.Form != types.Record {
		return jen.Values(jen.Dict{jen.Id("Kinds"): kinds(d.JSON())})
	}
	row := jen.Dict{jen.Id("Kinds"): kinds(types.JSONObject), jen.Id("Record"): jen.True()}
	if d.Keep || e.m.IgnoreUnknown {
		row[jen.Id("Open")] = jen.True()
	}
	row[jen.Id("Fields")] = jen.Index().Add(e.wire("Kinds")).ValuesFunc(func(g *jen.Group) {
		for _, name := range names {
			i := slices.IndexFunc(d.Fields, func(f *types.Field) bool { return f.Name == name })
			switch {
			case i < 0:
				g.Lit(0)
			case d.Fields[i].Type.Required():
				g.Add(e.wire("JSONRequired")).Op("|").Add(kinds(d.Fields[i].JSON()))
			default:
				g.Add(kinds(d.Fields[i].JSON()))
			}
		}
	})
	return jen.Values(row)
}
