package generated_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"example.com/httpgen/generated_test/cases/bodies"
	"example.com/httpgen/generated_test/cases/converters"
	"example.com/httpgen/generated_test/cases/converters/own"
	"example.com/httpgen/generated_test/cases/depot"
	"example.com/httpgen/generated_test/cases/errors"
	"example.com/httpgen/generated_test/cases/forms"
	"example.com/httpgen/generated_test/cases/groups"
	"example.com/httpgen/generated_test/cases/hooks"
	"example.com/httpgen/generated_test/cases/lenient"
	"example.com/httpgen/generated_test/cases/limits"
	"example.com/httpgen/generated_test/cases/methods"
	"example.com/httpgen/generated_test/cases/moving"
	"example.com/httpgen/generated_test/cases/names"
	"example.com/httpgen/generated_test/cases/results"
	"example.com/httpgen/generated_test/cases/returns"
	"example.com/httpgen/generated_test/cases/values"
	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
	"example.com/httpgen/runtime"
)

// Every committed package is asked what the oracle is asked.
func TestCasesAgreeWithTheOracle(t *testing.T) {
	even := sets.OwnConverters[:1]
	hex := []oracle.Own{{Name: "hex", Accept: func(text string) bool { _, err := own.ParseColor(text); return err == nil }}}
	compared := 0
	for _, c := range []struct {
		name   string
		lookup func(method, path string) (runtime.Match, bool)
		routes []*runtime.Route
		own    []oracle.Own
	}{
		{"bodies", bodies.Lookup, bodies.Routes, nil},
		{"converters", converters.Lookup, converters.Routes, hex},
		{"depot", depot.Lookup, depot.Routes, nil},
		{"errors", errors.Lookup, errors.Routes, nil},
		{"forms", forms.Lookup, forms.Routes, nil},
		{"groups", groups.Lookup, groups.Routes, nil},
		{"hooks", hooks.Lookup, hooks.Routes, nil},
		{"lenient", lenient.Lookup, lenient.Routes, nil},
		{"limits", limits.Lookup, limits.Routes, nil},
		{"methods", methods.Lookup, methods.Routes, nil},
		{"moving", moving.Lookup, moving.Routes, nil},
		{"names", names.Lookup, names.Routes, nil},
		{"results", results.Lookup, results.Routes, nil},
		{"returns", returns.Lookup, returns.Routes, nil},
		{"values", values.Lookup, values.Routes, even},
	} {
		t.Run(c.name, func(t *testing.T) {
			var routes []oracle.Route
			for _, r := range c.routes {
				routes = append(routes, oracle.Route{Methods: r.Methods, Pattern: r.Pattern})
			}
			s, err := sets.New(c.name, c.own, oracle.Options{}, routes...)
			if err != nil {
				t.Fatal(err)
			}
			table, rng := s.Oracle(), rand.New(rand.NewPCG(5, 6))
			for range 2000 {
				method, path := s.Request(rng)
				want := table.Match(method, path, oracle.Options{})
				m, ok := c.lookup(method, path)
				var got []oracle.Param
				for _, p := range m.Params {
					got = append(got, oracle.Param(p))
				}
				switch {
				case ok != (want.Status == 200):
					t.Fatalf("%s %q: found %v, the oracle says %d", method, path, ok, want.Status)
				case ok && (m.Route.Index() != want.Route || !slices.Equal(got, want.Params)):
					t.Fatalf("%s %q: %s %q, the oracle says %s %q", method, path, m.Route.Pattern, got, c.routes[want.Route].Pattern, want.Params)
				}
				compared++
			}
		})
	}
	t.Logf("%d requests compared", compared)
}
