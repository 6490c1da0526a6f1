package runtime

import "strings"

// Typed URL builders end here: texts in, an escaped path out.

// URL returns the path of a request that this route answers with these values, in the
// order of the pattern's parameters, or "" for values that no URL of the route can
// carry: an empty one, "." or "..", one with a NUL, one that the converter refuses, one
// that would be split otherwise. The law: Lookup of a URL gives this route and these
// values, or a route before it in precedence. It panics if the number of values is not
// that of the parameters.
func (r *Route) URL(values ...string) string {
	parts := r.Parts()
	if countParams(parts) != len(values) {
		panic("httpgen: wrong number of values for " + r.Pattern)
	}
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
	if !r.splitsAs(canonical, values) {
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

// splitsAs says whether the route's pattern takes just these values out of the path.
func (r *Route) splitsAs(canonical string, values []string) bool {
	at := make([]int, 2*len(values))
	if !Split(r.parts, canonical, at) {
		return false
	}
	for k, v := range values {
		if decodeSlashes(canonical[at[2*k]:at[2*k+1]]) != v {
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
		if !isPathByte(canonical[i]) {
			extra += 2
		}
	}
	if extra == 0 {
		return canonical
	}
	b := make([]byte, 0, len(canonical)+extra)
	for i := range len(canonical) {
		c := canonical[i]
		if isPathByte(c) {
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

// isPathByte says whether a byte stands in a path as it is: "/", and pchar of RFC 3986.
func isPathByte(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return c != 0 && strings.IndexByte("-._~!$&'()*+,;=:@/", c) >= 0
}
