package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// Codings of bodies, as data for the runtime.

func isOn(c *model.Compress) bool { return c != nil && !c.Off }

func (e *emitter) compresses() bool {
	return isOn(e.m.Compress) ||
		slices.ContainsFunc(e.m.Routes, func(r *model.Route) bool { return isOn(r.Compress) })
}

// compressing is
//
//	Compress: &runtime.Compressing{
//		Default: &runtime.Compress{Codings: []string{"gzip"}},
//		Others: []runtime.CompressOf{{Routes: []int{
//			httpgenRoutePlain,
//		}}},
//	},
func (e *emitter) compressing() jen.Code {
	all := jen.Dict{}
	if isOn(e.m.Compress) {
		all[jen.Id("Default")] = e.compress(e.m.Compress)
	}
	byPolicy, order := map[*model.Compress][]int{}, []*model.Compress(nil)
	for i, r := range e.m.Routes {
		if r.Compress == e.m.Compress {
			continue
		}
		if byPolicy[r.Compress] == nil {
			order = append(order, r.Compress)
		}
		byPolicy[r.Compress] = append(byPolicy[r.Compress], i)
	}
	slices.SortStableFunc(order, func(a, b *model.Compress) int { return a.Span.Compare(b.Span) })
	if len(order) > 0 {
		all[jen.Id("Others")] = jen.Index().Add(e.rt("CompressOf")).ValuesFunc(func(g *jen.Group) {
			for _, c := range order {
				entry := jen.Dict{jen.Id("Routes"): e.routeList(byPolicy[c])}
				if isOn(c) {
					entry[jen.Id("Compress")] = e.compress(c)
				}
				g.Values(entry)
			}
		})
	}
	return jen.Op("&").Add(e.rt("Compressing")).Values(all)
}

func (e *emitter) compress(c *model.Compress) jen.Code {
	values := jen.Dict{jen.Id("Codings"): jen.Index().String().Values(texts(c.Codings)...)}
	if c.MinSize > 0 {
		values[jen.Id("MinSize")] = size(c.MinSize)
	}
	if len(c.Types) > 0 {
		values[jen.Id("Types")] = jen.Index().String().Values(texts(c.Types)...)
	}
	return jen.Op("&").Add(e.rt("Compress")).Values(values)
}

// routeList are routes by number. Each has a line: one added changes no other.
func (e *emitter) routeList(routes []int) jen.Code {
	return jen.Index().Int().ValuesFunc(func(g *jen.Group) {
		for _, i := range routes {
			g.Line().Add(e.number(i))
		}
		g.Line()
	})
}

// decoded are the codings that routes take, sorted.
func (e *emitter) decoded() (names []string) {
	for _, r := range e.m.Routes {
		names = append(names, r.Decode...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
