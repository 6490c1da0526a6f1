package plan

import "example.com/httpgen/gen/internal/pattern"

// The trie of segments, and its lowering to nodes.

// trie is a node of the trie: its children stand in order of precedence.
type trie struct {
	segment  pattern.Segment
	children []*trie
	site     *Site // of the patterns that end here, or nil
}

// trie puts the routes' patterns, sorted, into a trie. Equal segments are neighbours in
// the order, so that only the last child has to be looked at.
func (p *Plan) trie() *trie {
	root := &trie{}
	for _, index := range p.Precedence {
		route := p.Manifest.Routes[index]
		t := root
		for _, s := range route.Pattern.Segments {
			last := len(t.children) - 1
			if last < 0 || pattern.CompareSegments(t.children[last].segment, s) != 0 {
				t.children = append(t.children, &trie{segment: s})
				last++
			}
			t = t.children[last]
		}
		if t.site == nil {
			t.site = &Site{Pattern: route.Path}
		}
		t.site.add(route.Methods, index)
	}
	return root
}

// add notes the methods of a route, "*" last: an explicit method comes before it.
func (s *Site) add(methods []string, route int) {
	for _, m := range methods {
		at := len(s.Answers)
		if at > 0 && s.Answers[at-1].Method == "*" && m != "*" {
			at--
		}
		s.Answers = append(s.Answers, MethodSite{})
		copy(s.Answers[at+1:], s.Answers[at:])
		s.Answers[at] = MethodSite{m, route}
	}
}

// Answer returns the route for a method at this site, or -1. GET answers HEAD where no
// route is for HEAD itself.
func (s *Site) Answer(method string) int {
	get := -1
	for _, a := range s.Answers {
		switch {
		case a.Method == method, a.Method == "*" && method != "CONNECT" && method != "TRACE":
			if a.Method == "*" && get >= 0 {
				return get
			}
			return a.Route
		case a.Method == "GET" && method == "HEAD":
			get = a.Route
		}
	}
	return get
}

// isLiteral tells the children that a comparison of texts decides: they come first in the
// order.
func isLiteral(t *trie) bool { return t.segment.Rank() == pattern.RankLiteral }

// lower makes the root's node, and all below it.
func (p *Plan) lower(root *trie) *Node {
	return p.boundary(root, nil)
}

// newSite numbers a site. Sites are numbered in the order in which lowering comes to them:
// tails before prefixes, which is the order of asking.
func (p *Plan) newSite(s *Site) *Site {
	s.Index = len(p.Sites)
	p.Sites = append(p.Sites, s)
	return s
}

// boundary lowers what may follow behind t, the parameters vars being taken.
func (p *Plan) boundary(t *trie, vars []pattern.Conv) *Node {
	n := &Node{Vars: vars, Function: -1}
	tails := p.tails(nil, t, "")
	n.Literals = choose(tails, p.prefixes(t, "/", vars))
	return n
}

// tails collects the sites that literals alone lead to from t.
// A tail may have a slash in it and may be empty: behind a parameter, "" is the pattern that
// ends there.
func (p *Plan) tails(list []Tail, t *trie, text string) []Tail {
	if t.site != nil {
		list = append(list, Tail{text, p.newSite(t.site)})
	}
	for _, c := range t.children {
		if isLiteral(c) {
			list = p.tails(list, c, text+"/"+c.segment.Literal())
		}
	}
	return list
}

// prefixes collects the nearest places from t, by literals alone, that have parameters;
// those behind such a place are the prefixes of its own node, and so asked first.
func (p *Plan) prefixes(t *trie, text string, vars []pattern.Conv) (list []Prefix) {
	literals := 0
	for literals < len(t.children) && isLiteral(t.children[literals]) {
		literals++
	}
	if literals < len(t.children) {
		n := &Node{Vars: vars, Function: -1}
		var nested []Prefix
		for _, c := range t.children[:literals] {
			nested = append(nested, p.prefixes(c, c.segment.Literal()+"/", vars)...)
		}
		n.Literals = choose(nil, nested)
		for _, c := range t.children[literals:] {
			p.parameters(n, c)
		}
		siftNode(n)
		return []Prefix{{text, n}}
	}
	for _, c := range t.children {
		list = append(list, p.prefixes(c, text+c.segment.Literal()+"/", vars)...)
	}
	return list
}

// parameters adds a segment with parameters to the node it may follow.
func (p *Plan) parameters(n *Node, c *trie) {
	if c.segment.Rank() == pattern.RankPath {
		p.ends(n, c, rowOf(c.segment))
		return
	}
	child := Child{Text: c.segment.Text(pattern.Full)}
	vars := append(n.Vars[:len(n.Vars):len(n.Vars)], c.segment.Convs()...)
	if len(c.segment) == 1 {
		child.Whole = &c.segment[0].Param.Conv
	} else {
		child.Cut = cutSegment(rowOf(c.segment))
	}
	child.Next = p.boundary(c, vars)
	n.Segments = append(n.Segments, child)
}

// ends adds each pattern that goes on from a path segment; one that goes on further comes
// before one that has ended.
func (p *Plan) ends(n *Node, t *trie, row []Piece) {
	for _, c := range t.children {
		p.ends(n, c, joinRows(row, rowOf(c.segment)))
	}
	if t.site != nil {
		n.Ends = append(n.Ends, End{Cut: cutSegment(row), Site: p.newSite(t.site)})
	}
}
