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
	quotedByte                    // qdtext but its blanks and obs-text, RFC 9110 §5.6.4
	valueByte                     // VCHAR / obs-text / SP / HTAB, RFC 9110 §5.5
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
	set(regNameByte, alnum+"-._~"+"!$&'()*+,;=")
	for b := 0x21; b < 0x7F; b++ {
		if b != '#' {
			t[b] |= targetByte
		}
		if b != '"' && b != '\\' {
			t[b] |= quotedByte
		}
		t[b] |= valueByte
	}
	for b := 0x80; b <= 0xFF; b++ {
		t[b] |= valueByte
	}
	set(valueByte, " \t")
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

// skipValue is skip for valueByte, eight bytes at a time: field values are most of a
// head's bytes. In w-ones*0x20 a byte's top bit turns on if the byte was below 0x20, in
// del-ones if it was DEL; a borrow can only reach bytes above the first such one, so the
// lowest bit is exact.
func skipValue(b []byte, i int) int {
	const (
		ones  = 0x0101010101010101
		highs = ones * 0x80
	)
	for i+8 <= len(b) {
		w := binary.LittleEndian.Uint64(b[i:])
		del := w ^ ones*0x7F
		stops := ((w-ones*0x20)&^w | (del-ones)&^del) & highs
		if stops == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(stops) / 8
		if b[i] != '\t' {
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
