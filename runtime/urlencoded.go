package runtime

import (
	"iter"
	"net/url"
	"strings"

	"example.com/httpgen/runtime/match"
)

// Values of queries and forms live here: application/x-www-form-urlencoded, as browsers
// read it (https://url.spec.whatwg.org/#urlencoded-parsing).

// maxPairs is how many pairs are made a map of. Each takes some 150 bytes there, and two in
// the text. (net/url has the same bound.)
const maxPairs = 10_000

// encodedPairs yields the pairs of a text in order, as they came: nothing is decoded, and
// none is left out but those without a byte. A pair without "=" has no value; a semicolon
// is text.
//
//	text = pair *( "&" pair )
//	pair = [ name [ "=" value ] ]
func encodedPairs(text string) iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		for pair := range strings.SplitSeq(text, "&") {
			name, value, _ := strings.Cut(pair, "=")
			if pair != "" && !yield(name, value) {
				return
			}
		}
	}
}

// decodePair decodes a name or a value. "+" is a space, and "%" with two hexadecimal
// digits that byte; any other "%" is text. badEscape is the offset of the first of these,
// or -1. What comes out may not be UTF-8.
func decodePair(encoded string) (text string, badEscape int) {
	badEscape = -1
	i := strings.IndexAny(encoded, "+%")
	if i < 0 {
		return encoded, badEscape
	}
	b := append(make([]byte, 0, len(encoded)), encoded[:i]...)
	for ; i < len(encoded); i++ {
		switch c := encoded[i]; {
		case c == '+':
			b = append(b, ' ')
		case c != '%':
			b = append(b, c)
		case i+2 < len(encoded) && match.Unhex(encoded[i+1]) <= 15 &&
			match.Unhex(encoded[i+2]) <= 15:
			b = append(b, match.Unhex(encoded[i+1])<<4|match.Unhex(encoded[i+2]))
			i += 2
		default:
			if badEscape < 0 {
				badEscape = i
			}
			b = append(b, c)
		}
	}
	return string(b), badEscape
}

// decodeValues makes a map of a text; whole is false if that had more than maxPairs.
func decodeValues(text string) (values url.Values, whole bool) {
	values = make(url.Values)
	count := 0
	for name, value := range encodedPairs(text) {
		if count++; count > maxPairs {
			return values, false
		}
		name, _ = decodePair(name)
		value, _ = decodePair(value)
		values[name] = append(values[name], value)
	}
	return values, true
}
