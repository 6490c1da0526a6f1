package plan

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/pattern"
)

// What converters take lives here, for the interpreter.

// shapeOf is the regular expression of a converter's shape, as docs/reference.md has it: what
// a split goes by. What converters ask beyond it (a range, a real day, a length) is not part
// of it.
func shapeOf(c pattern.Conv) string {
	switch c.Kind {
	case pattern.Any:
		var words []string
		for _, w := range longestFirst(c.Words) {
			words = append(words, regexp.QuoteMeta(bytesAsRunes(w)))
		}
		return strings.Join(words, "|")
	case pattern.Bool:
		return "true|false"
	case pattern.UUID:
		const h = "[0-9a-fA-F]"
		return h + "{8}-" + h + "{4}-" + h + "{4}-" + h + "{4}-" + h + "{12}"
	case pattern.Date:
		return "[0-9]{4}-[0-9]{2}-[0-9]{2}"
	case pattern.Float:
		return `-?[0-9]+(?:\.[0-9]+)?`
	case pattern.Path:
		return ".+"
	}
	switch {
	case c.Kind.Unsigned():
		return "[0-9]+"
	case c.Kind.Signed():
		return "-?[0-9]+"
	}
	return "[^/]+"
}

// Accepts says whether a converter takes a text out of a canonical path.
func (f *Finder) Accepts(c pattern.Conv, text string) bool {
	if text == "" {
		return false
	}
	switch c.Kind {
	case pattern.Str, pattern.Path:
		return true
	case pattern.StrBounded:
		n := utf8.RuneCountInString(text)
		return n >= c.Min && n <= c.Longest()
	case pattern.OwnKind:
		return f.Own == nil || f.Own(c.Own, strings.ReplaceAll(text, "\x00", "/"))
	}
	if c.Kind == pattern.Any {
		return slices.Contains(c.Words, text)
	}
	if !shapes()[c.Kind].MatchString(bytesAsRunes(text)) {
		return false
	}
	switch {
	case c.Kind == pattern.Date:
		_, err := time.Parse(time.DateOnly, text)
		return err == nil
	case c.Kind.Unsigned(), c.Kind.Signed():
		return inRange(c.Kind, text)
	}
	return true
}

// shapes are those of the converters whose shape does not depend on their arguments.
var shapes = sync.OnceValue(func() map[pattern.Kind]*regexp.Regexp {
	m := map[pattern.Kind]*regexp.Regexp{}
	for k := pattern.Bool; k <= pattern.Float; k++ {
		m[k] = regexp.MustCompile("^(?:" + shapeOf(pattern.Conv{Kind: k}) + ")$")
	}
	return m
})

// inRange compares by arithmetic without bounds: digits may be as many as a path is long.
func inRange(k pattern.Kind, text string) bool {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return false
	}
	least, most := new(big.Int), new(big.Int).Lsh(big.NewInt(1), uint(k.Bits()))
	if k.Signed() {
		most.Rsh(most, 1)
		least.Neg(most)
	}
	return n.Cmp(least) >= 0 && n.Cmp(most) < 0
}

// longestFirst sorts words so that an alternation takes the longest that fits, as a
// greedy parameter does.
func longestFirst(words []string) []string {
	sorted := append([]string(nil), words...)
	for i := range sorted {
		for j := i; j > 0 && len(sorted[j]) > len(sorted[j-1]); j-- {
			sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
		}
	}
	return sorted
}
