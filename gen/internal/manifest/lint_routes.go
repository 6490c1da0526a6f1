package manifest

import (
	"fmt"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/pattern"
)

// What is said of routes that compete for requests lives here: of one that comes too
// late for all of its requests, of two that overlap, and of a literal beside a
// parameter that takes it. Sets that only overlap are never refused (the order of
// patterns decides): all but the first are warnings.

// compete compares all routes.
func (d *decoder) compete() {
	c := newContest(d.entries)
	if c == nil {
		return // too many methods, which has been said
	}
	r := rivals{decoder: d, contest: c}
	for _, k := range c.contenders {
		if c.impossible(k.shape) {
			d.report(diag.ImpossibleRoute, k.route.PathSpan, "take it out, or give it other words",
				"no request can have the path %s: a segment . or .. is answered 404 before any route is asked", quoted(k.route.Path))
		}
	}
	c.run(r.meet)
	r.hiddenByAll()
	r.tellHidden()
	r.tellOverlaps()
	d.places(c)
}

// impossible tells a shape one segment of which takes nothing.
func (r *relator) impossible(s *shape) bool {
	for i := range s.least() {
		if l := s.at(i, s.least()); !r.compare(l, l).meets {
			return true
		}
	}
	return false
}

// rivals are what is known of routes that compete.
type rivals struct {
	*decoder
	*contest
	hidden   map[*contender][]hiding     // by one route each
	partial  map[*contender][]*contender // routes with words that some route takes before them
	overlaps [][2]*contender
	literals int
}

// A hiding is a method of a route, and the routes before it that take all its requests.
type hiding struct {
	method string
	by     []*contender
}

// The bounds keep what is told, and what is looked at for it, in proportion to the
// manifest: nobody reads more.
const (
	maxOverlaps = 1000
	maxPartners = 200
	maxWordSets = 64 // combinations of words of any and bool in one route
)

// meet is told of every two routes that have a request in common.
func (r *rivals) meet(first, second *contender, v verdict) {
	switch {
	case v.bIn:
		for _, m := range second.route.Methods {
			if r.takesMethod(first, m) {
				r.hide(second, m, first)
			}
		}
	case v.aIn:
		r.literalTaken(first, second)
	case v.sure && v.aOut && v.bOut && len(r.overlaps) < maxOverlaps:
		r.overlaps = append(r.overlaps, [2]*contender{first, second})
	}
	if !v.bIn && second.shape.hasWords() && len(r.partial[second]) < maxPartners {
		if r.partial == nil {
			r.partial = map[*contender][]*contender{}
		}
		r.partial[second] = append(r.partial[second], first)
	}
}

// takesMethod says whether a route answers all requests with a method of another route.
func (c *contest) takesMethod(k *contender, method string) bool {
	switch method {
	case "*":
		return slices.Contains(k.route.Methods, "*")
	case "GET": // not its HEAD, for which HEAD routes compete too
		return k.accepts&1 != 0
	}
	return k.accepts&c.accepts(method) != 0
}

// hide notes that a route comes too late for a method: the first in precedence of those
// that come before it is kept.
func (r *rivals) hide(k *contender, method string, by ...*contender) {
	if r.hidden == nil {
		r.hidden = map[*contender][]hiding{}
	}
	for i, h := range r.hidden[k] {
		if h.method == method {
			if len(by) == 1 && by[0].order < h.by[0].order {
				r.hidden[k][i].by = by
			}
			return
		}
	}
	r.hidden[k] = append(r.hidden[k], hiding{method, by})
}

// hasWords tells a shape with a segment of several words: any or bool.
func (s *shape) hasWords() bool {
	words := func(l *language) bool { return l.class == wordsClass && len(l.words) > 1 }
	return slices.ContainsFunc(s.before, words) || slices.ContainsFunc(s.after, words)
}

// hiddenByAll finds routes with an any or bool of which each word is taken by a route
// before.
func (r *rivals) hiddenByAll() {
	for _, k := range r.contenders {
		partners := r.partial[k]
		if len(partners) == 0 {
			continue
		}
		variants := r.variants(k.shape)
		for _, m := range k.route.Methods {
			if by := r.coveredBy(variants, partners, m); by != nil {
				r.hide(k, m, by...)
			}
		}
	}
}

