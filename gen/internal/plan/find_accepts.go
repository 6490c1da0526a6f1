package plan

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/manifest"
)

// What converters take lives here, for the interpreter.

func shapeOf(c Conv) string {
	switch c.Kind {
	case manifest.Any:
		var words []string
		for _, w := range longestFirst(c.Words) {
			words = append(words, regexp.QuoteMeta(bytesAsRunes(w)))
		}
		return strings.Join(words, "|")
	case manifest.Bool:
		return "true|false"
	case manifest.UUID:
		const h = "[0-9a-fA-F]"
		return h + "{8}-" + h + "{4}-" + h + "{4}-" + h + "{4}-" + h + "{12}"
	case manifest.Date:
		return "[0-9]{4}-[0-9]{2}-[0-9]{2}"
	case manifest.Float:
		return `-?[0-9]+(?:\.[0-9]+)?`
	case manifest.Path:
		return ".+"
	}
	switch {
	case c.Kind >= manifest.Uint8 && c.Kind <= manifest.Uint:
		return "[0-9]+"
	case c.Kind >= manifest.Int8 && c.Kind <= manifest.Int:
		return "-?[0-9]+"
	}
	return "[^/]+"
}

// Accepts says whether a converter takes a text out of a canonical path.
func (f *Finder) Accepts(c Conv, text string) bool {
	if text == "" {
		return false
	}
	switch c.Kind {
	case manifest.Str, manifest.Path:
		return true
	case manifest.StrBounded:
		n := utf8.RuneCountInString(text)
		return n >= c.Min && (c.Max == 0 || n <= c.Max)
	case manifest.OwnKind:
		return f.Own == nil || f.Own(c.Own, strings.ReplaceAll(text, "\x00", "/"))
	}
	if c.Kind == manifest.Any {
		return slices.Contains(c.Words, text)
	}
	if !shapes()[c.Kind].MatchString(bytesAsRunes(text)) {
		return false
	}
	switch {
	case c.Kind == manifest.Date:
		_, err := time.Parse(time.DateOnly, text)
		return err == nil
	case isNumber(c.Kind) && c.Kind != manifest.Float:
		return inRange(c.Kind, text)
	}
	return true
}

// shapes are those of the converters whose shape does not depend on their arguments.
var shapes = sync.OnceValue(func() map[manifest.Kind]*regexp.Regexp {
	m := map[manifest.Kind]*regexp.Regexp{}
	for k := manifest.Bool; k <= manifest.Float; k++ {
		m[k] = regexp.MustCompile("^(?:" + shapeOf(Conv{Kind: k}) + ")$")
	}
	return m
})

// bitsOf holds the size of the integer converters; int and uint are taken for 64 bits.
var bitsOf = map[manifest.Kind]uint{
	manifest.Uint8: 8, manifest.Uint16: 16, manifest.Uint32: 32, manifest.Uint64: 64, manifest.Uint: 64,
	manifest.Int8: 8, manifest.Int16: 16, manifest.Int32: 32, manifest.Int64: 64, manifest.Int: 64,
}

func inRange(k manifest.Kind, text string) bool {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return false
	}
	least, most := new(big.Int), new(big.Int).Lsh(big.NewInt(1), bitsOf[k])
	if k >= manifest.Int8 {
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
