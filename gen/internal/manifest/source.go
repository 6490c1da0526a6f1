package manifest

import (
	"bytes"
	"fmt"
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
)

// The manifest's text lives here: what is refused before YAML sees it, and how a value
// that YAML decoded is found again in it.

// maxSource is the size from which on a manifest is refused, in bytes. A manifest of
// 10,000 routes is about 1 MiB.
const maxSource = 4 << 20

// Source is the text of a manifest, by line, and of the files that it includes behind it.
//
// Lines are split once, and byte offsets of columns are kept for the long ones, so that a
// manifest of one line of a megabyte is no slower than one of 10,000 lines.
type Source struct {
	text  string // without byte order mark; what YAML sees; of the manifest alone
	lines []line
	parts []part // in the order of their lines
}

// A line is one line without its end. at holds the byte offset of every 64th rune of a
// line that is not ASCII, so that a column is found in a line of any length at once.
type line struct {
	text  string
	runes int
	ascii bool
	at    []int
}

const step = 64

// Lines is the number of lines, those of included files among them.
func (s *Source) Lines() int { return len(s.lines) }

// Line is a line without its end, counted from 0.
func (s *Source) Line(i int) string { return s.lines[i].text }

// newSource checks that src is text, and splits it. The source is nil if it is none.
// What is no text is refused before YAML sees it, because yaml.v3 tells neither the byte nor
// its column. file is nil for the manifest itself.
func newSource(file *diag.File, src []byte) (*Source, diag.List) {
	var faults diag.List
	whole := diag.Label{Span: diag.Span{In: file}}
	if len(src) > maxSource {
		faults.Add(diag.Diagnostic{
			Code: diag.TooLarge, Message: fmt.Sprintf("the manifest has %d bytes, more than 4 MiB",
				len(src)),
			Primary: whole,
			Help:    []string{"is this the right file? If it is, split it into several packages"},
		})
		return nil, faults
	}
	s := &Source{text: string(bytes.TrimPrefix(src, []byte("\uFEFF"))), parts: []part{{0, file}}}
	for text := range strings.SplitSeq(s.text, "\n") {
		s.lines = append(s.lines, newLine(strings.TrimSuffix(text, "\r")))
	}
	s.text = withoutDirective(s.text)
	if d, ok := s.notText(); ok {
		faults.Add(d)
		return nil, faults
	}
	if strings.TrimSpace(s.text) == "" {
		faults.Add(s.empty("the manifest is empty"))
		return nil, faults
	}
	return s, nil
}

// empty is the fault of a file that says nothing.
func (s *Source) empty(message string) diag.Diagnostic {
	d := diag.Diagnostic{Code: diag.EmptyManifest, Message: message, Help: []string{emptyHelp},
		Primary: diag.Label{Span: diag.Span{In: s.parts[0].file}}}
	if s.parts[0].file != nil {
		d.Message = strings.Replace(message, "the manifest", "the included file", 1)
		d.Help = []string{"take it out of `include`, or write `routes:` into it"}
	}
	return d
}

// yamlDirective is a line that says which YAML 1 a text is written in (YAML 1.2 §6.8.1),
// below nothing but comments.
var yamlDirective = regexp.MustCompile(
	`^(?:[ \t]*(?:#[^\n]*)?\r?\n)*(%YAML[ \t]+1\.[0-9]+[ \t]*(?:#[^\n]*)?)\r?(?:\n|$)`)

// withoutDirective blanks a %YAML line, which says nothing about a manifest: yaml.v3 refuses
// every version but 1.1. Places stay what they were.
func withoutDirective(text string) string {
	m := yamlDirective.FindStringSubmatchIndex(text)
	if m == nil {
		return text
	}
	line := strings.TrimSuffix(text[m[2]:m[3]], "\r")
	return text[:m[2]] + strings.Repeat(" ", len(line)) + text[m[2]+len(line):]
}

const emptyHelp = "the shortest manifest is `routes: [GET /status Status]`"

// newLine notes where every 64th rune of a line begins, if it is not ASCII.
func newLine(text string) line {
	l := line{text: text, runes: len(text), ascii: true}
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			l.ascii = false
			break
		}
	}
	if !l.ascii {
		n := 0
		for i := range text {
			if n%step == 0 {
				l.at = append(l.at, i)
			}
			n++
		}
		l.runes = n
	}
	return l
}

