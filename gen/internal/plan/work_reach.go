package plan

import (
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// Which of the ways on from a node one text of a segment can take together is bounded here.

// A reach is what a segment of a path may lead to from a node: behind literals, and behind
// the segments with parameters that take it.
type reach struct {
	ways     []way
	children []Child
	next     []cost // behind each of the children
}

// mostTrials bounds how often a word is tried with a segment, in one node.
const mostTrials = 1 << 16

// worst is the cost of the most that one text leads to.
func (r *reach) worst(f *Finder) cost {
	words := r.words()
	all := cost{}
	for _, c := range r.next {
		all = all.plus(c)
	}
	literal := map[string]cost{}
	for _, w := range r.ways {
		literal[w.word] = literal[w.word].or(w.cost)
	}
	worst := r.otherTexts()
	for _, word := range words {
		taken := all
		if len(words)*len(r.children) <= mostTrials {
			taken = r.takenBy(f, word)
		}
		worst = worst.or(literal[word].plus(taken))
	}
	return worst
}

// words are the texts that a literal, an any or a bool of the node names, each once.
func (r *reach) words() (list []string) {
	for _, w := range r.ways {
		list = append(list, w.word)
	}
	for _, c := range r.children {
		if c.Whole != nil && c.Whole.Kind == pattern.Any {
			list = append(list, c.Whole.Words...)
		}
		if c.Whole != nil && c.Whole.Kind == pattern.Bool {
			list = append(list, "true", "false")
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// takenBy is the cost of what a word leads to behind parameters.
func (r *reach) takenBy(f *Finder, word string) (sum cost) {
	for i := range r.children {
		if r.children[i].takes(f, word) {
			sum = sum.plus(r.next[i])
		}
	}
	return sum
}

// takes says whether the segment may be this text.
func (c *Child) takes(f *Finder, text string) bool {
	s := search{f: f}
	_, ok := s.child(c, text)
	return ok
}

// otherTexts bounds what a text leads to that is none of the words: it is a number, or a
// uuid, or a day, or none of these.
func (r *reach) otherTexts() cost {
	any, kinds := cost{}, [3]cost{}
	var cuts []*Cut
	var behind []cost
	for i, c := range r.children {
		switch next := r.next[i]; {
		case c.Cut != nil:
			cuts, behind = append(cuts, c.Cut), append(behind, next)
		case c.Whole.Kind.Number():
			kinds[0] = kinds[0].plus(next)
		case c.Whole.Kind == pattern.UUID:
			kinds[1] = kinds[1].plus(next)
		case c.Whole.Kind == pattern.Date:
			kinds[2] = kinds[2].plus(next)
		case c.Whole.Kind != pattern.Any && c.Whole.Kind != pattern.Bool:
			any = any.plus(next)
		}
	}
	return any.plus(kinds[0].or(kinds[1]).or(kinds[2])).plus(together(cuts, behind))
}

// mostPairs bounds the work of together.
const mostPairs = 1 << 16

// together bounds what those cuts cost that one text passes the ends of: their literals at the
// start are beginnings of one another, and those at the end likewise. Where there are very many
// of both, each end is looked at by itself.
func together(cuts []*Cut, costs []cost) (worst cost) {
	byLead, byTrail := map[string]cost{}, map[string]cost{}
	for i, c := range cuts {
		byLead[c.lead()] = byLead[c.lead()].plus(costs[i])
		byTrail[c.trail()] = byTrail[c.trail()].plus(costs[i])
	}
	if len(byLead)*len(byTrail)*len(cuts) > mostPairs {
		starts := worstChain(byLead, func(text string, n int) string { return text[:n] })
		return starts.least(
			worstChain(byTrail, func(text string, n int) string { return text[len(text)-n:] }))
	}
	for lead := range byLead {
		for trail := range byTrail {
			sum := cost{}
			for i, c := range cuts {
				if strings.HasPrefix(lead, c.lead()) && strings.HasSuffix(trail, c.trail()) {
					sum = sum.plus(costs[i])
				}
			}
			worst = worst.or(sum)
		}
	}
	return worst
}

// worstChain is the most that texts cost which are parts of one of them: part is that of n
// bytes.
func worstChain(costs map[string]cost, part func(text string, n int) string) (worst cost) {
	for text := range costs {
		sum := cost{}
		for n := range len(text) + 1 {
			sum = sum.plus(costs[part(text, n)])
		}
		worst = worst.or(sum)
	}
	return worst
}

// lead is the literal that a row starts with, or "".
func (c *Cut) lead() string { return c.Row[0].Literal }

// trail is the literal that a row ends with, or "".
func (c *Cut) trail() string { return c.Row[len(c.Row)-1].Literal }
