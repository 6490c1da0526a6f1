package emit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/plan"
)

// dispatch_gen.go: the tree as code. Each function of it returns from where a route
// answers, and falls out of a block where what is in the block did not match.

func (e *emitter) dispatchFile(f *jen.File) {
	f.Comment("// httpgenDispatcher finds the route of a request and calls its handler.")
	f.Type().Id("httpgenDispatcher").Struct(jen.Id("h").Id("Handlers"))
	f.Line()
	for i, m := range e.p.Methods {
		f.Const().Id(ownMethod(m)).Op("=").Add(e.rt("MethodOwn")).Op("+").Lit(i)
	}
	for i, n := range e.p.Functions {
		e.function(f, i, n)
	}
	for i, c := range e.rows {
		e.row(f, i, c)
	}
	e.converterFuncs(f)
	for i, r := range e.m.Routes {
		if !bare(r) {
			e.serveFunc(f, i, r)
		}
	}
	e.hookFuncs(f)
	e.errorFuncs(f)
}

func ownMethod(name string) string {
	return "httpgenMethod" + strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, name)
}

// method names a method's number.
func (e *emitter) method(name string) *jen.Statement {
	for _, own := range e.p.Methods {
		if own == name {
			return jen.Id(ownMethod(name))
		}
	}
	return e.rt(name)
}

func functionName(index int) string {
	if index == 0 {
		return "dispatch"
	}
	return fmt.Sprintf("dispatch%d", index)
}

// value is the name of the k-th parameter's value in the dispatcher.
func value(k int) string { return fmt.Sprintf("p%d", k+1) }

func (e *emitter) function(f *jen.File, index int, n *plan.Node) {
	if index == 0 {
		f.Comment("// dispatch calls the handler of the route that answers a canonical path, if one does.")
	} else {
		f.Comment(fmt.Sprintf("// %s goes on behind %s", functionName(index), behind(n)))
	}
	params := []jen.Code{jen.Id("x").Op("*").Add(e.rt("Exchange")), jen.Id("rest").String()}
	for k, c := range n.Vars {
		params = append(params, jen.Id(value(k)).Add(e.valueType(c)))
	}
	b := &block{e: e}
	body := b.node(n, "rest", true)
	f.Func().Params(jen.Id("d").Op("*").Id("httpgenDispatcher")).Id(functionName(index)).Params(params...).
		Params(e.rt("Response"), jen.Bool()).Block(body...)
	f.Line()
}

// behind names a place by a route that passes it.
func behind(n *plan.Node) string {
	site := firstSite(n)
	if site == nil {
		return "its prefix."
	}
	return "the first parameters of " + site.Pattern + " and its like."
}

func firstSite(n *plan.Node) *plan.Site {
	for t := range n.Literals.AllTails {
		return t.Site
	}
	for p := range n.Literals.AllPrefixes {
		return firstSite(p.Node)
	}
	if len(n.Segments) > 0 {
		return firstSite(n.Segments[0].Next)
	}
	if len(n.Ends) > 0 {
		return n.Ends[0].Site
	}
	return nil
}

// A block writes the inside of one function.
type block struct {
	e *emitter
}

// none is what a function returns if nothing in it matched.
func (b *block) none() jen.Code { return jen.Return(b.e.rt("Response").Values(), jen.False()) }

// node writes what a node asks. rest is the variable with the rest of the path. last says
// that nothing comes after it in the function, so that the code has to return.
func (b *block) node(n *plan.Node, rest string, last bool) []jen.Code {
	code := b.choice(n.Literals, rest, n.Vars)
	if len(n.Segments) > 0 {
		code = append(code, jen.List(jen.Id("segment"), jen.Id("after")).Op(":=").Add(b.e.rt("CutSegment")).Call(jen.Id(rest)))
	}
	for _, c := range n.Segments {
		code = append(code, b.child(n, c)...)
	}
	for _, end := range n.Ends {
		code = append(code, b.end(n, end, rest))
	}
	if last {
		code = append(code, b.none())
	}
	return code
}

