package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// What makes server-sent events of values.

// eventEncoder writes, of a record with fields that are no data,
//
//	// httpgenEventTicksResult makes an event of what Ticks sends.
//	func httpgenEventTicksResult(v Tick, event *runtime.Event, b []byte) (_ []byte, err error) {
//		event.Name = string(v.Kind)
//		start := len(b)
//		b = append(b, `,"price":`...)
//		b = wire.AppendInt(b, v.Price)
//		return wire.CloseObject(b, start), nil
//	}
func (e *emitter) eventEncoder(f *jen.File, r *model.Route, out output) {
	name := "httpgenEvent" + out.name
	base := out.Expr.Base()
	union := base.Kind == types.Named && base.Decl.Form == types.Union && !out.Expr.Nullable
	record := base.Kind == types.Named && base.Decl.Form == types.Record && !out.Expr.Nullable
	told := record && len(noData(base.Decl)) > 0
	if union {
		told = slices.ContainsFunc(base.Decl.Members, func(m types.Member) bool {
			return len(noData(behind(m.Decl))) > 0
		})
	}
	event := jen.Id("_").Op("*").Add(e.rt("Event"))
	if told {
		event = jen.Id("event").Op("*").Add(e.rt("Event"))
	}
	f.Comment("// " + name + " makes an event of what " + r.Handler + " sends.")
	value := jen.Id("v").Add(e.wrapped(out.Expr, out.name))
	f.Func().Id(name).Params(value, event, jen.Id("b").Index().Byte()).
		Params(jen.Id("_").Index().Byte(), jen.Err().Error()).BlockFunc(func(g *jen.Group) {
		switch {
		case told && union:
			e.unionEvent(g, base.Decl)
		case told:
			e.recordEvent(g, base.Decl, "")
		default:
			w := &writer{emitter: e}
			w.value(g, out.Expr, jen.Id("v"), out.name)
			g.Return(jen.Id("b"), jen.Nil())
		}
	})
	f.Line()
}

// noData are the fields of a record that are told by the event itself.
func noData(d *types.Decl) (others []*types.Field) {
	if d.Form != types.Record {
		return nil
	}
	for _, field := range d.Fields {
		if field.SSE != types.SSEData {
			others = append(others, field)
		}
	}
	return others
}

// unionEvent writes, of a union whose members have such fields,
//
//	switch p := v.(type) {
//	case *Said:
//		if p != nil {
//			v = *p
//		}
//	}
//	switch v := v.(type) {
//	case Said:
//		event.ID = v.ID
//		start := len(b)
//		b = append(b, `,"kind":"said"`...)
//		b = append(b, `,"text":`...)
//		b = wire.AppendString(b, v.Text)
//		return wire.CloseObject(b, start), nil
//	}
//	return b, wire.ErrNoMember
func (e *emitter) unionEvent(g *jen.Group, d *types.Decl) {
	g.Switch(jen.Id("p").Op(":=").Id("v").Assert(jen.Type())).BlockFunc(func(g *jen.Group) {
		for _, m := range d.Members {
			g.Case(jen.Op("*").Id(m.Decl.Name)).Block(jen.If(jen.Id("p").Op("!=").Nil()).
				Block(jen.Id("v").Op("=").Op("*").Id("p")))
		}
	})
	g.Switch(jen.Id("v").Op(":=").Id("v").Assert(jen.Type())).BlockFunc(func(g *jen.Group) {
		for _, m := range d.Members {
			tag := ""
			if d.By != "" {
				tag = jsonString(d.By) + ":" + jsonString(m.Tag)
			}
			g.Case(jen.Id(m.Decl.Name)).BlockFunc(func(g *jen.Group) {
				switch {
				case len(noData(behind(m.Decl))) > 0:
					e.recordEvent(g, behind(m.Decl), tag)
				case tag != "":
					g.Return(e.wire("AppendTagged").Call(jen.Id("b"),
						jen.Op(backquoted("{"+tag)), jen.Id("v").Dot("AppendJSON")))
				default:
					g.Return(jen.Id("v").Dot("AppendJSON").Call(jen.Id("b")))
				}
			})
		}
	})
	g.Return(jen.Id("b"), e.wire("ErrNoMember"))
}

