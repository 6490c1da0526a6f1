package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/plan"
)

// How a segment is cut off the rest of a path, and given to converters.

// segment writes how the first segment of the rest is cut:
//
//	slashes := match.Slashes(&x.Slash, rest)
//	var end int
//	if slashes != 0 {
//		end = bits.TrailingZeros64(slashes)
//	} else {
//		end = len(rest) - int(x.Slash[0])
//	}
//
// Where all slashes are is found out once: 23.5 ns as written, 28.5 by a look for each of them
// (bench_github in order). These lines stand wherever a segment is cut, since the compiler
// inlines next to nothing into functions as large as these: 20.6 ns as written, 22.9 by a call
// (bench_github in order). What the set cannot hold is in x.Slash: a call here would have the
// compiler keep all it knows on the stack.
func (b *block) segment(at spot) (code []jen.Code) {
	switch {
	case !at.known:
		code = append(code, b.slashes())
	case at.segment || at.skipped > 0:
		code = append(code, jen.Id("slashes").Op(":=").Add(at.slashes()))
	}
	return append(code,
		jen.Var().Id("end").Int(),
		// where that is known, it is one instruction and not three
		jen.If(jen.Id("slashes").Op("!=").Lit(0)).Block(
			jen.Id("end").Op("=").Qual("math/bits", "TrailingZeros64").Call(jen.Id("slashes")),
		).Else().Block(jen.Id("end").Op("=").Add(b.longEnd(at))))
}

// segmentText writes how the first segment of the rest is cut off, and, if more than one look is
// taken at it, a variable with its text.
func (b *block) segmentText(n *plan.Node, at spot) []jen.Code {
	code := b.segment(at)
	if !alone(n) {
		code = append(code, jen.Id("segment").Op(":=").Id(rest).Index(jen.Op(":").Id("end")))
	}
	return code
}

// segments writes the segments of a node, or some of them, behind segmentText.
func (b *block) segments(n *plan.Node, asks []plan.Sift, at spot) []jen.Code {
	here := spot{vars: n.Vars, known: true, slash: at.slash, last: at.last}
	return b.sift(asks, "segment", here, func(i int, at spot) []jen.Code {
		c := n.Segments[i]
		return b.child(n, c, spot{vars: c.Next.Vars, known: true, segment: true, slash: at.slash,
			last: at.last})
	})
}

// some writes the function that asks some segments or ends of a node.
func (b *block) some(part plan.Function, at spot) []jen.Code {
	if part.Ends {
		return b.ends(part.Node, part.Some.Asks, at)
	}
	if !at.known {
		at.slash = 0
	}
	return append(b.segmentText(part.Node, at), b.segments(part.Node, part.Some.Asks, at)...)
}

// sift writes what is asked of a text: in turn, or by the bytes at its start or its end. one
// writes one of it.
//
//	if len(segment) > 3 {
//		switch match.Peek4(segment, 0) {
//		case 0x6b656577 /* "week" */ :
//			…
//		}
//	}
//
//	switch match.Peek4(rest, len(rest)-4) {
//
// No hash of the bytes is made here: jumps by comparison, of which 64 cases take six, are a
// small part of what taking a text apart costs.
func (b *block) sift(asks []plan.Sift, text string, at spot,
	one func(i int, at spot) []jen.Code) (code []jen.Code) {
	last := at.last
	for i, a := range asks {
		at.last = last && i == len(asks)-1
		if a.Cases == nil {
			code = append(code, one(a.At, at)...)
			continue
		}
		if a.Cases[0].Words != nil {
			code = append(code, b.words(a, text, at, one))
			continue
		}
		offset := jen.Lit(a.Window.Offset)
		if a.FromEnd {
			offset = jen.Len(jen.Id(text)).Op("-").Lit(a.Window.End())
		}
		bytes := b.e.match(fmt.Sprintf("Peek%d", a.Window.Width)).Call(jen.Id(text), offset)
		code = append(code, jen.If(jen.Len(jen.Id(text)).Op(">").Lit(a.Window.End()-1)).Block(
			jen.Switch(bytes).BlockFunc(func(g *jen.Group) {
				for _, k := range a.Cases {
					g.Case(numberLit(k.Bytes)).Block(b.siftCase(k, text, at, one)...)
				}
			})))
	}
	return code
}

// words writes what is asked of a segment by its words:
//
//	switch segment {
//	case "de", "at":
//		…
//	}
func (b *block) words(a plan.Sift, text string, at spot,
	one func(i int, at spot) []jen.Code) jen.Code {
	return jen.Switch(jen.Id(text)).BlockFunc(func(g *jen.Group) {
		for _, k := range a.Cases {
			g.Case(wordList(k)).Block(b.siftCase(k, text, at, one)...)
		}
	})
}