// choice writes how literal texts are told apart.
func (b *block) choice(c *plan.Choice, rest string, vars []plan.Conv) (code []jen.Code) {
	if c == nil {
		return nil
	}
	for _, t := range c.Tails {
		code = append(code, jen.If(jen.Id(rest).Op("==").Lit(t.Text)).Block(b.site(t.Site, vars)...))
	}
	for _, p := range c.Prefixes {
		code = append(code, b.prefix(p, rest))
	}
	if c.Cases == nil {
		return code
	}
	reaches := jen.If(jen.Len(jen.Id(rest)).Op(">").Lit(c.Offset)).Block(
		jen.Switch(jen.Id(rest).Index(jen.Lit(c.Offset))).BlockFunc(func(g *jen.Group) {
			for _, k := range c.Cases {
				g.Case(jen.Op(byteLit(k.Byte))).Block(b.choice(k.Choice, rest, vars)...)
			}
		}))
	if c.Short != nil {
		reaches.Else().Block(b.choice(c.Short, rest, vars)...)
	}
	return append(code, reaches)
}

func (b *block) prefix(p plan.Prefix, rest string) jen.Code {
	head := []jen.Code{
		jen.List(jen.Id("rest"), jen.Id("ok")).Op(":=").Qual("strings", "CutPrefix").Call(jen.Id(rest), jen.Lit(p.Text)),
		jen.Id("ok"),
	}
	return jen.If(head...).Block(b.below(p.Node, "rest")...)
}

// below writes a node that follows: its code, or the call of its function.
func (b *block) below(n *plan.Node, rest string) []jen.Code {
	if n.Function < 0 {
		return b.node(n, rest, false)
	}
	args := []jen.Code{jen.Id("x"), jen.Id(rest)}
	for k := range n.Vars {
		args = append(args, jen.Id(value(k)))
	}
	call := jen.Id("d").Dot(functionName(n.Function)).Call(args...)
	return []jen.Code{jen.If(jen.List(jen.Id("r"), jen.Id("ok")).Op(":=").Add(call), jen.Id("ok")).Block(
		jen.Return(jen.Id("r"), jen.True()))}
}

// child writes a segment with parameters.
func (b *block) child(n *plan.Node, c plan.Child) []jen.Code {
	if c.Whole != nil {
		head := b.e.convert(*c.Whole, value(len(n.Vars)), "segment")
		return []jen.Code{jen.If(head...).Block(b.below(c.Next, "after")...)}
	}
	return b.cut(c.Cut, "segment", len(n.Vars), b.below(c.Next, "after"))
}

func (b *block) end(n *plan.Node, end plan.End, rest string) jen.Code {
	vars := append(n.Vars[:len(n.Vars):len(n.Vars)], end.Cut.Params()...)
	code := b.cut(end.Cut, rest, len(n.Vars), b.site(end.Site, vars))
	if len(code) == 1 {
		return code[0]
	}
	return jen.Block(code...)
}

// cut writes how a text is taken apart, each step an if around the next. first is the
// number of values there are before the row's.
func (b *block) cut(c *plan.Cut, text string, first int, inside []jen.Code) []jen.Code {
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
		return []jen.Code{b.split(c, names, text, code)}
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
func plainText(c plan.Conv) bool { return c.Kind == plan.Str || c.Kind == plan.Path }

func (b *block) step(s plan.Step, row []plan.Piece, names map[int]string, source string) []jen.Code {
	text, name, ok := jen.Id("text"), names[s.Param], jen.Id("ok")
	src := jen.Id(source)
	call := func(vars []jen.Code, fn *jen.Statement, args ...jen.Code) []jen.Code {
		return []jen.Code{jen.List(append(vars, ok)...).Op(":=").Add(fn).Call(append([]jen.Code{src}, args...)...), jen.Id("ok")}
	}
	switch s.Kind {
	case plan.StepPrefix:
		return call([]jen.Code{text}, jen.Qual("strings", "CutPrefix"), jen.Lit(s.Text))
	case plan.StepSuffix:
		return call([]jen.Code{text}, jen.Qual("strings", "CutSuffix"), jen.Lit(s.Text))
	case plan.StepNumber:
		fn := "CutInt"
		switch k := row[s.Param].Conv.Kind; {
		case k == plan.Float:
			fn = "CutFloat"
		case k <= plan.Uint:
			fn = "CutUint"
		}
		return call([]jen.Code{jen.Id(name), text}, b.e.rt(fn), jen.Lit(s.Text))
	case plan.StepLast:
		return call([]jen.Code{text, jen.Id(name)}, b.e.rt("CutLast"), jen.Lit(s.Text))
	case plan.StepSegment:
		return call([]jen.Code{text, jen.Id(name)}, b.e.rt("CutLastSegment"))
	}
	return []jen.Code{jen.Id(name).Op(":=").Add(src), jen.Id(name).Op("!=").Lit("")}
}

// conversions writes the converters of a row around what is inside.
func (b *block) conversions(c *plan.Cut, names map[int]string, first int, inside []jen.Code) []jen.Code {
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
		inside = []jen.Code{jen.If(b.e.convert(*c.Row[i].Conv, value(first+params), names[i])...).Block(inside...)}
	}
	return inside
}

