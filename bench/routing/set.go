// Package routing measures how long routers take to find the handler of a request.
//
// It reads open route sets, makes requests from them, loads them into each router
// and says which requests a router answered otherwise than the set's author meant.
// Commands and tests put the clock around it.
package routing

import (
	"bufio"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The reading of route sets lives here.

// SetNames are the sets that are measured, smallest patterns first.
var SetNames = []string{"bench_gplus", "bench_parse", "bench_static", "bench_github", "docker",
	"stripe", "github_2022"}

// A Set is the route table of one service.
type Set struct {
	Name   string
	Typed  bool // parameters marked Int are integers to the router or its handlers
	Routes []Route
	// Dropped are rows that no router can hold beside an earlier one: same method,
	// same pattern but for parameter names.
	Dropped []string
}

// A Route is one row of a set.
type Route struct {
	Method   string
	Segments []Segment // of the path without its leading slash
	Skip     bool      // left out for a router that cannot hold it
}

// A Segment is what stands between two slashes: one part, or literals and
// parameters in turn (a mixed segment).
type Segment []Part

// A Part is literal text, or a parameter when Name is not empty.
type Part struct {
	Literal string
	Name    string
	Number  bool // its values are numbers
	Int     bool // Number, in a typed set
}

// Load reads a set from dir, which holds one NAME.tsv per set with the columns
// METHOD, PATH, PARAM_TYPES and OPERATION_ID.
func Load(dir, name string, typed bool) (*Set, error) {
	f, err := os.Open(filepath.Join(dir, name+".tsv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	set := &Set{Name: name, Typed: typed}
	seen := map[string]bool{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if n == 1 {
			continue // the header
		}
		columns := strings.Split(lines.Text(), "\t")
		if len(columns) < 3 {
			return nil, fmt.Errorf("%s.tsv:%d: %d columns, want at least 3", name, n, len(columns))
		}
		route, err := set.parseRoute(columns[0], columns[1], columns[2])
		if err != nil {
			return nil, fmt.Errorf("%s.tsv:%d: %w", name, n, err)
		}
		key := route.Method + " " + route.shape()
		if seen[key] {
			set.Dropped = append(set.Dropped, columns[0]+" "+columns[1])
			continue
		}
		seen[key] = true
		set.Routes = append(set.Routes, route)
	}
	return set, lines.Err()
}

// FindSets looks for generated_test/routesets here and in the parent folders.
func FindSets() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		sets := filepath.Join(dir, "generated_test", "routesets")
		if _, err := os.Stat(filepath.Join(sets, SetNames[0]+".tsv")); err == nil {
			return sets, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no folder generated_test/routesets with %s.tsv here or above",
				SetNames[0])
		}
		dir = parent
	}
}

func (s *Set) parseRoute(method, path, types string) (Route, error) {
	if !strings.HasPrefix(path, "/") {
		return Route{}, fmt.Errorf("path %q does not start with a slash", path)
	}
	numbers := numberParams(s.Name, types)
	route := Route{Method: method}
	for _, text := range strings.Split(path[1:], "/") {
		segment, err := parseSegment(text, numbers, s.Typed)
		if err != nil {
			return Route{}, fmt.Errorf("path %q: %w", path, err)
		}
		route.Segments = append(route.Segments, segment)
	}
	return route, nil
}

// untypedNumbers are the parameters that hold numbers in sets whose table declares
// every parameter as a string. Ids of the other sets are text, or numbers beyond 64 bits.
var untypedNumbers = map[string][]string{"bench_github": {"id", "number"}}

// numberParams gives the parameters of a row whose values are numbers.
func numberParams(set, types string) map[string]bool {
	numbers := map[string]bool{}
	for _, declared := range strings.Split(types, ",") {
		name, kind, _ := strings.Cut(declared, "=")
		numbers[name] = kind == "integer" || strings.HasPrefix(kind, "integer:") ||
			slices.Contains(untypedNumbers[set], name)
	}
	return numbers
}

func parseSegment(text string, numbers map[string]bool, typed bool) (Segment, error) {
	var segment Segment
	for text != "" {
		literal, rest, ok := strings.Cut(text, "{")
		if literal != "" {
			segment = append(segment, Part{Literal: literal})
		}
		if !ok {
			return segment, nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || name == "" {
			return nil, fmt.Errorf("segment %q: no parameter name between braces", text)
		}
		segment = append(segment, Part{Name: name, Number: numbers[name], Int: typed &&
			numbers[name]})
		text = after
	}
	return segment, nil
}

// shape is the pattern without parameter names: equal shapes match the same paths.
func (r Route) shape() string {
	return r.Pattern(func(s Segment) string {
		var b strings.Builder
		for _, p := range s {
			switch {
			case p.Int:
				b.WriteString("{int}")
			case p.Name != "":
				b.WriteString("{}")
			default:
				b.WriteString(p.Literal)
			}
		}
		return b.String()
	})
}

// Pattern writes the route's path with each segment as spell writes it.
func (r Route) Pattern(spell func(Segment) string) string {
	var b strings.Builder
	for _, s := range r.Segments {
		b.WriteByte('/')
		b.WriteString(spell(s))
	}
	return b.String()
}

// Ints are the names of the parameters that are integers in a typed set, in order.
func (r Route) Ints() []string {
	var names []string
	for _, s := range r.Segments {
		for _, p := range s {
			if p.Int {
				names = append(names, p.Name)
			}
		}
	}
	return names
}

// HasInts tells whether a typed set differs from its untyped twin at all.
func (s *Set) HasInts() bool {
	for _, r := range s.Routes {
		if len(r.Ints()) > 0 {
			return true
		}
	}
	return false
}

// Renamed is the set with every parameter named after its place in the path, for
// routers that want one name at one place of their tree.
func (s *Set) Renamed() *Set {
	renamed := *s
	renamed.Routes = make([]Route, len(s.Routes))
	for i, r := range s.Routes {
		renamed.Routes[i] = Route{Method: r.Method, Skip: r.Skip}
		for at, segment := range r.Segments {
			parts := append(Segment(nil), segment...)
			for j := range parts {
				if parts[j].Name != "" {
					parts[j].Name = fmt.Sprintf("p%d%c", at, 'a'+j)
				}
			}
			renamed.Routes[i].Segments = append(renamed.Routes[i].Segments, parts)
		}
	}
	return &renamed
}

// WithoutMixed is the set without the rows that have a mixed segment, for routers
// that have no such segments.
func (s *Set) WithoutMixed() *Set {
	fewer := *s
	fewer.Routes = slices.Clone(s.Routes)
	for i := range fewer.Routes {
		r := &fewer.Routes[i]
		r.Skip = r.Skip || slices.ContainsFunc(r.Segments,
			func(s Segment) bool { return len(s) > 1 })
	}
	return &fewer
}

// Rows are the routes to load, with their places in Routes.
func (s *Set) Rows() iter.Seq2[int, Route] {
	return func(yield func(int, Route) bool) {
		for i, r := range s.Routes {
			if !r.Skip && !yield(i, r) {
				return
			}
		}
	}
}
