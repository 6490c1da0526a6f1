package plan

import "example.com/httpgen/gen/internal/pattern"

// What looking at a text costs lives here, in steps: about a byte looked at. The interpreter
// (find.go) counts them, and work.go bounds them.
//
// Measured on texts of 8,000 bytes, in ns a byte, on a core shared with others: a piece of the
// general split 6 to 20 (int-, date-, uuid-<text>: 43 to 50 for three pieces), each word of an
// any 13, a number that is parsed 4, the last place of one byte 1.

// maxSlashes is the number of slashes whose places generated code keeps (MaxSlashes of the
// runtime); behind more of them the end of a segment is looked for.
const maxSlashes = 32

// literalSteps is what comparing a literal costs: it is compared eight bytes at once.
func literalSteps(text string) int { return 1 + len(text)/8 }

// looksAtAll says whether a converter looks at each byte of a text, however long that is. An
// own one is taken to; what its function does beyond that is not known.
// Where none does, the length of a segment does not matter: that is what keeps most manifests
// at a few steps for each byte.
func looksAtAll(k pattern.Kind) bool {
	return k.Number() || k == pattern.StrBounded || k == pattern.OwnKind
}

// fixedLength bounds what the other converters look at: a uuid has 36 bytes.
const fixedLength = 36

// convSteps is what a converter costs for a text of n bytes.
func convSteps(c pattern.Conv, n int) int {
	if looksAtAll(c.Kind) {
		return 1 + n
	}
	return 1 + min(n, fixedLength)/8
}

// steps is what a step costs that has found value in text and left rest.
func (t Step) steps(text, value, rest string, ok bool) int {
	switch t.Kind {
	case StepNumber:
		return literalSteps(t.Text) + len(value)
	case StepLast, StepSegment:
		if !ok {
			return 1 + len(text)
		}
		return 1 + len(text) - len(rest)
	}
	return literalSteps(t.Text)
}

// splitSteps is what the general split of a text of n bytes costs: every piece is tried at
// every byte.
func splitSteps(row []Piece, n int) int { return (n + 1) * splitWeight(row) }

// splitWeight is the number of steps for each byte.
func splitWeight(row []Piece) (weight int) {
	for _, p := range row {
		if p.Conv == nil {
			weight += literalSteps(p.Literal)
		} else {
			weight += pieceWeight(*p.Conv)
		}
	}
	return weight
}

// pieceWeight is what a parameter costs for each byte: to find where it may start, and how far
// it reaches from there.
func pieceWeight(c pattern.Conv) int {
	switch {
	case c.Kind == pattern.Any:
		weight := 0
		for _, w := range c.Words {
			weight += literalSteps(w)
		}
		return weight
	case c.Kind == pattern.Date:
		return 5 // digits up to the place of the first -
	case c.Kind.Number(), c.Kind == pattern.UUID:
		return 3
	}
	return 2
}
