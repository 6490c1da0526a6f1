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

// How literal texts are told apart, and compared.

// choice writes how literal texts are told apart, or the call of the function that does.
func (b *block) choice(c *plan.Choice, at spot) []jen.Code {
	switch {
	case c == nil:
		return nil
	case c.Function >= 0:
		return b.call(c.Function, at)
	}
	return b.choiceCode(c, at)
}

// choiceCode writes whole texts, then a switch for the texts that reach to the end of its
// window, and what is shorter, then prefixes:
//
//	if len(rest) == 5 && match.Peek4(rest, 0) == 0x6863652f /* "/ech" */ && … {
//		…
//	}
//	if len(rest) > 4 {
//		switch …
//	} else {
//		…
//	}
//	if len(rest) > 7 && match.Peek4(rest, 0) == … {
//		rest := rest[7:]
//		…
//	}
func (b *block) choiceCode(c *plan.Choice, at spot) (code []jen.Code) {
	for _, t := range c.Tails {
		behind := at
		behind.last = at.last && !slices.ContainsFunc(c.Prefixes,
			func(p plan.Prefix) bool { return strings.HasPrefix(t.Text, p.Text) })
		code = append(code, jen.If(b.equals(at, t.Text)).Block(b.site(t.Site, behind)...))
	}
	if c.Cases != nil {
		behind := at
		behind.last = at.last && len(c.Prefixes) == 0
		code = append(code, b.switched(c, behind))
	}
	for _, p := range c.Prefixes {
		code = append(code, b.prefix(p, at))
	}
	return code
}

// switched writes the texts that a window tells apart.
func (b *block) switched(c *plan.Choice, at spot) jen.Code {
	// Not >=, since then the compiler keeps the comparison for a text of just this length:
	// it compares once more in front of the jump.
	reaches := jen.If(at.length().Op(">").Lit(c.Window.End() - 1)).Block(b.common(c, at)...)
	if c.Short != nil {
		reaches.Else().Block(b.choice(c.Short, at)...)
	}
	return reaches
}

// common compares what all texts of the cases begin with, once for all of them, and then
// writes the cases. Only as much as the window's end is known to be there. Where there is but
// one case, its window is compared, and not switched over.
func (b *block) common(c *plan.Choice, at spot) []jen.Code {
	text := c.Common()
	text = text[:min(len(text), c.Window.End())]
	var same []jen.Code
	windows := at.unseen(len(text))
	for _, w := range windows[:min(len(windows), mostWindows)] {
		if w.Width >= worthwhile {
			same = append(same, b.holds(at, w, text))
			at = at.saw(w)
		}
	}
	var code []jen.Code
	if len(c.Cases) == 1 {
		if !at.hasSeen(c.Window) {
			same = append(same, b.e.peek(c.Window, at.text()).Op("==").
				Add(numberLit(c.Cases[0].Bytes)))
			at = at.saw(c.Window)
		}
		code = b.choice(c.Cases[0].Choice, at)
	} else {
		code = []jen.Code{b.cases(c, at)}
	}
	if same == nil {
		return code
	}
	return []jen.Code{jen.If(all(same)).Block(code...)}
}

// worthwhile is the number of bytes that is compared in front of a switch.
const worthwhile = 4

// cases writes the switch over the bytes of a window, or over their hash:
//
//	switch match.Peek4(rest, 1) {
//	case 0x736b6f6f /* "ooks" */ :
//		…
//	}
//
//	switch match.Peek4(…, …) * … >> … {
//	case 0:
//	case 7:
//		…
//	}
//
// Behind a hash nothing is known of the bytes: texts are compared whole there.
func (b *block) cases(c *plan.Choice, at spot) jen.Code {
	number := func() *jen.Statement { return b.e.peek(c.Window, at.text()) }
	byBytes := func(list []plan.Case) jen.Code {
		return jen.Switch(number()).BlockFunc(func(g *jen.Group) {
			for _, k := range list {
				g.Case(numberLit(k.Bytes)).Block(b.choice(k.Choice, at.saw(c.Window))...)
			}
		})
	}
	if c.Hash == nil {
		return byBytes(c.Cases)
	}
	// The first and the last slot have a case, be it an empty one: then the compiler knows that
	// every hash is in its table of jumps, and does not look.
	slots := map[uint32][]plan.Case{0: nil, 1<<(32-c.Hash.Shift) - 1: nil}
	for _, k := range c.Cases {
		slot := c.Hash.Slot(plan.Number(k.Bytes))
		slots[slot] = append(slots[slot], k)
	}
	hash := number().Op("*").Op(strconv.FormatUint(uint64(c.Hash.Multiplier), 10)).Op(">>").
		Lit(c.Hash.Shift)
	return jen.Switch(hash).BlockFunc(func(g *jen.Group) {
		for _, slot := range slices.Sorted(maps.Keys(slots)) {
			var body []jen.Code
			switch list := slots[slot]; len(list) {
			case 0:
			case 1:
				body = b.choice(list[0].Choice, at)
			default:
				body = []jen.Code{byBytes(list)}
			}
			g.Case(jen.Lit(int(slot))).Block(body...)
		}
	})
}

