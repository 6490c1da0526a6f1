package runtime

import "math/bits"

// How generated code looks at several bytes at once lives here. (Peek1, Peek2, Peek4 and
// Peek8, the bytes at a place of a text as one number, are in peek_unaligned.go.)

const (
	eachByte  = 0x0101010101010101
	eachHigh  = 0x80 * eachByte
	eachSlash = '/' * eachByte

	// MaxSlashes is the number of places that Slashes writes for a long text.
	MaxSlashes = 32

	// maxSet is the length of the longest text whose slashes fit a set with its end.
	maxSet = 63
)

// slashesOf is Slashes where there is no assembly for it. bench_github in order: 25.3 ns,
// with the assembly of amd64 20.0 ns.
func slashesOf(long *[MaxSlashes]uint32, s string) uint64 {
	if len(s) > maxSet {
		return longSlashes(long, s)
	}
	set := uint64(1) << (len(s) & 63)
	i := 0
	for ; len(s)-i >= 8; i += 8 {
		set |= slashMask(Peek8(s, i)) << (i & 63)
	}
	for ; i < len(s); i++ {
		if s[i] == '/' {
			set |= 1 << (i & 63)
		}
	}
	return set
}

// longSlashes is Slashes of a long text.
func longSlashes(at *[MaxSlashes]uint32, s string) uint64 {
	n, i := 0, 0
	for ; len(s)-i >= 8; i += 8 {
		for set := slashMask(Peek8(s, i)); set != 0; set &= set - 1 {
			if n == MaxSlashes {
				return 0
			}
			at[n] = uint32(i + bits.TrailingZeros64(set))
			n++
		}
	}
	for ; i <= len(s); i++ {
		if i < len(s) && s[i] != '/' {
			continue
		}
		if n == MaxSlashes {
			return 0
		}
		at[n] = uint32(i)
		n++
	}
	return 0
}

// slashMask has a bit for each byte of w that is a slash.
func slashMask(w uint64) uint64 {
	const low = 0x7f * eachByte
	w ^= eachSlash
	w = ^((w&low + low) | w | low) // the high bit of each byte that is zero
	return w >> 7 * 0x0102040810204080 >> 56
}

// SegmentEnd is the place of the first slash of s, or its length. It is asked where a long
// path has more slashes than Slashes writes.
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
