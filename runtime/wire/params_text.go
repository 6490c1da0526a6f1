package wire

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"

	"example.com/httpgen/runtime/match"
)

// The texts of names and values live here: how they are decoded, and whose they are.

// A class says what a byte of a text means.
type class uint8

const (
	escaped class = 1 // "%" and "+"
	beyond  class = 2 // of no ASCII character
)

var classes = func() (t [256]class) {
	t['%'], t['+'] = escaped, escaped
	for c := 0x80; c < len(t); c++ {
		t[c] = beyond
	}
	return t
}()

// isEncoded says whether a name or value is not what it looks like.
func isEncoded(text string) bool {
	for i := range len(text) {
		if text[i] == '%' || text[i] == '+' {
			return true
		}
	}
	return false
}

// decode decodes a text into b, whose memory the result has where that is enough. What was not
// encoded as it should be is told: see classes.
func (p *Params) decode(text string, b []byte) (decoded string, seen class) {
	if cap(b) < len(text) {
		b = make([]byte, decodedLen(text))
	}
	b = b[:cap(b)]
	n := 0
	for i := 0; ; i++ {
		run, beyondASCII := untilEscape(b[n:], text[i:])
		seen |= beyondASCII
		if i, n = i+run, n+run; i == len(text) {
			return unsafe.String(unsafe.SliceData(b), n), seen
		}
		b[n] = text[i]
		switch {
		case isEscape(text, i):
			b[n] = match.Unhex(text[i+1])<<4 | match.Unhex(text[i+2])
			seen |= classes[b[n]] & beyond
			i += 2
		case text[i] == '%':
			seen |= escaped
		case p.coding != cookieText:
			b[n] = ' '
		}
		n++
	}
}

// untilEscape copies text to b as far as it stands for itself, eight bytes at once. What of b lies
// behind the n bytes that were copied may be anything.
func untilEscape(b []byte, text string) (n int, seen class) {
	const percents, pluses = ones * '%', ones * '+'
	for n+8 <= len(text) && n+8 <= len(b) {
		eight := match.Peek8(text, n)
		marks := (eight^percents-ones)&^(eight^percents) | (eight^pluses-ones)&^(eight^pluses)
		at := bits.TrailingZeros64(marks&highs) / 8
		binary.LittleEndian.PutUint64(b[n:], eight)
		if eight&highs&(1<<(8*at)-1) != 0 {
			seen = beyond
		}
		if n += at; at < 8 {
			return n, seen
		}
	}
	for n < len(text) && classes[text[n]] != escaped {
		b[n] = text[n]
		seen |= classes[text[n]] & beyond
		n++
	}
	return n, seen
}

// isEscape says whether "%" and two hexadecimal digits stand there.
func isEscape(text string, i int) bool {
	return text[i] == '%' && i+2 < len(text) && match.Unhex(text[i+1]) <= 15 &&
		match.Unhex(text[i+2]) <= 15
}

// decodedLen is how long a text is when it is decoded.
func decodedLen(text string) int {
	n := len(text)
	for i := 0; i < len(text); i++ {
		if isEscape(text, i) {
			n -= 2
			i += 2
		}
	}
	return n
}

// Text is the present value, decoded; valid until the next one is read. ok is false if it
// cannot be, which is a fault.
func (p *Params) Text() (text string, ok bool) {
	if p.plain {
		return p.value, true
	}
	return p.read(p.scratch[:0])
}

// String is the present value as a string that may be kept.
func (p *Params) String() (text string, ok bool) {
	if p.plain && p.kept {
		return p.value, true
	}
	return p.own()
}

// own is String of what is borrowed, or has to be decoded.
func (p *Params) own() (text string, ok bool) {
	if p.plain {
		return strings.Clone(p.value), true
	}
	if p.kept && (p.coding >= asSent || !isEncoded(p.value)) {
		return p.read(nil)
	}
	borrowed, ok := p.read(p.scratch[:0])
	return strings.Clone(borrowed), ok
}

// read decodes the present value behind b.
func (p *Params) read(b []byte) (text string, ok bool) {
	text = p.value
	seen := beyond // perhaps
	// Where there is room, decoding costs no more than looking whether it is needed.
	if p.coding < asSent && !p.decoded && (cap(b) >= len(text) || isEncoded(text)) {
		text, seen = p.decode(text, b)
		if seen&escaped != 0 && p.coding != cookieText {
			p.Fault(RuleSyntax, p.shown(p.value)+" has a % without two hex digits")
			return "", false
		}
	}
	if seen&beyond != 0 && !utf8.ValidString(text) {
		p.Fault(RuleSyntax, notUTF8)
		return "", false
	}
	return text, true
}

// shown is what was sent as a fault shows it.
func (p *Params) shown(text string) string {
	if p.hidden {
		return "the value"
	}
	return strconv.Quote(shortened(text))
}
