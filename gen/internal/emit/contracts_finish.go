package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// What is told of parameters when all of them are read.

// finish writes what can be told when everything is read: what is missing, how many elements
// there are, and what may be absent.
func (e *emitter) finish(g *jen.Group, list []*param, spreads []*spread) {
	in := jen.Id("in")
	for _, p := range list {
		if p.within == nil || p.within.local == "" {
			e.finishParam(g, p)
		}
	}
	for _, s := range spreads {
		if s.local == "" {
			continue
		}
		given := jen.Null()
		for i, p := range s.members {
			if i > 0 {
				given.Op("||")
			}
			given.Add(in.Clone().Dot("Given").Call(jen.Lit(p.n)))
		}
		g.If(given).BlockFunc(func(g *jen.Group) {
			for _, p := range s.members {
				e.finishParam(g, p)
			}
			g.Id("query").Dot(s.field.Go).Op("=").Add(e.rt("Some").Call(jen.Id(s.local)))
		})
	}
}

func (e *emitter) finishParam(g *jen.Group, p *param) {
	in := jen.Id("in")
	if !p.listed() {
		if !p.t.Optional && p.t.Default == nil {
			g.Add(in.Clone().Dot("Required").Call(jen.Lit(p.n), jen.Lit(p.name)))
		}
		return
	}
	var checks []jen.Code
	target := p.target
	if p.t.Optional {
		target = jen.Id(p.local())
	}
	for _, r := range rulesOf(p.t, p.owner) {
		if r.Min != nil || r.Max != nil {
			checks = append(checks, in.Clone().Dot("Elements").Call(jen.Lit(p.name),
				jen.Len(target.Clone()), bound(r.Min, 0), bound(r.Max, -1)))
		}
		if r.Unique != nil {
			checks = append(checks, in.Clone().Dot("Unique").Call(jen.Lit(p.name), e.repeats(p.t.Base().Elem, p.field.GoType, target.Clone())))
		}
	}
	if !p.t.Optional {
		for _, c := range checks {
			g.Add(c)
		}
		return
	}
	checks = append(checks, p.target.Clone().Op("=").Add(e.rt("Some").Call(target.Clone())))
	g.If(in.Clone().Dot("Given").Call(jen.Lit(p.n))).Block(checks...)
}

// bound is a bound of a count, or what stands for none.
func bound(l *types.Literal, none int) jen.Code {
	if l == nil {
		return jen.Lit(none)
	}
	n, _ := strconv.Atoi(l.Text) // the parser has made sure of it
	return jen.Lit(n)
}
