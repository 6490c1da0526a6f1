package oracle

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// The order of precedence lives here: a pure function of two patterns.

// Compare is negative where a comes before b in precedence, positive where it comes
// after, and 0 where the patterns are equal, that is the same but for the names of
// parameters. Both are to be read with the same own converters.
func Compare(a, b Pattern) int {
	for i := range min(len(a.Segments), len(b.Segments)) {
		if c := compareSegments(a.Segments[i], b.Segments[i]); c != 0 {
			return c
		}
	}
	// A pattern that goes on comes before one that has ended.
	return cmp.Compare(len(b.Segments), len(a.Segments))
}

func compareSegments(a, b Segment) int {
	if c := cmp.Compare(rank(a), rank(b)); c != 0 {
		return c
	}
	switch rank(a) {
	case rankLiteral:
		return cmp.Compare(a.text(), b.text())
	case rankMixed, rankWithPath:
		return cmp.Or(
			cmp.Compare(len(b.literals()[0]), len(a.literals()[0])),
			cmp.Compare(len(b.text()), len(a.text())),
			compareRows(a.convs(), b.convs()),
			cmp.Compare(a.text(), b.text()),
			slices.Compare(a.literals(), b.literals()),
		)
	default:
		return compareConvs(a[0].Conv, b[0].Conv)
	}
}

// The ranks of segments: a literal, then the ranks of the converters by rankConv, with
// the mixed segments after float.
const (
	rankLiteral  = 0
	rankMixed    = 16
	rankWithPath = 20
)

func rank(s Segment) int {
	convs := s.convs()
	switch {
	case len(convs) == 0:
		return rankLiteral
	case slices.ContainsFunc(convs, func(c *Conv) bool { return c.Kind == "path" }):
		return rankWithPath
	case len(s) > 1:
		return rankMixed
	}
	return rankConv(convs[0])
}

func rankConv(c *Conv) int {
	switch c.Kind {
	case "any":
		return 1
	case "bool":
		return 2
	case "uuid":
		return 3
	case "date":
		return 4
	case "uint8":
		return 5
	case "uint16":
		return 6
	case "uint32":
		return 7
	case "uint64":
		return 8
	case "uint":
		return 9
	case "int8":
		return 10
	case "int16":
		return 11
	case "int32":
		return 12
	case "int64":
		return 13
	case "int":
		return 14
	case "float":
		return 15
	case "own":
		return 17
	case "path":
		return rankWithPath
	}
	if c.Bound {
		return 18
	}
	return 19 // str without bounds
}

// compareConvs orders converters: by rank, and within a rank by their arguments.
func compareConvs(a, b *Conv) int {
	return cmp.Or(
		cmp.Compare(rankConv(a), rankConv(b)),
		// any: fewer words first, then by text.
		cmp.Compare(len(a.Words), len(b.Words)),
		cmp.Compare(strings.Join(a.Words, ","), strings.Join(b.Words, ",")),
		// own converters in manifest order.
		cmp.Compare(a.Own, b.Own),
		// str(…): larger min, then smaller max.
		cmp.Compare(b.Min, a.Min),
		cmp.Compare(a.max(), b.max()),
	)
}

// compareRows orders the converters of two segments from left to right; a row that
// goes on comes before one that has ended.
func compareRows(a, b []*Conv) int {
	for i := range min(len(a), len(b)) {
		if c := compareConvs(a[i], b[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(b), len(a))
}

func (c *Conv) max() int {
	if c.Max == 0 {
		return math.MaxInt
	}
	return c.Max
}

func (s Segment) convs() []*Conv {
	var convs []*Conv
	for _, p := range s {
		if p.Conv != nil {
			convs = append(convs, p.Conv)
		}
	}
	return convs
}

// literals returns the text before the first parameter, the texts between parameters
// and the text after the last; the first and the last may be empty.
func (s Segment) literals() []string {
	literals := []string{""}
	for _, p := range s {
		if p.Conv != nil {
			literals = append(literals, "")
		} else {
			literals[len(literals)-1] += p.Literal
		}
	}
	return literals
}

// text is the literal text of the segment in all.
func (s Segment) text() string { return strings.Join(s.literals(), "") }
