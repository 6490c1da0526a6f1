package relation

import (
	"slices"

	"example.com/httpgen/gen/internal/pattern"
)

// The programs that a segment's automaton runs (machine.go) are written here:
// one for each segment, made of its literals and of its converters' shapes.

// An opcode is what one instruction does. The program of <int:a>-<b> is, with the number's
// check between opEnter and opLeave:
//
//	0 enter   1 split 2,3   2 '-'   3 digit   4 split 3,5   5 leave
//	6 '-'     7 any         8 split 7,9       9 end
type opcode uint8

const (
	opRune  opcode = iota // take one character of set; y: the parameter's check
	opSplit               // prefer x to y
	opEnter               // start the check
	opLeave               // ask the check
	opEnd
)

// A runeSet is a set of characters that an instruction takes. There are no others: a shape is
// made of these.
type runeSet uint8

const (
	setOne runeSet = iota
	setDigit
	setHex
	setAny // any character but a slash, which no segment has, or a byte that is no UTF-8
)

// An instruction is one step of a program. What follows it is the next one; of opSplit
// it is x, or else y.
type instruction struct {
	op    opcode
	set   runeSet
	one   rune
	x, y  int
	check check // of the parameter that it is in, or nil
}

// takes says whether an opRune takes a character; outside stands for all that no pattern
// names, and is in setAny alone.
func (in *instruction) takes(c rune) bool {
	switch in.set {
	case setOne:
		return c == in.one
	case setDigit:
		return '0' <= c && c <= '9'
	case setHex:
		return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
	}
	return true
}

// add appends an instruction and returns where it stands.
func (m *machine) add(in instruction) int {
	m.program = append(m.program, in)
	return len(m.program) - 1
}

// tell has the automaton tell characters from all others. What no instruction asks for is one
// class together, so that an alphabet of all of Unicode stays small.
func (m *machine) tell(runes string) {
	for _, c := range runes {
		if m.classes[c] == 0 {
			m.classes[c] = len(m.runes)
			m.runes = append(m.runes, c)
		}
	}
}

// literal takes the characters of a text, one after the other.
func (m *machine) literal(text string) {
	m.tell(text)
	for _, c := range text {
		m.add(instruction{op: opRune, one: c})
	}
}

const (
	digits    = "0123456789"
	hexDigits = "0123456789abcdefABCDEF"
)

// part writes the program of one part.
func (m *machine) part(p *pattern.Part) {
	if p.Param == nil {
		m.literal(p.Literal)
		return
	}
	c := &p.Param.Conv
	switch c.Kind {
	case pattern.Any:
		m.words(c.Words)
	case pattern.Bool:
		m.words([]string{"true", "false"})
	case pattern.UUID:
		m.tell(hexDigits)
		m.groups(setHex, 8, 4, 4, 4, 12)
	case pattern.Path:
		m.add(instruction{op: opSplit, x: len(m.program) + 1, y: len(m.program) + 3})
		m.add(instruction{op: opRune, set: setAny})
		m.add(instruction{op: opSplit, x: len(m.program) - 2, y: len(m.program) - 2})
	default:
		m.checked(c)
	}
}

// checked writes the program of a parameter that may ask something beyond its shape.
func (m *machine) checked(c *pattern.Conv) {
	k := checkOf(c)
	if k != nil {
		m.add(instruction{op: opEnter, check: k})
	}
	from := len(m.program)
	switch c.Kind {
	case pattern.OwnKind, pattern.StrBounded, pattern.Str:
		m.oneOrMore(setAny)
	case pattern.Date:
		m.tell(digits)
		m.groups(setDigit, 4, 2, 2)
	case pattern.Uint8, pattern.Uint16, pattern.Uint32, pattern.Uint64, pattern.Uint:
		m.tell(digits)
		m.oneOrMore(setDigit)
	default:
		m.number(c.Kind == pattern.Float)
	}
	if k != nil {
		for i := from; i < len(m.program); i++ {
			m.program[i].check = k
		}
		m.add(instruction{op: opLeave, check: k})
	}
}

// oneOrMore prefers another character to the end: a parameter takes as much as it can.
func (m *machine) oneOrMore(set runeSet) {
	at := m.add(instruction{op: opRune, set: set})
	m.add(instruction{op: opSplit, x: at, y: at + 2})
}

// maybe writes a split that prefers what body writes to nothing.
func (m *machine) maybe(body func()) {
	split := m.add(instruction{op: opSplit, x: len(m.program) + 1})
	body()
	m.program[split].y = len(m.program)
}

// number writes -?[0-9]+, and the fraction of a float.
func (m *machine) number(fraction bool) {
	m.tell(digits)
	m.maybe(func() { m.literal("-") })
	m.oneOrMore(setDigit)
	if fraction {
		m.maybe(func() {
			m.literal(".")
			m.oneOrMore(setDigit)
		})
	}
}

// groups writes characters of a set in groups with a - between them.
func (m *machine) groups(set runeSet, sizes ...int) {
	for i, n := range sizes {
		if i > 0 {
			m.literal("-")
		}
		for range n {
			m.add(instruction{op: opRune, set: set})
		}
	}
}

// words writes alternatives. The longest is preferred: a parameter takes as much as it
// can.
func (m *machine) words(words []string) {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	var jumps []int
	for i, word := range words {
		split := -1
		if i < len(words)-1 {
			split = m.add(instruction{op: opSplit, x: len(m.program) + 1})
		}
		m.literal(word)
		jumps = append(jumps, m.add(instruction{op: opSplit}))
		if split >= 0 {
			m.program[split].y = len(m.program)
		}
	}
	for _, at := range jumps {
		m.program[at].x, m.program[at].y = len(m.program), len(m.program)
	}
}
