// Package relation compares patterns by the requests that they take: two of them (relation.go,
// equal.go), and sets of them, of which it finds the pairs that compete (contest.go) and those
// that never answer (hiding.go). Paths that show it are made in witness.go and example.go.
//
// It is true of patterns whoever wrote them: methods are bits, and who a contender is, and what is
// said of it, is known to the caller.
package relation

import (
	"slices"

	"example.com/httpgen/gen/internal/pattern"
)

// How the requests that two patterns take relate is decided here: not by their text,
// but over what their converters take. The languages of single segments are in
// segment.go.
//
// Which path a pattern takes is decided segment by segment: none but a path parameter
// takes a slash. A pattern without one has a fixed number of segments, and its language
// is the product of theirs. A pattern with one, of at least n segments, is for every
// number of segments from n on such a product too: the segments before and behind the
// path parameter's stay as they are, its own segment is cut into what stands before the
// parameter with any text behind, and any text with what stands behind the parameter,
// and between these two any segments may be. Two such patterns are compared for each
// number of segments up to the one from which on only segments are added that both
// leave open.

// A Kind says how the requests that a pattern takes relate to those of another.
//
//	/books/<int:id>   and  /books/<uuid:id>    disjoint
//	/books/<uint8:id> and  /books/<int:id>     more specific, and the other way more general
//	/<name>/edit      and  /users/<step>       overlaps: /users/edit
//	/<a>              and  /<b>                equivalent
type Kind uint8

const (
	Disjoint     Kind = iota // none is taken by both
	Equivalent               // both take the same
	MoreSpecific             // the other takes all of its, and more
	MoreGeneral              // it takes all of the other's, and more
	Overlaps                 // some are taken by both, and by each some alone
)

var relationNames = [...]string{"disjoint", "equivalent", "more specific", "more general",
	"overlaps"}

// String returns the kind in words: "more specific".
func (k Kind) String() string { return relationNames[k] }

// A Relation says how the requests that pattern a takes relate to those of b: their
// paths, split on / before each segment is decoded once, without those with a segment . or
// .., which no pattern takes.
//
// An own converter may take any text that is not empty; which ones, only its parse
// function knows. Disjoint, Equivalent, MoreSpecific and MoreGeneral hold all the same,
// on the one condition that each own converter takes something, but not everything.
// Where nothing of these is certain the relation is Overlaps, and not Certain.
type Relation struct {
	Kind Kind

	// Certain is false where Overlaps is only possible: where Depends decides, or
	// where the segments were too complex to decide (search.go names the
	// bound).
	Certain bool

	// Witness is a raw path, percent-encoded, that both take, provided that the
	// converters in Depends take the text that stands for them. It is "" for Disjoint,
	// and where none was found.
	Witness string

	// OnlyA and OnlyB are such paths that a, or b, takes alone, "" where none is known.
	OnlyA, OnlyB string

	// Depends are the own converters of both patterns, in their order; nil for
	// Disjoint.
	Depends []*pattern.Own
}

// Relate compares what two patterns take. Both are to be parsed with the same own
// converters. The time is proportional to the product of the numbers of segments at
// worst, times that of comparing two segments.
func Relate(a, b *pattern.Pattern) Relation {
	r := newRelator()
	return r.describe(r.shape(a), r.shape(b))
}

// A shape is a pattern as the languages of its segments.
//
//	/a/<path:p>.git/<int:n>   before: a   after: <int>
//	                          only: any text with .git behind it (one segment for the path)
//	                          first: any text · middle: any · last: any text with .git behind it
type shape struct {
	before []*language // without a path parameter: all
	path   bool
	only   *language // the path parameter's segment, where it takes no slash
	first  *language // of several segments that it spans, the first …
	middle *language
	last   *language // … and the last
	after  []*language
}

// shape returns the pattern's shape.
func (r *relator) shape(p *pattern.Pattern) *shape {
	s := &shape{middle: r.anything}
	for _, seg := range p.Segments {
		k := seg.PathPart()
		switch {
		case k >= 0:
			within := slices.Clone(seg)
			within[k] = pattern.Part{Param: &pattern.Param{Conv: pattern.Conv{Kind: pattern.Str}}}
			s.path = true
			s.only, s.first, s.last = r.language(within), r.language(seg[:k+1]), r.language(seg[k:])
		case s.path:
			s.after = append(s.after, r.language(seg))
		default:
			s.before = append(s.before, r.language(seg))
		}
	}
	return s
}

// least is the smallest number of segments of a path that the pattern takes.
func (s *shape) least() int {
	if s.path {
		return len(s.before) + 1 + len(s.after)
	}
	return len(s.before)
}

