package plan

import (
	"maps"
	"slices"
	"strings"
)

// Which bytes literal texts are told apart by is decided here.

// few texts may be compared one by one: that costs no more than to tell them apart.
const few = 2

// choose finds the window whose bytes tell most of the texts apart, and goes on with those
// that share them.
// Going on means to look at another window, behind a case of this one: each choice leaves
// fewer texts than it was given, since a window that tells none apart is no window.
func choose(tails []Tail, prefixes []Prefix) *Choice {
	if len(tails)+len(prefixes) == 0 {
		return nil
	}
	whole := &Choice{Tails: tails, Prefixes: prefixes, Function: -1}
	if len(tails)+len(prefixes) <= few {
		return whole
	}
	w, ok := bestWindow(tails, prefixes)
	switch {
	case !ok && len(tails) <= few:
		return whole
	case !ok:
		c := choose(tails, nil)
		c.Prefixes = prefixes
		return c
	}
	c := &Choice{Window: w, Function: -1}
	groups, short := w.divide(tails, prefixes)
	c.Short = choose(short, nil)
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		g := groups[key]
		c.Cases = append(c.Cases, Case{key, choose(g.tails, g.prefixes)})
	}
	c.Hash = hashOf(c.Cases)
	return c
}

// A group are the texts that have the same bytes in a window.
type group struct {
	tails    []Tail
	prefixes []Prefix
}

// divide divides texts by what they have in the window; short are those that end before
// it does.
func (w Window) divide(tails []Tail, prefixes []Prefix) (groups map[string]*group, short []Tail) {
	groups = map[string]*group{}
	of := func(text string) *group {
		key := text[w.Offset:w.End()]
		if groups[key] == nil {
			groups[key] = &group{}
		}
		return groups[key]
	}
	for _, t := range tails {
		if len(t.Text) < w.End() {
			short = append(short, t)
			continue
		}
		g := of(t.Text)
		g.tails = append(g.tails, t)
	}
	for _, p := range prefixes {
		g := of(p.Text)
		g.prefixes = append(g.prefixes, p)
	}
	return groups, short
}

// maxCases bounds the cases of one switch, so that what is in them can be divided among
// functions; thousands of texts are told apart by one byte first.
const maxCases = 64

// bestWindow finds the window in which the texts fall into groups so that a text has the
// fewest others beside it; ok is false if none tells them apart. Every prefix has to fill
// it, since one that ends before may go on with any byte.
//
// The measure is the sum of the squares of the groups' sizes: each text has the others of its
// group to be compared with. A wide window is taken before a narrow one that tells as much,
// because its number settles more bytes of the text in one comparison.
func bestWindow(tails []Tail, prefixes []Prefix) (best Window, ok bool) {
	reach := 0
	for _, t := range tails {
		reach = max(reach, len(t.Text))
	}
	if len(prefixes) > 0 {
		reach = len(prefixes[0].Text)
		for _, p := range prefixes {
			reach = min(reach, len(p.Text))
		}
	}
	all := len(tails) + len(prefixes)
	least := all * all
	sizes := make(map[uint64]int, all)
	for _, width := range widths {
		for offset := 0; offset+width <= reach; offset++ {
			w := Window{offset, width}
			clear(sizes)
			short := 0
			for _, t := range tails {
				if len(t.Text) < w.End() {
					short++
				} else {
					sizes[Number(t.Text[offset:w.End()])]++
				}
			}
			for _, p := range prefixes {
				sizes[Number(p.Text[offset:w.End()])]++
			}
			sum := short * short
			for _, n := range sizes {
				sum += n * n
			}
			if sum < least && (len(sizes) <= maxCases || width == 1) {
				best, least, ok = w, sum, true
			}
		}
	}
	return best, ok
}

// Common is what all texts of the cases begin with.
// What they have in common is compared once, before the switch, and by the texts themselves
// no more.
func (c *Choice) Common() (common string) {
	first := true
	shorten := func(text string) {
		if first {
			common, first = text, false
		}
		for !strings.HasPrefix(text, common) {
			common = common[:len(common)-1]
		}
	}
	for _, k := range c.Cases {
		k.Choice.all(func(t Tail) bool { shorten(t.Text); return true }, func(p Prefix) bool { shorten(p.Text); return true })
	}
	return common
}

// AllPrefixes yields the prefixes of a choice, in no order that matters.
func (c *Choice) AllPrefixes(yield func(Prefix) bool) {
	c.all(nil, yield)
}

// Few is the choice if it tells no more than n texts apart, and without a window; else nil.
func (c *Choice) Few(n int) *Choice {
	if c == nil || c.Cases != nil || c.Short != nil || len(c.Tails)+len(c.Prefixes) > n {
		return nil
	}
	return c
}

// AllTails yields the tails of a choice, in no order that matters.
func (c *Choice) AllTails(yield func(Tail) bool) {
	c.all(yield, nil)
}

// all visits what there is; false means that it was stopped.
func (c *Choice) all(tail func(Tail) bool, prefix func(Prefix) bool) bool {
	if c == nil {
		return true
	}
	if tail != nil {
		for _, t := range c.Tails {
			if !tail(t) {
				return false
			}
		}
	}
	if prefix != nil {
		for _, p := range c.Prefixes {
			if !prefix(p) {
				return false
			}
		}
	}
	for _, k := range c.Cases {
		if !k.Choice.all(tail, prefix) {
			return false
		}
	}
	return c.Short.all(tail, prefix)
}