// recordEvent writes the event of a record: what tells it first, then its data. tag is what tells
// it from other members of a union.
func (e *emitter) recordEvent(g *jen.Group, d *types.Decl, tag string) {
	others := noData(d)
	if slices.ContainsFunc(others, needsText) {
		g.Var().Id("out").Add(e.wire("FieldEncoder"))
	}
	for _, field := range others {
		e.eventField(g, field)
	}
	e.eventData(g, d, len(others), tag)
}

// eventData writes the data: the object of all other fields, and nothing where there are none.
func (e *emitter) eventData(g *jen.Group, d *types.Decl, others int, tag string) {
	if len(d.Fields) == others && !d.Keep && tag == "" {
		g.Return(jen.Id("b"), jen.Nil())
		return
	}
	g.Id("start").Op(":=").Len(jen.Id("b"))
	if tag != "" {
		g.Id("b").Op("=").Append(jen.Id("b"), jen.Op(backquoted(","+tag)).Op("..."))
	}
	for _, field := range d.Fields {
		if field.SSE == types.SSEData {
			w := &writer{emitter: e}
			w.member(g, field)
		}
	}
	if d.Keep {
		rest := e.wire("AppendRest").Call(jen.Id("b"), jen.Id("v").Dot("Rest"))
		g.If(jen.List(jen.Id("b"), jen.Err()).Op("=").Add(rest), jen.Err().Op("!=").Nil()).Block(
			jen.Return(jen.Id("b"), jen.Err()))
	}
	g.Return(e.wire("CloseObject").Call(jen.Id("b"), jen.Id("start")), jen.Nil())
}

// eventField sets a field of an event:
//
//	event.Name = string(v.Kind)
//
//	out.Uint("id", w)
//	if event.ID, err = out.Text(); err != nil {
//		return b, err
//	}
func (e *emitter) eventField(g *jen.Group, field *types.Field) {
	value := jen.Id("v").Dot(field.Go)
	if !field.Type.Optional {
		e.eventValue(g, field, value)
		return
	}
	there := jen.List(jen.Id("w"), jen.Id("ok")).Op(":=").Add(value).Dot("Get").Call()
	g.If(there, jen.Id("ok")).BlockFunc(func(g *jen.Group) {
		e.eventValue(g, field, jen.Id("w"))
	})
}

func (e *emitter) eventValue(g *jen.Group, field *types.Field, value *jen.Statement) {
	member := jen.Id("event").Dot(map[types.SSE]string{
		types.SSEEvent: "Name", types.SSEID: "ID", types.SSERetry: "Retry",
	}[field.SSE])
	t := field.Type
	switch {
	case field.SSE == types.SSERetry: // a number of milliseconds, as on the wire
		g.Add(member.Op("=").Qual("time", "Duration").Call(value).
			Op("*").Qual("time", "Millisecond"))
	case t.Kind == types.String:
		g.Add(member.Op("=").Add(value))
	case isLine(t):
		g.Add(member.Op("=").String().Call(value))
	default:
		g.Add(e.encodeOne(t, jen.Lit(field.Name), value))
		text := jen.List(member, jen.Err()).Op("=").Id("out").Dot("Text").Call()
		g.If(text, jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Id("b"), jen.Err()))
	}
}

// needsText says that a field of an event is no string in Go, but written as one.
func needsText(f *types.Field) bool { return f.SSE != types.SSERetry && !isLine(f.Type) }

// isLine says that values of a type are strings in Go.
func isLine(t *types.Type) bool {
	words, _ := enumOf(t.Base(), "inline")
	return words != nil && !words.Integers || t.Base().Kind == types.String
}
