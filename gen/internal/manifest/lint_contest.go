package manifest

import (
	"slices"

	"example.com/httpgen/gen/internal/pattern"
)

// Which routes compete for the same requests is found here.
//
// All patterns make a tree of segments, and the tree is walked in pairs of places that
// one path can lead to, from the pair (root, root) on: from a pair of places to the
// pairs of their branches whose segments can be one text. A literal meets the same
// literal, found by its name, and of the parameters beside it those that take it. So
// what is looked at is, in all, the size of the tree plus the pairs of places that do
// have a path in common, times the number of parameters beside each other, and not the
// pairs of routes: 874 routes of GitHub make 380,000 pairs, and 800 steps.
//
// A route with a path parameter takes any number of segments: it is compared with all
// routes below the place where the parameter stands. Sets can be made of which most
// routes do meet, and then so many pairs are looked at; past maxSteps the search ends,
// and what has not been looked at is not reported.

// maxSteps bounds the pairs of places, routes and segments that are looked at, which
// takes about half a second.
const maxSteps = 2_000_000

// A contender is a route in the search.
type contender struct {
	*entry
	shape   *shape
	order   int    // place in the order of precedence
	accepts uint64 // methods of requests that it answers
}

// A place is a node of the tree: where the segments that lead there end.
type place struct {
	literals []branch
	byID     map[int]*place // of literals
	others   []branch       // in order of the file
	ends     []*contender
	paths    []*contender // whose path parameter stands in the next segment
	accepts  uint64       // of all below
	beyond   []*contender // all that go on; nil: not collected
}

// A branch is a segment that goes on from a place.
type branch struct {
	lang  *language
	first *contender      // that has it
	seg   pattern.Segment // as this has it
	depth int             // its index there
	to    *place
}

// A contest is the search and what it finds.
type contest struct {
	*relator
	root       *place
	contenders []*contender // in order of the file
	methods    map[string]uint64
	steps      int
	cut        bool // maxSteps was reached
	meeting    func(first, second *contender, v verdict)
}

// newContest makes the tree of the routes that have a pattern. It is nil if there are
// more methods than fit.
func newContest(entries []*entry) *contest {
	c := &contest{relator: newRelator(), root: &place{}, methods: map[string]uint64{"GET": 1, "HEAD": 2}}
	for _, e := range entries {
		if e.route.Pattern == nil {
			continue
		}
		k := &contender{entry: e, shape: c.shape(e.route.Pattern)}
		for _, m := range e.route.Methods {
			k.accepts |= c.accepts(m)
		}
		c.contenders = append(c.contenders, k)
	}
	if len(c.methods) > 63 {
		return nil
	}
	sorted := slices.Clone(c.contenders)
	slices.SortStableFunc(sorted, func(a, b *contender) int { return pattern.Compare(a.route.Pattern, b.route.Pattern) })
	for i, k := range sorted {
		k.order = i
		if i > 0 && pattern.Compare(sorted[i-1].route.Pattern, k.route.Pattern) == 0 {
			k.order = sorted[i-1].order
		}
	}
	for _, k := range c.contenders {
		c.insert(k)
	}
	return c
}

// accepts are the methods of requests that a route for m answers: * all, GET also HEAD.
func (c *contest) accepts(m string) uint64 {
	switch m {
	case "*":
		return ^uint64(0)
	case "GET":
		return 3
	}
	bit := c.methods[m]
	if bit == 0 && len(c.methods) < 64 {
		bit = 1 << len(c.methods)
		c.methods[m] = bit
	}
	return bit
}

func (c *contest) insert(k *contender) {
	at := c.root
	at.accepts |= k.accepts
	for i, lang := range k.shape.before {
		at = at.branch(branch{lang: lang, first: k, seg: k.route.Pattern.Segments[i], depth: i})
		at.accepts |= k.accepts
	}
	if k.shape.path {
		at.paths = append(at.paths, k)
		return
	}
	at.ends = append(at.ends, k)
}

