package relation

import (
	"cmp"
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// A path that shows one pattern is made here.

// Words are words at each segment that an example avoids, since another pattern would answer
// it.
type Words map[int]map[string]bool

// WordsBeside are literals and words of any(…) that others of a list have where p has a
// parameter.
func WordsBeside(p *pattern.Pattern, list []*pattern.Pattern) Words {
	words := Words{}
	for _, other := range list {
		for i, seg := range other.Segments {
			if i >= len(p.Segments) || differ(seg, p.Segments[i]) {
				break
			}
			words.add(i, seg)
		}
	}
	return words
}

// add notes the literals and words of a segment.
func (w Words) add(i int, seg pattern.Segment) {
	for _, part := range seg {
		list := []string{part.Literal}
		if part.Param != nil {
			list = part.Param.Conv.Words
		}
		for _, word := range list {
			if w[i] == nil {
				w[i] = map[string]bool{}
			}
			w[i][word] = true
		}
	}
}

// differ tells two segments that are literals, and not the same.
func differ(a, b pattern.Segment) bool {
	return a.Rank() == pattern.RankLiteral && b.Rank() == pattern.RankLiteral &&
		a.Literal() != b.Literal()
}

// MayOverlap is false for most patterns that have no path in common, at no cost: one of their
// first segments are different literals.
func MayOverlap(a, b *pattern.Pattern) bool {
	for i := range min(len(a.Segments), len(b.Segments)) {
		x, y := a.Segments[i], b.Segments[i]
		switch {
		case x.Rank() == pattern.RankPath || y.Rank() == pattern.RankPath:
			return true
		case differ(x, y):
			return false
		}
	}
	return true
}

// Example is a path that a pattern takes, escaped as a client would send it, if possible
// without the words in avoid. It is false for patterns with own converters, of which
// nothing is known.
func Example(p *pattern.Pattern, avoid Words) (string, bool) {
	var b strings.Builder
	for i, seg := range p.Segments {
		b.WriteByte('/')
		for _, part := range seg {
			if part.Param == nil {
				escapeInto(&b, part.Literal)
				continue
			}
			value, ok := valueAt(&part.Param.Conv, avoid[i])
			if !ok {
				return "", false
			}
			escapeInto(&b, value)
		}
	}
	return b.String(), true
}

// valueAt is a value that a converter takes.
func valueAt(c *pattern.Conv, avoid map[string]bool) (string, bool) {
	switch c.Kind {
	case pattern.Any:
		if len(c.Words) == 0 {
			return "", false
		}
	case pattern.OwnKind:
		return "", false
	case pattern.Path:
		return "a/b", true
	case pattern.StrBounded, pattern.Str:
		return textAt(c.Min, c.Max, avoid), true
	}
	return valueOf(c, ""), true
}

// mostText is the length of the longest text in an example, in bytes: that of the longest path
// which servers take by default.
const mostText = 8 << 10

// textAt is a text of min to max runes (0: no bound) that is not in avoid, if there
// is one among the first that come to mind.
func textAt(shortest, longest int, avoid map[string]bool) string {
	fits := func(s string) bool {
		return len(s) >= shortest && (longest == 0 || len(s) <= longest) && !avoid[s]
	}
	for _, s := range []string{"new", "abc", "xyz", "some", "any-text"} {
		if fits(s) {
			return s
		}
	}
	n := min(max(shortest, 1), mostText)
	for c := 'a'; c <= 'z'; c++ {
		if s := strings.Repeat(string(c), n); !avoid[s] {
			return s
		}
	}
	return strings.Repeat("x", cmp.Or(min(n, longest), n))
}
