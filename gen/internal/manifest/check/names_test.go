package check

import (
	"slices"
	"testing"

	"example.com/httpgen/gen/internal/manifest"
)

func TestConstantsAreToldApart(t *testing.T) {
	got := constsOf("Sort", []string{"hot", "Hot", "HOT", "hot2"})
	want := []string{"SortHot", "SortHot2", "SortHOT", "SortHot22"}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

// A parameter must not hide what a generated package declares for itself.
func TestParametersKeepOffWhatPackagesKeepForThemselves(t *testing.T) {
	draft, faults := manifest.Parse("routes.yaml", []byte("routes:\n"+
		"  - GET /<int:httpgenRouteX>/<type>/<req>/<id>/<id-> Get\n  - GET /x X\n"), nil)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	Names(draft)
	var got []string
	for _, p := range draft.Entries[0].Route.Params {
		got = append(got, p.Ident)
	}
	want := []string{"paramHttpgenRouteX", "typeParam", "reqParam", "id", "id2"}
	if !slices.Equal(got, want) {
		t.Errorf("parameters are called %q, want %q", got, want)
	}
}
