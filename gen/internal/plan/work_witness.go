package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// A path that comes close to the bound of work.go is made here.
//
// It goes down the tree a segment at a time, and takes of the texts that the nodes there name
// the one behind which the bounds promise most; then one segment is as long as the path is to
// be. That is done for each depth that the long segment may have, and the interpreter tells
// which of these paths takes the most steps.

// A Witness is a path of any length: Start, Fill as often as wanted, and End.
type Witness struct {
	Start, Fill, End string
}

// Path is the one of n bytes, or the next shorter or longer one that there is.
func (w Witness) Path(n int) string {
	times := max(1, (n-len(w.Start)-len(w.End))/len(w.Fill))
	return w.Start + strings.Repeat(w.Fill, times) + w.End
}

// unrouted is a method that no route answers, so that a search goes all its way.
const unrouted = "TRACE"

// mostTried bounds the steps of all paths that are tried; those that promise most come first.
const mostTried = 20_000_000

// tryLength is the length of the paths that are tried.
const tryLength = 384

// Witness is a path that takes about as many steps as any, in canonical form.
func (p *Plan) Witness() Witness { return p.witness(mostTried) }

// witness tries paths until that has taken so many steps, and at least one.
func (p *Plan) witness(enough int) (best Witness) {
	b := newBounds(p)
	root := b.boundary(p.Root, spot{known: p.SlashesFirst})
	most, tried := 0, 0
	for _, depth := range depthsToTry(root) {
		for _, w := range b.walk(p.Root, depth) {
			if tried > enough {
				return best
			}
			f := Finder{Plan: p}
			f.Find(unrouted, w.Path(tryLength))
			if tried += f.Steps; f.Steps > most {
				best, most = w, f.Steps
			}
		}
	}
	return best
}

// mostDepths bounds how many depths are tried for the long segment.
const mostDepths = 8

// fewDepths are tried where no depth costs more than others.
const fewDepths = 4

// depthsToTry are those with the highest costs.
func depthsToTry(root cost) (depths []int) {
	for d := range max(len(root.at), fewDepths) {
		depths = append(depths, d)
	}
	slices.SortStableFunc(depths,
		func(a, b int) int { return cmp.Compare(root.get(b), root.get(a)) })
	return depths[:min(len(depths), mostDepths)]
}

// A front is what a path has led to: nodes, and literals that have to be gone through first.
type front struct {
	nodes   []*Node
	pending []Prefix
}

// enter adds what stands behind a choice, whose texts start with a slash or not.
func (f *front) enter(c *Choice, slash string) {
	for p := range c.AllPrefixes {
		f.add(Prefix{strings.TrimPrefix(p.Text, slash), p.Node})
	}
}

func (f *front) add(p Prefix) {
	if p.Text != "" {
		f.pending = append(f.pending, p)
		return
	}
	f.nodes = append(f.nodes, p.Node)
	f.enter(p.Node.Literals, "")
}

// walk makes paths with the long segment at a depth.
func (b *bounds) walk(root *Node, depth int) (list []Witness) {
	var at front
	at.enter(root.Literals, "/")
	start := "/"
	var ends []*Cut // of the nodes passed by: they look at the long segment, too
	for d := range depth {
		for _, n := range at.nodes {
			ends = append(ends, cutsOf(n.Ends)...)
		}
		word, next := b.step(at, depth-d-1)
		if len(next.nodes)+len(next.pending) == 0 && len(ends) == 0 {
			break
		}
		start += word + "/"
		at = next
	}
	for _, n := range at.nodes {
		ends = append(ends, cutsOf(n.Ends)...)
		for _, c := range n.Segments {
			if c.Cut != nil {
				ends = append(ends, c.Cut)
			}
		}
	}
	return longSegments(start, ends)
}

func cutsOf(ends []End) (cuts []*Cut) {
	for _, e := range ends {
		cuts = append(cuts, e.Cut)
	}
	return cuts
}

// fills are what long segments are made of. Zeros are a number however many they are, and text.
var fills = []string{"0", "x", "-"}

// mostCuts bounds how many different literals at the start and the end of it are tried.
const mostCuts = 24