// at is the language of the i-th of n segments, n being a number that the pattern takes.
func (s *shape) at(i, n int) *language {
	open := n - len(s.after) // where the path parameter's segments end
	switch {
	case i < len(s.before):
		return s.before[i]
	case i >= open:
		return s.after[i-open]
	case open-len(s.before) == 1:
		return s.only
	case i == len(s.before):
		return s.first
	case i == open-1:
		return s.last
	}
	return s.middle
}

// ownOf returns the own converters of the shapes, in their order.
func ownOf(shapes ...*shape) []*pattern.Own {
	var list []*pattern.Own
	for _, s := range shapes {
		langs := slices.Concat(s.before, s.after)
		if s.path {
			langs = append(langs, s.only)
		}
		for _, l := range langs {
			list = append(list, l.own...)
		}
	}
	slices.SortFunc(list, func(a, b *pattern.Own) int { return a.Index - b.Index })
	return slices.Compact(list)
}

// A verdict is what is certain of two languages a and b. Neither aIn nor aOut is set
// where only own converters know, or where the bound was reached.
type verdict struct {
	meets      bool // some text may be in both
	sure       bool // some text is in both
	aIn, bIn   bool // all of a is in b; all of b is in a
	aOut, bOut bool // some of a is not in b; some of b is not in a
}

// apart and same are the verdicts of languages that have no text in common, and of one with
// itself.
var apart = verdict{aOut: true, bOut: true}

// flipped is the verdict with a and b exchanged: each pair of languages is compared once,
// whoever asks.
func (v verdict) flipped() verdict {
	v.aIn, v.bIn = v.bIn, v.aIn
	v.aOut, v.bOut = v.bOut, v.aOut
	return v
}

// and is the verdict of two products: of what came before and one more factor.
func (v verdict) and(w verdict) verdict {
	if !v.meets || !w.meets {
		return apart
	}
	return verdict{
		meets: true, sure: v.sure && w.sure,
		aIn: v.aIn && w.aIn, bIn: v.bIn && w.bIn,
		aOut: v.aOut || w.aOut, bOut: v.bOut || w.bOut,
	}
}

// or is the verdict of two unions whose parts are told apart by their number of segments.
func (v verdict) or(w verdict) verdict {
	return verdict{
		meets: v.meets || w.meets, sure: v.sure || w.sure,
		aIn: v.aIn && w.aIn, bIn: v.bIn && w.bIn,
		aOut: v.aOut || w.aOut, bOut: v.bOut || w.bOut,
	}
}

var same = verdict{meets: true, sure: true, aIn: true, bIn: true}

// product compares the paths of n segments. The last segments are compared first: of
// two patterns with a path parameter they are what differs.
func (r *relator) product(a, b *shape, n int) verdict {
	v := same
	for i := n - 1; i >= 0 && v.meets; i-- {
		v = v.and(r.compare(a.at(i, n), b.at(i, n)))
	}
	return v
}

// lengths are the numbers of segments to compare two shapes at: those that both take,
// up to where more of them change nothing.
func lengths(a, b *shape) (from, to int) {
	from = max(a.least(), b.least())
	switch {
	case !a.path && a.least() < from, !b.path && b.least() < from:
		return from, from - 1
	case !a.path || !b.path:
		return from, from
	}
	return from, max(from, max(len(a.before), len(b.before))+max(len(a.after), len(b.after))+3)
}

// relate compares two shapes.
func (r *relator) relate(a, b *shape) verdict {
	from, to := lengths(a, b)
	v := verdict{aIn: true, bIn: true}
	for n := from; n <= to; n++ {
		v = v.or(r.product(a, b, n))
	}
	if to < from || a.path && (!b.path || a.least() < from) { // a takes other numbers of segments
		v.aIn, v.aOut = false, true
	}
	if to < from || b.path && (!a.path || b.least() < from) {
		v.bIn, v.bOut = false, true
	}
	if !v.meets {
		return apart
	}
	return v
}

// kind puts a verdict into one word. What is not certain, in or out, ends up as Overlaps.
func (v verdict) kind() Kind {
	switch {
	case !v.meets:
		return Disjoint
	case v.aIn && v.bIn:
		return Equivalent
	case v.aIn:
		return MoreSpecific
	case v.bIn:
		return MoreGeneral
	}
	return Overlaps
}

// certain is what Relation.Certain says.
func (v verdict) certain() bool { return v.kind() != Overlaps || v.sure && v.aOut && v.bOut }

// describe is the relation of two shapes with its paths.
func (r *relator) describe(a, b *shape) Relation {
	v := r.relate(a, b)
	rel := Relation{Kind: v.kind()}
	rel.Certain = v.certain()
	if !v.aIn {
		rel.OnlyA = rawPath(r.only(a, b))
	}
	if !v.bIn {
		rel.OnlyB = rawPath(r.only(b, a))
	}
	if v.meets {
		rel.Witness = rawPath(r.witness(a, b, nil))
		rel.Depends = ownOf(a, b)
	}
	return rel
}
