package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/plan"
)

// How a large tree is divided among functions.

// A portion is what a function holds itself, without the functions that it calls.
type portion struct {
	sites int
	calls []int // in the order of asking
}

// divided walks the tree and says what each function holds.
func divided(t *testing.T, p *plan.Plan) []portion {
	t.Helper()
	all := make([]portion, len(p.Functions))
	var node func(n *plan.Node, vars []pattern.Conv, in int)
	var choice func(c *plan.Choice, vars []pattern.Conv, in int)
	var asks func(n *plan.Node, list []plan.Sift, ends bool, in int)
	enter := func(function, in int) int {
		if function < -1 {
			t.Errorf("a part has the function %d", function)
		}
		if function < 0 || function == in {
			return in
		}
		all[in].calls = append(all[in].calls, function)
		return function
	}
	sameVars := func(i int, vars []pattern.Conv) {
		if fmt.Sprint(p.Functions[i].Vars) != fmt.Sprint(vars) {
			t.Errorf("function %d has the variables %v, want %v", i, p.Functions[i].Vars, vars)
		}
	}
	choice = func(c *plan.Choice, vars []pattern.Conv, in int) {
		if c == nil {
			return
		}
		if in = enter(c.Function, in); c.Function >= 0 {
			if p.Functions[in].Choice != c {
				t.Errorf("function %d is not its choice", in)
			}
			sameVars(in, vars)
		}
		all[in].sites += len(c.Tails)
		for _, pre := range c.Prefixes {
			node(pre.Node, vars, in)
		}
		for _, k := range c.Cases {
			choice(k.Choice, vars, in)
		}
		choice(c.Short, vars, in)
	}
	node = func(n *plan.Node, vars []pattern.Conv, in int) {
		if fmt.Sprint(n.Vars) != fmt.Sprint(vars) {
			t.Errorf("a node has the variables %v, want %v", n.Vars, vars)
		}
		if in = enter(n.Function, in); n.Function >= 0 {
			if p.Functions[in].Node != n || p.Functions[in].Some != nil {
				t.Errorf("function %d is not its node", in)
			}
			sameVars(in, vars)
		}
		choice(n.Literals, vars, in)
		asks(n, n.AskSegments, false, in)
		asks(n, n.AskEnds, true, in)
	}
	asks = func(n *plan.Node, list []plan.Sift, ends bool, in int) {
		for _, a := range list {
			if a.Cases == nil && ends {
				all[in].sites++
			} else if a.Cases == nil {
				c := n.Segments[a.At]
				params := []pattern.Conv{}
				if c.Whole != nil {
					params = append(params, *c.Whole)
				} else {
					params = c.Cut.Params()
				}
				node(c.Next, append(n.Vars[:len(n.Vars):len(n.Vars)], params...), in)
			}
			for i := range a.Cases {
				k := &a.Cases[i]
				inner := enter(k.Function, in)
				if f := p.Functions[inner]; k.Function >= 0 && (f.Some != k || f.Node != n || f.Ends != ends) {
					t.Errorf("function %d is not its case", inner)
				}
				if k.Function >= 0 {
					sameVars(inner, n.Vars)
				}
				asks(n, k.Asks, ends, inner)
			}
		}
	}
	node(p.Root, nil, 0)
	return all
}

// services are routes as services have them: n patterns below some resources.
func services(n int) (routes []string) {
	for i := range n {
		routes = append(routes, fmt.Sprintf("/%c%c/%s", 'a'+i/60, 'a'+i/6%10,
			[]string{"list", "<int:n>", "<int:n>/edit", "<int:n>/tags/<t>", "<name>-<date:d>/x", "<path:p>/raw"}[i%6]))
	}
	return routes
}

func TestATreeOfUpTo160SitesIsOneFunction(t *testing.T) {
	if n := len(planned(t, services(160)...).Plan.Functions); n != 1 {
		t.Errorf("160 sites are %d functions", n)
	}
	if n := len(planned(t, services(161)...).Plan.Functions); n < 6 {
		t.Errorf("161 sites are %d functions", n)
	}
}

