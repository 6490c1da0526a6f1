package emit

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/plan"
)

// How texts with several parameters, or with a path, are taken apart.

// A row is a text that is taken apart by match.Split, and the variable that has its parts.
type row struct {
	name string
	cut  *plan.Cut
}

// ends writes the ends of a node, or some of them.
func (b *block) ends(n *plan.Node, asks []plan.Sift, at spot) []jen.Code {
	at.vars = n.Vars
	return b.sift(asks, rest, at, func(i int, _ spot) []jen.Code {
		return []jen.Code{b.end(n, n.Ends[i])}
	})
}

// end writes what takes all that is left of a path.
func (b *block) end(n *plan.Node, end plan.End) jen.Code {
	vars := append(n.Vars[:len(n.Vars):len(n.Vars)], end.Cut.Params()...)
	code := b.cut(end.Cut, rest, len(n.Vars), end.Site, b.site(end.Site, spot{vars: vars}))
	if len(code) == 1 {
		return code[0]
	}
	return jen.Block(code...)
}

// cut writes how a text is taken apart, each step an if around the next. first is the
// number of values there are before the row's, of is where a pattern ends that it is a part
// of. Of report-<date:day>.txt:
//
//	if text, ok := strings.CutPrefix(segment, "report-"); ok {
//		if text, ok := strings.CutSuffix(text, ".txt"); ok {
//			if t1 := text; t1 != "" {
//				if p1, ok := match.ParseDate(t1); ok {
//					…
func (b *block) cut(
	c *plan.Cut, text string, first int, of *plan.Site, inside []jen.Code,
) []jen.Code {
	names := map[int]string{} // of the texts, by place in the row
	k := first
	for i, p := range c.Row {
		if p.Conv != nil {
			names[i] = "t" + value(k)[1:]
			if plainText(*p.Conv) {
				names[i] = value(k)
			}
			k++
		}
	}
	code := b.conversions(c, names, first, inside)
	if c.Steps == nil {
		return []jen.Code{b.split(c, names, text, of, code)}
	}
	// A step works on what is left in the variable text, and shadows it.
	for i := len(c.Steps) - 1; i >= 0; i-- {
		source := text
		if i > 0 {
			source = "text"
		}
		code = []jen.Code{jen.If(b.step(c.Steps[i], c.Row, names, source)...).Block(code...)}
	}
	return code
}

// plainText says whether a text that is not empty is the value of a parameter as it is:
// every way to take a row apart sees to the rest.
func plainText(c pattern.Conv) bool { return c.Kind == pattern.Str || c.Kind == pattern.Path }

// step is the head of the if statement of a step, one of these:
//
//	text, ok := strings.CutPrefix(segment, "report-"); ok
//	text, ok := strings.CutSuffix(segment, ".json"); ok
//	t1, text, ok := match.CutInt(text, "-"); ok
//	text, p2, ok := match.CutLast(segment, "..."); ok
//	text, p3, ok := match.CutLastSegment(rest); ok
//	p1 := segment; p1 != ""
func (b *block) step(s plan.Step, row []plan.Piece, names map[int]string,
	source string) []jen.Code {
	text, name, ok := jen.Id("text"), names[s.Param], jen.Id("ok")
	src := jen.Id(source)
	call := func(vars []jen.Code, fn *jen.Statement, args ...jen.Code) []jen.Code {
		return []jen.Code{jen.List(append(vars, ok)...).Op(":=").Add(fn).
			Call(append([]jen.Code{src}, args...)...), jen.Id("ok")}
	}
	switch s.Kind {
	case plan.StepPrefix:
		return call([]jen.Code{text}, jen.Qual("strings", "CutPrefix"), jen.Lit(s.Text))
	case plan.StepSuffix:
		return call([]jen.Code{text}, jen.Qual("strings", "CutSuffix"), jen.Lit(s.Text))
	case plan.StepNumber:
		fn := "CutInt"
		switch k := row[s.Param].Conv.Kind; {
		case k == pattern.Float:
			fn = "CutFloat"
		case k.Unsigned():
			fn = "CutUint"
		}
		return call([]jen.Code{jen.Id(name), text}, b.e.match(fn), jen.Lit(s.Text))
	case plan.StepLast:
		return call([]jen.Code{text, jen.Id(name)}, b.e.match("CutLast"), jen.Lit(s.Text))
	case plan.StepSegment:
		return call([]jen.Code{text, jen.Id(name)}, b.e.match("CutLastSegment"))
	}
	return []jen.Code{jen.Id(name).Op(":=").Add(src), jen.Id(name).Op("!=").Lit("")}
}

