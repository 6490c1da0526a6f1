package relation

import (
	"slices"

	"example.com/httpgen/gen/internal/pattern"
)

// Which patterns compete for the same requests is found here.
//
// All patterns make a tree of segments, and the tree is walked in pairs of nodes that
// one path can lead to, from the pair (root, root) on: from a pair of nodes to the
// pairs of their branches whose segments can be one text. A literal is paired with the same
// literal, found by its name, and of the parameters beside it those that take it. So
// what is looked at is, in all, the size of the tree plus the pairs of nodes that do
// have a path in common, times the number of parameters beside each other, and not the
// pairs of patterns: 874 routes of GitHub make 380,000 pairs, and 800 steps.
//
// A pattern with a path parameter takes any number of segments: it is compared with all
// below the node where the parameter stands. Sets can be made of which most
// have paths in common, and then so many pairs are looked at; past maxSteps the search ends,
// and what has not been looked at is not reported.

// maxSteps bounds the pairs of nodes, patterns and segments that are looked at, which
// takes about half a second.
const maxSteps = 2_000_000

// A Pair is two contenders that have a request in common, and whose patterns differ. First is
// asked first.
type Pair struct {
	First, Second *Contender
	Kind          Kind // of First's pattern to Second's
	Certain       bool // false where Kind is Overlaps, and that is only possible
}

// A Contest is the search for all pairs.
//
//	c := NewContest(contenders)
//	c.Run(func(p Pair) { … })      // every pair with a request in common, each once
//	c.Hidden()                     // who never answers, as Run has found out
type Contest struct {
	Contenders []*Contender
	Root       *Node

	*relator
	steps  int
	cut    bool // maxSteps was reached
	found  func(Pair)
	hidden hidings
}

// NewContest makes the tree of the contenders.
func NewContest(list []*Contender) *Contest {
	c := &Contest{Contenders: list, Root: &Node{}, relator: newRelator()}
	for i, k := range list {
		k.Index, k.shape = i, c.shape(k.Pattern)
		for _, m := range k.Methods {
			k.accepts |= m.accepts()
		}
	}
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b *Contender) int {
		return pattern.Compare(a.Pattern,
			b.Pattern)
	})
	for i, k := range sorted {
		k.order = i
		if i > 0 && pattern.Compare(sorted[i-1].Pattern, k.Pattern) == 0 {
			k.order = sorted[i-1].order
		}
	}
	for _, k := range list {
		c.insert(k)
	}
	return c
}

// Complete is false where the search, or a comparison in it, ended early: then not all pairs
// have been found.
func (c *Contest) Complete() bool { return !c.cut && c.fuel > 0 }

// Impossible tells a contender one segment of which takes nothing.
func (c *Contest) Impossible(k *Contender) bool {
	for i := range k.shape.least() {
		if l := k.shape.at(i, k.shape.least()); !c.compare(l, l).meets {
			return true
		}
	}
	return false
}

// Witness is a raw path that both take, "" where none was found. It has none of the words in
// avoid where that is easy.
func (c *Contest) Witness(a, b *Contender, avoid Words) string {
	return rawPath(c.witness(a.shape, b.shape, avoid))
}

// Depends are the own converters of both, in their order.
func (c *Contest) Depends(a, b *Contender) []*pattern.Own { return ownOf(a.shape, b.shape) }

// step counts; it is false when the search has to end.
func (c *Contest) step() bool {
	c.steps++
	c.cut = c.cut || c.steps+c.compared > maxSteps
	return !c.cut
}

// Run finds all pairs.
func (c *Contest) Run(found func(Pair)) {
	c.found = found
	c.walk(c.Root, c.Root, same)
}

// walk looks at what goes on from two nodes that one path leads to.
func (c *Contest) walk(p, q *Node, v verdict) {
	if p.accepts&q.accepts == 0 || !c.step() {
		return
	}
	c.walkPaths(p, q)
	if p == q {
		for _, b := range p.Literals {
			c.walk(b.To, b.To, v)
		}
		for i, b := range p.Others {
			c.walk(b.To, b.To, v)
			c.cross(p.Literals, p.Others[i:i+1], v)
			c.cross(p.Others[:i], p.Others[i:i+1], v)
		}
		return
	}
	for _, a := range p.Ends {
		for _, b := range q.Ends {
			c.judge(a, b, v)
		}
	}
	if len(p.Literals) <= len(q.Literals) {
		for _, b := range p.Literals {
			if to := q.byID[b.lang.id]; to != nil {
				c.walk(b.To, to, v)
			}
		}
	} else {
		for _, b := range q.Literals {
			if to := p.byID[b.lang.id]; to != nil {
				c.walk(to, b.To, v)
			}
		}
	}
	c.cross(p.Literals, q.Others, v)
	c.cross(p.Others, q.Literals, v)
	c.cross(p.Others, q.Others, v)
}

// cross goes on from the branches of two lists whose segments can be one text.
func (c *Contest) cross(list, other []Branch, v verdict) {
	for _, b := range other {
		for _, a := range list {
			if a.To.accepts&b.To.accepts == 0 {
				continue
			}
			if !c.step() {
				return
			}
			if w := v.and(c.compare(a.lang, b.lang)); w.meets {
				c.walk(a.To, b.To, w)
			}
		}
	}
}

// walkPaths compares the routes whose path parameter stands at one of two nodes with
// those that go on from the other.
func (c *Contest) walkPaths(p, q *Node) {
	for i, a := range p.Paths {
		if p == q { // what stands here comes first in all
			c.comparePatterns(a, q.all()[:i])
			c.comparePatterns(a, q.all()[len(q.Paths):])
		} else {
			c.comparePatterns(a, q.all())
		}
	}
	if p != q {
		for _, b := range q.Paths {
			c.comparePatterns(b, p.all()[len(p.Paths):])
		}
	}
}

// comparePatterns compares one pattern that has a path parameter with those that may share a
// path with it: by their shapes as a whole, since the tree does not hold their ends.
func (c *Contest) comparePatterns(a *Contender, list []*Contender) {
	for _, b := range list {
		if a.accepts&b.accepts == 0 {
			continue
		}
		if !c.step() {
			return
		}
		if v := c.relate(a.shape, b.shape); v.meets {
			c.judge(a, b, v)
		}
	}
}

// judge tells of two that have a path in common, the first in precedence first.
func (c *Contest) judge(a, b *Contender, v verdict) {
	switch {
	case a.accepts&b.accepts == 0 || a.order == b.order || !c.step():
		return
	case a.order > b.order:
		a, b, v = b, a, v.flipped()
	}
	p := Pair{First: a, Second: b, Kind: v.kind(), Certain: v.certain()}
	c.hidden.add(p)
	c.found(p)
}
