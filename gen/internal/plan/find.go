package plan

import (
	"regexp"
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// The plan's interpreter: it asks a path what the generated dispatcher asks, in the same
// order. The command's `match` uses it, and the tests compare it with the oracle.

// A Finder interprets a plan.
type Finder struct {
	Plan *Plan
	// Own says whether an own converter takes a text; nil: all of them take any. The
	// generator never runs a user's Go.
	Own func(o *pattern.Own, text string) bool
	// Steps counts what the generated dispatcher looks at: bytes, eight of a literal for one
	// step, and nodes. (work.go says what of it grows with the path.)
	Steps int
	// Spent says how much of it was spent on each segment and end, if it is not nil.
	Spent map[Ask]int

	patterns map[*Cut]*regexp.Regexp
}

// An Ask is what a node gives a text to: one of its segments, or one of its ends.
type Ask struct {
	Child *Child
	End   *End
}

// Found is what a Finder found.
type Found struct {
	Route   int      // index in Manifest.Routes, or -1
	Params  []string // decoded texts
	Matched []*Site  // the sites passed by on the way: their pattern matches, the method does not
}

// Find asks a plan about a canonical path (percent-decoded once, an encoded slash as
// NUL, no dot segments).
func (f *Finder) Find(method, canonical string) Found {
	s := &search{f: f, method: method, found: Found{Route: -1}}
	at := spot{known: f.Plan.SlashesFirst}
	if at.known {
		f.Steps += len(canonical)
	}
	s.boundary(f.Plan.Root, canonical, at)
	for i, v := range s.found.Params {
		s.found.Params[i] = strings.ReplaceAll(v, "\x00", "/")
	}
	return s.found
}

// A search is one question to a plan. Its methods return whether a route has answered: false
// is to go on with what comes next in precedence, which is the backtracking of generated
// code, too.
type search struct {
	f      *Finder
	method string
	found  Found
}

// A spot is where a search is: what it has, and what it knows of the rest.
type spot struct {
	params []string
	depth  int  // slashes behind it, without the one that a segment's text starts after
	known  bool // where the slashes of the rest are
}

// below is the spot behind a literal text.
func (at spot) below(literal string) spot {
	at.depth += strings.Count(literal, "/")
	return at
}

// with is the spot with values more.
func (at spot) with(values []string) spot {
	at.params = append(at.params[:len(at.params):len(at.params)], values...)
	return at
}

// site ends the search if the site has a route for the method.
func (s *search) site(site *Site, params []string) bool {
	s.f.Steps++
	if s.found.Route = site.Answer(s.method); s.found.Route >= 0 {
		s.found.Params = append([]string(nil), params...)
		return true
	}
	s.found.Matched = append(s.found.Matched, site)
	return false
}

// boundary asks a node at the root or behind a parameter. rest is "" or starts with a slash.
func (s *search) boundary(n *Node, rest string, at spot) bool {
	s.f.Steps++
	return s.choice(n.Literals, rest, at)
}

// choice asks literal texts.
func (s *search) choice(c *Choice, rest string, at spot) bool {
	if c == nil {
		return false
	}
	s.f.Steps++
	for _, t := range c.Tails {
		s.f.Steps += literalSteps(t.Text)
		if t.Text == rest && s.site(t.Site, at.params) {
			return true
		}
	}
	if s.cases(c, rest, at) {
		return true
	}
	for _, p := range c.Prefixes {
		s.f.Steps += literalSteps(p.Text)
		if after, ok := strings.CutPrefix(rest, p.Text); ok {
			return s.segment(p.Node, after, at.below(p.Text)) // prefixes exclude one another
		}
	}
	return false
}

// cases asks the texts that have the bytes of the window. One that the rest is too short for
// excludes all its cases, whose texts fill it, and leaves Short.
func (s *search) cases(c *Choice, rest string, at spot) bool {
	if len(rest) < c.Window.End() {
		return s.choice(c.Short, rest, at)
	}
	for _, k := range c.Cases {
		if rest[c.Window.Offset:c.Window.End()] == k.Bytes {
			return s.choice(k.Choice, rest, at)
		}
	}
	return false
}

// segment asks a node behind a prefix, whose segment starts behind at.depth slashes.
func (s *search) segment(n *Node, rest string, at spot) bool {
	s.f.Steps++
	if s.choice(n.Literals, rest, at) {
		return true
	}
	end := strings.IndexByte(rest, '/')
	if end < 0 {
		end = len(rest)
	}
	if len(n.Segments) > 0 {
		s.slashes(rest, rest[:end], at)
		at.known = true
	}
	return s.sift(n.AskSegments, rest[:end], func(i int) bool {
		c := &n.Segments[i]
		before := s.f.Steps
		values, ok := s.child(c, rest[:end])
		s.spent(Ask{Child: c}, before)
		return ok && s.boundary(c.Next, rest[end:], at.with(values))
	}) || s.sift(n.AskEnds, rest, func(i int) bool {
		e := &n.Ends[i]
		before := s.f.Steps
		values, ok := s.cut(e.Cut, rest)
		s.spent(Ask{End: e}, before)
		return ok && s.site(e.Site, at.with(values).params)
	})
}

// sift gives a text to those that it can be.
func (s *search) sift(asks []Sift, text string, ask func(at int) bool) bool {
	for i := range asks {
		a := &asks[i]
		if a.Cases == nil {
			if ask(a.At) {
				return true
			}
			continue
		}
		s.f.Steps += a.steps(text)
		if k := a.caseOf(text); k != nil && s.sift(k.Asks, text, ask) {
			return true
		}
	}
	return false
}

// spent notes what asking one thing took, for the messages about paths that are slow to
// match.
func (s *search) spent(on Ask, before int) {
	if s.f.Spent != nil {
		s.f.Spent[on] += s.f.Steps - before
	}
}

// slashes counts how the end of a segment is found.
func (s *search) slashes(rest, segment string, at spot) {
	if !at.known {
		s.f.Steps += len(rest)
	}
	if at.depth >= maxSlashes {
		s.f.Steps += len(segment)
	}
}

// child gives a segment to the converter or converters of a child and returns the values they
// were found in.
func (s *search) child(c *Child, text string) ([]string, bool) {
	if c.Whole != nil {
		s.f.Steps += convSteps(*c.Whole, len(text))
		return []string{text}, text != "" && s.f.Accepts(*c.Whole, text)
	}
	return s.cut(c.Cut, text)
}
