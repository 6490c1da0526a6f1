package match

import "strings"

// Segments is Split for a path that the pattern is known to match, if each parameter is a whole
// segment, as most are: it is not asked what the values are. ok is false for other patterns.
func Segments(parts []Part, s string, at []int) (ok bool) {
	pos, k := 0, 0
	for i := range parts {
		p := &parts[i]
		if p.Name == "" {
			if !strings.HasPrefix(s[pos:], p.Literal) {
				return false
			}
			pos += len(p.Literal)
			continue
		}
		if p.Shape == ShapePath || pos == 0 || s[pos-1] != '/' ||
			i+1 < len(parts) && (parts[i+1].Name != "" || parts[i+1].Literal[0] != '/') {
			return false
		}
		end := len(s)
		if n := strings.IndexByte(s[pos:], '/'); n >= 0 {
			end = pos + n
		}
		if end == pos {
			return false
		}
		at[k], at[k+1] = pos, end
		pos, k = end, k+2
	}
	return pos == len(s)
}
