package ours

import (
	"strings"
	"testing"

	"example.com/httpgen/bench/routing"
)

// BenchmarkRoute is for profiles of one case; figures to compare come from
// cmd/routes, which lets the routers run in turn.
func BenchmarkRoute(b *testing.B) {
	dir, err := routing.FindSets()
	if err != nil {
		b.Fatal(err)
	}
	cases, _, err := routing.Cases(dir, routing.SetNames, func(s *routing.Set) []routing.Router { return append(Routers(s), routing.Rivals()...) })
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range cases {
		b.Run(strings.TrimPrefix(c.Name, "Route/"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Pass()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(c.Routes()), "ns/route")
		})
	}
}

// TestOurRoutersAnswerAsAsked holds for every request: hits, misses and wrong methods.
// It has nothing to look at before cmd/generate has run.
func TestOurRoutersAnswerAsAsked(t *testing.T) {
	dir, err := routing.FindSets()
	if err != nil {
		t.Fatal(err)
	}
	_, loaded, err := routing.Cases(dir, routing.SetNames, Routers)
	if err != nil {
		t.Fatal(err)
	}
	if len(loaded) != len(routers) {
		t.Errorf("%d sets loaded, %d generated", len(loaded), len(routers))
	}
	for _, l := range loaded {
		if l.Refusal != nil || l.Notes != nil {
			t.Errorf("%s, typed %v: refusal %v, notes %q", l.Workload.Set.Name, l.Workload.Set.Typed, l.Refusal, l.Notes)
		}
	}
}
