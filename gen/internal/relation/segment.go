package relation

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/pattern"
)

// The languages of single segments live here, and the algebra that compares most of
// them: lists of words, texts by their length. What is left, numbers and segments of
// several parts, is compared by automata (search.go).

// A language is a set of texts that a segment can be, as a pattern takes them: the
// shape and what lies beyond it. The texts . and .. are in none.
type language struct {
	id    int
	class languageClass
	parts []pattern.Part // a Path here is any text that is left in one segment, or none
	own   []*pattern.Own // of parts

	words       []string // of wordsClass
	least, most int      // of textClass: runes
	finite      bool     // only words, in parts that may be many
	machine     *machine // once it is needed
}

// noLimit is the length of texts of any length.
const noLimit = math.MaxInt

// A languageClass says by what algebra a language is compared. The classes are as few as they
// are because most segments of most manifests are a word or one parameter: only what is left
// is worth an automaton.
type languageClass uint8

const (
	wordsClass   languageClass = iota // literals, any, bool
	textClass                         // str, own converters, anything: texts by their length
	machineClass                      // the rest
)

// A relator compares languages. It knows each by its id, and runs no two automata twice.
type relator struct {
	languages map[string]*language
	anything  *language // any text, also none: a segment inside of a path parameter
	verdicts  map[[2]int]verdict
	fuel      int // steps of automata that are left
	compared  int // calls of compare
}

// newRelator knows one language from the start: that of any text, against which others are
// asked whether they hold a text at all.
func newRelator() *relator {
	r := &relator{languages: map[string]*language{}, verdicts: map[[2]int]verdict{},
		fuel: fuelForAll}
	r.anything = r.language(
		pattern.Segment{{Param: &pattern.Param{Conv: pattern.Conv{Kind: pattern.Path}}}})
	return r
}

// language returns the language of a segment.
func (r *relator) language(seg pattern.Segment) *language {
	key := seg.Text(pattern.Nameless)
	l := r.languages[key]
	if l == nil {
		l = newLanguage(seg)
		l.id = len(r.languages)
		r.languages[key] = l
	}
	return l
}

// newLanguage finds the class of a segment. Equal segments are one language
// (relator.language), so that classes and automata are made once for all patterns.
func newLanguage(seg pattern.Segment) *language {
	l := &language{parts: seg, finite: true}
	for _, part := range seg {
		if part.Param == nil {
			continue
		}
		switch part.Param.Conv.Kind {
		case pattern.Any, pattern.Bool, pattern.UUID, pattern.Date:
		case pattern.OwnKind:
			l.own = append(l.own, part.Param.Conv.Own)
			l.finite = false
		default:
			l.finite = false
		}
	}
	switch {
	case len(seg) == 0:
		l.words = []string{""}
	case len(seg) > 1:
		l.class = machineClass
	case seg[0].Param == nil:
		l.words = []string{seg[0].Literal}
	default:
		l.whole(&seg[0].Param.Conv)
	}
	l.words = slices.DeleteFunc(l.words, isDots)
	return l
}

// whole is the language of a segment that is one parameter.
func (l *language) whole(c *pattern.Conv) {
	switch c.Kind {
	case pattern.Any:
		l.words = slices.Clone(c.Words)
	case pattern.Bool:
		l.words = []string{"true", "false"}
	case pattern.OwnKind, pattern.Str:
		l.class, l.least, l.most = textClass, 1, noLimit
	case pattern.StrBounded:
		l.class, l.least, l.most = textClass, max(c.Min, 1), c.Longest()
	case pattern.Path:
		l.class, l.most = textClass, noLimit
	default:
		l.class = machineClass
	}
}

// isDots tells the two texts that no segment of a request can be: they are answered 404
// before any route is asked, and so are in no language here.
func isDots(text string) bool { return text == "." || text == ".." }

// takes says whether a text is in the language; an own converter takes every text.
func (r *relator) takes(l *language, text string) bool {
	switch {
	case isDots(text):
		return false
	case l.class == wordsClass:
		return slices.Contains(l.words, text)
	case l.class == machineClass:
		return r.machineOf(l).takes(text)
	}
	if len(text) < l.least {
		return false
	}
	n := utf8.RuneCountInString(text)
	return n >= l.least && n <= l.most
}

