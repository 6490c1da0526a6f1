package edge

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// Regular expressions over raw targets live here: what a byte, a parameter and a segment may
// look like as a client sends them.
//
// They are written in an alphabet of letters, digits and -%/_\()[]{}?*+|^$:>@&. alone; every other
// byte stands as \xHH. So no name that a manifest may hold ends a string, a line or a block of
// any configuration that they are printed into.

// A dialect is a kind of regular expressions.
type dialect bool

const (
	re2  dialect = false
	pcre dialect = true // knows possessive repetition
)

// possessive marks a repetition that nothing behind it may take bytes back from. To a matcher
// that goes back it is what keeps the work linear, and its stack small; RE2 does without.
const possessive = "\x01"

// differently is an expression that the dialects spell in two ways.
func differently(pcre, re2 string) string { return "\x02" + pcre + "\x03" + re2 + "\x04" }

var twoWays = regexp.MustCompile("\x02([^\x02\x03\x04]*)\x03([^\x02\x03\x04]*)\x04")

// in writes an expression for one dialect.
func (d dialect) in(text string) string {
	mark, choice := "", "$2"
	if d == pcre {
		mark, choice = "+", "$1"
	}
	text = strings.ReplaceAll(text, possessive, mark)
	for strings.Contains(text, "\x02") { // one may stand in another
		text = twoWays.ReplaceAllString(text, choice)
	}
	return text
}

// What a raw segment consists of (RFC 3986 §3.3, and what else clients send): printable ASCII
// but / ? # %, or an escape that is not that of NUL.
const (
	dot    = `(?:[.]|%2[Ee])`
	notDot = `(?:[!\x22\x24&-\x2d0->@-~]|%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f]))`
	// notBackslash is no dot either.
	notBackslash = `(?:[!\x22\x24&-\x2d0->@-\x5b\x5d-~]|` +
		`%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f]))`
	anyOne = `(?:[!\x22\x24&-.0->@-~]|%(?:0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]))`
	rest   = anyOne + `*` + possessive
	// segment is one that is not empty and no dot segment.
	segment = `(?:` + dot + `{0,2}` + notDot + `|` + dot + `{3})` + rest
	// maybe is a segment that may be empty.
	maybe = `(?:` + segment + `)?`
	below = `(?:/` + maybe + `)*` // what may follow a prefix

	// To a matcher that looks ahead: here a segment, here a path has ended.
	segmentEnd = `(?![^/?\x20])`
	pathEnd    = `(?![^?\x20])`
)

// What the service takes for the name of a file: no segment is empty or begins with a dot, but
// for .well-known, and none has a backslash or an escaped slash.
const (
	fileByte = `(?:[!\x22\x24&-.0->@-\x5b\x5d-~]|%(?:0[1-9A-Fa-f]|2[0-9A-Ea-e]|` +
		`5[0-9ABD-Fabd-f]|[1346-9A-Fa-f][0-9A-Fa-f]))`
	fileStart = `(?:[!\x22\x24&-\x2d0->@-\x5b\x5d-~]|%(?:0[1-9A-Fa-f]|2[0-9A-Da-d]|` +
		`5[0-9ABD-Fabd-f]|[1346-9A-Fa-f][0-9A-Fa-f]))`
)

// belowFiles is what may follow the prefix of a directory; with a page for what is no file, also
// what may be one.
func belowFiles(pages bool) string {
	known := letters(".well-known")
	if pages {
		return "(?:/(?:" + notDot + rest + "|" + known + ")?)*" + possessive
	}
	name := fileStart + fileByte + "*" + possessive
	return "(?:/(?:" + name + "|" + known + "))*" + possessive + "/?"
}

// upTo are segments as far as something does not follow that ends them, so that nothing is given
// back; least is * or +.
func upTo(least, stop string) string {
	return differently("(?:(?!"+stop+")/"+maybe+")"+least+"+", "(?:/"+maybe+")"+least)
}

// letter is a byte of decoded text as itself or as its escape.
func letter(b byte) string {
	escape := "%" + hexDigit(b>>4) + hexDigit(b&15)
	switch {
	case b <= ' ' || b >= 0x7f || strings.IndexByte("/?#%", b) >= 0:
		return escape
	case b == '.':
		return dot
	case strings.IndexByte("-_~@&:>", b) >= 0, '0' <= b && b <= '9', 'A' <= b && b <= 'Z',
		'a' <= b && b <= 'z':
		return "(?:" + string(b) + "|" + escape + ")"
	}
	return fmt.Sprintf(`(?:\x%02x|%s)`, b, escape)
}

// hexDigit is one of an escape, in both cases.
func hexDigit(n byte) string {
	if n < 10 {
		return string('0' + n)
	}
	return "[" + string('A'+n-10) + string('a'+n-10) + "]"
}

// letters is a decoded text, byte by byte.
func letters(text string) string {
	var b strings.Builder
	for i := range len(text) {
		b.WriteString(letter(text[i]))
	}
	return b.String()
}

const (
	digit    = `(?:[0-9]|%3[0-9])`
	hexByte  = `(?:[0-9A-Fa-f]|%3[0-9]|%[46][1-6])`
	minus    = `(?:-|%2[Dd])`
	fraction = `(?:` + dot + digit + `+)?`
)

// shape is the expression of a converter that takes no text of dots alone, or "" for those
// that take any text. What a converter asks beyond its shape (a range, a real day) is left to
// the service.
func shape(c pattern.Conv) string {
	switch {
	case c.Kind == pattern.Bool:
		return "(?:" + letters("true") + "|" + letters("false") + ")"
	case c.Kind == pattern.UUID:
		h := func(n int) string { return fmt.Sprintf("%s{%d}", hexByte, n) }
		return strings.Join([]string{h(8), h(4), h(4), h(4), h(12)}, minus)
	case c.Kind == pattern.Date:
		return digit + "{4}" + minus + digit + "{2}" + minus + digit + "{2}"
	case c.Kind.Unsigned():
		return digit + "+"
	case c.Kind.Signed():
		return minus + "?" + digit + "+"
	case c.Kind == pattern.Float:
		return minus + "?" + digit + "+" + fraction
	}
	return ""
}
