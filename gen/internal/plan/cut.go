package plan

import (
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// How a text made of literals and parameters is taken apart lives here. The rule is that
// of one greedy regular expression: an earlier parameter takes as much as it can while the
// rest still fits. Most rows need no more than a few comparisons to follow it.

// A Piece of a row: literal text, or a parameter if Conv is not nil.
type Piece struct {
	Literal string
	Name    string
	Conv    *pattern.Conv
}

// A Cut takes a row of pieces apart. Steps are done in order, each on what the ones
// before it have left; a step that cannot be done refuses. Without steps the row needs
// the general rule, the runtime's Split.
//
// For example <base>...<head>.diff is cut by
//
//	suffix ".diff" · last "..." (head) · rest (base)
//
// and report-<int:y>-<int:m> by prefix "report-" · number, "-" (y) · rest (m). <int:a>1<b>
// has no steps: where the number ends depends on whether the rest still fits.
type Cut struct {
	Row   []Piece
	Steps []Step
}

// Params are the converters of the row's parameters, in order.
func (c *Cut) Params() (list []pattern.Conv) {
	for _, p := range c.Row {
		if p.Conv != nil {
			list = append(list, *p.Conv)
		}
	}
	return list
}

// A Step of a Cut. Param is the index, in the row, of the parameter that it finds.
type Step struct {
	Kind  StepKind
	Text  string
	Param int
}

// StepKind says what a Step does with the text s that is left.
type StepKind uint8

const (
	StepPrefix StepKind = iota // s starts with Text, which goes
	StepSuffix                 // s ends with Text, which goes
	// the number at the start of s, with Text behind it, is the parameter; both go
	StepNumber
	StepLast    // what is behind the last Text is the parameter; both go; neither side is empty
	StepSegment // what is behind the last slash is the parameter, and goes; the slash stays
	StepRest    // all of s is the parameter; it is not empty
)

// rowOf returns a segment as a row of pieces.
func rowOf(s pattern.Segment) (row []Piece) {
	for i := range s {
		if param := s[i].Param; param != nil {
			row = append(row, Piece{Name: param.Name, Conv: &param.Conv})
			continue
		}
		row = append(row, Piece{Literal: s[i].Literal})
	}
	return row
}

// joinRows puts a slash between two rows.
// It makes one row of several segments, for patterns whose path parameter is followed by
// more: the text between them may then hold slashes.
func joinRows(a, b []Piece) []Piece {
	row := append([]Piece(nil), a...)
	for _, p := range append([]Piece{{Literal: "/"}}, b...) {
		if last := len(row) - 1; p.Conv == nil && last >= 0 && row[last].Conv == nil {
			row[last].Literal += p.Literal
			continue
		}
		row = append(row, p)
	}
	return row
}

// cutSegment finds the steps for a row, if there are any that are exact.
func cutSegment(row []Piece) *Cut {
	c := &cutter{row: row, last: len(row) - 1}
	c.ends()
	if c.path() || c.fromLeft() && c.fromRight() {
		return &Cut{Row: row, Steps: c.steps}
	}
	return &Cut{Row: row}
}

// A cutter holds what is left of a row, row[first:last+1], and the steps that leave it.
type cutter struct {
	row         []Piece
	first, last int
	steps       []Step
}

// ends takes the literals off both ends: what is left starts and ends with a parameter.
func (c *cutter) ends() {
	if p := c.row[c.first]; p.Conv == nil {
		c.steps = append(c.steps, Step{Kind: StepPrefix, Text: p.Literal})
		c.first++
	}
	if p := c.row[c.last]; p.Conv == nil {
		c.steps = append(c.steps, Step{Kind: StepSuffix, Text: p.Literal})
		c.last--
	}
}

// path finds the steps of a row with a path parameter in which every other parameter is
// a whole segment behind it: from the right, each ends at the last slash that is left.
func (c *cutter) path() bool {
	if c.row[c.first].Conv.Kind != pattern.Path {
		return false
	}
	steps, last := c.steps, c.last
	for last > c.first {
		before := c.row[last-1].Literal
		wholeBehind := last == len(c.row)-1 || strings.HasPrefix(c.row[last+1].Literal, "/")
		if !strings.HasSuffix(before, "/") || !wholeBehind {
			return false
		}
		steps = append(steps, Step{Kind: StepSegment, Param: last},
			Step{Kind: StepSuffix, Text: before})
		last -= 2
	}
	c.steps = append(steps, Step{Kind: StepRest, Param: c.first})
	return true
}

// fromLeft takes off the numbers whose end is plain: where the literal behind starts
// with a byte that no number holds, the number ends there and nowhere else.
func (c *cutter) fromLeft() bool {
	for c.first < c.last {
		kind, literal := c.row[c.first].Conv.Kind, c.row[c.first+1].Literal
		if !kind.Number() || inNumber(literal[0], kind) {
			break
		}
		c.steps = append(c.steps, Step{Kind: StepNumber, Text: literal, Param: c.first})
		c.first += 2
	}
	return true
}

// fromRight cuts at the last place of each literal, from the right: that leaves most to
// the parameters in front. It is exact where these take any text, so that more room never
// hurts them; the last one may be a number if its literal is a byte that can stand in no
// number but at its start, because a cut further left would leave that byte inside it.
func (c *cutter) fromRight() bool {
	for i := c.first; i <= c.last; i += 2 {
		conv := c.row[i].Conv
		switch {
		case i == c.first && i == c.last:
		case takesAnyText(conv.Kind):
		case i == c.last && conv.Kind.Number() && len(c.row[i-1].Literal) == 1 &&
			!isDigit(c.row[i-1].Literal[0]):
		default:
			return false
		}
	}
	for ; c.last > c.first; c.last -= 2 {
		c.steps = append(c.steps, Step{Kind: StepLast, Text: c.row[c.last-1].Literal,
			Param: c.last})
	}
	c.steps = append(c.steps, Step{Kind: StepRest, Param: c.first})
	return true
}

// takesAnyText tells the converters that refuse no text by its shape. What str(min=…) and own
// ones ask beyond it is asked when the split is made, and no other split is tried then.
func takesAnyText(k pattern.Kind) bool {
	return k == pattern.Str || k == pattern.StrBounded || k == pattern.OwnKind
}

// isDigit relies on bytes: what is below '0' wraps around to more than 9.
func isDigit(c byte) bool { return c-'0' <= 9 }

// inNumber says whether a byte can follow the first byte of a number of this kind.
func inNumber(c byte, k pattern.Kind) bool {
	return isDigit(c) || k == pattern.Float && c == '.'
}