// branch returns the place behind a segment.
func (p *place) branch(b branch) *place {
	if b.lang.class == wordsClass && b.seg.Rank() == pattern.RankLiteral {
		if p.byID == nil {
			p.byID = map[int]*place{}
		}
		to := p.byID[b.lang.id]
		if to == nil {
			to = &place{}
			p.byID[b.lang.id], b.to = to, to
			p.literals = append(p.literals, b)
		}
		return to
	}
	for _, other := range p.others {
		if other.lang == b.lang {
			return other.to
		}
	}
	b.to = &place{}
	p.others = append(p.others, b)
	return b.to
}

// all returns every route that goes on from a place, those of paths first.
func (p *place) all() []*contender {
	if p.beyond == nil {
		p.beyond = slices.Clone(p.paths)
		for _, list := range [][]branch{p.literals, p.others} {
			for _, b := range list {
				p.beyond = append(p.beyond, b.to.ends...)
				p.beyond = append(p.beyond, b.to.all()...)
			}
		}
	}
	return p.beyond
}

// step counts; it is false when the search has to end.
func (c *contest) step() bool {
	c.steps++
	c.cut = c.cut || c.steps+c.compared > maxSteps
	return !c.cut
}

// run finds all pairs of routes that have a request in common and different patterns.
func (c *contest) run(meeting func(first, second *contender, v verdict)) {
	c.meeting = meeting
	c.meet(c.root, c.root, same)
}

// meet looks at what goes on from two places that one path leads to.
func (c *contest) meet(p, q *place, v verdict) {
	if p.accepts&q.accepts == 0 || !c.step() {
		return
	}
	c.meetPaths(p, q)
	if p == q {
		for _, b := range p.literals {
			c.meet(b.to, b.to, v)
		}
		for i, b := range p.others {
			c.meet(b.to, b.to, v)
			c.cross(p.literals, p.others[i:i+1], v)
			c.cross(p.others[:i], p.others[i:i+1], v)
		}
		return
	}
	for _, a := range p.ends {
		for _, b := range q.ends {
			c.judge(a, b, v)
		}
	}
	if len(p.literals) <= len(q.literals) {
		for _, b := range p.literals {
			if to := q.byID[b.lang.id]; to != nil {
				c.meet(b.to, to, v)
			}
		}
	} else {
		for _, b := range q.literals {
			if to := p.byID[b.lang.id]; to != nil {
				c.meet(to, b.to, v)
			}
		}
	}
	c.cross(p.literals, q.others, v)
	c.cross(p.others, q.literals, v)
	c.cross(p.others, q.others, v)
}

// cross meets the branches of two lists whose segments can be one text.
func (c *contest) cross(list, other []branch, v verdict) {
	for _, b := range other {
		for _, a := range list {
			if a.to.accepts&b.to.accepts == 0 {
				continue
			}
			if !c.step() {
				return
			}
			if w := v.and(c.compare(a.lang, b.lang)); w.meets {
				c.meet(a.to, b.to, w)
			}
		}
	}
}

// meetPaths compares the routes whose path parameter stands at one of two places with
// those that go on from the other.
func (c *contest) meetPaths(p, q *place) {
	for i, a := range p.paths {
		if p == q { // what stands here comes first in all
			c.compareRoutes(a, q.all()[:i])
			c.compareRoutes(a, q.all()[len(q.paths):])
		} else {
			c.compareRoutes(a, q.all())
		}
	}
	if p != q {
		for _, b := range q.paths {
			c.compareRoutes(b, p.all()[len(p.paths):])
		}
	}
}

func (c *contest) compareRoutes(a *contender, list []*contender) {
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

// judge reports a meeting, the route first in precedence first.
func (c *contest) judge(a, b *contender, v verdict) {
	switch {
	case a.accepts&b.accepts == 0 || a.order == b.order || !c.step():
	case a.order < b.order:
		c.meeting(a, b, v)
	default:
		c.meeting(b, a, v.flipped())
	}
}
