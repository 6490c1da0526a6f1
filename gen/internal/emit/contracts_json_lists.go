package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// What reads the lists and maps of JSON.

// list writes
//
//	next, more, ok := d.ArrayAt(at)
//	if at = next; ok {
//		var list []string
//		for start := at; more; at, more = d.MoreAt(at) {
//			w1, next, ok := d.StringAt(at)
//			if at = next; ok {
//				list = append(wire.Room(d.At(at), list, start), w1)
//			}
//		}
//		if d.At(at).Elements(len(list), 0, 5) && d.At(at).Unique(wire.Repeats(list)) {
//			v.Tags = runtime.Some(list)
//		}
//	}
func (r *jsonReader) list(g *jen.Group, t *types.Type, enum string, keep keeper) {
	list, at := jen.Id(r.variable("list")), jen.Id("at")
	r.depth++
	g.List(jen.Id("next"), jen.Id("more"), jen.Id("ok")).Op(":=").Id("d").Dot("ArrayAt").Call(at)
	g.If(at.Clone().Op("=").Id("next"), jen.Id("ok")).BlockFunc(func(g *jen.Group) {
		room := r.wire("Room").Call(jen.Id("d").Dot("At").Call(at), list, jen.Id("start"))
		g.Var().Add(list).Index().Add(r.wrapped(t.Elem, enum))
		g.For(jen.Id("start").Op(":=").Add(at), jen.Id("more"),
			jen.List(at, jen.Id("more")).Op("=").Id("d").Dot("MoreAt").Call(at)).
			BlockFunc(func(g *jen.Group) {
				r.value(g, t.Elem, enum, func(w *jen.Statement) jen.Code {
					return list.Clone().Op("=").Append(room, w)
				})
			})
		r.keepGathered(g, t, enum, list, keep)
	})
	r.depth--
}

// keepGathered keeps a list or map whose constraints hold.
func (r *jsonReader) keepGathered(g *jen.Group, t *types.Type, enum string, list *jen.Statement,
	keep keeper) {
	var conditions []jen.Code
	here := jen.Id("d").Dot("At").Call(jen.Id("at"))
	if t.Kind == types.Map {
		conditions = append(conditions, list.Clone().Op("!=").Nil())
	}
	if t.Rules.Min != nil || t.Rules.Max != nil {
		conditions = append(conditions, here.Clone().Dot("Elements").Call(jen.Len(list),
			bound(t.Rules.Min, 0), bound(t.Rules.Max, -1)))
	}
	if t.Rules.Unique != nil {
		conditions = append(conditions,
			here.Clone().Dot("Unique").Call(r.repeats(t.Elem, enum, list.Clone())))
	}
	if len(conditions) == 0 {
		g.Add(keep(list.Clone()))
		return
	}
	g.If(joined(conditions)).Block(keep(list.Clone()))
}

// joined are conditions that all have to hold.
func joined(conditions []jen.Code) *jen.Statement {
	list := jen.Null()
	for i, c := range conditions {
		if i > 0 {
			list.Op("&&")
		}
		list.Add(c)
	}
	return list
}

// mapping writes
//
//	var list map[string]int
//	if d.At(at).Map() {
//		list = map[string]int{}
//		for name, more := d.Next(); more; name, more = d.Next() {
//			key := string(name)
//			if _, twice := list[key]; twice {
//				d.Twice()
//				break
//			}
//			list[key] = *new(int) // it came, whatever it is
//			at = d.Offset()
//			w1, next, ok := d.IntAt(at, strconv.IntSize)
//			if at = next; ok {
//				list[key] = int(w1)
//			}
//			d.At(at)
//		}
//	}
//	at = d.Offset()
//	if list != nil {
//		v.Counts = list
//	}
func (r *jsonReader) mapping(g *jen.Group, t *types.Type, enum string, keep keeper) {
	list, key := jen.Id(r.variable("list")), jen.Id(r.variable("key"))
	at, offset := jen.Id("at"), jen.Id("d").Dot("Offset").Call()
	r.depth++
	elem := r.wrapped(t.Elem, enum)
	kind := jen.Map(jen.String()).Add(elem.Clone())
	g.Var().Add(list, kind)
	g.If(jen.Id("d").Dot("At").Call(at).Dot("Map").Call()).BlockFunc(func(g *jen.Group) {
		g.Add(list).Op("=").Add(kind).Values()
		next := jen.Id("d").Dot("Next").Call()
		names := jen.List(jen.Id("name"), jen.Id("more"))
		g.For(names.Clone().Op(":=").Add(next), jen.Id("more"), names.Clone().Op("=").Add(next)).
			BlockFunc(func(g *jen.Group) {
				g.Add(key).Op(":=").String().Call(jen.Id("name"))
				g.If(jen.List(jen.Id("_"), jen.Id("twice")).Op(":=").Add(list).Index(key),
					jen.Id("twice")).Block(
					jen.Id("d").Dot("Twice").Call(), jen.Break())
				g.Add(list).Index(key).Op("=").Op("*").New(elem.Clone()).
					Comment("it came, whatever it is")
				g.Add(at).Op("=").Add(offset)
				r.value(g, t.Elem, enum, func(w *jen.Statement) jen.Code {
					return list.Clone().Index(key).Op("=").Add(w)
				})
				g.Id("d").Dot("At").Call(at)
			})
	})
	g.Add(at).Op("=").Add(offset)
	r.keepGathered(g, t, enum, list, keep)
	r.depth--
}
