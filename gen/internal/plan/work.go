package plan

import "strings"

// How much work a path can make is bounded here.
//
// A search comes to each node at most once, with one rest of the path. So its steps are those
// of the nodes that one path can lead to, and of these what grows with the path is known: a
// segment looks at the bytes of one segment of the path, an end at all bytes from there on. A
// byte in the d-th segment is looked at by the segments of the nodes at depth d, and by the
// ends of those at d and before.
//
// Which nodes one path can lead to is what makes the bound close: literals beside each other
// exclude one another, and so do numbers, uuids and days, words that another converter
// refuses, and segments that start or end with other literals. What remains is taken to be
// possible together, and each node's segment is taken to be the worst for it, though one text
// has to do for all nodes of a depth: so the bound may be above what any path does, and never
// below. The tests hold both (work_test.go).

// Work bounds the steps of a search: Fixed, and PerByte for each byte of the path.
type Work struct {
	Fixed, PerByte int
}

// Steps bounds the steps for a path of n bytes.
func (w Work) Steps(n int) int { return w.Fixed + w.PerByte*n }

// Work bounds the steps of any search.
func (p *Plan) Work() Work {
	b := newBounds(p)
	c := b.boundary(p.Root, spot{known: p.SlashesFirst})
	w := Work{Fixed: c.fixed}
	for _, perByte := range c.at {
		w.PerByte = max(w.PerByte, perByte)
	}
	if p.SlashesFirst {
		w.PerByte++
	}
	return w
}

// A cost is that of a part of the tree: fixed steps, and steps for each byte in the segment at
// a depth below it. The last of at holds for all depths from there on.
type cost struct {
	fixed int
	at    []int
}

// deepestCost is the depth from which on all have the cost of the worst of them.
const deepestCost = 64

// merge joins two costs number by number.
func (c cost) merge(d cost, join func(a, b int) int) cost {
	sum := cost{join(c.fixed, d.fixed), make([]int, max(len(c.at), len(d.at), 1))}
	for i := range sum.at {
		sum.at[i] = join(c.get(i), d.get(i))
	}
	return sum
}

// get is the cost at a depth: behind the last one that is known, all have the same.
func (c cost) get(i int) int {
	if len(c.at) == 0 {
		return 0
	}
	return c.at[min(i, len(c.at)-1)]
}

// plus is the cost of both, as what one path makes; or is the worse of two that exclude one
// another.
func (c cost) plus(d cost) cost { return c.merge(d, func(a, b int) int { return a + b }) }
func (c cost) or(d cost) cost   { return c.merge(d, func(a, b int) int { return max(a, b) }) }

// least is the less of two bounds.
func (c cost) least(d cost) cost { return c.merge(d, func(a, b int) int { return min(a, b) }) }

// behind is the cost of what stands so many segments further on.
func (c cost) behind(segments int) cost {
	if len(c.at) == 0 || segments == 0 {
		return c
	}
	at := make([]int, segments, segments+len(c.at))
	at = append(at, c.at...)
	for len(at) > deepestCost {
		last := len(at) - 1
		at[last-1] = max(at[last-1], at[last])
		at = at[:last]
	}
	return cost{c.fixed, at}
}

// fixed, inSegment and inRest are the costs that all others are made of: for the path as a
// whole, for each byte of the segment that starts here, for each byte from here to the end.
func fixed(n int) cost           { return cost{fixed: n} }
func inSegment(perByte int) cost { return cost{at: []int{perByte, 0}} }
func inRest(perByte int) cost    { return cost{at: []int{perByte}} }

// bounds computes costs, and keeps them: the witness is looked for by them.
type bounds struct {
	f     *Finder // for which own converters take everything
	nodes map[*Node]cost
}

// newBounds takes own converters to accept everything, because what a user's function refuses
// is not known here, and each refusal only shortens a search.
func newBounds(p *Plan) *bounds {
	return &bounds{f: &Finder{Plan: p}, nodes: map[*Node]cost{}}
}

// boundary is the cost of a node behind the root or a parameter.
func (b *bounds) boundary(n *Node, at spot) cost {
	c := fixed(1 + choiceSteps(n.Literals))
	for _, p := range b.literals(n.Literals, at, 1) {
		c = c.or(fixed(1 + choiceSteps(n.Literals)).plus(p.cost))
	}
	b.nodes[n] = c
	return c
}