// coveredBy are the routes each of which takes at least one variant, if together they
// take all, or nil.
func (r *rivals) coveredBy(variants []*shape, partners []*contender, method string) []*contender {
	var by []*contender
	for _, variant := range variants {
		i := slices.IndexFunc(partners, func(p *contender) bool {
			if !r.takesMethod(p, method) {
				return false
			}
			v := r.relate(variant, p.shape)
			return v.meets && v.aIn
		})
		if i < 0 {
			return nil
		}
		if !slices.Contains(by, partners[i]) {
			by = append(by, partners[i])
		}
	}
	return by
}

// variants are the shapes that a shape is made of when each segment of several words is
// cut into its words, or nil if these are too many.
func (r *rivals) variants(s *shape) []*shape {
	list := []*shape{s}
	for i := range s.least() {
		l := s.at(i, s.least())
		if l.class != wordsClass || len(l.words) < 2 {
			continue
		}
		if len(list)*len(l.words) > maxWordSets {
			return nil
		}
		var next []*shape
		for _, old := range list {
			for _, word := range l.words {
				next = append(next, old.with(i, r.language(pattern.Segment{{Literal: word}})))
			}
		}
		list = next
	}
	return list
}

// with is the shape with another language of its i-th segment, which is not that of the
// path parameter.
func (s *shape) with(i int, l *language) *shape {
	t := *s
	if i < len(s.before) {
		t.before = slices.Clone(s.before)
		t.before[i] = l
	} else {
		t.after = slices.Clone(s.after)
		t.after[i-len(s.before)-1] = l
	}
	return &t
}

// tellHidden reports the routes that can never answer, the methods that the same routes
// hide in one message.
func (r *rivals) tellHidden() {
	for _, k := range r.contenders {
		list := r.hidden[k]
		for len(list) > 0 {
			by := list[0].by
			var methods []string
			var rest []hiding
			for _, h := range list {
				if slices.Equal(h.by, by) {
					methods = append(methods, h.method)
				} else {
					rest = append(rest, h)
				}
			}
			r.tellHiding(k, methods, by)
			list = rest
		}
	}
}

func (r *rivals) tellHiding(k *contender, methods []string, by []*contender) {
	what := methodsText(methods) + " " + k.route.Path
	message := fmt.Sprintf("%s can never answer: %d routes that come first take each of its words", what, len(by))
	if len(by) == 1 {
		message = fmt.Sprintf("%s can never answer: %s comes first and takes all its requests", what, by[0].route.Path)
	}
	fault := r.warn(diag.HiddenRoute, k.route.PathSpan, "take one of them out, or give it another path, converter or method", "%s", message)
	if fault == nil {
		return
	}
	fault.Primary.Text = "never reached"
	for _, other := range by[:min(len(by), 4)] {
		fault.Others = append(fault.Others, diag.Label{Span: other.route.PathSpan, Text: "comes first"})
	}
	if len(by) == 1 {
		fault.Notes = []string{pattern.WhyFirst(by[0].route.Pattern, k.route.Pattern)}
		if path := rawPath(r.witness(by[0].shape, k.shape, nil)); path != "" {
			fault.Notes = []string{fmt.Sprintf("both match %s; %s", cutURL(path), fault.Notes[0])}
		}
	}
}

// cutURL shortens a path for a message.
func cutURL(path string) string {
	const most = 120
	if len(path) > most {
		return path[:most] + "…"
	}
	return path
}

func methodsText(methods []string) string {
	if methods[0] == "*" {
		return "any method at"
	}
	return strings.Join(methods, " and ")
}

// shared is a method that both routes answer, as one would ask for it.
func (c *contest) shared(a, b *contender) string {
	for _, m := range slices.Concat(a.route.Methods, b.route.Methods, []string{"GET"}) {
		if m != "*" && a.accepts&c.accepts(m)&b.accepts != 0 {
			return m
		}
	}
	return "any method at"
}

