package check

import (
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/relation"
)

// Routes that answer the same requests are told here.

// twins look for routes that answer the same requests.
type twins struct {
	*manifest.Draft
	pairs int // reported so far
}

// Twins reports routes with a method and an equal pattern in common.
// Which of two equal routes is meant nobody can say: unlike an overlap, it is an error, and
// the second one of the file is told.
func Twins(draft *manifest.Draft) {
	d := twins{Draft: draft}
	list, patterns := withPattern(draft)
	for _, group := range relation.Equal(patterns) {
		var same []*manifest.Entry
		for _, i := range group {
			same = append(same, list[i])
		}
		d.equal(same)
	}
}

// withPattern are the routes whose path is a pattern, and the patterns.
func withPattern(d *manifest.Draft) (list []*manifest.Entry, patterns []*pattern.Pattern) {
	for _, e := range d.Entries {
		if e.Route.Pattern != nil {
			list = append(list, e)
			patterns = append(patterns, e.Route.Pattern)
		}
	}
	return list, patterns
}

// equal reports the routes of one pattern that share a method, each with the first that
// has it.
// A route with three methods may share each with another route: that is a message for each of
// these.
func (d *twins) equal(same []*manifest.Entry) {
	owner := map[string]*manifest.Entry{}
	for _, e := range same {
		var shared []*manifest.Entry
		methods := map[*manifest.Entry][]string{}
		for _, m := range e.Route.Methods {
			first := owner[m]
			if first == nil {
				owner[m] = e
				continue
			}
			if methods[first] == nil {
				shared = append(shared, first)
			}
			methods[first] = append(methods[first], m)
		}
		for _, first := range shared {
			d.equalPair(first, e, methods[first])
		}
	}
}

// equalPair tells of two, with a path that both would answer.
func (d *twins) equalPair(first, second *manifest.Entry, methods []string) {
	what := strings.Join(methods, " and ")
	if methods[0] == "*" {
		what = "any method at"
	}
	var avoid relation.Words
	if d.pairs++; d.pairs <= 100 { // it looks at every route; nobody reads that many messages
		_, all := withPattern(d.Draft)
		avoid = relation.WordsBeside(second.Route.Pattern, all)
	}
	url, ok := relation.Example(second.Route.Pattern, avoid)
	if !ok {
		url = second.Route.Path // nobody but its parse function knows the words of an own converter
	}
	under, help := "the same pattern", "take one out, or give one of them another method"
	if first.Route.Path != second.Route.Path {
		under, help = "the same pattern but for the name",
			"give one of them a converter, or another method"
		if len(second.Route.Params) > 1 {
			under += "s"
		}
	}
	d.Report(diag.EqualRoutes, second.Route.PathSpan, help, "two routes answer %s %s", what, url).
		Under(under).
		Also(first.Route.PathSpan, "also matches")
}
