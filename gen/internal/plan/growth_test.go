package plan_test

import (
	"testing"

	"example.com/httpgen/gen/internal/plan"
	"example.com/httpgen/generated_test/effort"
	"example.com/httpgen/generated_test/sets"
)

// What a search does may not grow with the number of routes: steps are counted, for sets of
// every shape, and nothing here is timed.

// mostGrowth is how many steps a search may take among very many routes for each that it takes
// among a hundred: windows behind one another, a few texts beside each other.
const mostGrowth = 2

// most are the steps of the dearest of some paths.
func most(t *testing.T, p *plan.Plan, paths []string, wantRoute bool) (worst int) {
	t.Helper()
	for _, path := range paths {
		f := plan.Finder{Plan: p}
		if got := f.Find("GET", path).Route; got >= 0 != wantRoute {
			t.Fatalf("%s is answered by %d", path, got)
		}
		worst = max(worst, f.Steps)
	}
	return worst
}

func TestStepsDoNotGrowWithTheRoutes(t *testing.T) {
	for _, shape := range sets.Shapes() {
		t.Run(shape.Name, func(t *testing.T) {
			t.Parallel()
			few, many := 100, effort.Of(1000, 3000)
			figures := func(n int) (hit, miss int) {
				s, err := shape.Growth(n)
				if err != nil {
					t.Fatal(err)
				}
				p := finder(t, s).Plan
				hits, misses := shape.Paths(n)
				return most(t, p, hits, true), most(t, p, misses, false)
			}
			hit, miss := figures(few)
			hits, misses := figures(many)
			if hits > mostGrowth*hit || misses > mostGrowth*miss {
				t.Errorf("%d routes take %d steps to hit and %d to miss, %d take %d and %d",
					few, hit, miss, many, hits, misses)
			}
			if worst := max(hit, miss); worst > 60 {
				t.Errorf("%d routes take %d steps", few, worst)
			}
		})
	}
}

// A set of a shape answers what the oracle answers, also when it is cut into functions.
func TestShapesAgreeWithTheOracle(t *testing.T) {
	for _, shape := range sets.Shapes() {
		for _, n := range []int{2, 3, 4, 5, 9, 40, 200} {
			s, err := shape.Growth(n)
			if err != nil {
				t.Fatal(err)
			}
			f, table := finder(t, s), s.Oracle()
			hits, misses := shape.Paths(n)
			for i, path := range append(hits, misses...) {
				if n < 200 || i%effort.Of(16, 1) == 0 {
					check(t, s, f, table, "GET", path)
					check(t, s, f, table, "POST", path)
				}
			}
		}
	}
}