// tellOverlaps warns of two routes of which neither is a special case of the other.
func (r *rivals) tellOverlaps() {
	if r.levelOf(diag.OverlappingRoutes) == levelOff {
		return
	}
	for i, pair := range r.overlaps {
		first, second := pair[0], pair[1]
		if r.hidden[second] != nil {
			continue
		}
		var avoid plainWords
		if i < 100 { // it looks at every route
			avoid = r.plainWords(second.route.Pattern)
		}
		r.tellOverlap(first, second, avoid)
	}
}

func (r *rivals) tellOverlap(first, second *contender, avoid plainWords) {
	path := rawPath(r.witness(first.shape, second.shape, avoid))
	if path == "" {
		return
	}
	fault := r.warn(diag.OverlappingRoutes, second.route.PathSpan, "",
		"two routes match %s %s, and neither is a special case of the other", r.shared(first, second), cutURL(path))
	fault.Primary.Text = "matches it too"
	fault.Others = []diag.Label{{Span: first.route.PathSpan, Text: "comes first"}}
	why := pattern.WhyFirst(first.route.Pattern, second.route.Pattern)
	fault.Notes = []string{fmt.Sprintf("%s comes first: %s", first.route.Path, why)}
	if own := ownOf(first.shape, second.shape); len(own) > 0 {
		fault.Notes = append(fault.Notes, "whether both take this very path depends on "+r.parseFunctions(own))
	}
	fault.Help = []string{fmt.Sprintf("if that is meant, write `# httpgen:ignore %s because …` above one of them; if not, give one another literal or converter", diag.OverlappingRoutes)}
}

func (d *decoder) parseFunctions(list []*pattern.Own) string {
	var names []string
	for _, o := range list {
		if parse := d.m.Converters[o.Index].Parse; parse != nil {
			names = append(names, parse.Text)
		} else {
			names = append(names, o.Name)
		}
	}
	return strings.Join(names, " and ")
}

// literalTaken warns of a parameter that takes the literal of a route before it.
func (r *rivals) literalTaken(first, second *contender) {
	if r.levelOf(diag.LiteralTaken) == levelOff || r.literals >= maxOverlaps {
		return
	}
	i := pattern.FirstDifference(first.route.Pattern, second.route.Pattern)
	if i == len(first.route.Pattern.Segments) || i == len(second.route.Pattern.Segments) {
		return
	}
	a, b := first.route.Pattern.Segments[i], second.route.Pattern.Segments[i]
	if a.Rank() != pattern.RankLiteral || b.Rank() == pattern.RankLiteral || b.Rank() == pattern.RankPath {
		return
	}
	r.literals++
	fault := r.warn(diag.LiteralTaken, r.segmentSpan(second.entry, i), "reserve the word where values are made, or give the parameter a converter that refuses it",
		"%s takes %s too, which %s %s answers", b.Shown(), quoted(a.Literal()), r.shared(first, second), first.route.Path)
	fault.Primary.Text = "never gets this value"
	fault.Others = []diag.Label{{Span: r.segmentSpan(first.entry, i), Text: "comes first"}}
}

// segmentSpan is where the i-th segment of a route's path stands.
func (d *decoder) segmentSpan(e *entry, i int) diag.Span {
	off := 1
	for range i {
		off += strings.IndexByte(e.route.Path[off:], '/') + 1
	}
	length := strings.IndexByte(e.route.Path[off:], '/')
	if length < 0 {
		length = len(e.route.Path) - off
	}
	if length == 0 { // an empty segment is shown by its slash
		return d.placeIn(e, off-1, 1)
	}
	return d.placeIn(e, off, length)
}

// levelOf is what is to become of a warning.
func (d *decoder) levelOf(code string) level {
	if set, ok := d.levels[code]; ok {
		return set
	}
	if l, ok := diag.Levels[code]; ok {
		return level(l)
	}
	return levelWarn
}

// warn reports a warning at the level that it has, or nothing: then it returns nil.
func (d *decoder) warn(code string, at diag.Span, help, format string, args ...any) *diag.Diagnostic {
	l := d.levelOf(code)
	if l == levelOff {
		return nil
	}
	fault := d.report(code, at, help, format, args...)
	if l == levelError {
		fault.Severity = diag.Error
	}
	return fault
}