// longSegments are paths with a long segment that cuts may have to go through.
func longSegments(start string, cuts []*Cut) (list []Witness) {
	type around struct{ lead, trail string }
	weight := map[around]int{{}: 1}
	for _, c := range cuts {
		if c.Steps != nil {
			weight[around{c.lead(), c.trail()}] += c.scanWeight() + c.convWeight()
		} else {
			weight[around{c.lead(), c.trail()}] += c.splitCost()
		}
	}
	pairs := slices.SortedFunc(maps.Keys(weight), func(a, b around) int {
		return cmp.Or(cmp.Compare(weight[b], weight[a]),
			cmp.Compare(a.lead, b.lead), cmp.Compare(a.trail, b.trail))
	})
	for _, p := range pairs[:min(len(pairs), mostCuts)] {
		for _, fill := range fills {
			list = append(list, Witness{start + p.lead, fill, p.trail})
		}
	}
	return list
}

// step takes the text for the next segment behind which most is to be had, with so many more
// before the long one.
func (b *bounds) step(at front, left int) (best string, next front) {
	literal := map[string][]Prefix{}
	for _, p := range at.pending {
		word, behind, _ := strings.Cut(p.Text, "/")
		literal[word] = append(literal[word], Prefix{behind, p.Node})
	}
	most := -1
	for _, word := range at.texts() {
		behind, worth := b.follow(at.nodes, literal[word], word, left)
		if worth > most {
			best, next, most = word, behind, worth
		}
	}
	return best, next
}

// mostTexts bounds how many texts are tried for one segment, and how often one is tried.
const (
	mostTexts = 512
	mostTakes = 1 << 17
)

// plainTexts are those that segments with parameters take, one or the other.
var plainTexts = []string{
	"x", "1", "-1", "1.5", "2026-01-31", "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
	"xxxxxxxxxxxxxxxxxxxx",
}

// texts are those that may be worth to be the next segment.
func (f *front) texts() []string {
	list := slices.Clone(plainTexts)
	for _, p := range f.pending {
		word, _, _ := strings.Cut(p.Text, "/")
		list = append(list, word)
	}
	for _, n := range f.nodes {
		for _, c := range n.Segments {
			list = append(list, c.examples()...)
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	children := 1
	for _, n := range f.nodes {
		children += len(n.Segments)
	}
	return list[:min(len(list), mostTexts, max(mostTakes/children, len(plainTexts)))]
}

// examples are texts that a segment takes.
func (c *Child) examples() []string {
	if c.Whole != nil && c.Whole.Kind == pattern.Any {
		return c.Whole.Words
	}
	if c.Whole != nil && c.Whole.Kind == pattern.Bool {
		return []string{"true"}
	}
	if c.Whole != nil && c.Whole.Min > 0 {
		return []string{strings.Repeat("x", min(c.Whole.Min, tryLength))}
	}
	if c.Cut == nil {
		return nil
	}
	var text strings.Builder
	for _, p := range c.Cut.Row {
		text.WriteString(p.Literal)
		if p.Conv != nil {
			text.WriteString(exampleOf(*p.Conv))
		}
	}
	return []string{text.String()}
}

// exampleOf is a text that a converter takes; an own one is taken to take any.
func exampleOf(c pattern.Conv) string {
	switch {
	case c.Kind == pattern.Any:
		return c.Words[0]
	case c.Kind == pattern.Bool:
		return "true"
	case c.Kind == pattern.Date:
		return "2026-01-31"
	case c.Kind == pattern.UUID:
		return "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
	case c.Kind.Number():
		return "1"
	}
	return strings.Repeat("x", max(1, min(c.Min, tryLength)))
}

// follow is what a text leads to behind nodes that take it, and literals that it is the first
// segment of; and what that is worth.
func (b *bounds) follow(nodes []*Node, literals []Prefix, word string, left int) (
	next front, worth int,
) {
	for _, p := range literals {
		next.add(p)
		if deeper := strings.Count(p.Text, "/"); deeper <= left {
			worth += b.worth(p.Node, left-deeper)
		}
	}
	for _, n := range nodes {
		for i := range n.Segments {
			if c := &n.Segments[i]; c.takes(b.f, word) {
				next.enter(c.Next.Literals, "/")
				worth += b.worth(c.Next, left)
			}
		}
	}
	return next, worth
}

// worth is the bound for a node with a long segment so many further on, of tryLength bytes.
func (b *bounds) worth(n *Node, segments int) int {
	c := b.nodes[n]
	return c.fixed + c.get(segments)*tryLength
}
