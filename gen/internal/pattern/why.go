package pattern

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Why one pattern comes before another is told here, in words for people: the order
// itself is in order.go.

// WhyFirst says in a phrase why the pattern first comes before second in precedence: "new
// is a literal, <name> is not". It is "" for equal patterns, and where second comes
// before first.
func WhyFirst(first, second *Pattern) string {
	switch i := FirstDifference(first, second); {
	case Compare(first, second) >= 0:
		return ""
	case i == len(second.Segments):
		return "a pattern that goes on comes before one that has ended"
	default:
		return whySegment(first.Segments[i], second.Segments[i])
	}
}

// whySegment follows the ranks: the first rule by which the two differ is the one that is
// told.
func whySegment(a, b Segment) string {
	as, bs := a.Shown(), b.Shown()
	rank, other := a.Rank(), b.Rank()
	switch {
	case rank == RankLiteral && other == RankLiteral:
		return fmt.Sprintf("%s and %s are different literals", as, bs)
	case rank == RankLiteral:
		return fmt.Sprintf("%s is a literal, %s is not", as, bs)
	case other == RankPath && rank != RankPath:
		return fmt.Sprintf("%s stays inside its segment, %s does not", as, bs)
	case rank == RankMixed && other > RankMixed:
		return fmt.Sprintf("%s has a literal in it, %s has none", as, bs)
	case rank == other && (rank == RankMixed || rank == RankPath):
		return whyMixed(a, b)
	case other == RankMixed:
		return fmt.Sprintf("%s is one typed parameter, %s a mixed segment", as, bs)
	}
	return whyConverter(a[0].Param.Conv, b[0].Param.Conv)
}

// whyMixed follows the steps of compareMixed.
func whyMixed(a, b Segment) string {
	as, bs := a.Shown(), b.Shown()
	text := func(s Segment) int { return len(strings.Join(s.literals(), "")) }
	switch {
	case len(a.lead()) != len(b.lead()):
		return fmt.Sprintf("%s has the longer literal before its first parameter than %s", as, bs)
	case text(a) != text(b):
		return fmt.Sprintf("%s has more literal text than %s", as, bs)
	}
	ac, bc := a.Convs(), b.Convs()
	for i := range min(len(ac), len(bc)) {
		if CompareConverters(ac[i], bc[i]) != 0 {
			return whyConverter(ac[i], bc[i])
		}
	}
	if len(ac) != len(bc) {
		return fmt.Sprintf("%s has more parameters than %s", as, bs)
	}
	return fmt.Sprintf("the literal text of %s sorts before that of %s", as, bs)
}

// whyConverter follows CompareConverters.
func whyConverter(a, b Conv) string {
	switch {
	case a.Kind != b.Kind && a.Kind == OwnKind:
		return fmt.Sprintf("%s is a converter of the manifest's own, which come before str", a)
	case a.Kind != b.Kind:
		return fmt.Sprintf("%s comes before %s in the order of converters", a, b)
	case a.Kind == Any && len(a.Words) != len(b.Words):
		return fmt.Sprintf("%s has fewer words than %s", a, b)
	case a.Kind == Any:
		return fmt.Sprintf("%s sorts before %s", a, b)
	case a.Kind == OwnKind:
		return fmt.Sprintf("%s stands before %s in `converters`", a, b)
	case a.Min != b.Min:
		return fmt.Sprintf("%s asks for more characters than %s", a, b)
	}
	return fmt.Sprintf("%s takes fewer characters than %s", a, b)
}

// Shown is the segment as it is written in a pattern, for people: cut where it is long.
func (s Segment) Shown() string {
	const most = 40
	switch text := s.Text(Written); {
	case text == "":
		return "an empty segment"
	case utf8.RuneCountInString(text) > most:
		return string([]rune(text)[:most]) + "…"
	default:
		return text
	}
}

// FirstDifference is the index of the first segment that two patterns do not share.
func FirstDifference(a, b *Pattern) int {
	n := min(len(a.Segments), len(b.Segments))
	for i := range n {
		if CompareSegments(a.Segments[i], b.Segments[i]) != 0 {
			return i
		}
	}
	return n
}
