package manifest

import (
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/relation"
)

// Routes that answer the same requests are told here.

// twins reports routes with a method and an equal pattern in common.
func (d *decoder) twins() {
	list, patterns := d.withPattern()
	for _, group := range relation.Equal(patterns) {
		var same []*entry
		for _, i := range group {
			same = append(same, list[i])
		}
		d.equal(same)
	}
}

// withPattern are the routes whose path is a pattern, and the patterns.
func (d *decoder) withPattern() (list []*entry, patterns []*pattern.Pattern) {
	for _, e := range d.entries {
		if e.route.Pattern != nil {
			list = append(list, e)
			patterns = append(patterns, e.route.Pattern)
		}
	}
	return list, patterns
}

// equal reports the routes of one pattern that share a method, each with the first that
// has it.
func (d *decoder) equal(same []*entry) {
	owner := map[string]*entry{}
	for _, e := range same {
		var shared []*entry
		methods := map[*entry][]string{}
		for _, m := range e.route.Methods {
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

func (d *decoder) equalPair(first, second *entry, methods []string) {
	what := strings.Join(methods, " and ")
	if methods[0] == "*" {
		what = "any method at"
	}
	var avoid relation.Words
	if d.twinPairs++; d.twinPairs <= 100 { // it looks at every route; nobody reads that many messages
		_, all := d.withPattern()
		avoid = relation.WordsBeside(second.route.Pattern, all)
	}
	url, ok := relation.Example(second.route.Pattern, avoid)
	if !ok {
		url = second.route.Path // nobody but its parse function knows the words of an own converter
	}
	fault := d.report(diag.EqualRoutes, second.route.PathSpan, "", "two routes answer %s %s", what, url)
	fault.Primary.Text = "the same pattern"
	fault.Help = []string{"take one out, or give one of them another method"}
	if first.route.Path != second.route.Path {
		fault.Primary.Text = "the same pattern but for the name"
		fault.Help = []string{"give one of them a converter, or another method"}
		if len(second.route.Params) > 1 {
			fault.Primary.Text += "s"
		}
	}
	fault.Others = []diag.Label{{Span: first.route.PathSpan, Text: "also matches"}}
}
