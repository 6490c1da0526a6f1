package routing

import "strings"

// The spellings of patterns that routers share live here.

// colons spells a segment as ":name"; a mixed segment, which these routers do not
// have, as one parameter (the handler would have to split it).
func colons(s Segment) string {
	if len(s) == 0 {
		return ""
	}
	if name := wholeName(s); name != "" {
		return ":" + name
	}
	return s[0].Literal
}

// braces spells a segment as "{name}", mixed ones as one parameter.
func braces(s Segment) string {
	if len(s) == 0 {
		return ""
	}
	if name := wholeName(s); name != "" {
		return "{" + name + "}"
	}
	return s[0].Literal
}

// mixedBraces spells mixed segments as they are.
func mixedBraces(s Segment) string {
	var b strings.Builder
	for _, p := range s {
		if p.Name != "" {
			b.WriteString("{" + p.Name + "}")
		}
		b.WriteString(p.Literal)
	}
	return b.String()
}

// wholeName is the name of a segment's parameter, its first where there are several,
// or "" for a literal.
func wholeName(s Segment) string {
	for _, p := range s {
		if p.Name != "" {
			return p.Name
		}
	}
	return ""
}