// wordList spells the words of a case. Those of a case with a switch inside stand on a line for
// each case of that, so that a route changes its own line and no other.
func wordList(k plan.SiftCase) *jen.Statement {
	var list jen.Statement
	inner := []plan.SiftCase{k}
	if k.Asks[0].Cases != nil {
		inner = k.Asks[0].Cases
	}
	for i, line := range inner {
		if i > 0 {
			list.Op(",").Line()
		}
		for j, word := range line.Words {
			if j > 0 {
				list.Op(",")
			}
			list.Lit(word)
		}
	}
	return &list
}

// siftCase writes what is asked behind some bytes or words, or the call of the function that does.
func (b *block) siftCase(k plan.SiftCase, text string, at spot,
	one func(i int, at spot) []jen.Code) []jen.Code {
	if k.Function >= 0 {
		return b.call(k.Function, at)
	}
	return b.sift(k.Asks, text, at, one)
}

// slashes writes how all slashes of the rest are found out:
//
//	slashes := match.Slashes(&x.Slash, rest)
func (b *block) slashes() jen.Code {
	return jen.Id("slashes").Op(":=").Add(b.e.match("Slashes")).
		Call(jen.Op("&").Id("x").Dot("Slash"), jen.Id(rest))
}

// maxSlashes is the number of slashes that x.Slash has room for (match.MaxSlashes).
const maxSlashes = 32

// longEnd is where the segment ends if its slash is not among the first of a long path:
//
//	len(rest) - int(x.Slash[2])
//	match.SegmentEnd(rest)
func (b *block) longEnd(at spot) *jen.Statement {
	if at.slash >= maxSlashes {
		return b.e.match("SegmentEnd").Call(jen.Id(rest))
	}
	return jen.Len(jen.Id(rest)).Op("-").Int().
		Parens(jen.Id("x").Dot("Slash").Index(jen.Lit(at.slash)))
}

// fewBehind are so few texts that they are looked for before an own converter is called.
const fewBehind = 3

// ownsBeside is the number of own converters that a node gives a segment to.
func ownsBeside(n *plan.Node) (owns int) {
	for _, c := range n.Segments {
		if c.Whole != nil && c.Whole.Kind == pattern.OwnKind {
			owns++
		}
	}
	return owns
}

// guard writes the call of an own converter where several stand beside each other: only if what
// is behind the segment goes on as one of its routes does, because each call may need a copy of
// the text, and is the user's code.
//
//	if len(rest)-end > 7 && match.Peek4(rest[end:], 0) == … || end == len(rest) {
//		if p1, ok := httpgenOwnIsbn(x, segment); ok {
func (b *block) guard(ways *plan.Choice, behind spot, head []jen.Code, next *plan.Node) jen.Code {
	var either []jen.Code
	for _, p := range ways.Prefixes {
		either = append(either, b.startsWith(behind, p.Text))
	}
	for _, t := range ways.Tails {
		either = append(either, b.equals(behind, t.Text))
	}
	cond := jen.Add(either[0])
	for _, c := range either[1:] {
		cond.Op("||").Add(c)
	}
	if len(either) == 1 && len(ways.Tails) == 1 { // it is not compared once more
		return jen.If(cond).Block(jen.If(head...).Block(b.site(ways.Tails[0].Site, behind)...))
	}
	return jen.If(cond).Block(jen.If(head...).Block(b.below(next, behind)...))
}

// alone says that a segment is one text and nothing else: then one look tells that it is
// not empty and lies within the rest.
func alone(n *plan.Node) bool {
	return len(n.Segments) == 1 && n.Segments[0].Whole != nil &&
		n.Segments[0].Whole.Kind == pattern.Str
}

// child writes a segment with parameters; behind is the spot behind it. In turn: one that is
// alone, one that is a parameter as a whole, and one of several parts (see cut):
//
//	if uint(end-1) < uint(len(rest)) {
//		p1 := rest[:end]
//		…
//	}
//
//	if p1, ok := match.ParseInt(segment); ok {
//		…
//	}
func (b *block) child(n *plan.Node, c plan.Child, behind spot) []jen.Code {
	switch {
	case alone(n):
		inside := jen.Uint().Parens(jen.Id("end").Op("-").Lit(1)).Op("<").Uint().
			Parens(jen.Len(jen.Id(rest)))
		text := jen.Id(value(len(n.Vars))).Op(":=").Id(rest).Index(jen.Op(":").Id("end"))
		return []jen.Code{jen.If(inside).
			Block(append([]jen.Code{text}, b.below(c.Next, behind)...)...)}
	case c.Whole != nil:
		head := b.e.convert(*c.Whole, value(len(n.Vars)), "segment")
		if ways := c.Next.Literals.Few(fewBehind); ways != nil && ownsBeside(n) > 1 {
			return []jen.Code{b.guard(ways, behind, head, c.Next)}
		}
		return []jen.Code{jen.If(head...).Block(b.below(c.Next, behind)...)}
	}
	return b.cut(c.Cut, "segment", len(n.Vars), firstSite(c.Next), b.below(c.Next, behind))
}
