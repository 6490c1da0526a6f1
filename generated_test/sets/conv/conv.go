// Package conv holds the own converters that random route sets use: generated code of
// such a set calls its functions, and the oracle asks the same ones.
package conv

import "fmt"

// Even is a text of an even number of bytes: it overlaps with every other converter.
type Even string

// ParseEven refuses texts of an odd number of bytes.
func ParseEven(text string) (Even, error) {
	if len(text)%2 != 0 {
		return "", fmt.Errorf("%q has an odd number of bytes", text)
	}
	return Even(text), nil
}

// FormatEven returns the text that ParseEven reads.
func FormatEven(e Even) string { return string(e) }

// Level is one of three words, held as a number.
type Level int

var levels = []string{"lo", "mid", "hi"}

// ParseLevel takes lo, mid and hi.
func ParseLevel(text string) (Level, error) {
	for i, l := range levels {
		if l == text {
			return Level(i), nil
		}
	}
	return 0, fmt.Errorf("%q is no level", text)
}

// FormatLevel returns the word that ParseLevel reads, or "" for what is no level.
func FormatLevel(l Level) string {
	if l < 0 || int(l) >= len(levels) {
		return ""
	}
	return levels[l]
}
