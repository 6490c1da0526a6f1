package relation

import "slices"

// Segments that no algebra compares are compared by their automata here.
//
// Two automata are run side by side over the texts, shortest first, until it is known
// whether there is a text that both take, one that only the first and one that only the
// second takes. That takes at most as many steps as there are pairs of states times
// characters that the segments tell apart. Pairs are few for what people write; for
// segments made to have many the number of steps is bounded (fuel), and behind the bound
// nothing is said to be certain.

// The bounds count threads that are moved, of which a second makes some ten million:
// for one pair of segments, and for all pairs of a manifest.
const (
	fuelForOne = 2_000_000
	fuelForAll = 5_000_000
)

// A finding is what a search over two languages has found.
type finding struct {
	verdict
	both, onlyA, onlyB          string
	meetsSurely, foundA, foundB bool
}

// A pair is a state of each of two machines, and how far the text is one of dots.
type pair struct {
	a, b int32
	dots int8 // of the text, if it is nothing else; 3 stands for more, and for other texts
}

// visit is a pair that a text leads to: the text of the visit at index from, and c.
type visit struct {
	pair
	from int
	c    rune
}

// search compares two languages by their machines.
func (r *relator) search(a, b *language) finding {
	s := searcher{a: r.machineOf(a), b: r.machineOf(b), seen: map[pair]bool{}}
	limit := r.fuel - fuelForOne
	s.visit(pair{0, 0, 0}, -1, 0)
	letters := s.alphabet()
	for i := 0; i < len(s.visits) && !s.complete(); i++ {
		if r.fuel < max(limit, 0) {
			return s.finding.incomplete()
		}
		at := s.visits[i].pair
		for _, c := range letters {
			r.fuel--
			next := pair{s.a.step(at.a, c), s.b.step(at.b, c), 3}
			if c == '.' && at.dots < 3 {
				next.dots = at.dots + 1
			}
			s.visit(next, i, c)
		}
	}
	f := s.finding
	f.verdict = verdict{
		meets: f.meetsSurely, sure: f.meetsSurely,
		aIn: !f.foundA, bIn: !f.foundB, aOut: f.foundA, bOut: f.foundB,
	}
	return f
}

// incomplete is what is certain where the bound was reached.
func (f finding) incomplete() finding {
	f.verdict = verdict{meets: true, sure: f.meetsSurely, aOut: f.foundA, bOut: f.foundB}
	return f
}

// A searcher holds the pairs of states that texts lead to, in the order of the texts'
// lengths: the first text found of each kind is one of the shortest there are.
type searcher struct {
	a, b   *machine
	seen   map[pair]bool
	visits []visit
	finding
}

// complete says that all three texts are known: nothing more can be learnt.
func (s *searcher) complete() bool { return s.meetsSurely && s.foundA && s.foundB }

// visit notes a pair that has not been met before, and what it says.
func (s *searcher) visit(p pair, from int, c rune) {
	a, b := &s.a.states[p.a], &s.b.states[p.b]
	open := !a.dead && !b.dead && !s.meetsSurely || !a.dead && !s.foundA || !b.dead && !s.foundB
	if !open || s.seen[p] { // nothing is left to be found behind it
		return
	}
	s.seen[p] = true
	s.visits = append(s.visits, visit{p, from, c})
	dots := p.dots == 1 || p.dots == 2
	switch {
	case dots:
	case a.takes && b.takes && !s.meetsSurely:
		s.both, s.meetsSurely = s.text(), true
	case a.takes && !b.takes && !s.foundA:
		s.onlyA, s.foundA = s.text(), true
	case b.takes && !a.takes && !s.foundB:
		s.onlyB, s.foundB = s.text(), true
	}
}

// text is the one that leads to the last visit.
func (s *searcher) text() string {
	var runes []rune
	for i := len(s.visits) - 1; s.visits[i].from >= 0; i = s.visits[i].from {
		runes = append(runes, s.visits[i].c)
	}
	slices.Reverse(runes)
	return string(runes)
}

// alphabet holds one of the characters that neither machine tells from others, and all
// that one of them does: letters first, since these read best in an example.
func (s *searcher) alphabet() []rune {
	list := append(slices.Clone(s.a.runes[1:]), s.b.runes[1:]...)
	list = append(list, '.')
	slices.Sort(list)
	list = slices.Compact(list)
	other := 'x'
	for slices.Contains(list, other) {
		other++ // the list is finite
	}
	slices.SortStableFunc(list, func(a, b rune) int { return kindOfRune(a) - kindOfRune(b) })
	return append([]rune{other}, list...)
}

// kindOfRune sorts letters before digits before all else, for examples that people like to
// read.
func kindOfRune(c rune) int {
	switch {
	case 'a' <= c && c <= 'z':
		return 0
	case '0' <= c && c <= '9':
		return 1
	}
	return 2
}
