package relation

import (
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// Paths that show how two patterns relate are made here: one that both take, and those
// that one takes alone.

// witness are the segments of a path that both shapes take, decoded, or nil. avoid are
// texts that it has rather not, by segment.
func (r *relator) witness(a, b *shape, avoid Words) []string {
	from, to := lengths(a, b)
	for n := from; n <= to; n++ {
		if !r.product(a, b, n).meets {
			continue
		}
		texts := make([]string, n)
		complete := true
		for i := 0; i < n && complete; i++ {
			texts[i], complete = r.both(a.at(i, n), b.at(i, n), avoid[i])
		}
		if complete {
			return texts
		}
	}
	return nil
}

// only are the segments of a path that a takes and b does not, or nil where none is
// known.
func (r *relator) only(a, b *shape) []string {
	from, to := lengths(a, b)
	if a.least() < from || to < from {
		return r.sample(a, a.least(), nil, 0)
	}
	for n := from; n <= to; n++ {
		if !r.product(a, b, n).meets {
			if texts := r.sample(a, n, nil, 0); texts != nil {
				return texts
			}
		}
		for i := range n {
			if !r.compare(a.at(i, n), b.at(i, n)).aOut {
				continue
			}
			if texts := r.sample(a, n, b, i); texts != nil {
				return texts
			}
		}
	}
	if a.path && !b.path {
		return r.sample(a, from+1, nil, 0)
	}
	return nil
}

// sample are n segments that a takes, of which the i-th is none that b takes there; b
// may be nil.
func (r *relator) sample(a *shape, n int, b *shape, i int) []string {
	texts := make([]string, n)
	for k := range texts {
		var ok bool
		if b != nil && k == i {
			texts[k], ok = r.alone(a.at(k, n), b.at(k, n))
		} else {
			texts[k], ok = r.both(a.at(k, n), r.anything, nil)
		}
		if !ok {
			return nil
		}
	}
	return texts
}

// rawPath writes segments as a path, percent-encoded; "" for none.
func rawPath(texts []string) string {
	var path strings.Builder
	for _, text := range texts {
		path.WriteByte('/')
		escapeInto(&path, text)
	}
	return path.String()
}

// escapeInto writes text as pchar and "/" (RFC 3986 §3.3).
func escapeInto(b *strings.Builder, text string) {
	const hex = "0123456789ABCDEF"
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9',
			strings.IndexByte("-._~!$&'()*+,;=:@/", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
}

// niceTexts are what examples are made of where they can be: texts that one would write.
var niceTexts = []string{
	"abc", "42", "new", "xyz", "1", "-1", "1.5", "2026-01-31",
	"6ba7b810-9dad-11d1-80b4-00c04fd430c8",
	"some", "any-text", "300", "70000", "5000000000",
}

// examples are texts to try before a search: of several parts, each as one would write
// it.
func (l *language) examples() []string {
	switch {
	case l.class == wordsClass:
		return l.words
	case len(l.parts) < 2:
		return niceTexts
	}
	var b strings.Builder
	for _, part := range l.parts {
		if part.Param == nil {
			b.WriteString(part.Literal)
			continue
		}
		c := &part.Param.Conv
		if c.Kind == pattern.StrBounded {
			b.WriteString(longText(max(c.Min, 1)))
			continue
		}
		b.WriteString(valueOf(c, "abc"))
	}
	return []string{b.String()}
}

// valueOf is a value that a converter takes, text where it takes any.
func valueOf(c *pattern.Conv, text string) string {
	switch c.Kind {
	case pattern.Any:
		return c.Words[0]
	case pattern.Bool:
		return "true"
	case pattern.UUID:
		return "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
	case pattern.Date:
		return "2026-01-31"
	case pattern.Float:
		return "1.5"
	case pattern.OwnKind, pattern.StrBounded, pattern.Str, pattern.Path:
		return text
	}
	return "42"
}

// tries are the examples of two languages: words first, then what has several parts.
func tries(a, b *language) [2][]string {
	if a.class == wordsClass || len(a.parts) > 1 {
		return [2][]string{a.examples(), b.examples()}
	}
	return [2][]string{b.examples(), a.examples()}
}

// both is a text that both languages take, one that is not in avoid where that is easy.
func (r *relator) both(a, b *language, avoid map[string]bool) (string, bool) {
	fallback, found := "", false
	for _, list := range tries(a, b) {
		for _, text := range list {
			if !r.takes(a, text) || !r.takes(b, text) {
				continue
			}
			if !avoid[text] {
				return text, true
			}
			if !found {
				fallback, found = text, true
			}
		}
	}
	if found || a.class == wordsClass || b.class == wordsClass {
		return fallback, found
	}
	if a.class == textClass && b.class == textClass {
		n := max(a.least, b.least, 1)
		return longText(n), n <= longest && r.compare(a, b).meets
	}
	s := r.search(a, b)
	return s.both, s.meetsSurely
}

// alone is a text that a takes and b does not.
func (r *relator) alone(a, b *language) (string, bool) {
	for _, list := range tries(a, b) {
		for _, text := range list {
			if r.takes(a, text) && !r.takes(b, text) {
				return text, true
			}
		}
	}
	switch {
	case a.class == wordsClass || len(b.own) > 0:
		return "", false
	case a.class == textClass && b.class == textClass:
		return textAlone(a, b)
	}
	s := r.search(a, b)
	return s.onlyA, s.foundA
}

// textAlone is a text whose length a takes and b does not.
func textAlone(a, b *language) (string, bool) {
	n := max(a.least, 1)
	if n >= b.least && n <= b.most {
		if b.most == noLimit || b.most+1 > a.most {
			return "", a.least < b.least // the empty text, in a path
		}
		n = b.most + 1
	}
	return longText(n), n <= longest
}

// longest is the length from which on no example is made: no request can be that long.
const longest = 1 << 20

// longText is a text of so many characters, for lengths that a str asks for.
func longText(n int) string { return strings.Repeat("x", min(n, longest)) }
