package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// What writes a query for a link.

// encodeQuery writes
//
//	// Encode is the query for a link, without "?". What equals its default is left out.
//	func (query SearchQuery) Encode() (string, error) {
//		var out wire.QueryEncoder
//		if v, ok := query.Q.Get(); ok {
//			out.String("q", v)
//		}
//		if query.Page != 1 {
//			out.Int("page", int64(query.Page))
//		}
//		for _, v := range query.Tag {
//			out.String("tag", v)
//		}
//		return out.Encode()
//	}
func (e *emitter) encodeQuery(f *jen.File, in input) {
	list, spreads := params(in)
	f.Comment("// Encode is the query for a link, without \"?\". What equals its default is " +
		"left out.")
	f.Func().Params(jen.Id("query").Id(in.Ident)).Id("Encode").Params().Params(jen.String(),
		jen.Error()).BlockFunc(func(g *jen.Group) {
		g.Var().Id("out").Add(e.wire("QueryEncoder"))
		for _, p := range list {
			if p.within == nil || p.within.local == "" {
				e.encodeParam(g, p)
			}
		}
		for _, s := range spreads {
			if s.local == "" {
				continue
			}
			g.If(jen.List(jen.Id(s.local), jen.Id("ok")).Op(":=").Id("query").Dot(s.field.Go).
				Dot("Get").Call(), jen.Id("ok")).BlockFunc(func(g *jen.Group) {
				for _, p := range s.members {
					e.encodeParam(g, p)
				}
			})
		}
		g.Return(jen.Id("out").Dot("Encode").Call())
	})
	f.Line()
}

func (e *emitter) encodeParam(g *jen.Group, p *param) {
	if p.t.Optional {
		g.If(jen.List(jen.Id("v"), jen.Id("ok")).Op(":=").Add(p.target.Clone()).Dot("Get").Call(),
			jen.Id("ok")).BlockFunc(func(g *jen.Group) {
			e.encodeValue(g, p, jen.Id("v"))
		})
		return
	}
	if p.t.Default != nil {
		g.If(e.differs(p)).BlockFunc(func(g *jen.Group) { e.encodeValue(g, p, p.target) })
		return
	}
	e.encodeValue(g, p, p.target)
}

// differs is the condition that a value is not its default.
func (e *emitter) differs(p *param) *jen.Statement {
	value, usual := p.target.Clone(), e.defaultOf(p.field)
	switch p.t.Base().Kind {
	case types.Date, types.Time, types.Own: // functions of the plain type compare them
		value, usual = e.plain(p.t, value), e.plain(p.t, usual)
	}
	switch p.t.Base().Kind {
	case types.Date, types.Time:
		return jen.Op("!").Add(value).Dot("Equal").Call(usual)
	case types.Base64:
		return jen.Op("!").Qual("bytes", "Equal").Call(value, usual)
	case types.URL:
		return value.Op("==").Nil().Op("||").Add(p.target.Clone()).Dot("String").Call().Op("!=").
			Add(usual).Dot("String").Call()
	case types.Own:
		format := e.goType(e.converter(p.t.Base().Name).Format.Text)
		return format.Clone().Call(value).Op("!=").Add(format.Call(usual))
	}
	return value.Op("!=").Add(usual)
}

// encodeValue writes one value, or the elements of a list.
func (e *emitter) encodeValue(g *jen.Group, p *param, value *jen.Statement) {
	name := jen.Lit(p.name)
	if !p.listed() {
		g.Add(e.encodeOne(p.t, name, value.Clone()))
		return
	}
	elem := p.t.Base().Elem
	loop := jen.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(value.Clone())).
		Block(e.encodeOne(elem, name, jen.Id("v")))
	if p.field.Explode {
		g.Add(loop)
		return
	}
	g.Id("out").Dot("Begin").Call(name, e.wire(separator(p.field, elem)))
	g.Add(loop)
	g.Id("out").Dot("End").Call(name)
}

// encodeOne is the call for one value: out.Int("page", int64(query.Page)).
func (e *emitter) encodeOne(t *types.Type, name jen.Code, value *jen.Statement) jen.Code {
	out := jen.Id("out")
	base := t.Base()
	if words, _ := enumOf(base, "inline"); words != nil {
		if words.Integers {
			return out.Dot("Int").Call(name, jen.Int64().Call(value))
		}
		return out.Dot("String").Call(name, jen.String().Call(value))
	}
	named := t.Kind == types.Named
	switch kind := base.Kind; {
	case kind == types.Own:
		return out.Dot("String").Call(name, e.goType(e.converter(base.Name).Format.Text).Call(e.plain(t, value)))
	case kind >= types.Int && kind <= types.Int64:
		return out.Dot("Int").Call(name, widened(kind == types.Int64 && !named, "int64", value))
	case kind.Integer():
		return out.Dot("Uint").Call(name, widened(kind == types.Uint64 && !named, "uint64", value))
	case kind == types.Float32:
		return out.Dot("Float").Call(name, jen.Float64().Call(value), jen.Lit(32))
	case kind == types.Float:
		return out.Dot("Float").Call(name, widened(!named, "float64", value), jen.Lit(64))
	case named:
		return out.Dot(scanners[kind]).Call(name, e.typeOf(base, "").Call(value))
	default:
		return out.Dot(scanners[kind]).Call(name, value)
	}
}

// widened is value as the type that the encoder takes.
func widened(same bool, to string, value *jen.Statement) *jen.Statement {
	if same {
		return value
	}
	return jen.Id(to).Call(value)
}
