package relation

import (
	"slices"

	"example.com/httpgen/gen/internal/pattern"
)

// The tree of segments that all contenders make lives here.

// Methods is a set of methods of requests, one bit for each that some pattern is for.
type Methods uint64

const (
	Get      Methods = 1 << iota
	Head             // which a pattern for GET answers, too
	FirstOwn         // of the others, whose bits are those from here on

	Every Methods = 1<<64 - 1
)

// accepts are the methods of requests that a pattern for m answers.
func (m Methods) accepts() Methods {
	if m == Get {
		return Get | Head
	}
	return m
}

// A Contender is a pattern with the methods that it is for: one bit each, or Every.
type Contender struct {
	Pattern *pattern.Pattern
	Methods []Methods
	Index   int // among those that the contest is made of

	shape   *shape
	order   int     // place in the order of precedence
	accepts Methods // of requests that it answers
	through []*Node
}

// Accepts are the methods of requests that it answers.
func (k *Contender) Accepts() Methods { return k.accepts }

// Through are the nodes of the tree behind its segments, up to its path parameter.
func (k *Contender) Through() []*Node { return k.through }

// takes says whether it answers all requests with a method that another is for. Of GET that is
// not its HEAD, for which patterns for HEAD compete, too.
func (k *Contender) takes(m Methods) bool {
	if m == Every {
		return slices.Contains(k.Methods, Every)
	}
	return k.accepts&m != 0
}

// A Node of the tree is where the segments that lead there end.
type Node struct {
	Literals []Branch
	Others   []Branch     // with parameters, in order of the contenders
	Ends     []*Contender // whose pattern ends here
	Paths    []*Contender // whose path parameter stands in the next segment

	byID    map[int]*Node // of Literals
	accepts Methods       // of all below
	beyond  []*Contender  // all that go on; nil: not collected
}

// A Branch is a segment that goes on from a node.
type Branch struct {
	Segment pattern.Segment // as First has it
	First   *Contender      // that has it
	Depth   int             // its index there
	To      *Node

	lang *language
}

// insert adds the segments before a path parameter, and leaves the contender where that
// stands: what comes behind it is not at a fixed depth, and has no place in the tree.
func (c *Contest) insert(k *Contender) {
	at := c.Root
	at.accepts |= k.accepts
	for i, lang := range k.shape.before {
		at = at.branch(Branch{lang: lang, First: k, Segment: k.Pattern.Segments[i], Depth: i})
		at.accepts |= k.accepts
		k.through = append(k.through, at)
	}
	if k.shape.path {
		at.Paths = append(at.Paths, k)
		return
	}
	at.Ends = append(at.Ends, k)
}

// branch returns the node behind a segment.
func (n *Node) branch(b Branch) *Node {
	if b.lang.class == wordsClass && b.Segment.Rank() == pattern.RankLiteral {
		if n.byID == nil {
			n.byID = map[int]*Node{}
		}
		to := n.byID[b.lang.id]
		if to == nil {
			to = &Node{}
			n.byID[b.lang.id], b.To = to, to
			n.Literals = append(n.Literals, b)
		}
		return to
	}
	for _, other := range n.Others {
		if other.lang == b.lang {
			return other.To
		}
	}
	b.To = &Node{}
	n.Others = append(n.Others, b)
	return b.To
}

// Branches calls visit for the branches of a node, literals first.
func (n *Node) Branches(visit func(b *Branch)) {
	for i := range n.Literals {
		visit(&n.Literals[i])
	}
	for i := range n.Others {
		visit(&n.Others[i])
	}
}

// all returns every route that goes on from a node, those of paths first.
func (p *Node) all() []*Contender {
	if p.beyond == nil {
		p.beyond = slices.Clone(p.Paths)
		for _, list := range [][]Branch{p.Literals, p.Others} {
			for _, b := range list {
				p.beyond = append(p.beyond, b.To.Ends...)
				p.beyond = append(p.beyond, b.To.all()...)
			}
		}
	}
	return p.beyond
}
