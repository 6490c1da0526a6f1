package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// What reads the lists and maps of JSON.

// list writes
//
//	if d.Array() {
//		var list []string
//		for d.More() {
//			if w1, ok := d.String(); ok {
//				list = append(list, w1)
//			}
//		}
//		if d.Elements(len(list), 0, 5) && d.Unique(wire.Repeats(list)) {
//			v.Tags = runtime.Some(list)
//		}
//	}
func (r *jsonReader) list(g *jen.Group, t *types.Type, enum string, keep keeper) {
	list := r.variable("list")
	r.depth++
	g.If(jen.Id("d").Dot("Array").Call()).BlockFunc(func(g *jen.Group) {
		g.Var().Id(list).Index().Add(r.wrapped(t.Elem, enum))
		g.For(jen.Id("d").Dot("More").Call()).BlockFunc(func(g *jen.Group) {
			r.value(g, t.Elem, enum, func(w *jen.Statement) jen.Code {
				return jen.Id(list).Op("=").Append(jen.Id(list), w)
			})
		})
		r.keepGathered(g, t, enum, list, keep)
	})
	r.depth--
}

// keepGathered keeps a list or map whose constraints hold.
func (r *jsonReader) keepGathered(g *jen.Group, t *types.Type, enum, list string, keep keeper) {
	condition := jen.Null()
	and := func(c jen.Code) {
		if len(*condition) > 1 {
			condition.Op("&&")
		}
		condition.Add(c)
	}
	if t.Rules.Min != nil || t.Rules.Max != nil {
		and(jen.Id("d").Dot("Elements").Call(jen.Len(jen.Id(list)), bound(t.Rules.Min, 0),
			bound(t.Rules.Max, -1)))
	}
	if t.Rules.Unique != nil {
		and(jen.Id("d").Dot("Unique").Call(r.repeats(t.Elem, enum, jen.Id(list))))
	}
	if len(*condition) > 1 {
		g.If(condition).Block(keep(jen.Id(list)))
		return
	}
	g.Add(keep(jen.Id(list)))
}

// mapping writes
//
//	if d.Map() {
//		list := map[string]int{}
//		for name, more := d.Next(); more; name, more = d.Next() {
//			key := string(name)
//			if _, twice := list[key]; twice {
//				d.Twice()
//				break
//			}
//			list[key] = *new(int) // it came, whatever it is
//			if w1, ok := d.Int(strconv.IntSize); ok {
//				list[key] = int(w1)
//			}
//		}
//		v.Counts = list
//	}
func (r *jsonReader) mapping(g *jen.Group, t *types.Type, enum string, keep keeper) {
	list, key := r.variable("list"), r.variable("key")
	r.depth++
	g.If(jen.Id("d").Dot("Map").Call()).BlockFunc(func(g *jen.Group) {
		elem := r.wrapped(t.Elem, enum)
		g.Id(list).Op(":=").Map(jen.String()).Add(elem.Clone()).Values()
		g.For(jen.List(jen.Id("name"), jen.Id("more")).Op(":=").Id("d").Dot("Next").Call(),
			jen.Id("more"),
			jen.List(jen.Id("name"), jen.Id("more")).Op("=").Id("d").Dot("Next").Call()).
			BlockFunc(func(g *jen.Group) {
				g.Id(key).Op(":=").String().Call(jen.Id("name"))
				g.If(jen.List(jen.Id("_"), jen.Id("twice")).Op(":=").Id(list).Index(jen.Id(key)),
					jen.Id("twice")).Block(
					jen.Id("d").Dot("Twice").Call(), jen.Break())
				g.Id(list).Index(jen.Id(key)).Op("=").Op("*").New(elem.Clone()).
					Comment("it came, whatever it is")
				r.value(g, t.Elem, enum, func(w *jen.Statement) jen.Code {
					return jen.Id(list).Index(jen.Id(key)).Op("=").Add(w)
				})
			})
		r.keepGathered(g, t, enum, list, keep)
	})
	r.depth--
}
