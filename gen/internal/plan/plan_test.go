package plan_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/plan"
	"example.com/httpgen/generated_test/effort"
	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// The plan, interpreted, against the oracle.

// finder makes the plan of a set. The manifest is made by hand: what YAML has to do with
// it is the manifest's tests'.
func finder(t testing.TB, s sets.Set) *plan.Finder {
	t.Helper()
	m := &model.Manifest{RedirectSlash: s.Options.RedirectSlash, BadParam400: s.Options.BadParam400}
	var own []*pattern.Own
	for i, o := range s.Own {
		own = append(own, &pattern.Own{Name: o.Name, Index: i})
	}
	for i, r := range s.Routes {
		pattern, faults := pattern.Parse(r.Pattern, own)
		if pattern == nil {
			t.Fatalf("%s: %v", r.Pattern, faults)
		}
		methods := slices.Clone(r.Methods)
		for k := range methods {
			if methods[k] == "ANY" {
				methods[k] = "*"
			}
		}
		m.Routes = append(m.Routes, &model.Route{Name: s.Names[i], Path: r.Pattern, Methods: methods, Pattern: pattern})
	}
	return &plan.Finder{Plan: plan.Build(m), Own: func(o *pattern.Own, text string) bool { return s.Own[o.Index].Accept(text) }}
}

// answer asks the plan and says it in the oracle's words.
func answer(f *plan.Finder, method, path string) oracle.Result {
	a := f.Match(method, path)
	r := oracle.Result{Status: a.Status, Route: -1, Allow: a.Allow, Location: a.Location, Refused: a.Refused}
	if a.Status == 200 {
		r.Route = a.Route
		i := 0
		for _, s := range f.Plan.Manifest.Routes[a.Route].Pattern.Segments {
			for _, p := range s {
				if p.Param != nil {
					r.Params = append(r.Params, oracle.Param{Name: p.Param.Name, Value: a.Params[i]})
					i++
				}
			}
		}
	}
	return r
}

func check(t *testing.T, s sets.Set, f *plan.Finder, table *oracle.Table, method, path string) {
	t.Helper()
	want, got := table.Match(method, path, s.Options), answer(f, method, path)
	if !equal(got, want) {
		var dump strings.Builder
		f.Plan.Dump(&dump)
		t.Fatalf("%s\n%s %q (plan -, oracle +)\n%s\n%s", s, method, path, cmp.Diff(got, want), &dump)
	}
}

func equal(a, b oracle.Result) bool {
	return a.Status == b.Status && a.Route == b.Route && a.Location == b.Location && a.Refused == b.Refused &&
		slices.Equal(a.Params, b.Params) && slices.Equal(a.Allow, b.Allow)
}

func TestRegressions(t *testing.T) {
	for _, r := range sets.Regressions() {
		t.Run(r.Name, func(t *testing.T) {
			f := finder(t, r.Set)
			for _, x := range r.Requests {
				if got := answer(f, x.Method, x.Path); !equal(got, x.Want) {
					var dump strings.Builder
					f.Plan.Dump(&dump)
					t.Errorf("%s\n%s %q (plan -, want +)\n%s\n%s", r.Set, x.Method, x.Path, cmp.Diff(got, x.Want), &dump)
				}
			}
		})
	}
}

// TestEverySmallSet compares every set of a few patterns over small alphabets, one in
// sixteen of them in an ordinary run.
func TestEverySmallSet(t *testing.T) {
	for _, c := range []struct {
		name            string
		alphabet, paths []string
		depth, most     int
	}{
		{"literals, numbers and strings", []string{"a", "<int:n>", "<s>", ""}, []string{"a", "1", "b", ""}, 2, 3},
		{"three levels deep", []string{"a", "<s>"}, []string{"a", "b"}, 3, 4},
		{"mixed segments", []string{"<x>-<y>", "<x>.a", "a-<int:n>", "<int:n>-<y>"}, []string{"a-1", "1-a", "a-b.a", "1-1-1", "-1", "a--1"}, 2, 2},
		{"paths with something behind", []string{"a", "<s>", "<path:p>", "<path:p>.a"}, []string{"a", "b", "b.a", ""}, 3, 2},
		{"words and literals", []string{"<any(a,b):w>", "a", "<s>", "<str(min=2):s>"}, []string{"a", "b", "cc"}, 2, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			paths := slices.Collect(sets.EveryPath(c.paths, c.depth+1))
			n := 0
			for s := range sets.Every(c.alphabet, c.depth, c.most, nil) {
				if n++; n%effort.Of(16, 1) != 0 {
					continue
				}
				f, table := finder(t, s), s.Oracle()
				for _, path := range paths {
					check(t, s, f, table, "GET", path)
				}
			}
			t.Logf("%d sets, %d paths each", n, len(paths))
		})
	}
}

func TestRandomSets(t *testing.T) {
	for seed := range effort.Of(300, 3000) {
		rng := rand.New(rand.NewPCG(uint64(seed), 1))
		s := sets.Random(rng, 1+rng.IntN(12))
		f, table := finder(t, s), s.Oracle()
		for range 60 {
			method, path := s.Request(rng)
			check(t, s, f, table, method, path)
		}
	}
}

func FuzzPlan(f *testing.F) {
	f.Add([]byte("seed"))
	f.Fuzz(func(t *testing.T, data []byte) {
		src := sets.Bytes(data)
		s := sets.Random(src, 8)
		p, table := finder(t, s), s.Oracle()
		for range 8 {
			method, path := s.Request(src)
			check(t, s, p, table, method, path)
		}
	})
}

// A function that does nothing but call another one is a call for nothing.
func TestFunctionsHaveSomethingToAsk(t *testing.T) {
	var routes []oracle.Route
	for i := range 200 {
		routes = append(routes, oracle.Route{Methods: []string{"GET"}, Pattern: fmt.Sprintf("/static/page%d", i*i)})
	}
	s, err := sets.New("static", nil, oracle.Options{}, routes...)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range finder(t, s).Plan.Functions {
		if n := f.Node; n != nil && n.Literals != nil && n.Literals.Function >= 0 && len(n.Segments)+len(n.Ends) == 0 {
			t.Errorf("function %d only calls function %d", i, n.Literals.Function)
		}
	}
}