// A way is a literal that leads on: its first segment, and the cost of what is behind it.
type way struct {
	word string
	cost cost
}

// literals are the ways that start with a literal; skip is the number of slashes that one
// starts with before its first segment.
func (b *bounds) literals(c *Choice, at spot, skip int) (list []way) {
	for p := range c.AllPrefixes {
		deeper := strings.Count(p.Text, "/") - skip
		word, _, _ := strings.Cut(p.Text[skip:], "/")
		list = append(list, way{word, b.node(p.Node, at.below(p.Text)).behind(deeper)})
	}
	return list
}

// node is the cost of a node that a segment starts at.
func (b *bounds) node(n *Node, at spot) cost {
	own := fixed(1 + choiceSteps(n.Literals)).plus(b.ends(n))
	r := &reach{ways: b.literals(n.Literals, at, 0), children: n.Segments}
	if len(n.Segments) > 0 {
		own = own.plus(b.segments(n, at))
		at.known = true
	}
	for i := range n.Segments {
		r.next = append(r.next, b.boundary(n.Segments[i].Next, at).behind(1))
	}
	c := own.plus(r.worst(b.f))
	b.nodes[n] = c
	return c
}

// choiceSteps bounds what telling literals apart costs.
func choiceSteps(c *Choice) int {
	if c == nil {
		return 0
	}
	steps, most := 1, choiceSteps(c.Short)
	for _, t := range c.Tails {
		steps += literalSteps(t.Text) + 1
	}
	for _, p := range c.Prefixes {
		steps += literalSteps(p.Text)
	}
	for _, k := range c.Cases {
		most = max(most, choiceSteps(k.Choice))
	}
	return steps + most
}

// segments is what a node's segments cost to be looked at.
func (b *bounds) segments(n *Node, at spot) cost {
	c := cost{}
	if !at.known {
		c = inRest(1)
	}
	if at.depth >= maxSlashes {
		c = c.plus(inSegment(1))
	}
	var cuts []*Cut
	for _, child := range n.Segments {
		switch {
		case child.Cut != nil:
			cuts = append(cuts, child.Cut)
		case looksAtAll(child.Whole.Kind):
			c = c.plus(inSegment(1))
		}
	}
	return c.plus(cutsCost(cuts, inSegment)).plus(askCost(n.AskSegments, func(i int) cost {
		child := &n.Segments[i]
		c := fixed(child.fixedSteps())
		if child.Cut != nil {
			c = c.plus(inSegment(child.Cut.splitCost()))
		}
		return c
	}))
}

// ends is what a node's ends cost.
func (b *bounds) ends(n *Node) cost {
	var cuts []*Cut
	for _, e := range n.Ends {
		cuts = append(cuts, e.Cut)
	}
	return cutsCost(cuts, inRest).plus(askCost(n.AskEnds, func(i int) cost {
		c := n.Ends[i].Cut
		return fixed(1 + c.fixedSteps()).plus(inRest(c.splitCost()))
	}))
}

// FirstRoutes is, for all that nodes ask, the first route behind it in the manifest.
func (p *Plan) FirstRoutes() map[Ask]int {
	first := map[Ask]int{}
	var node func(n *Node) int
	node = func(n *Node) int {
		least := len(p.Manifest.Routes)
		for t := range n.Literals.AllTails {
			least = min(least, t.Site.first())
		}
		for pre := range n.Literals.AllPrefixes {
			least = min(least, node(pre.Node))
		}
		for i := range n.Segments {
			on := Ask{Child: &n.Segments[i]}
			first[on] = node(on.Child.Next)
			least = min(least, first[on])
		}
		for i := range n.Ends {
			on := Ask{End: &n.Ends[i]}
			first[on] = on.End.Site.first()
			least = min(least, first[on])
		}
		return least
	}
	node(p.Root)
	return first
}

// first is the first route of a site in the manifest.
func (s *Site) first() int {
	least := s.Answers[0].Route
	for _, a := range s.Answers {
		least = min(least, a.Route)
	}
	return least
}
