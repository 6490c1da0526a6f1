package match

import "math/bits"

// How generated code looks at several bytes at once lives here. (Peek1, Peek2, Peek4 and
// Peek8, the bytes at a place of a text as one number, are in peek_unaligned.go.)

const (
	eachByte  = 0x0101010101010101
	eachHigh  = 0x80 * eachByte
	eachSlash = '/' * eachByte

	// MaxSlashes is the number of slashes that Slashes writes of, for a long text.
	MaxSlashes = 32

	// maxSet is the length of the longest text whose slashes fit a set with its end.
	maxSet = 63
)

// slashesOf is Slashes where there is no assembly for it: 25.3 ns as written, 20.0 by the
// assembly of amd64 (bench_github in order).
func slashesOf(left *[MaxSlashes]uint32, s string) (set uint64) {
	i := 0
	for ; i <= maxSet+1-8 && len(s)-i >= 8; i += 8 {
		set |= slashMask(Peek8(s, i)) << (i & 63)
	}
	if i > maxSet {
		longSlashes(left, s, bits.OnesCount64(set))
		return set
	}
	for ; i < len(s); i++ {
		if s[i] == '/' {
			set |= 1 << (i & 63)
		}
	}
	return set | 1<<(len(s)&63)
}

// longSlashes is the part of Slashes behind the first bytes, which have n slashes.
func longSlashes(left *[MaxSlashes]uint32, s string, n int) {
	for i := maxSet + 1; i <= len(s) && n < MaxSlashes; i++ {
		i += SegmentEnd(s[i:])
		left[n] = uint32(len(s) - i)
		n++
	}
}

// slashMask has a bit for each byte of w that is a slash.
func slashMask(w uint64) uint64 {
	const low = 0x7f * eachByte
	w ^= eachSlash
	w = ^((w&low + low) | w | low) // the high bit of each byte that is zero
	return w >> 7 * 0x0102040810204080 >> 56
}

// SegmentEnd is the place of the first slash of s, or its length. Generated code asks it where
// a long path has more slashes than Slashes writes.
func SegmentEnd(s string) int {
	i := 0
	for ; len(s)-i >= 8; i += 8 {
		w := Peek8(s, i) ^ eachSlash
		if w = (w - eachByte) &^ w & eachHigh; w != 0 { // its lowest bit is that of a zero byte
			return i + bits.TrailingZeros64(w)>>3
		}
	}
	for i < len(s) && s[i] != '/' {
		i++
	}
	return i
}
