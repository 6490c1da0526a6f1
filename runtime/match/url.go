package match

import "strings"

// URLs live here: parts and texts in, an escaped path out.

// URL returns the escaped path that is made of the parts with these values, one for each
// parameter, or "" for values that no URL can carry: an empty one, "." or "..", one with a
// NUL, one that its converter refuses, one that would be split otherwise. The law: Split
// takes these values out of the canonical form of what is returned.
func URL(parts []Part, values []string) string {
	for i, k := 0, 0; i < len(parts); i++ {
		if parts[i].Name == "" {
			continue
		}
		v := values[k]
		k++
		if v == "" || strings.IndexByte(v, 0) >= 0 || parts[i].Valid != nil && !parts[i].Valid(v) {
			return ""
		}
	}
	canonical := fillPattern(parts, values, false)
	if hasDotSegment(canonical) || strings.HasPrefix(canonical, "//") {
		// A path value has such a segment, or starts with a slash where browsers would
		// take the rest for a host: its slashes can also be carried encoded.
		if canonical = fillPattern(parts, values, true); hasDotSegment(canonical) {
			return ""
		}
	}
	if !splitsAs(parts, canonical, values) {
		return ""
	}
	return escapePath(canonical)
}

// fillPattern puts the values into the pattern: a canonical path. Slashes of values are encoded;
// those of a path value only if encode says so.
func fillPattern(parts []Part, values []string, encode bool) string {
	var b strings.Builder
	k := 0
	for i := range parts {
		if parts[i].Name == "" {
			b.WriteString(parts[i].Literal)
			continue
		}
		v := values[k]
		k++
		if encode || parts[i].Shape != ShapePath {
			v = strings.ReplaceAll(v, "/", "\x00")
		}
		b.WriteString(v)
	}
	return b.String()
}

// splitsAs says whether Split takes just these values out of the path.
func splitsAs(parts []Part, canonical string, values []string) bool {
	at := make([]int, 2*len(values))
	if !Split(parts, canonical, at) {
		return false
	}
	for k, v := range values {
		if DecodeSlashes(canonical[at[2*k]:at[2*k+1]]) != v {
			return false
		}
	}
	return true
}

// escapePath percent-encodes a canonical path: what is not a pchar (RFC 3986 §3.3), and
// the NUL of an encoded slash.
func escapePath(canonical string) string {
	const hex = "0123456789ABCDEF"
	extra := 0
	for i := range len(canonical) {
		if !IsPathByte(canonical[i]) {
			extra += 2
		}
	}
	if extra == 0 {
		return canonical
	}
	b := make([]byte, 0, len(canonical)+extra)
	for i := range len(canonical) {
		c := canonical[i]
		if IsPathByte(c) {
			b = append(b, c)
			continue
		}
		if c == 0 {
			c = '/'
		}
		b = append(b, '%', hex[c>>4], hex[c&15])
	}
	return string(b)
}

// IsPathByte says whether a byte stands in a path as it is: "/", and pchar of RFC 3986.
func IsPathByte(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return c != 0 && strings.IndexByte("-._~!$&'()*+,;=:@/", c) >= 0
}
