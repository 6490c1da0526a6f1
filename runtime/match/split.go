package match

import "strings"

// Splitting a text by the parts of a pattern lives here: the split of one greedy regular
// expression made of the shapes, in time linear in the text for given parts.

// Split says whether the text of a canonical path, or of one of its segments, is made of
// the parts by their shapes, and where: the k-th parameter is s[at[2k]:at[2k+1]]. An
// earlier parameter takes as much as it can while the rest still fits. at holds two
// entries for each parameter.
//
// One pass from the right notes, part by part, at which offsets the rest fits; then each
// parameter, from the left, takes the farthest end that is noted. A backtracking search
// could take time exponential in the number of parameters.
func Split(parts []Part, s string, at []int) bool {
	words := len(s)/64 + 1
	var buf [64]uint64 // nine parts of a segment shorter than 384 bytes, without an allocation
	bits := buf[:]
	if need := words * (len(parts) + 1); need > len(buf) {
		bits = make([]uint64, need)
	}
	fits := func(i int) offsets { return offsets(bits[i*words : (i+1)*words]) }
	fits(len(parts)).add(len(s))
	for i := len(parts) - 1; i >= 0; i-- {
		if parts[i].Name == "" {
			fitLiteral(parts[i].Literal, s, fits(i+1), fits(i))
		} else {
			fitParam(&parts[i], s, fits(i+1), fits(i))
		}
	}
	if !fits(0).has(0) {
		return false
	}
	pos, k := 0, 0
	for i := range parts {
		if parts[i].Name == "" {
			pos += len(parts[i].Literal)
			continue
		}
		at[k], at[k+1] = pos, farthest(&parts[i], s, pos, fits(i+1))
		pos = at[k+1]
		k += 2
	}
	return true
}

// offsets is a set of offsets into a text.
type offsets []uint64

func (o offsets) add(i int)      { o[i/64] |= 1 << (i % 64) }
func (o offsets) has(i int) bool { return o[i/64]&(1<<(i%64)) != 0 }

// fitLiteral notes in here the offsets at which the literal stands and the rest fits.
func fitLiteral(literal, s string, rest, here offsets) {
	for i := 0; i+len(literal) <= len(s); i++ {
		if rest.has(i+len(literal)) && s[i:i+len(literal)] == literal {
			here.add(i)
		}
	}
}

// fitParam notes in here the offsets from which some text of the shape leads to an
// offset at which the rest fits.
func fitParam(p *Part, s string, rest, here offsets) {
	switch p.Shape {
	case ShapeText, ShapePath, ShapeUint:
		fitRun(p.Shape, s, rest, here)
	case ShapeInt:
		fitRun(ShapeUint, s, rest, here)
		fitByte('-', s, here)
	case ShapeFloat:
		fitFloat(s, rest, here)
	default:
		for i := range len(s) {
			if farthest(p, s, i, rest) > i {
				here.add(i)
			}
		}
	}
}

// inRun says whether a byte belongs to a shape that is one or more of some bytes.
func inRun(shape Shape, c byte) bool {
	switch shape {
	case ShapeUint:
		return c-'0' <= 9
	case ShapeText:
		return c != '/'
	}
	return true
}

func fitRun(shape Shape, s string, rest, here offsets) {
	reached := false // some end to the right of i is reached by bytes of the run alone
	for i := len(s) - 1; i >= 0; i-- {
		reached = inRun(shape, s[i]) && (reached || rest.has(i+1))
		if reached {
			here.add(i)
		}
	}
}

// fitByte adds the offsets of a byte that may stand once before what fits already: from
// the left, since from the right it would build on its own additions.
func fitByte(c byte, s string, here offsets) {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == c && here.has(i+1) {
			here.add(i)
		}
	}
}