func TestFunctionsOfALargeTree(t *testing.T) {
	var short []string // that end before the window of the others
	for i := range 200 {
		short = append(short, fmt.Sprintf("/long-name-%03d", i), fmt.Sprintf("/%03d", i))
	}
	for _, routes := range [][]string{services(161), services(200), services(317), services(600), short} {
		n := len(routes)
		parts := divided(t, planned(t, routes...).Plan)
		sites, next := 0, 1
		var order func(i int)
		order = func(i int) {
			for _, call := range parts[i].calls {
				if call != next {
					t.Errorf("%d sites: function %d is called where %d is next", n, call, next)
				}
				next++
				order(call)
			}
		}
		order(0)
		for i, p := range parts {
			sites += p.sites
			if p.sites > 32 {
				t.Errorf("%d sites: function %d holds %d", n, i, p.sites)
			}
			if i > 0 && p.sites+len(p.calls) < 4 {
				t.Errorf("%d sites: function %d is for %d sites and %d calls", n, i, p.sites, len(p.calls))
			}
		}
		if sites != n || next != len(parts) {
			t.Errorf("%d sites: %d in functions, %d of %d called", n, sites, next, len(parts))
		}
	}
}

// What is cut off is the largest part, again and again, as long as more than 32 are left;
// parts of fewer than four sites are not.
func TestWhichPartsAreCutOff(t *testing.T) {
	group := func(prefix string, n int) (routes []string) {
		for i := range n {
			routes = append(routes, fmt.Sprintf("%s%c%c", prefix, 'a'+i%26, 'a'+i/26))
		}
		return routes
	}
	join := func(lists ...[]string) (all []string) {
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	var crumbs []string
	for i := range 12 {
		crumbs = join(crumbs, group(fmt.Sprintf("/a%c/<s>/", 'a'+i), 3))
	}
	for _, tt := range []struct {
		name   string
		routes []string
		want   string
	}{
		{"parts that fit below parameters", join(group("/a/<s>/", 30), group("/b/<s>/", 30), group("/c/<s>/", 31), group("/d/<s>/", 32), group("/e/<s>/", 33), group("/f/<s>/", 10)),
			"10 calls [1 2 3 4 5]; 30; 30; 31; 32; 33"},
		{"33 in two parts, and 32", join(
			group("/a/<int:n>/", 17), group("/a/<s>/", 16), group("/b/<int:n>/", 17), group("/b/<s>/", 15),
			group("/c/<s>/", 30), group("/d/<s>/", 30), group("/e/<s>/", 30), group("/f/<s>/", 30)),
			"16 calls [1 2 3 4 5 6]; 17 behind [int]; 32; 30; 30; 30; 30"},
		{"two parts of a size", join(
			group("/a/<int:n>/", 20), group("/a/<s>/", 20), group("/b/<s>/", 31), group("/c/<s>/", 31),
			group("/d/<s>/", 31), group("/e/<s>/", 31)),
			"20 calls [1 2 3 4 5]; 20 behind [int]; 31; 31; 31; 31"},
		{"parts of three", join(crumbs, group("/b/<s>/", 32), group("/c/<s>/", 31), group("/d/<s>/", 31),
			group("/e/<s>/", 31)),
			"36 calls [1 2 3 4]; 32; 31; 31; 31"},
		{"one part, which cannot be divided", join(group("/f/<path:p>/", 40), group("/b/<s>/", 31),
			group("/c/<s>/", 31), group("/d/<s>/", 31), group("/e/<s>/", 31)),
			"31 calls [1 2 3 4]; 31; 31; 31; 40"},
		{"crumbs", join(group("/<x>/", 100), group("/a/<s>/", 3), group("/b/<s>/", 4), group("/c/<s>/", 30), group("/d/<s>/", 28)),
			"7 calls [1 2 3]; 30; 28; 32 behind [str] calls [4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20]" +
				strings.Repeat("; 4 behind [str]", 17)},
	} {
		var got []string
		p := planned(t, tt.routes...).Plan
		for i, part := range divided(t, p) {
			holds := fmt.Sprint(part.sites)
			if vars := p.Functions[i].Vars; len(vars) > 0 {
				holds += fmt.Sprint(" behind ", vars)
			}
			if len(part.calls) > 0 {
				holds += fmt.Sprint(" calls ", part.calls)
			}
			got = append(got, holds)
		}
		if text := strings.Join(got, "; "); text != tt.want {
			t.Errorf("%s: functions hold and call %s, want %s", tt.name, text, tt.want)
		}
	}
}
