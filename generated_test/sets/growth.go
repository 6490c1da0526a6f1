package sets

import (
	"fmt"
	"strings"

	"example.com/httpgen/generated_test/oracle"
)

// Shapes that services grow in: sets of any number of routes that differ in one place.
// What a matcher does for one request should not grow with them.

// A Shape makes routes and requests by number. A %d stands for the number of a route, and a
// %[1]d where that stands more than once.
type Shape struct {
	Name    string
	Pattern string
	Beside  string // a pattern that takes the texts that no route's literal is, or ""
	Hit     string // a path that the route takes
	Other   string // a path that the pattern beside them takes, or ""
	Miss    string // a path that nothing takes, or ""
}

// Shapes are those that are measured, the simplest first.
func Shapes() []Shape {
	const lang = "/<any(de,en,fr):lang>"
	return []Shape{
		{"pages", "/page%d", "", "/page%d", "", "/pagf%d"},
		{"pages_slug", "/page%d", "/<slug>", "/page%d", "/pagf%d", "/page%d/none"},
		{"pages_int", "/page%d", "/<int:id>", "/page%d", "/%d", "/page%dx"},
		{"pages_two", "/page%d", "/<a>/<b>", "/page%d", "/page%d/x", "/page%dx"},
		{"pages_path", "/page%d", "/<path:p>", "/page%d", "/page%d/x/y", ""},
		{"tenant", "/<tenant>/page%d", "/<tenant>/<slug>", "/acme/page%d", "/acme/pagf%d",
			"/acme/page%d/none"},
		{"language", lang + "/page%d", lang + "/<slug>", "/en/page%d", "/en/pagf%d", "/en/page%d/none"},
		{"starts", "/x%d_<name>.txt", "", "/x%d_a.txt", "", "/x%d-a.txt"},
		{"starts_slug", "/x%d_<int:n>.txt", "/<slug>", "/x%d_7.txt", "/x%d_a.txt", "/x%d/a"},
		{"suffixes", "/<name>.x%d", "", "/a.x%d", "", "/a.y%d"},
		{"ends", "/files/<path:p>/x%d", "", "/files/a/b/x%d", "", "/files/a/b/y%d"},
		{"ends_path", "/<path:p>/x%d", "/<path:p>", "/a/b/x%d", "/a/b/y%d", ""},
		{"words", "/<any(a%[1]d,b%[1]d):kind%[1]d>/x", "", "/b%d/x", "", "/c%d/x"},
		{"words_slug", "/<any(a%[1]d,b%[1]d):kind%[1]d>/x", "/<slug>/<int:n>", "/a%d/x", "/b%d/7", "/c%d/y"},
		{"words_shared", "/<any(all,b%[1]d):kind%[1]d>/x%[1]d", "", "/b%[1]d/x%[1]d", "", "/b%[1]d/y"},
		{"items", "/kind%d/<int:id>", "/<slug>", "/kind%d/7", "/kind%d", "/kind%d/x"},
		{"items_two", "/kind%d/<int:id>", "/<a>/<b>", "/kind%d/7", "/kind%d/x", "/kind%d/7/x"},
	}
}

// Growth is a set of n routes of a shape, with the pattern beside them as the last.
func (s Shape) Growth(n int) (Set, error) {
	var routes []oracle.Route
	add := func(pattern string) {
		routes = append(routes, oracle.Route{Methods: []string{"GET"}, Pattern: pattern})
	}
	for i := range n {
		add(numbered(s.Pattern, i))
	}
	if s.Beside != "" {
		routes = routes[:n-1]
		add(s.Beside)
	}
	return New(s.Name, nil, oracle.Options{}, routes...)
}

// Paths are those that are asked of a set of n routes: hits, and misses. What the pattern
// beside them takes is a hit.
func (s Shape) Paths(n int) (hits, misses []string) {
	if s.Beside != "" {
		n--
	}
	for i := range n {
		hits = append(hits, numbered(s.Hit, i))
		if s.Other != "" {
			hits = append(hits, numbered(s.Other, i))
		}
		if s.Miss != "" {
			misses = append(misses, numbered(s.Miss, i))
		}
	}
	return hits, misses
}

// numbered puts a number in; the numbers are as those of things are, neither in a row nor of
// one length.
func numbered(text string, i int) string {
	if !strings.Contains(text, "%") {
		return text
	}
	return fmt.Sprintf(text, i*i)
}
