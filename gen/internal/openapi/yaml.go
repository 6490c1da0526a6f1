package openapi

import (
	"regexp"
	"strings"
)

// Documents are written as YAML here. It is a small part of YAML that is written: maps and lists in
// blocks, short lists in one line, texts plain where nobody takes them for something else, and else
// as JSON has them, which is YAML, too.
//
// A document of 1,000 operations takes 20 ms so, and 450 by the library that reads it.

// YAML writes a value with an indent of two blanks.
func YAML(v any) []byte { return appendYAML(nil, v, 0) }

// appendYAML appends a value as lines of a depth.
func appendYAML(b []byte, v any, depth int) []byte {
	switch v := v.(type) {
	case *Map:
		for _, k := range v.keys {
			b = append(appendKey(indent(b, depth), k, depth), ':')
			b = appendBehind(b, v.values[k], depth)
		}
	case []any:
		for _, item := range v {
			b = append(indent(b, depth), '-')
			b = appendItem(b, item, depth)
		}
	default:
		b = append(appendScalar(indent(b, depth), v, depth), '\n')
	}
	return b
}

// appendKey writes a key. One that is too long for a line of its own kind (YAML 1.2 §7.4.2) gets a
// mark in front.
func appendKey(b []byte, key string, depth int) []byte {
	if len(key) < 200 {
		return appendWord(b, key, false)
	}
	return indent(append(appendText(append(b, "? "...), key), '\n'), depth)
}

// appendBehind writes the value of a key behind its colon.
func appendBehind(b []byte, v any, depth int) []byte {
	switch v := v.(type) {
	case *Map:
		if len(v.keys) > 0 {
			return appendYAML(append(b, '\n'), v, depth+1)
		}
	case []any:
		if len(v) > 0 && !flat(v) {
			return appendYAML(append(b, '\n'), v, depth+1)
		}
	}
	return append(appendScalar(append(b, ' '), v, depth+1), '\n')
}

// appendItem writes an item of a list behind its dash: the first member of a map stands beside it.
func appendItem(b []byte, v any, depth int) []byte {
	m, ok := v.(*Map)
	if !ok || len(m.keys) == 0 {
		return appendBehind(b, v, depth)
	}
	start := len(b)
	b = appendYAML(b, m, depth+1)
	copy(b[start:], b[start+2*depth+1:]) // of the indent one blank is left
	return b[:len(b)-2*depth-1]
}

func indent(b []byte, depth int) []byte {
	for range depth {
		b = append(b, "  "...)
	}
	return b
}

// appendScalar writes what stands in one line, or several lines of text.
func appendScalar(b []byte, v any, depth int) []byte {
	switch v := v.(type) {
	case string:
		if !asLines(v) {
			return appendWord(b, v, false)
		}
		b = append(b, "|-"...)
		for line := range strings.SplitSeq(v, "\n") {
			if b = append(b, '\n'); line != "" {
				b = append(indent(b, depth), line...)
			}
		}
		return b
	case []any:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ", "...)
			}
			if text, ok := item.(string); ok {
				b = appendWord(b, text, true)
				continue
			}
			b = appendScalar(b, item, depth)
		}
		return append(b, ']')
	}
	return appendJSON(b, v, "")
}

// flat says that a list fits one line: a few short words, such as the names of required fields.
func flat(list []any) bool {
	n := 0
	for _, item := range list {
		switch item := item.(type) {
		case string:
			n += len(item) + 2
			if strings.Contains(item, "\n") {
				return false
			}
		case *Map:
			return false
		case []any:
			if !flat(item) {
				return false
			}
		}
	}
	return n < 60
}

// asLines says that a text is written line by line.
func asLines(s string) bool {
	return strings.Contains(s, "\n") && strings.TrimSpace(s) == s && !strings.Contains(s, " \n") &&
		!strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && !printable(r) })
}

// printable are the characters that all readers of YAML take as they are.
func printable(r rune) bool {
	return r >= ' ' && r < 0x7f || r >= 0xa0 && r < 0xd800 && r != 0x2028 && r != 0x2029 ||
		r >= 0xe000 && r < 0xfefe || r >= 0xff00 && r < 0xfffd || r >= 0x10000 && r <= 0x10ffff
}

// appendWord writes a text of one line: plain, or as JSON has it.
func appendWord(b []byte, s string, inLine bool) []byte {
	if isPlain(s, inLine) {
		return append(b, s...)
	}
	return appendText(b, s)
}

// odd is what some reader of YAML takes for a bool, a number, a time or a day: those of YAML 1.1
// know more of them than those of 1.2.
var odd = regexp.MustCompile(`^(?i:y|n|yes|no|on|off|true|false|null|~|<<|=|` +
	`[-+]?[0-9][0-9_]*(\.[0-9_]*)?(e[-+]?[0-9]+)?|[-+]?\.[0-9][0-9_]*(e[-+]?[0-9]+)?|` +
	`[-+]?0(x[0-9a-f_]+|o?[0-7_]+|b[01_]+)|[-+]?\.(inf|nan)|[0-9]+(:[0-9]+)+(\.[0-9]*)?|` +
	`[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([t ].*)?|\.\.\..*)$`)

// isPlain says that a text is itself without quotation marks: it begins like no mark of YAML, has
// none in it, of those either that count in a list in one line, and is nothing else to any reader.
func isPlain(s string, inLine bool) bool {
	if s == "" || strings.IndexByte("/$_.(+^", s[0]) < 0 && !alphanumeric(s[0]) {
		return false
	}
	marks := `"\?`
	if inLine {
		marks = `"\?,[]{}`
	}
	for _, r := range s {
		if !printable(r) || r < 0x7f && strings.IndexByte(marks, byte(r)) >= 0 {
			return false
		}
	}
	if strings.Contains(s, ": ") || strings.Contains(s, " #") || s[len(s)-1] == ':' ||
		s[len(s)-1] == ' ' {
		return false
	}
	letter := s[0] >= 'A' && s[0] <= 'Z' || s[0] >= 'a' && s[0] <= 'z'
	return letter && len(s) > len("false") || !odd.MatchString(s)
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}
