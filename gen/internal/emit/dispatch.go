package emit

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
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
		f.Const().Id(e.ownMethod(m)).Op("=").Add(e.rt("MethodOwn")).Op("+").Lit(i)
	}
	for i, n := range e.p.Functions {
		e.function(f, i, n)
	}
	for i, c := range e.rows {
		e.row(f, i, c)
	}
	e.converterFuncs(f)
	for i, r := range e.m.Routes {
		if !bare(r) || hasText(convs(r)) {
			e.serveFunc(f, i, r)
		}
	}
	e.hookFuncs(f)
	e.errorFuncs(f)
}

// ownMethod is the constant of a method that is not registered. Methods that are spelt
// alike but for punctuation (M-SEARCH, M_SEARCH) are numbered, but for the first.
func (e *emitter) ownMethod(name string) string {
	ident := methodIdent(name)
	for _, m := range e.p.Methods {
		switch {
		case m == name:
			return ident
		case methodIdent(m) == ident:
			return fmt.Sprintf("httpgenOwnMethod%d", slices.Index(e.p.Methods, name))
		}
	}
	return ident
}

func methodIdent(name string) string {
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
			return jen.Id(e.ownMethod(name))
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

func (e *emitter) function(f *jen.File, index int, part plan.Function) {
	if index == 0 {
		f.Comment("// dispatch calls the handler of the route that answers a canonical path, if one does.")
	} else {
		f.Comment(fmt.Sprintf("// %s goes on for %s", functionName(index), firstOf(part)))
	}
	params := []jen.Code{jen.Id("x").Op("*").Add(e.rt("Exchange")), jen.Id("rest").String()}
	for k, c := range part.Vars {
		params = append(params, jen.Id(value(k)).Add(e.valueType(c)))
	}
	at := place{rest: "rest", vars: part.Vars, known: len(part.Vars) > 0, last: true}
	if at.known {
		params = append(params, jen.Id("slashes").Uint64())
	}
	b := &block{e: e}
	var body []jen.Code
	if part.Node != nil {
		body = b.node(part.Node, at)
	} else {
		body = b.choiceCode(part.Choice, at)
	}
	f.Func().Params(jen.Id("d").Op("*").Id("httpgenDispatcher")).Id(functionName(index)).Params(params...).
		Params(e.rt("Response"), jen.Error()).Block(append(body, b.none())...)
	f.Line()
}

// firstOf names a part by a route in it.
func firstOf(part plan.Function) string {
	node := part.Node
	if node == nil {
		node = &plan.Node{Literals: part.Choice}
	}
	return oneLiner(firstSite(node).Pattern) + " and others."
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

// A place is where in the path the code stands that is written.
type place struct {
	rest string      // the variable with the rest of the path
	vars []plan.Conv // of the values taken before it
	// last says that what follows in the function matches no path that gets here: then
	// nothing has to outlive a call, and nothing is kept on the stack for it.
	last bool

	// known says that the variable slashes has the slashes of a text that the rest is the
	// end of. Before the rest in it are a segment, if there is one, and skipped bytes.
	known   bool
	segment bool
	skipped int
}

// slashes are those of the rest.
func (at place) slashes() *jen.Statement {
	s := jen.Id("slashes")
	switch {
	case at.segment && at.skipped > 0:
		return s.Op(">>").Parens(jen.Parens(jen.Id("end").Op("+").Lit(at.skipped)).Op("&").Lit(63))
	case at.segment:
		return s.Op(">>").Parens(jen.Id("end").Op("&").Lit(63))
	case at.skipped > 0:
		return s.Op(">>").Lit(at.skipped)
	}
	return s
}

// none is what a function returns if nothing in it matched.
func (b *block) none() jen.Code { return jen.Return(b.e.rt("Response").Values(), jen.Nil()) }

// node writes what a node asks.
func (b *block) node(n *plan.Node, at place) []jen.Code {
	last := at.last
	at.last = last && len(n.Segments) == 0 && len(n.Ends) == 0
	code := b.choice(n.Literals, at)
	if len(n.Segments) > 0 {
		code = append(code, b.segment(at)...)
	}
	behind := place{rest: "after", known: true, segment: true}
	for i, c := range n.Segments {
		behind.last = last && i == len(n.Segments)-1 && len(n.Ends) == 0
		behind.vars = c.Next.Vars
		code = append(code, b.child(n, c, behind)...)
	}
	for _, end := range n.Ends {
		code = append(code, b.end(n, end, at.rest))
	}
	return code
}

// segment writes how the first segment of the rest is cut. Where all slashes are is found
// out once, at the first segment: to look for each of them costs a fifth more
// (bench_github in order: 28.5 ns, and 23.5 ns). It is written out, since the compiler
// inlines next to nothing into functions as large as these (22.9 ns, and 20.6 ns).
func (b *block) segment(at place) (code []jen.Code) {
	switch {
	case !at.known:
		code = append(code, jen.Id("slashes").Op(":=").Add(b.e.rt("Slashes")).Call(jen.Id(at.rest)))
	case at.segment || at.skipped > 0:
		code = append(code, jen.Id("slashes").Op(":=").Add(at.slashes()))
	}
	return append(code,
		jen.Id("end").Op(":=").Qual("math/bits", "TrailingZeros64").Call(jen.Id("slashes")),
		jen.If(jen.Id("slashes").Op("==").Lit(0)).Block(jen.Id("end").Op("=").Add(b.e.rt("SegmentEnd")).Call(jen.Id(at.rest))),
		jen.List(jen.Id("segment"), jen.Id("after")).Op(":=").List(
			jen.Id(at.rest).Index(jen.Op(":").Id("end")), jen.Id(at.rest).Index(jen.Id("end").Op(":"))))
}

// choice writes how literal texts are told apart, or the call of the function that does.
func (b *block) choice(c *plan.Choice, at place) []jen.Code {
	switch {
	case c == nil:
		return nil
	case c.Function >= 0:
		return b.call(c.Function, at)
	}
	return b.choiceCode(c, at)
}

func (b *block) choiceCode(c *plan.Choice, at place) (code []jen.Code) {
	for _, t := range c.Tails {
		code = append(code, jen.If(equals(at.rest, t.Text)).Block(b.site(t.Site, at.vars)...))
	}
	for _, p := range c.Prefixes {
		code = append(code, b.prefix(p, at))
	}
	if c.Cases == nil {
		return code
	}
	reaches := jen.If(jen.Len(jen.Id(at.rest)).Op(">=").Lit(c.Window.Offset + c.Window.Width)).Block(b.cases(c, at))
	if c.Short != nil {
		reaches.Else().Block(b.choice(c.Short, at)...)
	}
	return append(code, reaches)
}

// cases writes the switch over the bytes of a window, or over their hash. What is in a
// case compares its texts whole: only where cases share a slot are the bytes asked again.
func (b *block) cases(c *plan.Choice, at place) jen.Code {
	number := func() *jen.Statement { return b.e.peek(c.Window, at.rest) }
	byBytes := func(list []plan.Case) jen.Code {
		return jen.Switch(number()).BlockFunc(func(g *jen.Group) {
			for _, k := range list {
				g.Case(numberLit(k.Bytes)).Block(b.choice(k.Choice, at)...)
			}
		})
	}
	if c.Hash == nil {
		return byBytes(c.Cases)
	}
	slots := map[uint32][]plan.Case{}
	for _, k := range c.Cases {
		slot := c.Hash.Slot(plan.Number(k.Bytes))
		slots[slot] = append(slots[slot], k)
	}
	hash := number().Op("*").Lit(int(c.Hash.Multiplier)).Op(">>").Lit(c.Hash.Shift)
	return jen.Switch(hash).BlockFunc(func(g *jen.Group) {
		for _, slot := range slices.Sorted(maps.Keys(slots)) {
			if list := slots[slot]; len(list) > 1 {
				g.Case(jen.Lit(int(slot))).Block(byBytes(list))
			} else {
				g.Case(jen.Lit(int(slot))).Block(b.choice(list[0].Choice, at)...)
			}
		}
	})
}

// peek reads a window as a number.
func (e *emitter) peek(w plan.Window, rest string) *jen.Statement {
	s := jen.Id(rest)
	if w.Offset > 0 {
		s.Index(jen.Lit(w.Offset).Op(":"))
	}
	return e.rt(fmt.Sprintf("Peek%d", w.Width)).Call(s)
}

// numberLit spells the bytes of a window.
func numberLit(bytes string) *jen.Statement {
	text := strings.ReplaceAll(strconv.Quote(bytes), "*/", `*\x2f`)
	return jen.Op(fmt.Sprintf("0x%0*x /* %s */", 2*len(bytes), plan.Number(bytes), text))
}

// wide is the longest text that the compiler compares without a call, in bytes
// (cmd/compile/internal/walk/compare.go, maxRewriteLen).
const wide = 16

// equals compares the rest with a text.
func equals(name, text string) *jen.Statement {
	if len(text) <= wide {
		return jen.Id(name).Op("==").Lit(text)
	}
	return pieces(jen.Len(jen.Id(name)).Op("==").Lit(len(text)), name, text)
}

// startsWith compares the start of the rest with a prefix. Something has to stand behind
// it, which also spares the compiler the care that no pointer points behind the path.
func startsWith(name, text string) *jen.Statement {
	return pieces(jen.Len(jen.Id(name)).Op(">").Lit(len(text)), name, text)
}

// pieces compares a long text in pieces behind a condition.
func pieces(cond *jen.Statement, name, text string) *jen.Statement {
	for from := 0; from < len(text); from += wide {
		to := min(from+wide, len(text))
		cond.Op("&&").Id(name).Index(jen.Lit(from).Op(":").Lit(to)).Op("==").Lit(text[from:to])
	}
	return cond
}

func (b *block) prefix(p plan.Prefix, at place) jen.Code {
	code := []jen.Code{jen.Id("rest").Op(":=").Id(at.rest).Index(jen.Lit(len(p.Text)).Op(":"))}
	cond := startsWith(at.rest, p.Text)
	if p.Text == "/" && at.segment && at.skipped == 0 { // nothing else can stand behind a segment
		cond = jen.Len(jen.Id(at.rest)).Op(">").Lit(1)
	}
	at.rest = "rest"
	at.skipped += len(p.Text)
	return jen.If(cond).Block(append(code, b.below(p.Node, at)...)...)
}

// below writes a node that follows: its code, or the call of its function.
func (b *block) below(n *plan.Node, at place) []jen.Code {
	if n.Function < 0 {
		return b.node(n, at)
	}
	return b.call(n.Function, at)
}

func (b *block) call(function int, at place) []jen.Code {
	args := []jen.Code{jen.Id("x"), jen.Id(at.rest)}
	for k := range at.vars {
		args = append(args, jen.Id(value(k)))
	}
	if at.known {
		args = append(args, at.slashes())
	}
	call := jen.Id("d").Dot(functionName(function)).Call(args...)
	if at.last {
		return []jen.Code{jen.Return(call)}
	}
	return []jen.Code{jen.If(jen.List(jen.Id("resp"), jen.Err()).Op(":=").Add(call), jen.Id("x").Dot("Entered").Call()).Block(
		jen.Return(jen.Id("resp"), jen.Err()))}
}

// child writes a segment with parameters; behind is the place behind it.
func (b *block) child(n *plan.Node, c plan.Child, behind place) []jen.Code {
	if c.Whole != nil {
		head := b.e.convert(*c.Whole, value(len(n.Vars)), "segment")
		return []jen.Code{jen.If(head...).Block(b.below(c.Next, behind)...)}
	}
	return b.cut(c.Cut, "segment", len(n.Vars), b.below(c.Next, behind))
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
	call := func(route int) []jen.Code { return b.answer(route, vars) }
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
		code = append(code, jen.If(jen.Id("x").Dot("Head")).Block(call(head)...))
	}
	plain := slices.DeleteFunc(byRoute, func(r routeMethods) bool { return len(r.methods) == 0 })
	switch {
	case len(plain) == 1 && len(plain[0].methods) == 1:
		code = append(code, jen.If(m().Op("==").Add(plain[0].methods[0])).Block(call(plain[0].route)...))
	case len(plain) > 0:
		code = append(code, jen.Switch(m()).BlockFunc(func(g *jen.Group) {
			for _, r := range plain {
				g.Case(r.methods...).Block(call(r.route)...)
			}
		}))
	}
	if star >= 0 {
		code = append(code, jen.If(m().Op("!=").Add(b.e.rt("CONNECT")).Op("&&").Add(m()).Op("!=").Add(b.e.rt("TRACE"))).Block(call(star)...))
	}
	return append(code, jen.Id("x").Dot("Matched").Call(b.methodSet(s)))
}

// answer writes the call of a route's handler. A route with nothing but a handler that
// makes the response itself is called from here: a function between costs a seventh of the
// time (bench_github in order 22.7 ns against 19.6, at random 41.2 against 36.3). Where
// texts have to be copied for the handler, the function does it: calls in its stead would
// have the tree keep on the stack all that they may overwrite.
func (b *block) answer(route int, vars []plan.Conv) []jen.Code {
	r := b.e.m.Routes[route]
	serve := func() jen.Code {
		args := []jen.Code{jen.Id("x")}
		for k := range vars {
			args = append(args, jen.Id(value(k)))
		}
		return jen.Return(jen.Id("d").Dot(serveName(r)).Call(args...))
	}
	if !bare(r) {
		return []jen.Code{serve()}
	}
	args := []jen.Code{jen.Id("x").Dot("Enter").Call(jen.Lit(route))}
	for k, c := range vars {
		args = append(args, b.e.verbatim(r, k, c, value(k)))
	}
	call := jen.Return(jen.Id("d").Dot("h").Dot(r.Handler).Call(args...))
	if !hasText(vars) {
		return []jen.Code{call}
	}
	return []jen.Code{jen.If(jen.Id("x").Dot("Verbatim").Call()).Block(call), serve()}
}

// hasText says whether some value is a piece of the path.
func hasText(vars []plan.Conv) bool {
	return slices.ContainsFunc(vars, func(c plan.Conv) bool {
		return c.Kind == plan.Str || c.Kind == plan.StrBounded || c.Kind == plan.Path
	})
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
		f.Comment(fmt.Sprintf("// %s takes the words of any(%s); what it returns is nobody's buffer.", name, oneLiner(key)))
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
