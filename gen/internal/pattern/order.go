package pattern

import (
	"cmp"
	"slices"
	"strings"
)

// The order of patterns lives here: of several routes that match, the first in it answers.
// It is total and a pure function of two patterns: which route answers depends neither on
// file order nor on a third. Patterns compare segment by segment from the left; a literal
// comes before every parameter, a converter that takes less before one that takes more.

// Compare orders two patterns by precedence: negative if a is asked before b, and 0
// only if they are the same but for the names of their parameters.
func Compare(a, b *Pattern) int {
	for i := range min(len(a.Segments), len(b.Segments)) {
		if c := CompareSegments(a.Segments[i], b.Segments[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(b.Segments), len(a.Segments)) // the one that goes on comes first
}

// SegmentRank is the class of a segment in the order of precedence.
//
// Ranks compare what segments can be told apart by at once. Within a rank CompareSegments
// goes on: literals by their text, typed ones by their kind, mixed ones by compareMixed.
type SegmentRank uint8

const (
	RankLiteral SegmentRank = iota
	RankTyped               // any … float, ordered by their Kind
	RankMixed
	RankOwn
	RankStrBounded
	RankStr
	RankPath
)

// Rank returns the segment's class.
func (s Segment) Rank() SegmentRank {
	if s.PathPart() >= 0 {
		return RankPath
	}
	switch {
	case len(s) == 0 || len(s) == 1 && s[0].Param == nil:
		return RankLiteral
	case len(s) > 1:
		return RankMixed
	}
	switch s[0].Param.Conv.Kind {
	case OwnKind:
		return RankOwn
	case StrBounded:
		return RankStrBounded
	case Str:
		return RankStr
	}
	return RankTyped
}

// PathPart returns the index of the segment's path parameter, or -1.
func (s Segment) PathPart() int {
	return slices.IndexFunc(s, func(p Part) bool {
		return p.Param != nil &&
			p.Param.Conv.Kind == Path
	})
}

// Literal returns the text of a segment of RankLiteral.
func (s Segment) Literal() string {
	if len(s) == 0 {
		return ""
	}
	return s[0].Literal
}

// CompareSegments orders two segments by precedence, 0 only if they are equal but for
// the names of their parameters.
func CompareSegments(a, b Segment) int {
	rank := a.Rank()
	if c := cmp.Compare(rank, b.Rank()); c != 0 {
		return c
	}
	switch rank {
	case RankLiteral:
		return strings.Compare(a.Literal(), b.Literal())
	case RankMixed, RankPath:
		return compareMixed(a, b)
	}
	return CompareConverters(a[0].Param.Conv, b[0].Param.Conv)
}

// compareMixed: the longer literal before the first parameter, the longer literal text
// in all, the converters from left to right, the literal text bytewise. Rows of
// literals that join to the same text are told apart one by one, so that the order is
// total.
func compareMixed(a, b Segment) int {
	if c := cmp.Compare(len(b.lead()), len(a.lead())); c != 0 {
		return c
	}
	al, bl := a.literals(), b.literals()
	aText, bText := strings.Join(al, ""), strings.Join(bl, "")
	if c := cmp.Compare(len(bText), len(aText)); c != 0 {
		return c
	}
	ac, bc := a.Convs(), b.Convs()
	for i := range min(len(ac), len(bc)) {
		if c := CompareConverters(ac[i], bc[i]); c != 0 {
			return c
		}
	}
	if c := cmp.Compare(len(bc), len(ac)); c != 0 {
		return c
	}
	if c := strings.Compare(aText, bText); c != 0 {
		return c
	}
	return slices.Compare(al, bl)
}

// lead is the literal in front of the first parameter, or "": the longer it is, the fewer
// texts a mixed segment takes.
func (s Segment) lead() string {
	if len(s) > 0 && s[0].Param == nil {
		return s[0].Literal
	}
	return ""
}

// literals returns what stands before, between and behind the parameters.
func (s Segment) literals() []string {
	list := []string{""}
	for _, p := range s {
		if p.Param != nil {
			list = append(list, "")
			continue
		}
		list[len(list)-1] = p.Literal
	}
	return list
}

// Convs are the converters of the segment's parameters, in order.
func (s Segment) Convs() []Conv {
	var list []Conv
	for _, p := range s.Params() {
		list = append(list, p.Conv)
	}
	return list
}

// CompareConverters orders two converters by precedence.
// Own ones come in the order in which they are declared, since nothing is known of what they
// take.
func CompareConverters(a, b Conv) int {
	if c := cmp.Compare(a.Kind, b.Kind); c != 0 {
		return c
	}
	switch a.Kind {
	case Any:
		return cmp.Or(cmp.Compare(len(a.Words), len(b.Words)),
			strings.Compare(strings.Join(a.Words, ","), strings.Join(b.Words, ",")))
	case OwnKind:
		return cmp.Compare(a.Own.Index, b.Own.Index)
	case StrBounded:
		return cmp.Or(cmp.Compare(b.Min, a.Min), cmp.Compare(a.Longest(), b.Longest()))
	}
	return 0
}
