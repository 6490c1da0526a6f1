package sets

import (
	"fmt"
	"iter"
	"strings"

	"example.com/httpgen/generated_test/oracle"
)

// Every small set and every small path live here.

// Every yields every set of 1 to most GET routes whose patterns are different ones of
// those with 1 to depth segments of the alphabet; a segment is the text of a pattern,
// and may be empty. Patterns that are none (two path parameters) are left out, and of
// equal patterns all but the first.
func Every(alphabet []string, depth, most int, own []oracle.Own) iter.Seq[Set] {
	patterns := everyPattern(alphabet, depth, own)
	return func(yield func(Set) bool) {
		var extend func(chosen []oracle.Route, from int) bool
		extend = func(chosen []oracle.Route, from int) bool {
			if len(chosen) > 0 {
				s, err := New("set", own, oracle.Options{}, chosen[:len(chosen):len(chosen)]...)
				if err != nil {
					panic(fmt.Sprintf("sets: made a set that the oracle refuses: %v\n%s", err, s))
				}
				if !yield(s) {
					return false
				}
			}
			if len(chosen) == most {
				return true
			}
			for i := from; i < len(patterns); i++ {
				next := append(chosen[:len(chosen):len(chosen)],
					oracle.Route{Methods: []string{"GET"}, Pattern: patterns[i]})
				if !extend(next, i+1) {
					return false
				}
			}
			return true
		}
		extend(nil, 0)
	}
}

func everyPattern(alphabet []string, depth int, own []oracle.Own) []string {
	var patterns []oracle.Pattern
	var texts []string
	for text := range EveryPath(alphabet, depth) {
		p, err := oracle.ParsePattern(text, own)
		equal := false
		for _, q := range patterns {
			equal = equal || oracle.Compare(p, q) == 0
		}
		if err == nil && !equal {
			patterns = append(patterns, p)
			texts = append(texts, text)
		}
	}
	return texts
}

// EveryPath yields every path of 1 to depth segments of the alphabet.
func EveryPath(alphabet []string, depth int) iter.Seq[string] {
	return func(yield func(string) bool) {
		for length := 1; length <= depth; length++ {
			choice := make([]int, length)
			for {
				var b strings.Builder
				for _, c := range choice {
					b.WriteString("/" + alphabet[c])
				}
				if !yield(b.String()) {
					return
				}
				if !count(choice, len(alphabet)) {
					break
				}
			}
		}
	}
}

// count adds one to a number of base digits, the last first; false: it is back at 0.
func count(digits []int, base int) bool {
	for i := len(digits) - 1; i >= 0; i-- {
		digits[i]++
		if digits[i] < base {
			return true
		}
		digits[i] = 0
	}
	return false
}
