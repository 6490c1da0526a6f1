package plan

import (
	"maps"
	"slices"
)

// Which of many segments or ends a text is given to is decided here: by the literals that they
// start or end with. (That of many any(…) it is given to is decided in words.go.)

// A Sift is what a node asks next of its segments, or of its ends: one of them, or those that
// have the bytes of the text in a window, at its start or at its end. They stand in order of
// precedence; those of other bytes refuse the text, so that it does not matter when they are
// asked.
//
//	/report-<day>.pdf, /invoice-<n>.pdf, …    by four bytes at the start
//	/<name>.pdf, /<name>.html, …              by two at the end
//	/files/<path>/edit, /files/<path>/raw, …  by four at the end
//
// or those any(…) of which the text is a word.
type Sift struct {
	At      int // index in Node.Segments, or in Node.Ends, if there are no cases
	Window  Window
	FromEnd bool // the window's offset is that of its end, from the end of the text
	Cases   []SiftCase
}

// A SiftCase is what is asked of a text with these bytes, or of these words.
type SiftCase struct {
	Bytes    string
	Words    []string // nil: Bytes
	Asks     []Sift
	Function int // as in Node
}

// First is the first of the segments or ends of a case.
func (k *SiftCase) First() int {
	first := k.Asks[0]
	if first.Cases != nil {
		return first.Cases[0].First()
	}
	return first.At
}

// bytes are those in the window; ok is false if the text is too short: then it is too short for
// all literals of the cases, too.
func (s *Sift) bytes(text string) (bytes string, ok bool) {
	w := s.Window
	if len(text) < w.End() {
		return "", false
	}
	if s.FromEnd {
		text = text[len(text)-w.End():]
		return text[:w.Width], true
	}
	return text[w.Offset:w.End()], true
}

// literals are those that a segment or an end starts and ends with, or "".
type literals struct{ lead, trail string }

// side is one of both.
func (l literals) side(fromEnd bool) string {
	if fromEnd {
		return l.trail
	}
	return l.lead
}

// literals are those of a segment: a parameter that is all of it has none.
func (c *Child) literals() literals {
	if c.Cut == nil {
		return literals{}
	}
	return literals{c.Cut.lead(), c.Cut.trail()}
}

// siftNode decides how the segments and ends of a node are asked.
func siftNode(n *Node) {
	var segments, ends []literals
	for i := range n.Segments {
		segments = append(segments, n.Segments[i].literals())
	}
	for _, e := range n.Ends {
		ends = append(ends, literals{e.Cut.lead(), e.Cut.trail()})
	}
	n.AskSegments, n.AskEnds = siftSegments(n, segments), siftAll(ends)
}

// siftSegments asks any(…) by their words, where they are many, and the others behind them, as
// in the order of precedence.
func siftSegments(n *Node, segments []literals) []Sift {
	words, behind := siftWords(n.Segments)
	if words == nil {
		return siftAll(segments)
	}
	return append([]Sift{*words}, siftFrom(segments, behind)...)
}

func siftAll(of []literals) []Sift { return siftFrom(of, 0) }

// siftFrom decides it for those from a place on.
func siftFrom(of []literals, first int) []Sift {
	var list []int
	for i := first; i < len(of); i++ {
		list = append(list, i)
	}
	return sift(of, list)
}

// fewCuts are asked one by one: most of what they look at are literals anyway.
const fewCuts = 4

// sift divides a list in order: the first ones that a window tells apart are asked by it, and
// then those behind them.
func sift(of []literals, list []int) (asks []Sift) {
	for len(list) > 0 {
		best, n := bestSift(of, list)
		if best != nil {
			asks = append(asks, *best)
		} else {
			for _, i := range list[:n] {
				asks = append(asks, Sift{At: i})
			}
		}
		list = list[n:]
	}
	return asks
}

// bestSift finds the window that leaves the fewest beside each other, over the first n of a
// list, all of which fill it. Where none tells them apart, it says how many are asked one by
// one.
func bestSift(of []literals, list []int) (best *Sift, n int) {
	if len(list) <= fewCuts {
		return nil, len(list)
	}
	least, longest := len(list)*len(list), 1
	for _, fromEnd := range []bool{false, true} {
		for _, reach := range reaches(of, list, fromEnd) {
			run := list[:reach.n]
			longest = max(longest, len(run))
			behind := len(list) - len(run)
			for _, w := range windowsIn(reach.bytes) {
				s := &Sift{Window: w, FromEnd: fromEnd}
				sum, groups := s.squares(of, run)
				if sum += behind * behind; sum < least && groups > 1 && len(run) > fewCuts &&
					(groups <= maxCases || w.Width == 1) {
					best, n, least = s, len(run), sum
				}
			}
		}
	}
	if best == nil {
		return nil, longest
	}
	groups := best.groups(of, list[:n])
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		best.Cases = append(best.Cases,
			SiftCase{Bytes: key, Asks: sift(of, groups[key]), Function: -1})
	}
	return best, n
}

// A sideReach is how many of a list, from its start on, have literals of so many bytes.
type sideReach struct{ bytes, n int }

// mostReach bounds how far windows are looked for.
const mostReach = 32

// reaches are the reaches of a list at one side, the shortest literals first.
func reaches(of []literals, list []int, fromEnd bool) (all []sideReach) {
	shortest := mostReach + 1
	for n, i := range list {
		length := min(len(of[i].side(fromEnd)), mostReach)
		if length >= shortest {
			continue
		}
		if n > 0 {
			all = append(all, sideReach{shortest, n})
		}
		if shortest = length; length == 0 {
			break
		}
	}
	if shortest > 0 {
		all = append(all, sideReach{shortest, len(list)})
	}
	slices.Reverse(all)
	return all
}

// windowsIn are the windows in the first bytes of a text, the widest first.
func windowsIn(bytes int) (list []Window) {
	for _, width := range widths {
		for offset := 0; offset+width <= bytes; offset++ {
			list = append(list, Window{offset, width})
		}
	}
	return list
}

// squares is the sum of the squares of the groups' sizes, as in bestWindow.
func (s *Sift) squares(of []literals, run []int) (sum, groups int) {
	sizes := make(map[uint64]int, min(len(run), maxCases))
	for _, i := range run {
		key, _ := s.bytes(of[i].side(s.FromEnd))
		sizes[Number(key)]++
	}
	for _, n := range sizes {
		sum += n * n
	}
	return sum, len(sizes)
}

// groups divides a run by the bytes in the window.
func (s *Sift) groups(of []literals, run []int) map[string][]int {
	groups := map[string][]int{}
	for _, i := range run {
		key, _ := s.bytes(of[i].side(s.FromEnd))
		groups[key] = append(groups[key], i)
	}
	return groups
}