// notText finds the first place that is no UTF-8 text, or that editors would count
// otherwise than YAML does.
// A line break that YAML knows and editors do not would put every later fault into a wrong
// line.
func (s *Source) notText() (diag.Diagnostic, bool) {
	for i := range s.lines {
		text := s.lines[i].text
		if s.lines[i].ascii && strings.IndexFunc(text, isControl) < 0 {
			continue
		}
		col := 1
		for off, r := range text {
			code, message, help := "", "", ""
			switch {
			case r == utf8.RuneError && strings.HasPrefix(text[off:], "\uFFFD"):
				// the replacement character itself is text
			case r == utf8.RuneError:
				code, message, help = diag.NotText, fmt.Sprintf("byte 0x%02x is not UTF-8",
					text[off]), "write the manifest in UTF-8"
			case r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
				code, message = diag.HiddenBreak,
					fmt.Sprintf("U+%04X is a line break to YAML, and none to most editors", r)
				help = "end lines with a line feed, or with carriage return and line feed"
			case isControl(r):
				code, message, help = diag.NotText, fmt.Sprintf("U+%04X is a control character", r),
					"take it out: a manifest is text"
			}
			if code != "" {
				return diag.Diagnostic{
					Code: code, Message: message, Help: []string{help},
					Primary: diag.Label{Span: s.Place(i+1, col, 1)},
				}, true
			}
			col++
		}
	}
	return diag.Diagnostic{}, false
}

// isControl tells what no text has; a tab is YAML's to judge.
func isControl(r rune) bool { return r != '\t' && unicode.IsControl(r) }

// offset is the byte offset of a 1-based column in l, clamped to the line.
// Columns count runes, as carets do; bytes would move them behind each letter that is not
// ASCII.
func (l *line) offset(col int) int {
	n := col - 1
	if l.ascii {
		return min(n, len(l.text))
	}
	if n/step >= len(l.at) {
		return len(l.text)
	}
	off := l.at[n/step]
	for range n % step {
		if off >= len(l.text) {
			break
		}
		_, w := utf8.DecodeRuneInString(l.text[off:])
		off += w
	}
	return off
}

// column is the 1-based column of a byte offset in l.
func (l *line) column(off int) int {
	if l.ascii {
		return off + 1
	}
	k := sort.Search(len(l.at), func(i int) bool { return l.at[i] > off }) - 1
	return k*step + utf8.RuneCountInString(l.text[l.at[k]:off]) + 1
}

// rest is what stands in a line from a column on.
func (s *Source) rest(line, col int) string {
	if line < 1 || line > len(s.lines) {
		return ""
	}
	l := &s.lines[line-1]
	return l.text[l.offset(col):]
}

// maxUnderline bounds the carets under a value: what is longer is not easier to find.
const maxUnderline = 200

// span is where a node stands. A value over several lines is underlined in its first.
// What YAML decoded is found by its text where that stands as it is; quoted values and flow
// collections end where they are closed, others at a comment or the end of the line.
func (s *Source) span(n *yaml.Node) diag.Span {
	rest := s.rest(n.Line, n.Column)
	shown := rest
	if len(shown) > maxUnderline {
		shown = shown[:maxUnderline]
	}
	if i := strings.Index(shown, " #"); i > 0 {
		shown = shown[:i]
	}
	// what stands before the value itself
	if strings.HasPrefix(rest, "&") || strings.HasPrefix(rest, "!") {
		shown, _, _ = strings.Cut(shown, " ")
	}
	length := utf8.RuneCountInString(strings.TrimRight(shown, " \t"))
	switch {
	case n.Anchor != "", n.Style&yaml.TaggedStyle != 0:
	case n.Kind == yaml.ScalarNode && n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		if end := closingQuote(rest); end > 0 {
			length = utf8.RuneCountInString(rest[:end])
		}
	case n.Kind == yaml.ScalarNode && strings.HasPrefix(rest, n.Value):
		length = utf8.RuneCountInString(n.Value)
	case n.Kind == yaml.AliasNode:
		length = 1 + utf8.RuneCountInString(n.Value)
	case n.Style&yaml.FlowStyle != 0:
		if end := closingBracket(shown); end > 0 {
			length = utf8.RuneCountInString(shown[:end])
		}
	}
	return s.Place(n.Line, n.Column, max(length, 1))
}

// closingQuote is the length of the quoted scalar that rest starts with, or 0 if it
// ends in another line.
// Within single quotes a quote is written twice, within double ones behind a backslash (YAML
// 1.2 §7.3).
func closingQuote(rest string) int {
	quote := rest[:min(1, len(rest))]
	if quote != `"` && quote != `'` {
		return 0
	}
	for i := 1; i < len(rest); i++ {
		switch {
		case quote == `"` && rest[i] == '\\':
			i++
		case rest[i] == quote[0] && quote == `'` && strings.HasPrefix(rest[i+1:], `'`):
			i++
		case rest[i] == quote[0]:
			return i + 1
		}
	}
	return 0
}

// closingBracket is the length of the flow collection that rest starts with, or 0.
// Quotation marks count only where a value can begin: inside of a plain scalar they are
// letters like all others.
func closingBracket(rest string) int {
	depth := 0
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '\'':
			if before := strings.TrimRight(rest[:i], " "); before != "" &&
				strings.IndexByte("[{,:", before[len(before)-1]) >= 0 {
				i += max(closingQuote(rest[i:])-1, 0)
			}
		}
	}
	return 0
}
