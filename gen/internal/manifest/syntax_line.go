package manifest

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
)

// The line of a syntax error is found here: it is the first one with which the text no
// longer parses, whatever follows.

// faultyLine returns a 1-based line at or before the byte where yaml.v3 stopped such
// that the lines before it parse and those with it do not. It looks backwards in
// growing steps and then halves: a handful of parses.
// yaml.v3 may stop far behind the mistake: an open bracket swallows all that follows.
func (s *Source) faultyLine(stop int) int {
	starts := []int{0}
	for i := range s.text[:stop] {
		if s.text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	parses := func(lines int) bool { // do the first lines parse?
		end := len(s.text)
		if lines < len(starts) {
			end = starts[lines]
		}
		var n yaml.Node
		return unmarshal(s.text[:end], &n) == nil
	}
	bad := len(starts) // the first bad lines are known not to parse
	good := bad - 1
	for back := 1; good > 0 && !parses(good); back *= 2 {
		bad, good = good, max(good-back, 0)
	}
	for bad-good > 1 {
		if mid := (good + bad) / 2; parses(mid) {
			good = mid
		} else {
			bad = mid
		}
	}
	return bad
}

// unmarshal is yaml.Unmarshal, which panics on some texts instead of returning an error.
func unmarshal(text string, n *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	return yaml.Unmarshal([]byte(text), n)
}

var (
	emptyFlow = regexp.MustCompile(
		`(?:^|[\s\[{,])(\[\]|\{\}|\[[^\]\[{}"',]*\])(?:[^\s,\]}:#]| +[A-Za-z(*])`)
	questionMark  = regexp.MustCompile(`([A-Za-z0-9_.\]]+\?)`)
	missingSpace  = regexp.MustCompile(`^\s*(?:- )?[A-Za-z_]+:[^\s/]`)
	openQuoteText = regexp.MustCompile(`(?:^|[\s\[{,])(["'])`)
)

// inLine says what is wrong with a line that YAML cannot read, as well as can be told.
// The message of yaml.v3 chooses among what is looked for, and the line's own text decides.
func (s *Source) inLine(number int, message string) diag.Diagnostic {
	number = min(max(number, 1), len(s.lines))
	text := s.lines[number-1].text
	indent := len(text) - len(strings.TrimLeft(text, " \t"))
	at := func(from, to int) diag.Span {
		return s.Place(number, utf8.RuneCountInString(text[:from])+1,
			max(utf8.RuneCountInString(text[from:to]), 1))
	}
	end := len(text)
	if i := strings.Index(text[indent:], " #"); i > 0 {
		end = indent + i
	}
	whole := at(indent, max(len(strings.TrimRight(text[:end], " \t")), indent))
	whole.Len = min(whole.Len, maxUnderline)
	d := diag.Diagnostic{Code: diag.YAMLSyntax, Primary: diag.Label{Span: whole}}

	if m := emptyFlow.FindStringSubmatchIndex(text); m != nil {
		value := plainValue(text[m[2]:])
		d.Primary.Span = at(m[2], m[2]+len(value))
		d.Message = fmt.Sprintf("YAML takes %s for a list of its own, and cannot have text "+
			"behind it", text[m[2]:m[3]])
		d.Help = []string{"quote it: " + quotedYAML(value)}
		return d
	}
	if m := questionMark.FindStringSubmatchIndex(text); m != nil &&
		strings.Contains(text[:m[0]], "{") {
		d.Primary.Span = at(m[2], m[3])
		d.Message = "inside {…} YAML takes ? for the start of a key"
		d.Help = []string{fmt.Sprintf("quote it: \"%s\"", cutText(text[m[2]:m[3]]))}
		if strings.HasPrefix(text[m[3]:], ":") {
			d.Help = []string{fmt.Sprintf(
				"what may be absent is marked behind its type: %s: \"T?\"",
				text[m[2]:m[3]-1])}
		}
		return d
	}
	if m := inFlow(text, message); m.message != "" {
		d.Primary.Span = at(m.from, m.to)
		d.Message, d.Help = m.message, []string{m.help}
		return d
	}
	switch {
	case strings.Contains(message, "unexpected end of stream"),
		strings.Contains(message, "document indicator"):
		d.Message = "a quotation mark is not closed"
		if m := openQuoteText.FindStringSubmatchIndex(text); m != nil {
			d.Primary.Span = at(m[2], m[3])
		}
	case strings.Contains(message, "expected ',' or ']'"),
		strings.Contains(message, "expected ',' or '}'"):
		d.Message = "a bracket is not closed, or a comma is missing"
	case strings.Contains(message, "could not find expected ':'") && missingSpace.MatchString(text):
		d.Message = "a key needs a colon with a space behind it"
		d.Help = []string{"put a space behind the colon"}
	case strings.Contains(message, "could not find expected ':'"):
		d.Message = "this line is neither a key with a colon nor a part of the value above"
	case strings.Contains(message, "'-' indicator"), strings.Contains(message, "expected key"):
		d.Message = "the depth of this line fits nothing above it"
		d.Help = []string{"indent the line like its neighbours; quote values that hold " +
			"characters of YAML's own"}
		if strings.Contains(message, "'-' indicator") && s.listAbove(number, indent) {
			d.Message = "a list goes on with -"
		}
	case strings.Contains(message, "document start"):
		for i := range number {
			// YAML took this line for a document of its own
			if missingSpace.MatchString(s.lines[i].text) {
				return s.inLine(i+1, "could not find expected ':'")
			}
		}
		fallthrough
	default:
		d.Message = "this is not YAML: " + message
	}
	return d
}

// listAbove tells whether the last line above that is indented as much is an item.
func (s *Source) listAbove(number, indent int) bool {
	for i := number - 2; i >= 0; i-- {
		text := s.lines[i].text
		if rest := strings.TrimLeft(text, " "); rest != "" && len(text)-len(rest) <= indent {
			return len(text)-len(rest) == indent && strings.HasPrefix(rest, "-")
		}
	}
	return false
}
