package plan_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/plan"
)

// The bounds of small sets are pinned here, with their witnesses, so that a change of one
// figure is seen; the other tests hold that the bounds are bounds.

var zeros = strings.Repeat("0", 40)

func TestFiguresOfSmallSets(t *testing.T) {
	for _, tt := range []struct {
		routes         string
		fixed, perByte int
		path           string // the witness, of 40 bytes
	}{
		{"/", 4, 0, "/" + zeros[:39]},
		{"/a/b/c", 4, 0, "/" + zeros[:39]},
		{"/a /b", 6, 0, "/" + zeros[:39]},
		{"/a /abcdefgh /b/cdefghijk/l", 6, 0, "/" + zeros[:39]},
		{"/<x>", 13, 1, "/" + zeros[:39]},
		{"/<int:x>", 9, 2, "/" + zeros[:39]},
		{"/<x>/a", 13, 1, "/" + zeros[:39]},
		{"/<int:x>/a /<x>/b", 18, 2, "/" + zeros[:39]},
		{"/<int:x>/<int:y>/<int:z>", 19, 2, "/-1/-1/" + zeros[:33]},
		{"/<int:x>/a/<int:y>", 14, 2, "/-1/a/" + zeros[:34]},
		{"/a/<int:y> /<x>/<float:z> /a/b/<uint8:z>", 30, 3, "/a/" + zeros[:37]},
		{"/<str(min=3,max=8):x>", 9, 2, "/" + zeros[:39]},
		{"/<str(min=3):x>/<str(max=3):y>", 14, 2, "/1.5/" + zeros[:35]},
		{"/<even:x>/b", 9, 2, "/" + zeros[:39]},
		{"/<uuid:x>/<date:y> /<int:x>/<int:y>/z /<date:x>/<x>/z", 28, 2, "/" + zeros[:39]},
		{"/<any(a,b):x>/<int:y> /<bool:x>/<int:y>/z /a/<float:x>/q", 31, 3, "/a/" + zeros[:37]},
		{"/true/<int:y> /<bool:x>/<int:y>/z /<any(c,true):x>/<float:x>/q", 40, 4, "/true/" + zeros[:34]},
		{"/<path:p>", 11, 0, "/" + zeros[:39]},
		{"/<path:p>/x", 12, 0, "/" + zeros[:37] + "/x"},
		{"/<path:p>/<x>", 18, 1, "/-1/" + zeros[:36]},
		{"/a/<path:p>/<x> /a/<path:p>-x /b/<path:p>/y", 27, 1, "/a/-1/" + zeros[:32] + "-x"},
		{"/<x>-<y>", 20, 2, "/" + zeros[:39]},
		{"/a<x> /b<y>", 22, 1, "/a" + zeros[:38]},
		{"/a<int:x> /b<int:y>/x /<x>c /<int:x>d", 40, 3, "/" + zeros[:38] + "d"},
		{"/<int:x>-<y> /<int:x>_<date:y> /v<x>-<y>", 53, 6, "/" + zeros[:39]},
		{"/<x>-<path:p>.a-<y> /<x>.b", 39, 9, "/" + zeros[:37] + ".b"},
		{"/<any(ab,c):w>-<x>-a", 24, 7, "/" + zeros[:37] + "-a"},
		{"/<x>/<y>-<z>/<int:n>/c<int:m>", 45, 2, "/-1/2026-01-31/-1/c" + zeros[:21]},
		{"/<x>/b /<x>/<y>/c /a/<int:y>/<int:z>/d", 37, 2, "/a/" + zeros[:37]},
		{"/<x>-<y>/b /<y>/b", 29, 2, "/" + zeros[:39]},
		{"/<x>.a/<y>-<z> /<x>.b/<int:y>", 38, 2, "/x.a/" + zeros[:35]},
		{"/<date:x>-<y>/<uuid:z>_x /<str(min=12):x>/<int:z>", 47, 10, "/" + zeros[:39]},
		{"/p/<any(xx,yyyyyyyyyyyyyyyyyyyyyyyy):x>/<float:y>/e /p/<str(max=4):x>/<int:y>", 28, 3, "/p/xx/" + zeros[:34]},
		{"/a/<path:p>/<int:x> /a/b/<path:p>/<int:x> /a/b/c/<x>", 47, 5, "/a/b/c/" + zeros[:33]},
		{"/<even:x>-<y>/<int:z> /<bool:x>.<y>/<int:z> /<any(u,v):x>_<y>/<float:z>", 73, 13, "/" + strings.Repeat("-", 39)},
		{"/<uuid:x>.<y>/<int:z> /<float:x>-<date:y>/<int:z>/b", 50, 9, "/" + zeros[:39]},
		{"/<x>/<y>", 22, 1, "/-1/" + zeros[:36]},
		{"/<x>/<y>/<z>/a /b/<x>/<y>/c", 52, 1, "/b/-1/" + zeros[:34]},
		{"/a /b /c /d /<x>/e /<x>/<y>/f", 27, 1, "/-1/" + zeros[:36]},
		{"/a/b/<x> /a/c/<y>/<z>/d /<x>/b", 35, 1, "/a/c/-1/" + zeros[:32]},
		{"/<path:p>/<int:x>/a /a/<x>", 31, 3, "/a/" + zeros[:35] + "/a"},
		{"/<int:x>-<int:y>.<int:z> /<x>.<path:p>/b", 43, 9, "/" + zeros[:39]},
		{"/a/<str(min=2):x>/b/<y>", 18, 2, "/a/" + zeros[:37]},
		{strings.Repeat("/a", 30) + "/<x>/b", 20, 1, "/" + zeros[:39]},
		{strings.Repeat("/a", 31) + "/<x>/b", 20, 2, strings.Repeat("/a", 31) + "/0"},
	} {
		p := planned(t, strings.Fields(tt.routes)...).Plan
		want, w := plan.Work{Fixed: tt.fixed, PerByte: tt.perByte}, p.Witness()
		if got := p.Work(); got != want {
			t.Errorf("%s: %+v, want %+v", tt.routes, got, want)
		}
		if got := w.Path(40); got != tt.path {
			t.Errorf("%s: the witness is %q, want %q", tt.routes, got, tt.path)
		}
		for _, n := range []int{1, 40, 400} {
			path := w.Path(n)
			if got, most := steps(p, path), want.Steps(len(path)); got > most {
				t.Errorf("%s: %q takes %d steps, the bound is %d", tt.routes, path, got, most)
			}
		}
	}
}

