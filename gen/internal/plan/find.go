package plan

import (
	"math/big"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/manifest"
)

// The plan's interpreter: it asks a path what the generated dispatcher asks, in the same
// order. The command's `match` uses it, and the tests compare it with the oracle.

// A Finder interprets a plan.
type Finder struct {
	Plan *Plan
	// Own says whether an own converter takes a text; nil: all of them take any. The
	// generator never runs a user's Go.
	Own func(o *manifest.Own, text string) bool
	// Steps counts the bytes and nodes looked at, for the proof that they are bounded.
	Steps int

	patterns map[*Cut]*regexp.Regexp
}

// Found is what a Finder found.
type Found struct {
	Route   int      // index in Manifest.Routes, or -1
	Params  []string // decoded texts
	Matched []*Site  // the sites passed by on the way: their pattern matches, the method does not
}

// Find asks a plan about a canonical path (percent-decoded once, an encoded slash as
// NUL, no dot segments).
func (f *Finder) Find(method, canonical string) Found {
	s := &search{f: f, method: method, found: Found{Route: -1}}
	s.boundary(f.Plan.Root, canonical, nil)
	for i, v := range s.found.Params {
		s.found.Params[i] = strings.ReplaceAll(v, "\x00", "/")
	}
	return s.found
}

type search struct {
	f      *Finder
	method string
	found  Found
}

// site ends the search if the site has a route for the method.
func (s *search) site(site *Site, params []string) bool {
	if s.found.Route = site.Answer(s.method); s.found.Route >= 0 {
		s.found.Params = append([]string(nil), params...)
		return true
	}
	s.found.Matched = append(s.found.Matched, site)
	return false
}

func (s *search) boundary(n *Node, rest string, params []string) bool {
	s.f.Steps += 1 + len(rest)
	return s.choice(n.Literals, rest, params)
}

func (s *search) choice(c *Choice, rest string, params []string) bool {
	if c == nil {
		return false
	}
	if c.Cases != nil && len(rest) < c.Window.End() {
		return s.choice(c.Short, rest, params)
	}
	for _, t := range c.Tails {
		if t.Text == rest && s.site(t.Site, params) {
			return true
		}
	}
	for _, p := range c.Prefixes {
		if after, ok := strings.CutPrefix(rest, p.Text); ok {
			return s.segment(p.Node, after, params) // prefixes exclude one another
		}
	}
	for _, k := range c.Cases {
		if rest[c.Window.Offset:c.Window.End()] == k.Bytes {
			return s.choice(k.Choice, rest, params)
		}
	}
	return false
}

func (s *search) segment(n *Node, rest string, params []string) bool {
	s.f.Steps += 1 + len(rest)
	if s.choice(n.Literals, rest, params) {
		return true
	}
	end := strings.IndexByte(rest, '/')
	if end < 0 {
		end = len(rest)
	}
	for i := range n.Segments {
		c := &n.Segments[i]
		values, ok := s.child(c, rest[:end])
		if ok && s.boundary(c.Next, rest[end:], append(params[:len(params):len(params)], values...)) {
			return true
		}
	}
	for _, e := range n.Ends {
		values, ok := s.cut(e.Cut, rest)
		if ok && s.site(e.Site, append(params[:len(params):len(params)], values...)) {
			return true
		}
	}
	return false
}

func (s *search) child(c *Child, text string) ([]string, bool) {
	if c.Whole != nil {
		return []string{text}, text != "" && s.f.Accepts(*c.Whole, text)
	}
	return s.cut(c.Cut, text)
}

// cut takes a text apart and asks the converters.
func (s *search) cut(c *Cut, text string) ([]string, bool) {
	s.f.Steps += len(text) * len(c.Row)
	values, ok := s.split(c, text)
	if !ok {
		return nil, false
	}
	for i, conv := range c.Params() {
		if !s.f.Accepts(conv, values[i]) {
			return nil, false
		}
	}
	return values, true
}

