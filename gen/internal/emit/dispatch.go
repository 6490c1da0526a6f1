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
	e.dispatcherType(f)
	for i, m := range e.p.Methods {
		f.Const().Id(e.ownMethod(m)).Op("=").Add(e.rt("MethodOwn")).Op("+").Lit(i)
	}
	e.places = make([]place, len(e.p.Functions))
	for i, n := range e.p.Functions {
		e.function(f, i, n)
	}
	for i, c := range e.rows {
		e.row(f, i, c)
	}
	e.converterFuncs(f)
	e.copies(f)
	for i, r := range e.m.Routes {
		if !bare(r) {
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
	// In the order of a handler's parameters, so that values stay in the registers that the
	// handler wants them in (bench_github 27.0 KB, and 26.5 KB).
	params := []jen.Code{jen.Id("x").Op("*").Add(e.rt("Exchange"))}
	at := e.places[index]
	at.vars, at.last = part.Vars, true
	at.segment, at.skipped = false, 0
	b := &block{e: e}
	var body []jen.Code
	switch {
	case at.known:
		params = append(params, jen.Id("slashes").Uint64())
	case e.p.SlashesFirst:
		at.known = true
		body = append(body, b.slashes())
	}
	for k, c := range part.Vars {
		params = append(params, jen.Id(value(k)).Add(e.valueType(c)))
	}
	params = append(params, jen.Id(rest).String())
	if part.Node != nil {
		body = append(body, b.node(part.Node, at)...)
	} else {
		body = append(body, b.choiceCode(part.Choice, at)...)
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
	vars []plan.Conv // of the values taken before it
	// last says that what follows in the function matches no path that gets here: then
	// nothing has to outlive a call, and nothing is kept on the stack for it.
	last bool

	// known says that the variable slashes has the slashes of a text that the rest is the
	// end of. Before the rest in it are a segment, if there is one, and skipped bytes.
	known   bool
	segment bool
	skipped int

	slash int // number of the next slash in the text whose slashes were found out

	seen []plan.Window // of the rest
}

// rest is the variable with what is left of the path, or with what was left before the
// segment that the place stands behind.
const rest = "rest"

// cut says that a segment is all that is between rest and the place.
func (at place) cut() bool { return at.segment && at.skipped == 0 }

// text is the rest of the path. Behind a segment it is cut where it is used, behind a look
// at its length: where the compiler knows that it is not empty, it takes no care that no
// pointer points behind the path: four instructions less for each cut (bench_github at
// random 45.8 ns, and 45.1 ns).
func (at place) text() *jen.Statement {
	if at.cut() {
		return jen.Id(rest).Index(jen.Id("end").Op(":"))
	}
	return jen.Id(rest)
}

// length is the length of text.
func (at place) length() *jen.Statement {
	if at.cut() {
		return jen.Len(jen.Id(rest)).Op("-").Id("end")
	}
	return jen.Len(jen.Id(rest))
}

// slashes are those of the rest that are among the first 64 bytes of the text. A shift by the
// sum of two numbers would have to be of less than 64: of a long path it need not be. One by
// 64 or more would be refused by vet.
func (at place) slashes() *jen.Statement {
	s := jen.Id("slashes")
	if at.segment {
		s.Op(">>").Parens(jen.Id("end").Op("&").Lit(63))
	}
	for left := at.skipped; left > 0; left -= min(left, 63) {
		s.Op(">>").Lit(min(left, 63))
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
	if !at.known { // then it is from here on
		at.slash = 0
	}
	if len(n.Segments) > 0 {
		code = append(code, b.segment(at)...)
		if !alone(n) {
			code = append(code, jen.Id("segment").Op(":=").Id(rest).Index(jen.Op(":").Id("end")))
		}
	}
	behind := place{known: true, segment: true, slash: at.slash}
	for i, c := range n.Segments {
		behind.last = last && i == len(n.Segments)-1 && len(n.Ends) == 0
		behind.vars = c.Next.Vars
		code = append(code, b.child(n, c, behind)...)
	}
	for _, end := range n.Ends {
		code = append(code, b.end(n, end))
	}
	return code
}

// segment writes how the first segment of the rest is cut. Where all slashes are is found
// out once: to look for each of them costs a fifth more (bench_github in order: 28.5 ns, and
// 23.5 ns). It is written out, since the compiler inlines next to nothing into functions as
// large as these (22.9 ns, and 20.6 ns). What the set cannot hold is in x.Slash: a call here
// would have the compiler keep all it knows on the stack (a twelfth of the time to compile).
func (b *block) segment(at place) (code []jen.Code) {
	switch {
	case !at.known:
		code = append(code, b.slashes())
	case at.segment || at.skipped > 0:
		code = append(code, jen.Id("slashes").Op(":=").Add(at.slashes()))
	}
	return append(code,
		jen.Var().Id("end").Int(),
		jen.If(jen.Id("slashes").Op("!=").Lit(0)).Block( // where that is known, it is one instruction and not three
			jen.Id("end").Op("=").Qual("math/bits", "TrailingZeros64").Call(jen.Id("slashes")),
		).Else().Block(jen.Id("end").Op("=").Add(b.longEnd(at))))
}

// slashes writes how all slashes of the rest are found out.
func (b *block) slashes() jen.Code {
	return jen.Id("slashes").Op(":=").Add(b.e.match("Slashes")).Call(jen.Op("&").Id("x").Dot("Slash"), jen.Id(rest))
}

// maxSlashes is the number of slashes that x.Slash has room for (match.MaxSlashes).
const maxSlashes = 32

// longEnd is where the segment ends if its slash is not among the first of a long path.
func (b *block) longEnd(at place) *jen.Statement {
	if at.slash >= maxSlashes {
		return b.e.match("SegmentEnd").Call(jen.Id(rest))
	}
	return jen.Len(jen.Id(rest)).Op("-").Int().Parens(jen.Id("x").Dot("Slash").Index(jen.Lit(at.slash)))
}

// below writes a node that follows: its code, or the call of its function.
func (b *block) below(n *plan.Node, at place) []jen.Code {
	if n.Function < 0 {
		return b.node(n, at)
	}
	return b.call(n.Function, at)
}

func (b *block) call(function int, at place) []jen.Code {
	b.e.places[function] = at
	args := []jen.Code{jen.Id("x")}
	if at.known {
		args = append(args, at.slashes())
	}
	for k := range at.vars {
		args = append(args, jen.Id(value(k)))
	}
	args = append(args, at.text())
	call := jen.Id("d").Dot(functionName(function)).Call(args...)
	if at.last {
		return []jen.Code{jen.Return(call)}
	}
	return []jen.Code{jen.If(jen.List(jen.Id("resp"), jen.Err()).Op(":=").Add(call), jen.Id("x").Dot("Entered").Op("!=").Lit(0)).Block(
		jen.Return(jen.Id("resp"), jen.Err()))}
}

// alone says that a segment is one text and nothing else: then one look tells that it is
// not empty and lies within the rest.
func alone(n *plan.Node) bool {
	return len(n.Segments) == 1 && n.Segments[0].Whole != nil && n.Segments[0].Whole.Kind == plan.Str
}

// child writes a segment with parameters; behind is the place behind it.
func (b *block) child(n *plan.Node, c plan.Child, behind place) []jen.Code {
	switch {
	case alone(n):
		inside := jen.Uint().Parens(jen.Id("end").Op("-").Lit(1)).Op("<").Uint().Parens(jen.Len(jen.Id(rest)))
		text := jen.Id(value(len(n.Vars))).Op(":=").Id(rest).Index(jen.Op(":").Id("end"))
		return []jen.Code{jen.If(inside).Block(append([]jen.Code{text}, b.below(c.Next, behind)...)...)}
	case c.Whole != nil:
		head := b.e.convert(*c.Whole, value(len(n.Vars)), "segment")
		return []jen.Code{jen.If(head...).Block(b.below(c.Next, behind)...)}
	}
	return b.cut(c.Cut, "segment", len(n.Vars), b.below(c.Next, behind))
}
