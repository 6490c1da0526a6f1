package plan

import (
	"regexp"
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// How the interpreter takes a text apart lives here.

// cut takes a text apart and asks the converters.
func (s *search) cut(c *Cut, text string) ([]string, bool) {
	values, ok := s.split(c, text)
	for i, conv := range c.Params() {
		if !ok {
			break
		}
		s.f.Steps += convSteps(conv, len(values[i]))
		ok = s.f.Accepts(conv, values[i])
	}
	return values, ok
}

// split takes a text apart by the steps of a cut, or by the general rule where it has none.
// The values are those of the row's parameters, in order.
func (s *search) split(c *Cut, text string) ([]string, bool) {
	if c.Steps == nil {
		s.f.Steps += splitSteps(c.Row, len(text))
		return s.f.splitByRule(c, text)
	}
	at := map[int]string{}
	for _, step := range c.Steps {
		value, rest, ok := step.Do(text, c.Row)
		s.f.Steps += step.steps(text, value, rest, ok)
		if !ok {
			return nil, false
		}
		at[step.Param], text = value, rest
	}
	var values []string
	for i, p := range c.Row {
		if p.Conv != nil {
			values = append(values, at[i])
		}
	}
	return values, true
}

// Do does one step on s: the value it finds, if it finds one, and what is left.
func (t Step) Do(s string, row []Piece) (value, rest string, ok bool) {
	switch t.Kind {
	case StepPrefix:
		rest, ok = strings.CutPrefix(s, t.Text)
	case StepSuffix:
		rest, ok = strings.CutSuffix(s, t.Text)
	case StepNumber:
		n := numberLen(s, row[t.Param].Conv.Kind)
		value = s[:n]
		rest, ok = strings.CutPrefix(s[n:], t.Text)
		ok = ok && n > 0
	case StepLast:
		if s == "" {
			return "", "", false
		}
		i := strings.LastIndex(s[:len(s)-1], t.Text)
		if i < 1 {
			return "", "", false
		}
		value, rest, ok = s[i+len(t.Text):], s[:i], true
	case StepSegment:
		i := strings.LastIndexByte(s, '/') + 1
		value, rest, ok = s[i:], s[:i], i > 0 && i < len(s)
	case StepRest:
		value, ok = s, s != ""
	}
	return value, rest, ok
}

// numberLen is the length of the number that s starts with.
func numberLen(s string, k pattern.Kind) int {
	i := 0
	if !k.Unsigned() && strings.HasPrefix(s, "-") {
		i = 1
	}
	digits := i
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i == digits {
		return 0
	}
	if k == pattern.Float && i+1 < len(s) && s[i] == '.' && isDigit(s[i+1]) {
		for i++; i < len(s) && isDigit(s[i]); {
			i++
		}
	}
	return i
}

// splitByRule splits by the regular expression itself; generated code has Split of the
// runtime for this. Bytes are mapped to runes of the same number, so that "." is a byte.
func (f *Finder) splitByRule(c *Cut, text string) ([]string, bool) {
	if !hasLiterals(c.Row, text) { // most texts: no expression has to be run
		return nil, false
	}
	re := f.patterns[c]
	if re == nil {
		if f.patterns == nil {
			f.patterns = map[*Cut]*regexp.Regexp{}
		}
		var b strings.Builder
		for _, p := range c.Row {
			if p.Conv == nil {
				b.WriteString(regexp.QuoteMeta(bytesAsRunes(p.Literal)))
			} else {
				b.WriteString("(" + shapeOf(*p.Conv) + ")")
			}
		}
		re = regexp.MustCompile("(?s)^" + b.String() + "$")
		f.patterns[c] = re
	}
	m := re.FindStringSubmatch(bytesAsRunes(text))
	if m == nil {
		return nil, false
	}
	for i := range m {
		m[i] = runesAsBytes(m[i])
	}
	return m[1:], true
}

// hasLiterals says whether the literals of a row stand in a text, in order.
func hasLiterals(row []Piece, text string) bool {
	for _, p := range row {
		i := strings.Index(text, p.Literal)
		if i < 0 {
			return false
		}
		text = text[i+len(p.Literal):]
	}
	return true
}

// bytesAsRunes and runesAsBytes let package regexp work on bytes: byte n becomes the rune n.
// A segment may hold bytes that are no UTF-8, which regexp would take for U+FFFD.
func bytesAsRunes(s string) string {
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

func runesAsBytes(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		b = append(b, byte(r))
	}
	return string(b)
}