func (s *search) split(c *Cut, text string) ([]string, bool) {
	if c.Steps == nil {
		return s.f.splitByRule(c, text)
	}
	at := map[int]string{}
	for _, step := range c.Steps {
		value, rest, ok := step.Do(text, c.Row)
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
func numberLen(s string, k manifest.Kind) int {
	i := 0
	if k >= manifest.Int8 && strings.HasPrefix(s, "-") {
		i = 1
	}
	digits := i
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i == digits {
		return 0
	}
	if k == manifest.Float && i+1 < len(s) && s[i] == '.' && isDigit(s[i+1]) {
		for i++; i < len(s) && isDigit(s[i]); {
			i++
		}
	}
	return i
}

// splitByRule splits by the regular expression itself; generated code has Split of the
// runtime for this. Bytes are mapped to runes of the same number, so that "." is a byte.
func (f *Finder) splitByRule(c *Cut, text string) ([]string, bool) {
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

func shapeOf(c Conv) string {
	switch c.Kind {
	case manifest.Any:
		var words []string
		for _, w := range longestFirst(c.Words) {
			words = append(words, regexp.QuoteMeta(bytesAsRunes(w)))
		}
		return strings.Join(words, "|")
	case manifest.Bool:
		return "true|false"
	case manifest.UUID:
		const h = "[0-9a-fA-F]"
		return h + "{8}-" + h + "{4}-" + h + "{4}-" + h + "{4}-" + h + "{12}"
	case manifest.Date:
		return "[0-9]{4}-[0-9]{2}-[0-9]{2}"
	case manifest.Float:
		return `-?[0-9]+(?:\.[0-9]+)?`
	case manifest.Path:
		return ".+"
	}
	switch {
	case c.Kind >= manifest.Uint8 && c.Kind <= manifest.Uint:
		return "[0-9]+"
	case c.Kind >= manifest.Int8 && c.Kind <= manifest.Int:
		return "-?[0-9]+"
	}
	return "[^/]+"
}

// Accepts says whether a converter takes a text out of a canonical path.
func (f *Finder) Accepts(c Conv, text string) bool {
	if text == "" {
		return false
	}
	switch c.Kind {
	case manifest.Str, manifest.Path:
		return true
	case manifest.StrBounded:
		n := utf8.RuneCountInString(text)
		return n >= c.Min && (c.Max == 0 || n <= c.Max)
	case manifest.OwnKind:
		return f.Own == nil || f.Own(c.Own, strings.ReplaceAll(text, "\x00", "/"))
	}
	if ok, err := regexp.MatchString("^(?:"+shapeOf(c)+")$", bytesAsRunes(text)); err != nil || !ok {
		return false
	}
	switch {
	case c.Kind == manifest.Date:
		_, err := time.Parse(time.DateOnly, text)
		return err == nil
	case isNumber(c.Kind) && c.Kind != manifest.Float:
		return inRange(c.Kind, text)
	}
	return true
}

// bitsOf holds the size of the integer converters; int and uint are taken for 64 bits.
var bitsOf = map[manifest.Kind]uint{
	manifest.Uint8: 8, manifest.Uint16: 16, manifest.Uint32: 32, manifest.Uint64: 64, manifest.Uint: 64,
	manifest.Int8: 8, manifest.Int16: 16, manifest.Int32: 32, manifest.Int64: 64, manifest.Int: 64,
}

func inRange(k manifest.Kind, text string) bool {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return false
	}
	least, most := new(big.Int), new(big.Int).Lsh(big.NewInt(1), bitsOf[k])
	if k >= manifest.Int8 {
		most.Rsh(most, 1)
		least.Neg(most)
	}
	return n.Cmp(least) >= 0 && n.Cmp(most) < 0
}

// longestFirst sorts words so that an alternation takes the longest that fits, as a
// greedy parameter does.
func longestFirst(words []string) []string {
	sorted := append([]string(nil), words...)
	for i := range sorted {
		for j := i; j > 0 && len(sorted[j]) > len(sorted[j-1]); j-- {
			sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
		}
	}
	return sorted
}
