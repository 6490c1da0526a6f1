package manifest

import (
	"cmp"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/pattern"
)

// Routes that answer the same requests are found here. Equal patterns stand side by side
// once the routes are sorted by precedence, so that this is no comparison of all with all.

// twins reports routes with a method and an equal pattern in common.
func (d *decoder) twins() {
	var list []*entry
	for _, e := range d.entries {
		if e.route.Pattern != nil {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b *entry) int { return pattern.Compare(a.route.Pattern, b.route.Pattern) })
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && pattern.Compare(list[from].route.Pattern, list[to].route.Pattern) == 0 {
			to++
		}
		if to-from > 1 {
			d.equal(list[from:to])
		}
		from = to
	}
}

// equal reports the routes of one pattern that share a method, each with the first that
// has it.
func (d *decoder) equal(same []*entry) {
	owner := map[string]*entry{}
	for _, e := range same {
		var shared []*entry
		methods := map[*entry][]string{}
		for _, m := range e.route.Methods {
			first := owner[m]
			if first == nil {
				owner[m] = e
				continue
			}
			if methods[first] == nil {
				shared = append(shared, first)
			}
			methods[first] = append(methods[first], m)
		}
		for _, first := range shared {
			d.equalPair(first, e, methods[first])
		}
	}
}

func (d *decoder) equalPair(first, second *entry, methods []string) {
	what := strings.Join(methods, " and ")
	if methods[0] == "*" {
		what = "any method at"
	}
	var avoid plainWords
	if d.twinPairs++; d.twinPairs <= 100 { // it looks at every route; nobody reads that many messages
		avoid = d.plainWords(second.route.Pattern)
	}
	url, ok := witness(second.route.Pattern, avoid)
	if !ok {
		url = second.route.Path // nobody but its parse function knows the words of an own converter
	}
	fault := d.report(diag.EqualRoutes, second.route.PathSpan, "", "two routes answer %s %s", what, url)
	fault.Primary.Text = "the same pattern"
	fault.Help = []string{"take one out, or give one of them another method"}
	if first.route.Path != second.route.Path {
		fault.Primary.Text = "the same pattern but for the name"
		fault.Help = []string{"give one of them a converter, or another method"}
		if len(second.route.Params) > 1 {
			fault.Primary.Text += "s"
		}
	}
	fault.Others = []diag.Label{{Span: first.route.PathSpan, Text: "also matches"}}
}

// plainWords are literals and words of any(…) at each segment that other routes have
// where p has a parameter: a witness avoids them, since another route would answer it.
type plainWords map[int]map[string]bool

func (d *decoder) plainWords(p *pattern.Pattern) plainWords {
	words := plainWords{}
	for _, e := range d.entries {
		if e.route.Pattern == nil {
			continue
		}
		for i, seg := range e.route.Pattern.Segments {
			if i >= len(p.Segments) || !meet(seg, p.Segments[i]) {
				break
			}
			words.add(i, seg)
		}
	}
	return words
}

func (w plainWords) add(i int, seg pattern.Segment) {
	for _, part := range seg {
		list := []string{part.Literal}
		if part.Param != nil {
			list = part.Param.Conv.Words
		}
		for _, word := range list {
			if w[i] == nil {
				w[i] = map[string]bool{}
			}
			w[i][word] = true
		}
	}
}

// meet tells two segments of which one text may be an instance: not two literals that
// differ.
func meet(a, b pattern.Segment) bool {
	literal := func(s pattern.Segment) bool { return len(s) == 0 || len(s) == 1 && s[0].Param == nil }
	return !literal(a) || !literal(b) || slices.Equal(a, b)
}

// witness returns a path that matches p, escaped as a client would send it, with a word
// for str that is not in avoid at its segment. It is false for own converters, of which
// nothing is known.
func witness(p *pattern.Pattern, avoid plainWords) (string, bool) {
	var b strings.Builder
	for i, seg := range p.Segments {
		b.WriteByte('/')
		for _, part := range seg {
			if part.Param == nil {
				escapeInto(&b, part.Literal)
				continue
			}
			value, ok := sample(&part.Param.Conv, avoid[i])
			if !ok {
				return "", false
			}
			escapeInto(&b, value)
		}
	}
	return b.String(), true
}

// sample is a value that a converter takes.
func sample(c *pattern.Conv, avoid map[string]bool) (string, bool) {
	switch c.Kind {
	case pattern.Any:
		if len(c.Words) == 0 {
			return "", false
		}
		return c.Words[0], true
	case pattern.Bool:
		return "true", true
	case pattern.UUID:
		return "6ba7b810-9dad-11d1-80b4-00c04fd430c8", true
	case pattern.Date:
		return "2026-01-31", true
	case pattern.Float:
		return "1.5", true
	case pattern.OwnKind:
		return "", false
	case pattern.Path:
		return "a/b", true
	case pattern.StrBounded, pattern.Str:
		return sampleText(c.Min, c.Max, avoid), true
	}
	return "42", true
}

// sampleText is a text of min to max runes (0: no bound) that is not in avoid, if there
// is one among the first that come to mind.
func sampleText(shortest, longest int, avoid map[string]bool) string {
	fits := func(s string) bool {
		return len(s) >= shortest && (longest == 0 || len(s) <= longest) && !avoid[s]
	}
	for _, s := range []string{"new", "abc", "xyz", "some", "any-text"} {
		if fits(s) {
			return s
		}
	}
	n := min(max(shortest, 1), MaxPath)
	for c := 'a'; c <= 'z'; c++ {
		if s := strings.Repeat(string(c), n); !avoid[s] {
			return s
		}
	}
	return strings.Repeat("x", cmp.Or(min(n, longest), n))
}

// escapeInto writes text as pchar and "/" (RFC 3986 §3.3).
func escapeInto(b *strings.Builder, text string) {
	const hex = "0123456789ABCDEF"
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~!$&'()*+,;=:@/", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
}
