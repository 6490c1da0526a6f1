package plan_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/plan"
	"example.com/httpgen/generated_test/effort"
	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// The bound of a plan's work: no path takes more steps, and the witness takes nearly as many.
// Steps are counted by the interpreter; nothing here is timed.

// wide are sets in which many patterns are asked of the same bytes.
func wide(t *testing.T) map[string]sets.Set {
	t.Helper()
	words := make([]string, 59)
	for i := range words {
		words[i] = fmt.Sprintf("word%d", i)
	}
	all := map[string]sets.Set{}
	for name, row := range map[string]struct {
		pattern string
		n       int
	}{
		"a path in the middle":         {"/<path:p>/a%d/<x>", 300},
		"a path in a mixed segment":    {"/<x>-<path:p>.a%d-<y>", 300},
		"many words in mixed segments": {"/<any(" + strings.Join(words, ",") + "):w>-a%d-<x>", 100},
		"literals in front":            {"/a%d<x>/b", 300},
		"literals behind":              {"/<x>.a%d/b", 300},
		"lengths":                      {"/<str(min=%d):x>/b", 40},
	} {
		var routes []oracle.Route
		for i := range row.n {
			pattern := fmt.Sprintf(row.pattern, i+1)
			routes = append(routes, oracle.Route{Methods: []string{"GET"}, Pattern: pattern})
		}
		s, err := sets.New(name, nil, oracle.Options{}, routes...)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = s
	}
	return all
}

// steps counts those of a search that no route answers, own converters taking everything.
func steps(p *plan.Plan, path string) int {
	f := plan.Finder{Plan: p}
	f.Find("TRACE", path)
	return f.Steps
}

// checkBound compares the bound with some paths, and with the witness.
func checkBound(t *testing.T, s sets.Set, p *plan.Plan, factor int, paths ...string) {
	t.Helper()
	work, witness := p.Work(), p.Witness()
	for _, n := range []int{1, 100, 2000} {
		paths = append(paths, witness.Path(n))
	}
	for _, path := range paths {
		if got, most := steps(p, path), work.Steps(len(path)); got > most {
			t.Fatalf("%s\n%q takes %d steps, the bound is %d (%+v)", s, path, got, most, work)
		}
	}
	if work.PerByte == 0 {
		return // no path is worse than another
	}
	long := witness.Path(2000)
	if got, most := steps(p, long), work.Steps(len(long)); got*factor < most {
		t.Fatalf("%s\nthe witness %+v takes %d steps, the bound is %d (%+v)", s, witness, got, most, work)
	}
}

func TestNoPathTakesMoreThanTheBound(t *testing.T) {
	for seed := range effort.Of(300, 3000) {
		rng := rand.New(rand.NewPCG(uint64(seed), 2))
		s := sets.Random(rng, 1+rng.IntN(12))
		var paths []string
		for range 30 {
			_, path := s.Request(rng)
			if canonical, status, _ := plan.Canonical(path); status == 0 {
				paths = append(paths, canonical)
			}
		}
		checkBound(t, s, finder(t, s).Plan, 6, paths...)
	}
}

func TestTheBoundIsCloseForNastySets(t *testing.T) {
	pieces := []string{"/", "/a", "-", "1", "\x00", "a-", "1-", "/a/", "x.a17", "word7-", "-b-"}
	var paths []string
	for _, piece := range pieces {
		for _, start := range []string{"/", "/a", "/a/1/-1/"} {
			paths = append(paths, start+strings.Repeat(piece, 1000/len(piece)))
		}
	}
	for _, list := range []map[string]sets.Set{hostile(t), wide(t)} {
		for name, s := range list {
			t.Run(name, func(t *testing.T) { checkBound(t, s, finder(t, s).Plan, 2, paths...) })
		}
	}
}

// TestWhatTheBoundIs pins figures: what is asked of every byte counts, and what is told apart
// by literals does not.
func TestWhatTheBoundIs(t *testing.T) {
	list := wide(t)
	for name, want := range map[string]int{
		"a path in the middle":         300,            // the last slash is looked for by each
		"a path in a mixed segment":    300 * 8,        // x, path and y twice, two literals
		"many words in mixed segments": 100*(59+3) + 1, // each word, x, a literal; the slashes
		"literals in front":            1,
		"literals behind":              1,
		"lengths":                      41,
	} {
		if got := finder(t, list[name]).Plan.Work().PerByte; got != want {
			t.Errorf("%s: %d steps a byte, want %d", name, got, want)
		}
	}
}

func TestServicesTakeFewStepsForAByte(t *testing.T) {
	for _, name := range sets.Tables() {
		s, _, err := sets.Table(name)
		if err != nil {
			t.Fatal(err)
		}
		p := finder(t, s).Plan
		if w := p.Work(); w.PerByte > 8 || w.Fixed > 256 {
			t.Errorf("%s: %+v", name, w)
		}
		checkBound(t, s, p, 4)
	}
}

// TestTheBoundOfOddTrees holds that nothing is too deep or too wide for it.
func TestTheBoundOfOddTrees(t *testing.T) {
	get := func(patterns ...string) (routes []oracle.Route) {
		for _, p := range patterns {
			routes = append(routes, oracle.Route{Methods: []string{"GET"}, Pattern: p})
		}
		return routes
	}
	var many []string
	for i := range 700 {
		many = append(many, fmt.Sprintf("/l%d/<int:x>", i), fmt.Sprintf("/<x>l%dm/<y>", i))
	}
	for name, routes := range map[string][]oracle.Route{
		"one path of 400 segments": get(strings.Repeat("/a/<int:x>", 200)),
		"the root":                 get("/"),
		"one literal":              get("/a/b/c"),
		"1,400 beside each other":  get(many...),
	} {
		s, err := sets.New(name, nil, oracle.Options{}, routes...)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) { checkBound(t, s, finder(t, s).Plan, 8) })
	}
}

func FuzzWork(f *testing.F) {
	f.Add([]byte("seed"))
	f.Fuzz(func(t *testing.T, data []byte) {
		src := sets.Bytes(data)
		s := sets.Random(src, 8)
		p := finder(t, s).Plan
		work := p.Work()
		for range 8 {
			_, path := s.Request(src)
			canonical, status, _ := plan.Canonical(path)
			if got, most := steps(p, canonical), work.Steps(len(canonical)); status == 0 && got > most {
				t.Fatalf("%s\n%q takes %d steps, the bound is %d", s, path, got, most)
			}
		}
	})
}