// saw is the spot when the bytes of a window are known to be those of the texts.
func (at spot) saw(w plan.Window) spot {
	at.seen = append(at.seen[:len(at.seen):len(at.seen)], w)
	return at
}

// hasSeen says that all bytes of a window are known.
func (at spot) hasSeen(w plan.Window) bool {
	return !slices.Contains(at.bytesSeen(w.End())[w.Offset:], false)
}

// bytesSeen says of the first n bytes of the rest which of them were seen.
func (at spot) bytesSeen(n int) []bool {
	known := make([]bool, n)
	for _, w := range at.seen {
		for i := w.Offset; i < min(w.End(), n); i++ {
			known[i] = true
		}
	}
	return known
}

// peek reads a window as a number: match.Peek4(rest, 1).
func (e *emitter) peek(w plan.Window, text *jen.Statement) *jen.Statement {
	return e.match(fmt.Sprintf("Peek%d", w.Width)).Call(text, jen.Lit(w.Offset))
}

// numberLit spells the bytes of a window: 0x736b6f6f /* "ooks" */.
func numberLit(bytes string) *jen.Statement {
	text := strings.ReplaceAll(strconv.Quote(bytes), "*/", `*\x2f`)
	return jen.Op(fmt.Sprintf("0x%0*x /* %s */", 2*len(bytes), plan.Number(bytes), text))
}

// equals compares the rest with a text:
//
//	len(rest) == 6 && match.Peek4(rest, 0) == 0x6f6f622f /* "/boo" */ && match.Peek2(rest, 4) == …
func (b *block) equals(at spot, text string) jen.Code {
	if at.cut() && text == "" {
		return jen.Id("end").Op("==").Len(jen.Id(rest))
	}
	return all(append([]jen.Code{at.length().Op("==").Lit(len(text))}, b.bytes(at, text)...))
}

// startsWith compares the start of the rest with a prefix. Something has to stand behind
// it, which also spares the compiler the care that no pointer points behind the path.
func (b *block) startsWith(at spot, text string) jen.Code {
	longer := []jen.Code{at.length().Op(">").Lit(len(text))}
	if text == "/" && at.cut() { // nothing else can stand behind a segment
		return all(longer)
	}
	return all(append(longer, b.bytes(at, text)...))
}

// bytes compares those bytes of a text that are not known yet, behind a look at the length.
// As numbers, and not as strings: then the compiler has no bytes to put together, and pieces
// may overlap: seven bytes are two pieces of four, not one of four, one of two and one.
func (b *block) bytes(at spot, text string) (conds []jen.Code) {
	windows := at.unseen(len(text))
	for i, w := range windows {
		if i == mostWindows {
			behind := at.text().Index(jen.Lit(w.Offset).Op(":").Lit(len(text)))
			return append(conds, behind.Op("==").Lit(text[w.Offset:]))
		}
		conds = append(conds, b.holds(at, w, text))
	}
	return conds
}

// mostWindows bounds the numbers that one text is compared as. Each is a call to inline, and
// with thousands in a function the compiler does not come to an end; what is behind them is
// compared by a call.
const mostWindows = 8

// holds compares the bytes of a window with those of a text.
func (b *block) holds(at spot, w plan.Window, text string) jen.Code {
	return b.e.peek(w, at.text()).Op("==").Add(numberLit(text[w.Offset:w.End()]))
}

// all joins conditions.
func all(conds []jen.Code) *jen.Statement {
	s := jen.Add(conds[0])
	for _, c := range conds[1:] {
		s.Op("&&").Add(c)
	}
	return s
}

// unseen are windows over a text of n bytes that hold all that was not seen.
func (at spot) unseen(n int) (list []plan.Window) {
	known := at.bytesSeen(n)
	for i := 0; i < n; i++ {
		if known[i] {
			continue
		}
		last := i // byte that one window from here may have to hold
		for k := i; k < min(i+widest, n); k++ {
			if !known[k] {
				last = k
			}
		}
		width := 1
		for width < last-i+1 && 2*width <= n {
			width *= 2
		}
		list = append(list, plan.Window{Offset: min(i, n-width), Width: width})
		i = min(i, n-width) + width - 1
	}
	return list
}

// widest is the number of bytes that are compared at once.
const widest = 8

// prefix writes what follows a text that several patterns begin with:
//
//	if len(rest) > 6 && match.Peek4(rest, 0) == 0x6b6f6f62 /* "book" */ && … {
//		rest := rest[6:]
//		…
//	}
func (b *block) prefix(p plan.Prefix, at spot) jen.Code {
	cond := b.startsWith(at, p.Text)
	code := []jen.Code{jen.Id(rest).Op(":=").Add(at.text()).Index(jen.Lit(len(p.Text)).Op(":"))}
	at.seen = nil
	at.skipped += len(p.Text)
	at.slash += strings.Count(p.Text, "/")
	return jen.If(cond).Block(append(code, b.below(p.Node, at)...)...)
}