// conversions writes the converters of a row around what is inside.
func (b *block) conversions(c *plan.Cut, names map[int]string, first int,
	inside []jen.Code) []jen.Code {
	params := 0
	for i := len(c.Row) - 1; i >= 0; i-- {
		if c.Row[i].Conv != nil {
			params++
		}
	}
	for i := len(c.Row) - 1; i >= 0; i-- {
		if c.Row[i].Conv == nil {
			continue
		}
		params--
		if plainText(*c.Row[i].Conv) {
			continue
		}
		inside = []jen.Code{jen.If(b.e.convert(*c.Row[i].Conv, value(first+params), names[i])...).
			Block(inside...)}
	}
	return inside
}

// split writes the general way to take a text apart:
//
//	{
//		var at [4]int
//		if match.Split(httpgenRowSplit, segment, at[:]) {
//			t1 := segment[at[0]:at[1]]
//			t2 := segment[at[2]:at[3]]
//			…
//		}
//	}
func (b *block) split(
	c *plan.Cut, names map[int]string, text string, of *plan.Site, inside []jen.Code,
) jen.Code {
	route := b.e.m.Routes[of.Answers[0].Route]
	row := row{b.e.name("httpgenRow"+route.Name, fmt.Sprintf("row %d", len(b.e.rows))), c}
	b.e.rows = append(b.e.rows, row)
	n := len(c.Params())
	body := make([]jen.Code, 0, len(inside)+n)
	k := 0
	for i := range c.Row {
		if c.Row[i].Conv != nil {
			body = append(body, jen.Id(names[i]).Op(":=").Id(text).Index(
				jen.Id("at").Index(jen.Lit(2*k)).Op(":").Id("at").Index(jen.Lit(2*k+1))))
			k++
		}
	}
	body = append(body, inside...)
	return jen.Block(
		jen.Var().Id("at").Index(jen.Lit(2*n)).Int(),
		jen.If(b.e.match("Split").Call(
			jen.Id(row.name), jen.Id(text), jen.Id("at").Index(jen.Op(":")),
		)).Block(body...),
	)
}

// row writes the parts of a text for match.Split:
//
//	// httpgenRowSplit is <date:from>_<uuid:id>.
//	var httpgenRowSplit = []match.Part{{Name: "from", Shape: match.ShapeDate}, {Literal: "_"}, …}
func (e *emitter) row(f *jen.File, r row) {
	f.Comment("// " + r.name + " is " + oneLiner(spelt(r.cut.Row)) + ".")
	f.Var().Id(r.name).Op("=").Index().Add(e.match("Part")).ValuesFunc(func(g *jen.Group) {
		for _, p := range r.cut.Row {
			if p.Conv == nil {
				g.Values(jen.Id("Literal").Op(":").Lit(p.Literal))
				continue
			}
			fields := []jen.Code{jen.Id("Name").Op(":").Lit(p.Name), jen.Id("Shape").Op(":").
				Add(e.match(shape(p.Conv.Kind)))}
			if p.Conv.Kind == pattern.Any {
				fields = append(fields, jen.Id("Words").Op(":").Add(stringList(p.Conv.Words)))
			}
			g.Values(fields...)
		}
	})
	f.Line()
}

// spelt is a row as a pattern has it.
func spelt(pieces []plan.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Conv == nil {
			b.WriteString(strings.ReplaceAll(p.Literal, "<", "<<"))
		} else {
			b.WriteString("<" + p.Conv.String() + ":" + p.Name + ">")
		}
	}
	return b.String()
}

// shape names the shape of a converter's text.
func shape(k pattern.Kind) string {
	switch {
	case k.Unsigned():
		return "ShapeUint"
	case k.Signed():
		return "ShapeInt"
	}
	switch k {
	case pattern.Any:
		return "ShapeAny"
	case pattern.Bool:
		return "ShapeBool"
	case pattern.UUID:
		return "ShapeUUID"
	case pattern.Date:
		return "ShapeDate"
	case pattern.Float:
		return "ShapeFloat"
	case pattern.Path:
		return "ShapePath"
	}
	return "ShapeText"
}
