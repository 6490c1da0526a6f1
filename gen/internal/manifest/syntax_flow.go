package manifest

import (
	"fmt"
	"regexp"
	"strings"
)

// Values inside of {…} that needed quotation marks, and that YAML cannot read without, are found
// here: mostly they are type expressions.

var (
	keyInLine = regexp.MustCompile(`^([^\s:"']+):(?:\s|$)`)
	keyInFlow = regexp.MustCompile(`[{,]\s*(?:"[^"]*"|'[^']*'|[^\s:,{}\[\]"']+):\s+`)
)

// A misread value is one, from and to in its line.
type misread struct {
	from, to      int
	message, help string
}

// inFlow finds what is wrong inside of {…} on a line; the message is "" if nothing is found.
//
//	{size: map[string]int}      YAML takes [ for the start of a list
//	{lang: string(max=3)?}      YAML takes ? for the start of a key
//	{at: time = 10: 30}         a second colon
//
// yaml.v3 says only that it expected a comma or a bracket, in words that it has for any mistake
// there.
func inFlow(text, message string) misread {
	if !strings.Contains(message, "expected ',' or '}'") {
		return misread{}
	}
	for _, m := range keyInFlow.FindAllStringIndex(text, -1) {
		from := m[1]
		value := plainValue(text[from:])
		if value == "" || strings.IndexByte("\"'[{", value[0]) >= 0 {
			continue
		}
		made := misread{from, from + len(value), "", "quote it: " + quotedYAML(value)}
		switch i := strings.IndexAny(value, "[{?"); {
		case strings.Contains(value, ": "):
			made.message = "inside {…} a second colon with a space behind it: " +
				"YAML takes it for another key"
		case i < 0:
			continue
		case value[i] == '?':
			made.message = "inside {…} YAML takes ? for the start of a key"
		default:
			what := map[byte]string{'[': "a list", '{': "a mapping"}[value[i]]
			made.message = fmt.Sprintf("inside {…} YAML takes %c for the start of %s", value[i],
				what)
		}
		return made
	}
	return misread{}
}

// plainValue is the value that was meant at the start of text: up to a comma or closing bracket
// that is none of its own, or to a comment.
//
// Brackets of the value's own are counted, so that `string(min=1, max=9)` is one value here as it
// is to its author.
func plainValue(text string) string {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth < 0 {
				return strings.TrimRight(text[:i], " \t")
			}
		case '"':
			if end := closingQuote(text[i:]); end > 0 {
				i += end - 1
			}
		case ',':
			if depth == 0 {
				return strings.TrimRight(text[:i], " \t")
			}
		case '#':
			if i > 0 && text[i-1] == ' ' {
				return strings.TrimRight(text[:i], " \t")
			}
		}
	}
	return strings.TrimRight(text, " \t")
}
