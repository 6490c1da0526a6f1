package wire

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"

	"example.com/httpgen/runtime/match"
)

// Strings are read here.

// String reads a string.
func (d *Decoder) String() (s string, ok bool) {
	if d.peek() != '"' {
		return "", d.wrong("a string is wanted")
	}
	data, start := d.data, d.at+1
	at := start
	if at+8 <= len(data) { // most strings are short
		w := binary.LittleEndian.Uint64(data[at:])
		if stop := special(w) | w&highs; stop == 0 {
			at += 8
		} else if end := at + bits.TrailingZeros64(stop)/8; data[end] == '"' {
			d.at = end + 1
			return string(data[start:end]), true
		}
	}
	end, high := plain(data, at)
	if end < len(data) && data[end] == '"' && (high == 0 || utf8.Valid(data[start:end])) {
		d.at = end + 1
		return string(data[start:end]), true
	}
	return d.escaped(start)
}

// escaped reads a string that is not what it looks like.
func (d *Decoder) escaped(start int) (s string, ok bool) {
	var small [256]byte
	b := small[:0]
	if end := bytes.IndexByte(d.data[start:], '"'); end > len(small) {
		b = make([]byte, 0, end+end/8)
	}
	b, ok = d.unquote(b, start)
	return string(b), ok
}

// Word reads a string that is valid until the next call.
func (d *Decoder) Word() (text []byte, ok bool) {
	if d.peek() != '"' {
		return nil, d.wrong("a string is wanted")
	}
	start := d.at + 1
	d.nameAt = start
	end, high := plain(d.data, start)
	if high == 0 && end < len(d.data) && d.data[end] == '"' {
		d.at = end + 1
		return d.data[start:end], true
	}
	d.scratch, ok = d.unquote(d.scratch[:0], start)
	return d.scratch, ok
}

// unquote reads a string from behind its first quotation mark, and appends what it stands for.
//
//	string = quotation-mark *char quotation-mark   RFC 8259 §7
func (d *Decoder) unquote(b []byte, at int) (text []byte, ok bool) {
	for {
		end, high := plain(d.data, at)
		run := d.data[at:end]
		if high != 0 && !utf8.Valid(run) || end == len(d.data) || d.data[end] < ' ' {
			return b, d.broken()
		}
		b = append(b, run...)
		if d.data[end] == '"' {
			d.at = end + 1
			return b, true
		}
		r, size := escape(d.data[end:])
		if size == 0 {
			return b, d.broken()
		}
		b = utf8.AppendRune(b, r)
		at = end + size
	}
}

// escape is the character that the escape at the beginning of text stands for, and the length
// of the escape, which is 0 if it is none. Half a surrogate pair is none.
func escape(text []byte) (r rune, size int) {
	if len(text) < 2 {
		return 0, 0
	}
	switch c := text[1]; c {
	case '"', '\\', '/':
		return rune(c), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		return escapeHex(text)
	}
	return 0, 0
}

func escapeHex(text []byte) (r rune, size int) {
	if r = fourHex(text); r < 0 || !utf16.IsSurrogate(r) {
		return r, 6 * bit(r >= 0)
	}
	if len(text) < 12 || text[6] != '\\' || text[7] != 'u' {
		return 0, 0
	}
	if r = utf16.DecodeRune(r, fourHex(text[6:])); r == utf8.RuneError {
		return 0, 0
	}
	return r, 12
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// fourHex is the number behind the "\u" that text begins with, -1 if it is none.
func fourHex(text []byte) (r rune) {
	if len(text) < 6 {
		return -1
	}
	for _, c := range text[2:6] {
		digit := match.Unhex(c)
		if digit > 15 {
			return -1
		}
		r = r<<4 | rune(digit)
	}
	return r
}

// skipString passes over a string and checks it.
func (d *Decoder) skipString() (ok bool) {
	at := d.at + 1
	for {
		end, high := plain(d.data, at)
		if high != 0 && !utf8.Valid(d.data[at:end]) || end == len(d.data) {
			return d.broken()
		}
		switch d.data[end] {
		case '"':
			d.at = end + 1
			return true
		case '\\':
			_, size := escape(d.data[end:])
			if size == 0 {
				return d.broken()
			}
			at = end + size
		default:
			return d.broken()
		}
	}
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// plain is where a run of text ends that stands for itself in a JSON string: at a quotation
// mark, a backslash, a control character, or the end of data. high is not 0 where the run has
// bytes beyond ASCII, which are not looked at.
func plain(data []byte, at int) (end int, high uint64) {
	for ; at+8 <= len(data); at += 8 {
		w := binary.LittleEndian.Uint64(data[at:])
		if stop := special(w); stop != 0 {
			n := bits.TrailingZeros64(stop) &^ 7
			return at + n/8, (high | w&(1<<n-1)) & highs
		}
		high |= w
	}
	for ; at < len(data) && data[at] >= ' ' && data[at] != '"' && data[at] != '\\'; at++ {
		high |= uint64(data[at])
	}
	return at, high & highs
}

// ordinary has all high bits set if w has ASCII only, and nothing of what special finds.
func ordinary(w uint64) uint64 {
	const below = highs - ones
	return ((w ^ ones*'"') + below) & ((w ^ ones*'\\') + below) & (w + ones*(0x80-' ')) &^ w
}

// special has the high bit of each byte of w set that is a quotation mark, a backslash or below
// 0x20, up to the first such byte. Behind it, it may have more.
func special(w uint64) uint64 {
	quote, slash := w^(ones*'"'), w^(ones*'\\')
	return ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*' ')&^w) & highs
}
