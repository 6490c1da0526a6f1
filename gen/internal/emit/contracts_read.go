package emit

import (
	"slices"
	"strconv"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// What reads typed queries, header fields and cookies.

// A param is one parameter as it stands on the wire: a field, or a member of a record that is
// spread over several.
type param struct {
	name   string // on the wire
	n      int    // its number among those of the input
	t      *types.Type
	field  *types.Field
	owner  string         // of its constraints: struct and field
	target *jen.Statement // query.Tag
	within *spread        // nil: of the struct itself
	text   *jen.Statement // what has to be true before there is a text to read; nil: nothing
}

// A spread is a record whose members are parameters: f[R]=1&f[G]=2.
type spread struct {
	field   *types.Field
	members []*param
	local   string // the variable of one that may be absent, else ""
}

// params lists the parameters of an input.
func params(in input) (list []*param, spreads []*spread) {
	for _, field := range in.Fields {
		target := jen.Id(in.kind).Dot(field.Go)
		base := field.Type.Base()
		if base.Kind != types.Named || base.Decl.Form != types.Record {
			list = append(list, &param{field.Name, len(list), field.Type, field, in.Ident +
				field.Go, target, nil, nil})
			continue
		}
		s := &spread{field: field}
		if field.Type.Optional {
			s.local = "of" + field.Go
			target = jen.Id(s.local)
		}
		for _, member := range base.Decl.Fields {
			name := member.Name
			if field.Style == types.DeepObject {
				name = field.Name + "[" + member.Name + "]"
			}
			p := &param{name, len(list), member.Type, member, base.Decl.Name + member.Go,
				target.Clone().Dot(member.Go), s, nil}
			list = append(list, p)
			s.members = append(s.members, p)
		}
		spreads = append(spreads, s)
	}
	return list, spreads
}

// readInput writes
//
//	// httpgenReadSearchQuery reads what a request has of it; in gets the faults.
//	func httpgenReadSearchQuery(x *runtime.Exchange, in *wire.Params) SearchQuery {
//		query := NewSearchQuery()
//		x.Query(in)
//		for in.Next() {
//			switch in.Name {
//			case "q":
//				if in.One(0) {
//					if v, ok := in.String(); ok && in.Chars(v, 0, 100) {
//						query.Q = runtime.Some(v)
//					}
//				}
//			}
//		}
//		in.Elements("tag", len(query.Tag), 0, 5)
//		return query
//	}
func (e *emitter) readInput(f *jen.File, in input) {
	list, spreads := params(in)
	name := readerName(in.Ident)
	f.Comment("// " + name + " reads what a request has of it; in gets the faults.")
	f.Func().Id(name).Params(jen.Id("x").Op("*").Add(e.rt("Exchange")), e.inParam()).Id(in.Ident).
		BlockFunc(func(g *jen.Group) {
			g.Id(in.kind).Op(":=").Add(e.fresh(in))
			for _, s := range spreads {
				if s.local != "" {
					g.Var().Id(s.local).Add(e.typeOf(s.field.Type, ""))
				}
			}
			for _, p := range list {
				if p.listed() && p.t.Optional {
					g.Var().Id(p.local()).Add(e.typeOf(p.t, p.field.GoType))
				}
			}
			switch in.kind {
			case "query":
				e.readQuery(g, list)
			case "headers":
				e.readHeaders(g, list)
			case "cookies":
				e.readCookies(g, list)
			}
			e.finish(g, list, spreads)
			g.Return(jen.Id(in.kind))
		})
	f.Line()
}

// listed says that a parameter is a list.
func (p *param) listed() bool { return p.t.Base().Kind == types.List }

// local is the variable that gathers a list which may be absent.
func (p *param) local() string { return "list" + strconv.Itoa(p.n) }

// readQuery writes the loop over the pairs of a query.
func (e *emitter) readQuery(g *jen.Group, list []*param) {
	g.Id("x").Dot("Query").Call(jen.Id("in"))
	g.For(jen.Id("in").Dot("Next").Call()).BlockFunc(func(g *jen.Group) {
		names(g, list, e.readParam)
	})
}

// names writes what finds the parameter of the present name, and read what is done then. The
// names of a list's elements, tag[] and tag[0], are looked up as they are first: they may be
// declared so.
func names(g *jen.Group, list []*param, read func(*jen.Group, *param)) {
	lists := slices.ContainsFunc(list, (*param).listed)
	if lists {
		g.Id("names").Op(":")
	}
	g.Switch(jen.Id("in").Dot("Name")).BlockFunc(func(g *jen.Group) {
		for _, p := range list {
			g.Case(jen.Lit(p.name)).BlockFunc(func(g *jen.Group) { read(g, p) })
		}
		g.Default().BlockFunc(func(g *jen.Group) {
			if lists {
				g.If(jen.Id("in").Dot("Element").Call()).Block(jen.Goto().Id("names"))
			}
			g.Id("in").Dot("Unknown").Call()
		})
	})
}

// readHeaders asks for the declared fields, one after the other.
func (e *emitter) readHeaders(g *jen.Group, list []*param) {
	g.Id("in").Dot("Header").Call()
	for _, p := range list {
		if p.listed() {
			e.readElements(g, p, jen.Id("x").Dot("Elements").Call(jen.Id("in"), jen.Lit(p.name),
				jen.Lit(p.n)))
			continue
		}
		e.readOne(g, p, jen.Id("x").Dot("Field").Call(jen.Id("in"), jen.Lit(p.name), jen.Lit(p.n)))
	}
}

// readCookies writes the loop over the cookies.
func (e *emitter) readCookies(g *jen.Group, list []*param) {
	g.Id("in").Dot("Cookies").Call()
	g.For(jen.Id("x").Dot("Cookies").Call(jen.Id("in"))).Block(
		jen.Switch(jen.Id("in").Dot("Name")).BlockFunc(func(g *jen.Group) {
			for _, p := range list {
				g.Case(jen.Lit(p.name)).BlockFunc(func(g *jen.Group) { e.readParam(g, p) })
			}
		}),
	)
}

// readParam reads the present pair as a value of p.
func (e *emitter) readParam(g *jen.Group, p *param) {
	if p.listed() {
		elem := p.t.Base().Elem
		e.readElements(g, p, jen.Id("in").Dot("Each").Call(
			jen.Lit(p.n), e.wire(separator(p.field, elem)), jen.Lit(isString(elem))))
		return
	}
	e.readOne(g, p, p.text)
}

// readOne reads the present pair, if there is one, as the one value of p.
func (e *emitter) readOne(g *jen.Group, p *param, there *jen.Statement) {
	ask := "Filled"
	if isString(p.t) {
		ask = "One"
	}
	condition := jen.Id("in").Dot(ask).Call(jen.Lit(p.n))
	if there != nil {
		condition = there.Clone().Op("&&").Add(condition)
	}
	g.If(condition).BlockFunc(func(g *jen.Group) {
		e.secret(g, p)
		e.value(g, p.t, p, func(v *jen.Statement) jen.Code {
			if p.t.Optional {
				v = e.rt("Some").Call(v)
			}
			return p.target.Clone().Op("=").Add(v)
		})
	})
}

func (e *emitter) secret(g *jen.Group, p *param) {
	if p.field.Secret {
		g.Id("in").Dot("Secret").Call()
	}
}

// readElements writes the loop over the elements of a list.
func (e *emitter) readElements(g *jen.Group, p *param, next jen.Code) {
	target := p.target
	if p.t.Optional {
		target = jen.Id(p.local())
	}
	g.For(next).BlockFunc(func(g *jen.Group) {
		e.secret(g, p)
		e.value(g, p.t.Base().Elem, p, func(v *jen.Statement) jen.Code {
			return target.Clone().Op("=").Add(e.wire("Append")).Call(jen.Id("in"), target.Clone(), v)
		})
	})
}

// separator is how the elements of a list are told apart in one value.
func separator(field *types.Field, elem *types.Type) string {
	switch field.Style {
	case types.SpaceDelimited:
		return "Spaces"
	case types.PipeDelimited:
		return "Pipes"
	}
	switch {
	case !field.Explode:
		return "Commas"
	case isString(elem), elem.Base().Kind == types.URL, elem.Base().Kind == types.Own,
		hasComma(elem):
		return "Alone"
	}
	return "CommasToo"
}

// hasComma says whether a word of an enum has a comma.
func hasComma(t *types.Type) bool {
	enum, _ := enumOf(t.Base(), "")
	if enum == nil {
		return false
	}
	for _, w := range enum.Words {
		for _, c := range w.Text {
			if c == ',' {
				return true
			}
		}
	}
	return false
}

// isString says that values are strings, for which an empty text is a value.
func isString(t *types.Type) bool { return t.Base().Kind == types.String }
