package check

import (
	"fmt"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/relation"
)

// What is said of routes that compete for requests lives here: of one that comes too
// late for all of its requests, of two that overlap, and of a literal beside a
// parameter that takes it. Sets that only overlap are never refused (the order of
// patterns decides): all but the first are warnings.

// maxOverlaps keeps what is told in proportion to the manifest: nobody reads more.
const maxOverlaps = 1000

// rivals are what is known of routes that compete.
// literals counts what was told of literals, which is bounded like overlaps: a manifest of a
// thousand words beside a parameter is one thought, and not a thousand.
type rivals struct {
	linter
	contest  *relation.Contest
	routes   []*manifest.Entry // of the contenders, by their index
	methods  map[string]relation.Methods
	hidden   map[*relation.Contender][]relation.Hiding
	overlaps []relation.Pair
	literals int
}

// Rivals compares all routes.
// What is compared is what patterns take and not how they are written: two that look alike
// may have nothing in common, and two that do not may be the same.
func Rivals(draft *manifest.Draft) {
	r := rivals{linter: linter{draft}, methods: map[string]relation.Methods{"*": relation.Every,
		"GET": relation.Get, "HEAD": relation.Head}}
	if !r.enter() {
		return // too many methods, which has been said
	}
	for _, k := range r.contest.Contenders {
		if route := r.route(k); r.contest.Impossible(k) {
			r.Report(diag.ImpossibleRoute, route.PathSpan, "take it out, or give it other words",
				"no request can have the path %s: a segment . or .. is answered 404 before any "+
					"route is asked", diag.Quoted(route.Path))
		}
	}
	r.contest.Run(r.note)
	r.hidden = r.contest.Hidden()
	for _, k := range r.contest.Contenders {
		r.tellHidden(k)
	}
	r.tellOverlaps()
	r.places()
}

// enter makes the contest of all routes. It is false if there are more methods than there are
// bits.
// GET and HEAD have bits of their own, since HEAD is answered by both; each other method
// takes the next one.
func (r *rivals) enter() bool {
	var patterns []*pattern.Pattern
	r.routes, patterns = withPattern(r.Draft)
	var list []*relation.Contender
	for i, e := range r.routes {
		k := &relation.Contender{Pattern: patterns[i]}
		for _, m := range e.Route.Methods {
			if r.methods[m] == 0 {
				r.methods[m] = relation.FirstOwn << (len(r.methods) - 3)
			}
			k.Methods = append(k.Methods, r.methods[m])
		}
		list = append(list, k)
	}
	if len(r.methods) > 64 {
		return false
	}
	r.contest = relation.NewContest(list)
	return true
}

// route is the route of a contender.
func (r *rivals) route(k *relation.Contender) *model.Route { return r.routes[k.Index].Route }

// note is told of every two routes that have a request in common.
func (r *rivals) note(p relation.Pair) {
	switch {
	case p.Kind == relation.MoreSpecific:
		r.literalTaken(p.First, p.Second)
	case p.Kind == relation.Overlaps && p.Certain && len(r.overlaps) < maxOverlaps:
		r.overlaps = append(r.overlaps, p)
	}
}

// tellHidden reports that a route can never answer, the methods that the same routes hide in
// one message.
func (r *rivals) tellHidden(k *relation.Contender) {
	for list := r.hidden[k]; len(list) > 0; {
		by := list[0].By
		var methods []string
		var rest []relation.Hiding
		for _, h := range list {
			if slices.Equal(h.By, by) {
				methods = append(methods, r.nameOf(k, h.Method))
			} else {
				rest = append(rest, h)
			}
		}
		r.tellHiding(k, methods, by)
		list = rest
	}
}

// nameOf is a method of a route by its bit.
func (r *rivals) nameOf(k *relation.Contender, m relation.Methods) string {
	return r.route(k).Methods[slices.Index(k.Methods, m)]
}

// tellHiding words one hiding. By one route it can be shown by a path; by several, each of
// which takes some words, none shows it.
func (r *rivals) tellHiding(k *relation.Contender, methods []string, by []*relation.Contender) {
	what := methodsText(methods) + " " + r.route(k).Path
	message := fmt.Sprintf("%s can never answer: %d routes that come first take each of its words",
		what, len(by))
	if len(by) == 1 {
		message = fmt.Sprintf("%s can never answer: %s comes first and takes all its requests",
			what, r.route(by[0]).Path)
	}
	fault := r.warn(diag.HiddenRoute, r.route(k).PathSpan,
		"take one of them out, or give it another path, converter or method", "%s", message).
		Under("never reached")
	for _, other := range by[:min(len(by), 4)] {
		fault.Also(r.route(other).PathSpan, "comes first")
	}
	if len(by) > 1 || fault == nil {
		return
	}
	why := pattern.WhyFirst(by[0].Pattern, k.Pattern)
	if path := r.contest.Witness(by[0], k, nil); path != "" {
		why = fmt.Sprintf("both match %s; %s", cutURL(path), why)
	}
	fault.Note(why)
}

