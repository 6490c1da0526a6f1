package relation

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// contestOf is that of the routes of a set, whose methods are numbered as they come.
func contestOf(t testing.TB, s sets.Set) *Contest {
	t.Helper()
	var list []*Contender
	bits := map[string]Methods{"*": Every, "ANY": Every, "GET": Get, "HEAD": Head}
	for _, r := range s.Routes {
		k := &Contender{Pattern: patternOf(t, r.Pattern)}
		for _, m := range r.Methods {
			if bits[m] == 0 {
				bits[m] = FirstOwn << len(bits)
			}
			k.Methods = append(k.Methods, bits[m])
		}
		list = append(list, k)
	}
	return NewContest(list)
}

// shown is a contender in a message.
func shown(s sets.Set, k *Contender) string {
	return fmt.Sprint(s.Routes[k.Index].Methods, " ", s.Routes[k.Index].Pattern)
}

// TestContestFindsAllPairs compares the search with all pairs, one by one.
func TestContestFindsAllPairs(t *testing.T) {
	src := rand.New(rand.NewPCG(9, 10))
	pairs := 0
	for range 150 {
		s := sets.Random(src, 12)
		c := contestOf(t, s)
		got := map[string]Kind{}
		c.Run(func(p Pair) {
			key := shown(s, p.First) + " before " + shown(s, p.Second)
			if _, twice := got[key]; twice {
				t.Errorf("%s is found twice", key)
			}
			got[key] = p.Kind
		})
		want := map[string]Kind{}
		for _, a := range c.Contenders {
			for _, b := range c.Contenders {
				if pattern.Compare(a.Pattern, b.Pattern) >= 0 || a.accepts&b.accepts == 0 {
					continue
				}
				if rel := Relate(a.Pattern, b.Pattern); rel.Kind != Disjoint {
					want[shown(s, a)+" before "+shown(s, b)] = rel.Kind
				}
			}
		}
		pairs += len(want)
		for key, kind := range want {
			if k, found := got[key]; !found || k != kind {
				t.Errorf("%s: found %v as %s, want %s", key, found, k, kind)
			}
		}
		for key := range got {
			if _, found := want[key]; !found {
				t.Errorf("%s is found, and disjoint", key)
			}
		}
	}
	if pairs < 200 {
		t.Errorf("%d pairs are too few", pairs)
	}
}

// manyRoutes are n routes of real services under prefixes of their own.
func manyRoutes(t testing.TB, n int, prefixes ...string) sets.Set {
	t.Helper()
	all := sets.Set{Name: "many"}
	for _, name := range []string{"github_2022", "stripe", "openai", "harbor", "slack"} {
		table, _, err := sets.Table(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, prefix := range prefixes {
			for i, r := range table.Routes {
				if len(all.Routes) == n {
					return all
				}
				all.Routes = append(all.Routes, oracle.Route{Methods: r.Methods, Pattern: prefix + r.Pattern})
				all.Names = append(all.Names, fmt.Sprintf("H%d_%d_%s", len(all.Routes), i, table.Names[i]))
			}
		}
	}
	t.Fatalf("%d routes only", len(all.Routes))
	return all
}

// TestContestIsNotQuadratic counts what is looked at on sets of thousands of routes.
func TestContestIsNotQuadratic(t *testing.T) {
	github, _, err := sets.Table("github_2022")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name  string
		set   sets.Set
		steps int // at most, for each route
	}{
		{"GitHub", github, 2},
		{"1,000 routes", manyRoutes(t, 1000, "/v1", "/v2"), 2},
		{"5,632 routes under ten prefixes", manyRoutes(t, 5632, "/v0", "/v1", "/v2", "/v3", "/v4", "/v5", "/v6", "/v7", "/v8", "/v9"), 2},
		{"5,632 routes, half of which meet the other half", manyRoutes(t, 5632, "/v0", "/v1", "/v2", "/v3", "/<version>"), 10},
	} {
		start := time.Now()
		c := contestOf(t, row.set)
		met := 0
		c.Run(func(Pair) { met++ })
		n := len(row.set.Routes)
		t.Logf("%s: %d pairs meet, %d steps, %d segments compared, %v", row.name, met, c.steps, c.compared, time.Since(start))
		if c.steps+c.compared > row.steps*n {
			t.Errorf("%s: %d steps for %d routes", row.name, c.steps+c.compared, n)
		}
	}
}

func BenchmarkContest(b *testing.B) {
	for _, n := range []int{1000, 5632} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			set := manyRoutes(b, n, "/v0", "/v1", "/v2", "/v3", "/<version>")
			for b.Loop() {
				c := contestOf(b, set)
				c.Run(func(Pair) {})
				c.Hidden()
			}
		})
	}
}