func TestAWitnessHasAnyLength(t *testing.T) {
	w := plan.Witness{Start: "/a", Fill: "xyz", End: "/b"}
	for n, want := range map[int]string{
		0: "/axyz/b", 7: "/axyz/b", 9: "/axyz/b", 10: "/axyzxyz/b", 13: "/axyzxyzxyz/b",
	} {
		if got := w.Path(n); got != want {
			t.Errorf("%d bytes: %q, want %q", n, got, want)
		}
	}
	if got := (plan.Work{Fixed: 7, PerByte: 3}).Steps(5); got != 22 {
		t.Errorf("%d steps, want 22", got)
	}
}

// What a node asks is for the routes behind it, the first of which is known.
func TestTheFirstRouteBehindAQuestion(t *testing.T) {
	p := planned(t, "/z", "/<x>/b", "POST /a<int:y>", "/a<int:y>", "/<path:p>/q", "/<x>/<int:z>/c",
		"/<x>/<int:z>", "/<uint:u>/<v>/a").Plan
	got := slices.Sorted(maps.Values(p.FirstRoutes()))
	// <x>, a<int:y>, the end of q, <x>/<int:z>, <uint:u>, <uint:u>/<v>
	if want := []int{1, 2, 4, 5, 7, 7}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for on, route := range p.FirstRoutes() {
		if on.End != nil && route != 4 || on.Child != nil && on.Child.Cut != nil && route != 2 {
			t.Errorf("%+v: %d", on, route)
		}
	}
}

func TestTheFirstRouteBehindAParameterMayBeAnEnd(t *testing.T) {
	p := planned(t, "/<x>/<path:p>/q", "/<x>/b").Plan
	if got, want := slices.Sorted(maps.Values(p.FirstRoutes())), []int{0, 0}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A route for all methods would end the search before it is as long as it can be.
func TestNoRouteAnswersTheWitness(t *testing.T) {
	p := planned(t, "* /a/<x>", "/a/<y>-<path:p>.a-<z>", "/b/<y>-<path:p>.a-<z>").Plan
	if got, want := p.Witness(), (plan.Witness{Start: "/a/", Fill: "0"}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// The third path is the best, by six steps; the first two take 4,612 each.
func TestPathsAreTriedUntilItIsEnough(t *testing.T) {
	p := planned(t, "/<even:x>-<y>/<int:z>", "/<bool:x>.<y>/<int:z>", "/<any(u,v):x>_<y>/<float:z>").Plan
	for enough, want := range map[int]string{0: "0", 9223: "0", 9224: "-"} {
		if got := p.WitnessWithin(enough); got.Fill != want {
			t.Errorf("%d steps: %+v, want one of %s", enough, got, want)
		}
	}
}
