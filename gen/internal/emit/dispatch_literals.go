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
		code = append(code, jen.If(equals(at, t.Text)).Block(b.site(t.Site, at.vars)...))
	}
	for _, p := range c.Prefixes {
		code = append(code, b.prefix(p, at))
	}
	if c.Cases == nil {
		return code
	}
	reaches := jen.If(at.length().Op(">=").Lit(c.Window.Offset + c.Window.Width)).Block(b.cases(c, at))
	if c.Short != nil {
		reaches.Else().Block(b.choice(c.Short, at)...)
	}
	return append(code, reaches)
}

// cases writes the switch over the bytes of a window, or over their hash. What is in a
// case compares its texts whole: only where cases share a slot are the bytes asked again.
func (b *block) cases(c *plan.Choice, at place) jen.Code {
	number := func() *jen.Statement { return b.e.peek(c.Window, at.text()) }
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
func (e *emitter) peek(w plan.Window, text *jen.Statement) *jen.Statement {
	if w.Offset > 0 {
		text.Index(jen.Lit(w.Offset).Op(":"))
	}
	return e.rt(fmt.Sprintf("Peek%d", w.Width)).Call(text)
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
func equals(at place, text string) *jen.Statement {
	switch {
	case at.cut() && text == "":
		return jen.Id("end").Op("==").Len(jen.Id(rest))
	case !at.cut() && len(text) <= wide:
		return at.text().Op("==").Lit(text)
	}
	return pieces(at.length().Op("==").Lit(len(text)), at, text)
}

// startsWith compares the start of the rest with a prefix. Something has to stand behind
// it, which also spares the compiler the care that no pointer points behind the path.
func startsWith(at place, text string) *jen.Statement {
	cond := at.length().Op(">").Lit(len(text))
	if text == "/" && at.cut() { // nothing else can stand behind a segment
		return cond
	}
	return pieces(cond, at, text)
}

// pieces compares a long text in pieces behind a condition.
func pieces(cond *jen.Statement, at place, text string) *jen.Statement {
	for from := 0; from < len(text); from += wide {
		to := min(from+wide, len(text))
		cond.Op("&&").Add(at.text()).Index(jen.Lit(from).Op(":").Lit(to)).Op("==").Lit(text[from:to])
	}
	return cond
}

func (b *block) prefix(p plan.Prefix, at place) jen.Code {
	cond := startsWith(at, p.Text)
	code := []jen.Code{jen.Id(rest).Op(":=").Add(at.text()).Index(jen.Lit(len(p.Text)).Op(":"))}
	at.skipped += len(p.Text)
	at.literal += p.Text
	return jen.If(cond).Block(append(code, b.below(p.Node, at)...)...)
}
