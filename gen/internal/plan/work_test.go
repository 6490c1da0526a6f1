package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// Work is bounded: for a given manifest, the steps of a search grow no faster than the
// path does, however the routes overlap.

// hostile are sets whose routes share as much as they can.
func hostile(t *testing.T) map[string]sets.Set {
	t.Helper()
	get := func(patterns ...string) (routes []oracle.Route) {
		for _, p := range patterns {
			routes = append(routes, oracle.Route{Methods: []string{"GET"}, Pattern: p})
		}
		return routes
	}
	var tree []string // every mix of literals and strings, none of which ends as the path does
	for mask := range 1 << 8 {
		var b strings.Builder
		for bit := range 8 {
			if mask>>bit&1 == 0 {
				b.WriteString("/a")
			} else {
				fmt.Fprintf(&b, "/<s%d>", bit)
			}
		}
		tree = append(tree, b.String()+"/end")
	}
	var mixed, ends []string
	for i := range 12 {
		dashes := strings.Repeat("-", i+1)
		mixed = append(mixed, "/<a>"+dashes+"<b>"+dashes+"<c>/x", "/<int:a>"+dashes+"<uuid:b>/y")
		ends = append(ends, "/<path:p>"+strings.Repeat("/a", i+1)+"/z", fmt.Sprintf("/<a>%s<path:p>%s<b>/<c>", dashes, dashes))
	}
	all := map[string]sets.Set{}
	for name, patterns := range map[string][]string{"tree": tree, "mixed": mixed, "ends": ends} {
		s, err := sets.New(name, nil, oracle.Options{}, get(patterns...)...)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = s
	}
	return all
}

func TestWorkIsLinearInThePath(t *testing.T) {
	for name, s := range hostile(t) {
		f := finder(t, s)
		for what, piece := range map[string]string{
			"slashes": "/", "literals": "/a", "dashes": "-", "digits": "1", "encoded slashes": "\x00", "mixed": "a-", "numbers": "1-",
		} {
			steps := func(n int) int {
				f.Steps = 0
				f.Find("GET", "/"+strings.Repeat(piece, n))
				return f.Steps
			}
			short, long := steps(1<<9), steps(1<<12)
			if long > 9*short { // eight times the path
				t.Errorf("%s: %s: %d steps, %d for eight times the path", name, what, short, long)
			}
			t.Logf("%s: %s: %.1f steps a byte", name, what, float64(long)/float64(1<<12*len(piece)))
		}
	}
}

func TestAMegabyteIsSearchedOnce(t *testing.T) {
	for name, s := range hostile(t) {
		f := finder(t, s)
		path := "/" + strings.Repeat("a/", 1<<19)
		f.Find("GET", path)
		if most := 64 * int64(len(s.Routes)) * int64(len(path)); int64(f.Steps) > most {
			t.Errorf("%s: %d steps for %d bytes and %d routes", name, f.Steps, len(path), len(s.Routes))
		}
	}
}
