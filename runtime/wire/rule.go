package wire

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"sync"
)

// The constraints of values live here, as what is said where one is broken. What reads parameters
// and what reads JSON ask them in their own way.

// countFault is the rule that a count breaks, or "".
func countFault(n, least, most int, what string) (rule, message string) {
	switch {
	case n < least:
		return RuleMin, "has " + counted(n, what) + ", at least " + wanted(least)
	case most >= 0 && n > most:
		return RuleMax, "has " + counted(n, what) + ", at most " + wanted(most)
	}
	return "", ""
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

func wanted(n int) string {
	if n == 1 {
		return "1 is wanted"
	}
	return strconv.Itoa(n) + " are wanted"
}

// What is said behind a value, or its name, that breaks a rule.
const elementTwice = "has an element twice"

func below(least string) string            { return " is less than " + least }
func above(most string) string             { return " is more than " + most }
func indivisible(of string) string         { return " is not a multiple of " + of }
func unlike(pattern *regexp.Regexp) string { return " does not match " + pattern.String() }
func noneOf(words string) string           { return " is none of " + words }

func signed(v int64) string     { return strconv.FormatInt(v, 10) }
func unsigned(v uint64) string  { return strconv.FormatUint(v, 10) }
func shortest(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// IsMultiple says whether v is a multiple of a number as people write both: 0.3 is one of 0.1,
// although neither is what a float64 holds. The quotient has to be whole but for what float64
// cannot tell.
func IsMultiple(v, of float64) bool {
	q := v / of
	return math.Abs(q-math.Round(q)) <= math.Abs(q)*0x1p-51
}

// Repeats says whether two elements of a list are equal.
func Repeats[T comparable](list []T) bool {
	if len(list) <= 16 { // a map costs more than the comparisons
		for i, v := range list {
			if slices.Contains(list[:i], v) {
				return true
			}
		}
		return false
	}
	seen := make(map[T]struct{}, len(list))
	for _, v := range list {
		seen[v] = struct{}{}
	}
	return len(seen) < len(list)
}

// RepeatsBy says whether two elements of a list have equal keys: for values that == does not
// compare, or not by what they say.
func RepeatsBy[T any, K comparable](list []T, key func(T) K) bool {
	keys := make([]K, len(list))
	for i, v := range list {
		keys[i] = key(v)
	}
	return Repeats(keys)
}

// Pattern is a regular expression of a manifest, compiled when it is first asked for.
func Pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