// cutURL shortens a path for a message.
func cutURL(path string) string {
	const most = 120
	if len(path) > most {
		return path[:most] + "…"
	}
	return path
}

// methodsText names methods before a path: "GET and POST".
func methodsText(methods []string) string {
	if methods[0] == "*" {
		return "any method at"
	}
	return strings.Join(methods, " and ")
}

// shared is a method that both routes answer, as one would ask for it.
func (r *rivals) shared(a, b *relation.Contender) string {
	for _, m := range slices.Concat(r.route(a).Methods, r.route(b).Methods, []string{"GET"}) {
		if m != "*" && a.Accepts()&b.Accepts()&r.accepts(m) != 0 {
			return m
		}
	}
	return "any method at"
}

// accepts are the methods of requests that a route for m answers.
func (r *rivals) accepts(m string) relation.Methods {
	if m == "GET" {
		return relation.Get | relation.Head
	}
	return r.methods[m]
}

// tellOverlaps warns of two routes of which neither is a special case of the other.
func (r *rivals) tellOverlaps() {
	if r.levelOf(diag.OverlappingRoutes) == manifest.LevelOff {
		return
	}
	_, all := withPattern(r.Draft)
	for i, pair := range r.overlaps {
		if r.hidden[pair.Second] != nil {
			continue
		}
		var avoid relation.Words
		if i < 100 { // it looks at every route
			avoid = relation.WordsBeside(pair.Second.Pattern, all)
		}
		r.tellOverlap(pair.First, pair.Second, avoid)
	}
}

// tellOverlap words one overlap: a path that both match, which route answers it, and why that
// one.
//
//	GET /users/<name>/edit and GET /users/new/<step> match /users/new/edit
func (r *rivals) tellOverlap(first, second *relation.Contender, avoid relation.Words) {
	path := r.contest.Witness(first, second, avoid)
	if path == "" {
		return
	}
	help := fmt.Sprintf("if that is meant, write `# httpgen:ignore %s because …` above one of "+
		"them; if not, give one another literal or converter", diag.OverlappingRoutes)
	why := pattern.WhyFirst(first.Pattern, second.Pattern)
	fault := r.warn(diag.OverlappingRoutes, r.route(second).PathSpan, help,
		"two routes match %s %s, and neither is a special case of the other", r.shared(first,
			second), cutURL(path)).
		Under("matches it too").
		Also(r.route(first).PathSpan, "comes first").
		Note(fmt.Sprintf("%s comes first: %s", r.route(first).Path, why))
	if own := r.contest.Depends(first, second); len(own) > 0 {
		fault.Note("whether both take this very path depends on " + r.parseFunctions(own))
	}
}

// parseFunctions names what decides where own converters do: their functions, which are not
// run here.
func (d *rivals) parseFunctions(list []*pattern.Own) string {
	var names []string
	for _, o := range list {
		if parse := d.Manifest.Converters[o.Index].Parse; parse != nil {
			names = append(names, parse.Text)
		} else {
			names = append(names, o.Name)
		}
	}
	return strings.Join(names, " and ")
}

// literalTaken warns of a parameter that takes the literal of a route before it.
func (r *rivals) literalTaken(first, second *relation.Contender) {
	if r.levelOf(diag.LiteralTaken) == manifest.LevelOff || r.literals >= maxOverlaps {
		return
	}
	i := pattern.FirstDifference(first.Pattern, second.Pattern)
	if i == len(first.Pattern.Segments) || i == len(second.Pattern.Segments) {
		return
	}
	a, b := first.Pattern.Segments[i], second.Pattern.Segments[i]
	if a.Rank() != pattern.RankLiteral || b.Rank() == pattern.RankLiteral ||
		b.Rank() == pattern.RankPath {
		return
	}
	r.literals++
	r.warn(diag.LiteralTaken, r.segmentSpan(r.routes[second.Index], i),
		"reserve the word where values are made, or give the parameter a converter that refuses it",
		"%s takes %s too, which %s %s answers", b.Shown(), diag.Quoted(a.Literal()), r.shared(first,
			second), r.route(first).Path).
		Under("never gets this value").
		Also(r.segmentSpan(r.routes[first.Index], i), "comes first")
}

// segmentSpan is where the i-th segment of a route's path stands.
func (d *rivals) segmentSpan(e *manifest.Entry, i int) diag.Span {
	off := 1
	for range i {
		off += strings.IndexByte(e.Route.Path[off:], '/') + 1
	}
	length := strings.IndexByte(e.Route.Path[off:], '/')
	if length < 0 {
		length = len(e.Route.Path) - off
	}
	if length == 0 { // an empty segment is shown by its slash
		return d.Within(e, off-1, 1)
	}
	return d.Within(e, off, length)
}
