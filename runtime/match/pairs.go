package match

// How the pairs of a query are found lives here: all marks of 64 bytes at once, so that no guess of
// the processor depends on how long names and values are.

// MaxPairs is how many bytes Pairs looks at.
const MaxPairs = 64

// pairsOf is Pairs where there is no assembly for it.
func pairsOf(s string) (ends, equals, others uint64) {
	s = s[:min(len(s), MaxPairs)]
	i := 0
	for ; len(s)-i >= 8; i += 8 {
		w := Peek8(s, i)
		ends |= byteMask(w, '&') << i
		equals |= byteMask(w, '=') << i
		others |= (byteMask(w, '%') | byteMask(w, '+') | highMask(w)) << i
	}
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == '&':
			ends |= 1 << i
		case c == '=':
			equals |= 1 << i
		case c == '%', c == '+', c >= 0x80:
			others |= 1 << i
		}
	}
	return ends, equals, others
}

// byteMask has a bit for each byte of w that is c.
func byteMask(w uint64, c byte) uint64 {
	const low = 0x7f * eachByte
	w ^= eachByte * uint64(c)
	return highMask(^((w&low + low) | w | low))
}

// highMask has a bit for each byte of w whose high bit is set.
func highMask(w uint64) uint64 { return w & eachHigh >> 7 * 0x0102040810204080 >> 56 }
