package http1

import (
	"encoding/binary"
	"math/bits"
)

// The classes of bytes that the grammars are made of live here.

// A class is a set of the byte sets below.
type class uint8

const (
	tokenByte   class = 1 << iota // tchar, RFC 9110 §5.6.2
	targetByte                    // VCHAR without "#"
	hexByte                       // HEXDIG of either case
	regNameByte                   // unreserved / sub-delims, RFC 3986 §3.2.2
	valueByte                     // VCHAR / obs-text / SP / HTAB, RFC 9110 §5.5
	token68Byte                   // of token68 but for "=", RFC 9110 §11.2
)

var classes = func() (t [256]class) {
	set := func(c class, bytes string) {
		for i := range len(bytes) {
			t[bytes[i]] |= c
		}
	}
	const (
		alnum = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		hex   = "0123456789ABCDEFabcdef"
	)
	set(tokenByte, alnum+"!#$%&'*+-.^_`|~")
	set(hexByte, hex)
	set(token68Byte, alnum+"-._~+/")
	set(regNameByte, alnum+"-._~"+"!$&'()*+,;=")
	for b := 0x21; b < 0x7F; b++ {
		if b != '#' {
			t[b] |= targetByte
		}
		t[b] |= valueByte
	}
	for b := 0x80; b <= 0xFF; b++ {
		t[b] |= valueByte
	}
	set(valueByte, " \t")
	return t
}()

// A targetMark is what a byte of a target tells about it. 0: it may not be in one.
type targetMark uint8

const (
	inAnyTarget targetMark = 1 << iota
	percentMark            // "%"
	queryMark              // "?"
	dotMark                // "."
)

var targetMarks = func() (t [256]targetMark) {
	for b := range t {
		if classes[b]&targetByte != 0 {
			t[b] = inAnyTarget
		}
	}
	t['%'] |= percentMark
	t['?'] |= queryMark
	t['.'] |= dotMark
	return t
}()

func is(b byte, c class) bool { return classes[b]&c != 0 }

// isBlank says whether b is OWS: SP or HTAB, nothing else (0x85 and 0xA0 are not).
func isBlank(b byte) bool { return b == ' ' || b == '\t' }

// skip returns the first position from i on whose byte is not of class c.
func skip(b []byte, i int, c class) int {
	for i < len(b) && classes[b[i]]&c != 0 {
		i++
	}
	return i
}

const (
	ones  = 0x0101010101010101
	highs = ones * 0x80
)

// valueStops marks controls in eight bytes by their top bits. The lowest mark is on a
// control or, where 0xFF came before, on a "~": none is missed below it. (w-ones*0x20 has
// the top bit of what was below 0x20, w+ones that of DEL.)
func valueStops(w uint64) uint64 {
	return ((w - ones*0x20) | (w + ones)) &^ w & highs
}

// tokenLength is how many bytes of tokenByte b starts with.
func tokenLength(b []byte) int {
	for i := 0; ; i += 8 {
		if len(b)-i < 8 {
			return skip(b, i, tokenByte)
		}
		p := b[i : i+8 : i+8]
		switch {
		case classes[p[0]]&tokenByte == 0:
			return i
		case classes[p[1]]&tokenByte == 0:
			return i + 1
		case classes[p[2]]&tokenByte == 0:
			return i + 2
		case classes[p[3]]&tokenByte == 0:
			return i + 3
		case classes[p[4]]&tokenByte == 0:
			return i + 4
		case classes[p[5]]&tokenByte == 0:
			return i + 5
		case classes[p[6]]&tokenByte == 0:
			return i + 6
		case classes[p[7]]&tokenByte == 0:
			return i + 7
		}
	}
}

// skipValue is skip for valueByte, eight bytes at a time: field values are most of a
// head's bytes.
func skipValue(b []byte, i int) int {
	for i+8 <= len(b) {
		stops := valueStops(binary.LittleEndian.Uint64(b[i:]))
		if stops == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(stops) / 8
		if !is(b[i], valueByte) {
			return i
		}
		i++
	}
	return skip(b, i, valueByte)
}

// equalFold says whether b is lower in any case. lower holds lower-case letters, digits
// and "-" only. |0x20 maps two control bytes onto "-" and digits: they are no values.
func equalFold(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i := range len(lower) {
		if b[i]|0x20 != lower[i] {
			return false
		}
	}
	return true
}
