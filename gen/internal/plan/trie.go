package plan

import (
	"maps"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

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

func isLiteral(t *trie) bool { return t.segment.Rank() == pattern.RankLiteral }

// lower makes the root's node, and numbers the sites in order of precedence.
func (p *Plan) lower(root *trie) *Node {
	return p.boundary(root, nil)
}

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

// few texts may be compared one by one: that costs no more than to tell them apart.
const few = 2

// choose finds the window whose bytes tell most of the texts apart, and goes on with those
// that share them. (docs/architecture.md has the figures of other shapes.)
func choose(tails []Tail, prefixes []Prefix) *Choice {
	if len(tails)+len(prefixes) == 0 {
		return nil
	}
	whole := &Choice{Tails: tails, Prefixes: prefixes, Function: -1}
	if len(tails)+len(prefixes) <= few {
		return whole
	}
	w, ok := bestWindow(tails, prefixes)
	if !ok {
		return whole
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
