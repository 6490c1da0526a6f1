package relation

import (
	"slices"

	"example.com/httpgen/gen/internal/pattern"
)

// Which contenders can never answer is found here: those whose requests are all taken by one that
// comes first, and those with an any or bool of which each word is taken by one that does.

// A Hiding is a method of a contender, and those before it that take all its requests with it.
// A pattern may be hidden for some of its methods only, and for each of them by others.
type Hiding struct {
	Method Methods
	By     []*Contender
}

// The bounds keep what is looked at in proportion to the contest: nobody writes more.
const (
	maxPartners = 200
	maxWordSets = 64 // combinations of words of any and bool in one pattern
)

// hidings are what is known while the contest is run.
type hidings struct {
	whole   map[*Contender][]Hiding     // by one each
	partial map[*Contender][]*Contender // with words that some take before them
}

// add notes what a pair says about hiding: that one takes all of the other's requests, or,
// where that has words, that it may take some of them.
func (h *hidings) add(p Pair) {
	all := p.Kind == Equivalent || p.Kind == MoreGeneral
	if all {
		for _, m := range p.Second.Methods {
			if p.First.takes(m) {
				h.hide(p.Second, m, p.First)
			}
		}
	}
	if !all && p.Second.shape.hasWords() && len(h.partial[p.Second]) < maxPartners {
		if h.partial == nil {
			h.partial = map[*Contender][]*Contender{}
		}
		h.partial[p.Second] = append(h.partial[p.Second], p.First)
	}
}

// hide notes that a contender comes too late for a method: the first in precedence of those
// that come before it is kept.
func (h *hidings) hide(k *Contender, method Methods, by ...*Contender) {
	if h.whole == nil {
		h.whole = map[*Contender][]Hiding{}
	}
	for i, old := range h.whole[k] {
		if old.Method == method {
			if len(by) == 1 && by[0].order < old.By[0].order {
				h.whole[k][i].By = by
			}
			return
		}
	}
	h.whole[k] = append(h.whole[k], Hiding{method, by})
}

// Hidden are the contenders that can never answer, each with the methods of which that is so, as
// far as Run has found out.
func (c *Contest) Hidden() map[*Contender][]Hiding {
	for _, k := range c.Contenders {
		partners := c.hidden.partial[k]
		if len(partners) == 0 {
			continue
		}
		variants := c.variants(k.shape)
		for _, m := range k.Methods {
			if by := c.coveredBy(variants, partners, m); by != nil {
				c.hidden.hide(k, m, by...)
			}
		}
	}
	return c.hidden.whole
}

// hasWords tells a shape with a segment of several words: any or bool.
func (s *shape) hasWords() bool {
	words := func(l *language) bool { return l.class == wordsClass && len(l.words) > 1 }
	return slices.ContainsFunc(s.before, words) || slices.ContainsFunc(s.after, words)
}

// coveredBy are the contenders each of which takes at least one variant, if together they
// take all, or nil.
func (c *Contest) coveredBy(variants []*shape, partners []*Contender, method Methods) []*Contender {
	var by []*Contender
	for _, variant := range variants {
		i := slices.IndexFunc(partners, func(p *Contender) bool {
			if !p.takes(method) {
				return false
			}
			v := c.relate(variant, p.shape)
			return v.meets && v.aIn
		})
		if i < 0 {
			return nil
		}
		if !slices.Contains(by, partners[i]) {
			by = append(by, partners[i])
		}
	}
	return by
}

// variants are the shapes that a shape is made of when each segment of several words is
// cut into its words, or nil if these are too many.
func (r *relator) variants(s *shape) []*shape {
	list := []*shape{s}
	for i := range s.least() {
		l := s.at(i, s.least())
		if l.class != wordsClass || len(l.words) < 2 {
			continue
		}
		if len(list)*len(l.words) > maxWordSets {
			return nil
		}
		var next []*shape
		for _, old := range list {
			for _, word := range l.words {
				next = append(next, old.with(i, r.language(pattern.Segment{{Literal: word}})))
			}
		}
		list = next
	}
	return list
}

// with is the shape with another language of its i-th segment, which is not that of the
// path parameter.
func (s *shape) with(i int, l *language) *shape {
	t := *s
	if i < len(s.before) {
		t.before = slices.Clone(s.before)
		t.before[i] = l
	} else {
		t.after = slices.Clone(s.after)
		t.after[i-len(s.before)-1] = l
	}
	return &t
}
