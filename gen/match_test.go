package gen

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/plan"
	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// TestMatchRegressions asks the named regressions what the command `match` says.
func TestMatchRegressions(t *testing.T) {
	for _, r := range sets.Regressions() {
		a := newAsker(t, r.Set)
		for _, x := range r.Requests {
			if got := a.ask(x.Method, x.Path); !reflect.DeepEqual(got, x.Want) {
				t.Errorf("%s: %s %s (-want +got):\n%s", r.Name, x.Method, x.Path, cmp.Diff(x.Want, got))
			}
		}
	}
}

// TestMatchAgreesWithTheOracle asks random sets.
func TestMatchAgreesWithTheOracle(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		set := sets.Random(rng, 8)
		a, table := newAsker(t, set), set.Oracle()
		for range 30 {
			method, path := set.Request(rng)
			want, got := table.Match(method, path, set.Options), a.ask(method, path)
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%s %s (-oracle +match):\n%s\nof\n%s", method, path, cmp.Diff(want, got), set)
			}
		}
	}
}

// An asker asks match about one set.
type asker struct {
	set sets.Set
	m   *model.Manifest
	p   *plan.Plan
}

func newAsker(t *testing.T, set sets.Set) asker {
	t.Helper()
	m, faults := parsed("routes.yaml", []byte(set.Manifest()), unplanned)
	if m == nil {
		t.Fatalf("the manifest of a set has faults: %v\n%s", faults, set.Manifest())
	}
	return asker{set, m, plan.Build(m)}
}

// ask returns the answer of match as one of the oracle.
func (a asker) ask(method, path string) oracle.Result {
	answer := match(a.m, a.p, method, path, func(own *pattern.Own, text string) bool {
		i := slices.IndexFunc(a.set.Own, func(o oracle.Own) bool { return o.Name == own.Name })
		return a.set.Own[i].Accept(text)
	})
	got := oracle.Result{Status: answer.Status, Route: -1, Allow: answer.Allow, Location: answer.Location, Refused: answer.Refused}
	if answer.Route != nil {
		got.Status, got.Route = 200, slices.Index(a.set.Names, answer.Route.Handler)
	}
	for _, v := range answer.Values {
		got.Params = append(got.Params, oracle.Param{Name: v.Name, Value: v.Value})
	}
	return got
}