// split writes the general way to take a text apart.
func (b *block) split(c *plan.Cut, names map[int]string, text string, inside []jen.Code) jen.Code {
	row := fmt.Sprintf("httpgenRow%d", len(b.e.rows))
	b.e.rows = append(b.e.rows, c)
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
		jen.If(b.e.rt("Split").Call(jen.Id(row), jen.Id(text), jen.Id("at").Index(jen.Op(":")))).Block(body...),
	)
}

// site writes what happens where a pattern ends: the handler of the method, or a note
// of the methods there are.
func (b *block) site(s *plan.Site, vars []plan.Conv) (code []jen.Code) {
	call := func(route int) *jen.Statement { return b.answer(route, vars) }
	m := func() *jen.Statement { return jen.Id("x").Dot("Method") }
	head, star, byRoute := -1, -1, b.byRoute(s)
	for _, r := range byRoute {
		code = append(code, comment("%s  %s", methods(b.e.m.Routes[r.route]), b.e.at(b.e.m.Routes[r.route].Line)))
	}
	for _, a := range s.Answers {
		switch a.Method {
		case "HEAD":
			head = a.Route
		case "*":
			star = a.Route
		}
	}
	if head >= 0 { // comes before GET, which would answer HEAD too
		code = append(code, jen.If(jen.Id("x").Dot("Head")).Block(call(head)))
	}
	plain := slices.DeleteFunc(byRoute, func(r routeMethods) bool { return len(r.methods) == 0 })
	switch {
	case len(plain) == 1 && len(plain[0].methods) == 1:
		code = append(code, jen.If(m().Op("==").Add(plain[0].methods[0])).Block(call(plain[0].route)))
	case len(plain) > 0:
		code = append(code, jen.Switch(m()).BlockFunc(func(g *jen.Group) {
			for _, r := range plain {
				g.Case(r.methods...).Block(call(r.route))
			}
		}))
	}
	if star >= 0 {
		code = append(code, jen.If(m().Op("!=").Add(b.e.rt("CONNECT")).Op("&&").Add(m()).Op("!=").Add(b.e.rt("TRACE"))).Block(call(star)))
	}
	return append(code, jen.Id("x").Dot("Matched").Call(b.methodSet(s)))
}

// answer writes the call of a route's handler. A route with nothing but a handler that
// makes the response itself is called from here: a function between would cost a ninth
// of the time in order and a sixth at random (bench_github: 18.7 ns against 21.5, 30.9
// against 37.2), and its code as much room in the instruction cache as the tree's.
func (b *block) answer(route int, vars []plan.Conv) *jen.Statement {
	r := b.e.m.Routes[route]
	if !bare(r) {
		args := []jen.Code{jen.Id("x")}
		for k := range vars {
			args = append(args, jen.Id(value(k)))
		}
		return jen.Return(jen.Id("d").Dot(serveName(r)).Call(args...), jen.True())
	}
	args := []jen.Code{jen.Id("x").Dot("Enter").Call(jen.Lit(route))}
	for k, c := range vars {
		args = append(args, b.e.argument(r, k, c, value(k)))
	}
	return jen.Return(jen.Id("x").Dot("Done").Call(jen.Id("d").Dot("h").Dot(r.Handler).Call(args...)))
}

// routeMethods are the methods of a route at a site, but for HEAD and *.
type routeMethods struct {
	route   int
	methods []jen.Code
}

func (b *block) byRoute(s *plan.Site) (list []routeMethods) {
	for _, a := range s.Answers {
		i := slices.IndexFunc(list, func(r routeMethods) bool { return r.route == a.Route })
		if i < 0 {
			i = len(list)
			list = append(list, routeMethods{route: a.Route})
		}
		if a.Method != "HEAD" && a.Method != "*" {
			list[i].methods = append(list[i].methods, b.e.method(a.Method))
		}
	}
	return list
}