// compare is the verdict on two languages.
func (r *relator) compare(a, b *language) verdict {
	if a.id > b.id {
		return r.compare(b, a).flipped()
	}
	r.compared++
	if !mayNeedSearch(a, b) {
		return r.decide(a, b)
	}
	key := [2]int{a.id, b.id}
	v, known := r.verdicts[key]
	if !known {
		v = r.decide(a, b)
		r.verdicts[key] = v
	}
	return v
}

// mayNeedSearch tells the pairs whose verdict is worth to be kept.
func mayNeedSearch(a, b *language) bool {
	switch {
	case a.class == wordsClass:
		return b.class == machineClass && b.finite
	case b.class == wordsClass:
		return a.class == machineClass && a.finite
	}
	return a.class == machineClass || b.class == machineClass
}

// decide compares two languages that are not known yet, the cheapest way first: by identity,
// by lists of words, by lengths, by literals at the ends, and by automata where nothing else
// tells.
func (r *relator) decide(a, b *language) verdict {
	switch {
	case a == b:
		if a.class == wordsClass && len(a.words) == 0 || a.class == machineClass && a.finite &&
			!r.search(a, r.anything).meets {
			return apart
		}
		return same
	case a.class == wordsClass:
		return r.words(a, b)
	case b.class == wordsClass:
		return r.words(b, a).flipped()
	case a.class == textClass && b.class == textClass:
		return texts(a, b)
	case a.class == textClass && a.least <= 1 && a.most == noLimit:
		return r.inText(b, a).flipped()
	case b.class == textClass && b.least <= 1 && b.most == noLimit:
		return r.inText(a, b)
	case endsDiffer(a.parts, b.parts):
		return apart
	}
	return r.search(a, b).known(a, b)
}

// words compares a list of words with any language.
func (r *relator) words(a, b *language) verdict {
	var v verdict
	for _, word := range a.words {
		if r.takes(b, word) {
			v.meets = true
		} else {
			v.aOut = true
		}
	}
	v.sure, v.aIn = v.meets, !v.aOut
	switch {
	case b.class == wordsClass:
		for _, word := range b.words {
			v.bOut = v.bOut || !slices.Contains(a.words, word)
		}
		v.bIn = !v.bOut
	case b.finite:
		w := r.search(a, b)
		v.bIn, v.bOut = w.bIn, w.bOut
	default:
		v.bOut = true // it is not finite, or the texts of any length or of all days
	}
	if !v.meets {
		return apart
	}
	return v.known(a, b)
}

// texts compares texts of some lengths.
func texts(a, b *language) verdict {
	if max(a.least, b.least) > min(a.most, b.most) {
		return apart
	}
	inside := func(a, b *language) bool {
		return a.least >= b.least && a.most <= b.most
	}
	v := verdict{meets: true, sure: true, aIn: inside(a, b), bIn: inside(b, a)}
	v.aOut, v.bOut = !v.aIn, !v.bIn
	v = v.known(a, b)
	if v.aIn && len(a.own) > 0 { // an own converter refuses something
		v.bOut = true
	}
	if v.bIn && len(b.own) > 0 {
		v.aOut = true
	}
	return v
}

// inText compares a, of machineClass and so never empty, with b: all texts, or all that
// are not empty. There are texts of b that are not in a: numbers are not all, and what
// has several parts has a literal that not all have.
func (r *relator) inText(a, b *language) verdict {
	if a.finite && !r.search(a, r.anything).meets {
		return apart
	}
	v := verdict{meets: true, sure: true, aIn: true, bOut: true}
	return v.known(a, b)
}

// known takes back what only own converters know.
func (v verdict) known(a, b *language) verdict {
	if len(a.own) > 0 {
		v.bIn, v.aOut = false, false
	}
	if len(b.own) > 0 {
		v.aIn, v.bOut = false, false
	}
	if len(a.own)+len(b.own) > 0 {
		v.sure = v.aIn || v.bIn
	}
	return v
}

// endsDiffer tells segments of which one text cannot be both for its first or last
// literal.
func endsDiffer(a, b []pattern.Part) bool {
	first, second := a[0].Literal, b[0].Literal
	if !strings.HasPrefix(first, second) && !strings.HasPrefix(second, first) {
		return true
	}
	first, second = a[len(a)-1].Literal, b[len(b)-1].Literal
	return !strings.HasSuffix(first, second) && !strings.HasSuffix(second, first)
}
