package plan

import (
	"slices"
	"testing"
)

// The way to the witness, step by step.

// WitnessWithin is Witness with another bound for what is tried.
func (p *Plan) WitnessWithin(enough int) Witness { return p.witness(enough) }

// leading is a choice of literals that lead to nodes.
func leading(nodes map[string]*Node) *Choice {
	c := &Choice{}
	for text, n := range nodes {
		c.Prefixes = append(c.Prefixes, Prefix{text, n})
	}
	return c
}

func TestWhatAFrontEnters(t *testing.T) {
	deep := &Node{}
	here := &Node{Literals: leading(map[string]*Node{"xy/": deep})}
	later := &Node{Literals: leading(map[string]*Node{"z/": deep})}
	var f front
	f.enter(leading(map[string]*Node{"/": here}), "/")
	f.enter(leading(map[string]*Node{"/a/": later}), "/")
	if want := []*Node{here}; !slices.Equal(f.nodes, want) {
		t.Errorf("nodes %+v, want %+v", f.nodes, want)
	}
	if want := []Prefix{{"xy/", deep}, {"a/", later}}; !slices.Equal(f.pending, want) {
		t.Errorf("pending %+v, want %+v", f.pending, want)
	}
}

// A walk goes where a byte at the wanted depth costs most, and not where it costs most
// elsewhere.
func TestWalksGoByTheDepth(t *testing.T) {
	for _, tt := range []struct {
		sentence string
		literals map[string]cost // behind them
		depth    int
		start    string
	}{
		{"nothing leads on", nil, 3, "/"},
		{"there is no way so far", map[string]cost{"/a/": {9, []int{9}}}, 3, "/a/"},
		{"no segment in front", map[string]cost{"/a/": {9, []int{9}}}, 0, "/"},
		{"one in front", map[string]cost{"/a/": {0, []int{2, 0}}, "/b/c/": {5, []int{9, 0}}}, 1, "/a/"},
		{"two in front", map[string]cost{"/s/a/": {0, []int{2, 0}}, "/s/b/c/": {5, []int{9, 0}}}, 2, "/s/a/"},
		{"two at once", map[string]cost{"/a/b/": {0, []int{2, 0}}, "/c/": {0, []int{0, 1, 0}}}, 2, "/a/b/"},
		{"one and one more", map[string]cost{"/a/b/": {0, []int{1, 0}}, "/c/": {0, []int{0, 2, 0}}}, 2, "/c/"},
	} {
		b := &bounds{f: &Finder{}, nodes: map[*Node]cost{}}
		nodes := map[string]*Node{}
		for text, c := range tt.literals {
			n := &Node{}
			nodes[text], b.nodes[n] = n, c
		}
		list := b.walk(&Node{Literals: leading(nodes)}, tt.depth)
		if len(list) != len(fills) || list[0].Start != tt.start {
			t.Errorf("%s: %+v, want paths that start with %s", tt.sentence, list, tt.start)
		}
	}
}

func TestWhatANodeIsWorth(t *testing.T) {
	n := &Node{}
	b := &bounds{nodes: map[*Node]cost{n: {3, []int{2, 5, 0}}}}
	for segments, want := range []int{3 + 2*384, 3 + 5*384, 3, 3} {
		if got := b.worth(n, segments); got != want {
			t.Errorf("%d segments on: %d, want %d", segments, got, want)
		}
	}
}