func fitFloat(s string, rest, here offsets) {
	// whole: digits alone lead to rest, from i; point: a "." and then digits do.
	whole, number := false, false
	point := false // as of i+1
	for i := len(s) - 1; i >= 0; i-- {
		c := s[i]
		digit := c-'0' <= 9
		afterPoint := c == '.' && whole
		wholeHere := digit && (whole || rest.has(i+1))
		numberHere := digit && (number || point || rest.has(i+1))
		if numberHere || c == '-' && number {
			here.add(i)
		}
		whole, number, point = wholeHere, numberHere, afterPoint
	}
}

// farthest returns the largest end of a text of p's shape that starts at i and leads to
// an offset of rest, or i if there is none.
func farthest(p *Part, s string, i int, rest offsets) int {
	end := i
	try := func(j int) {
		if j > end && j <= len(s) && rest.has(j) {
			end = j
		}
	}
	switch p.Shape {
	case ShapeAny:
		for _, w := range p.Words {
			if strings.HasPrefix(s[i:], w) {
				try(i + len(w))
			}
		}
	case ShapeBool:
		if strings.HasPrefix(s[i:], "true") {
			try(i + 4)
		} else if strings.HasPrefix(s[i:], "false") {
			try(i + 5)
		}
	case ShapeUUID:
		if len(s)-i >= 36 {
			if _, ok := ParseUUID(s[i : i+36]); ok {
				try(i + 36)
			}
		}
	case ShapeDate:
		if len(s)-i >= 10 && isDateShape(s[i:i+10]) {
			try(i + 10)
		}
	default:
		farthestRun(p.Shape, s, i, try)
	}
	return end
}

func farthestRun(shape Shape, s string, i int, try func(int)) {
	digits := shape
	if shape == ShapeInt || shape == ShapeFloat {
		digits = ShapeUint
		if i < len(s) && s[i] == '-' {
			i++
		}
	}
	start := i
	for i < len(s) && inRun(digits, s[i]) {
		i++
		try(i)
	}
	if shape == ShapeFloat && i > start && i < len(s) && s[i] == '.' {
		for i++; i < len(s) && s[i]-'0' <= 9; {
			i++
			try(i)
		}
	}
}

// CutLast cuts around the last sep that has something before and behind it.
func CutLast(s, sep string) (before, after string, ok bool) {
	if s == "" {
		return "", "", false
	}
	i := strings.LastIndex(s[:len(s)-1], sep)
	if i < 1 {
		return "", "", false
	}
	return s[:i], s[i+len(sep):], true
}

// CutLastSegment takes the last segment, which is not empty, off a path; its slash stays.
func CutLastSegment(s string) (before, segment string, ok bool) {
	i := strings.LastIndexByte(s, '/') + 1
	return s[:i], s[i:], i > 0 && i < len(s)
}

// CutUint cuts [0-9]+ and the sep behind it off the start of s.
func CutUint(s, sep string) (number, rest string, ok bool) {
	return cutNumber(s, sep, skipDigits(s, 0), 0)
}

// CutInt cuts -?[0-9]+ and the sep behind it off the start of s.
func CutInt(s, sep string) (number, rest string, ok bool) {
	start := 0
	if s != "" && s[0] == '-' {
		start = 1
	}
	return cutNumber(s, sep, skipDigits(s, start), start)
}

// CutFloat cuts -?[0-9]+(\.[0-9]+)? and the sep behind it off the start of s.
func CutFloat(s, sep string) (number, rest string, ok bool) {
	start := 0
	if s != "" && s[0] == '-' {
		start = 1
	}
	end := skipDigits(s, start)
	if end < len(s) && s[end] == '.' {
		if fraction := skipDigits(s, end+1); fraction > end+1 {
			return cutNumber(s, sep, fraction, start)
		}
	}
	return cutNumber(s, sep, end, start)
}

func cutNumber(s, sep string, end, digits int) (number, rest string, ok bool) {
	if end == digits || !strings.HasPrefix(s[end:], sep) {
		return "", "", false
	}
	return s[:end], s[end+len(sep):], true
}