func (b *block) methodSet(s *plan.Site) *jen.Statement {
	set := jen.Null()
	for i, a := range s.Answers {
		if i > 0 {
			set.Op("|")
		}
		if a.Method == "*" {
			set.Add(b.e.rt("AnyMethod"))
		} else {
			set.Lit(1).Op("<<").Add(b.e.method(a.Method))
		}
	}
	return set
}

// row writes the parts of a text for Split.
func (e *emitter) row(f *jen.File, index int, c *plan.Cut) {
	f.Var().Id(fmt.Sprintf("httpgenRow%d", index)).Op("=").Index().Add(e.rt("Part")).ValuesFunc(func(g *jen.Group) {
		for _, p := range c.Row {
			if p.Conv == nil {
				g.Values(jen.Id("Literal").Op(":").Lit(p.Literal))
				continue
			}
			fields := []jen.Code{jen.Id("Name").Op(":").Lit(p.Name), jen.Id("Shape").Op(":").Add(e.rt(shape(p.Conv.Kind)))}
			if p.Conv.Kind == plan.Any {
				fields = append(fields, jen.Id("Words").Op(":").Add(stringList(p.Conv.Words)))
			}
			g.Values(fields...)
		}
	})
	f.Line()
}

func shape(k plan.Kind) string {
	switch {
	case k >= plan.Uint8 && k <= plan.Uint:
		return "ShapeUint"
	case k >= plan.Int8 && k <= plan.Int:
		return "ShapeInt"
	}
	switch k {
	case plan.Any:
		return "ShapeAny"
	case plan.Bool:
		return "ShapeBool"
	case plan.UUID:
		return "ShapeUUID"
	case plan.Date:
		return "ShapeDate"
	case plan.Float:
		return "ShapeFloat"
	case plan.Path:
		return "ShapePath"
	}
	return "ShapeText"
}

// ownName is the function that gives a text to an own converter.
func (e *emitter) ownName(c plan.Conv) string { return fmt.Sprintf("httpgenOwn%d", c.Own.Index) }

// wordsName is the function that knows the words of an any(…).
func (e *emitter) wordsName(c plan.Conv) string {
	key := strings.Join(c.Words, ",")
	for i, known := range e.words {
		if known == key {
			return fmt.Sprintf("httpgenWords%d", i)
		}
	}
	e.words = append(e.words, key)
	return fmt.Sprintf("httpgenWords%d", len(e.words)-1)
}

func (e *emitter) converterFuncs(f *jen.File) {
	for i, key := range e.words {
		name := fmt.Sprintf("httpgenWords%d", i)
		f.Comment(fmt.Sprintf("// %s takes the words of any(%s); what it returns is nobody's buffer.", name, key))
		f.Func().Id(name).Params(jen.Id("text").String()).Params(jen.String(), jen.Bool()).Block(
			jen.Switch(jen.Id("text")).BlockFunc(func(g *jen.Group) {
				for w := range strings.SplitSeq(key, ",") {
					g.Case(jen.Lit(w)).Block(jen.Return(jen.Lit(w), jen.True()))
				}
			}),
			jen.Return(jen.Lit(""), jen.False()))
		f.Line()
	}
	for _, c := range e.m.Converters {
		if !e.used(c.Name) {
			continue
		}
		name := fmt.Sprintf("httpgenOwn%d", c.Index)
		f.Comment(fmt.Sprintf("// %s is the converter %s; no value is empty.", name, c.Name))
		f.Func().Id(name).Params(jen.Id("x").Op("*").Add(e.rt("Exchange")), jen.Id("text").String()).
			Params(jen.Id("value").Add(e.goType(c.Type.Text)), jen.Id("ok").Bool()).Block(
			jen.If(jen.Id("text").Op("==").Lit("")).Block(jen.Return(jen.Id("value"), jen.False())),
			jen.List(jen.Id("value"), jen.Err()).Op(":=").Add(e.goType(c.Parse.Text)).Call(jen.Id("x").Dot("Text").Call(jen.Id("text"))),
			jen.Return(jen.Id("value"), jen.Err().Op("==").Nil()))
		f.Line()
	}
}

// used says whether some route has an own converter.
func (e *emitter) used(name string) bool {
	for _, r := range e.m.Routes {
		for _, c := range convs(r) {
			if c.Kind == plan.OwnKind && c.Own.Name == name {
				return true
			}
		}
	}
	return false
}

// byteLit spells a byte as people read it.
func byteLit(c byte) string {
	if c >= 0x80 {
		return fmt.Sprintf("0x%02x", c)
	}
	return fmt.Sprintf("%q", rune(c))
}
