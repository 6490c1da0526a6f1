package peer

import "strings"

// Proto is what the last element of a line of Forwarded says as "proto", the scheme that the
// nearest proxy was asked by (RFC 7239 §5.4), in lower case; "" where it says nothing, or the
// line is malformed.
func Proto(line string) (proto string) {
	for rest := line; ; {
		rest = strings.TrimLeft(rest, " \t")
		if rest != "" && rest[0] != ';' && rest[0] != ',' {
			name, value, after, ok := cutPair(rest)
			if !ok {
				return ""
			}
			if strings.EqualFold(name, "proto") {
				proto = strings.ToLower(value)
			}
			rest = strings.TrimLeft(after, " \t")
		}
		switch {
		case rest == "":
			return proto
		case rest[0] == ',':
			proto = ""
		case rest[0] != ';':
			return ""
		}
		rest = rest[1:]
	}
}
