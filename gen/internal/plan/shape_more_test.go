package plan_test

import (
	"slices"
	"strings"
	"testing"
)

// How a segment is taken apart, and what else no answer tells of a plan.

// A segment is cut by comparisons where these find what the rule finds.
func TestCuts(t *testing.T) {
	for _, tt := range []struct{ segment, want string }{
		{"<a>.txt", "suffix rest"},
		{"v<a>", "prefix rest"},
		{"v<int:a>.<int:b>", "prefix number rest"},
		{"<int:a>-<b>", "number rest"},
		{"<int:a>x<b>", "number rest"},
		{"<int:a>-<int:b>", "number rest"},
		{"<float:a>.<b>", "split"},
		{"<uint:a>.<b>", "number rest"},
		{"<float:a>x<float:b>", "number rest"},
		{"<a>-<b>", "last rest"},
		{"<a>-<b>--<c>", "last last rest"},
		{"<a>-<int:b>", "last rest"},
		{"<a>--<int:b>", "split"},
		{"<a>0<int:b>", "split"},
		{"<a>9<int:b>", "split"},
		{"<a>:<int:b>", "last rest"},
		{"<a>-<uuid:b>", "split"},
		{"<uuid:a>-<b>", "split"},
		{"<str(min=2):a>-<str(max=3):b>", "last rest"},
		{"<any(x,y):a>-<b>", "split"},
		{"<even:a>-<level:b>", "last rest"},
		{"<uint8:a>-<int8:b>-<c>", "number number rest"},
		{"<path:p>", "rest"},
		{"<path:p>/<a>", "segment suffix rest"},
		{"<path:p>/<a>/<b>", "segment suffix segment suffix rest"},
		{"<path:p>/<a>.txt", "split"},
		{"<path:p>.txt/<a>/x", "suffix segment suffix rest"},
		{"<path:p>/x-<a>", "split"},
		{"x<path:p>/<int:a>/y", "prefix suffix segment suffix rest"},
		{"<a>-<path:p>", "split"},
		{"<path:p>-<a>/<b>", "split"},
		{"<path:p>/<a>-<b>", "split"},
	} {
		var b strings.Builder
		planned(t, "/"+tt.segment).Plan.Dump(&b)
		_, cut, _ := strings.Cut(b.String(), " by ")
		cut, _, _ = strings.Cut(cut, "\n")
		cut, _, _ = strings.Cut(cut, ":")
		if cut != tt.want {
			t.Errorf("%s is cut by %s, want %s", tt.segment, cut, tt.want)
		}
	}
}

func TestSlashesFirstWhereMostRoutesNeedThem(t *testing.T) {
	for _, tt := range []struct {
		routes []string
		want   bool
	}{
		{[]string{"/a"}, false},
		{[]string{"/<s>"}, true},
		{[]string{"/a/<s>-<x>/<path:p>"}, true},
		{[]string{"/<path:p>"}, false},
		{[]string{"/<path:p>/<s>"}, false},
		{[]string{"/a", "/<s>"}, false},
		{[]string{"/a", "/<s>", "/<int:n>/<s>"}, true},
	} {
		if got := planned(t, tt.routes...).Plan.SlashesFirst; got != tt.want {
			t.Errorf("%v: %v, want %v", tt.routes, got, tt.want)
		}
	}
}

func TestMethodsOfItsOwn(t *testing.T) {
	got := planned(t, "PURGE,GET /a", "* /b", "LOCK,PURGE,PATCH /c").Plan.Methods
	if want := []string{"PURGE", "LOCK"}; !slices.Equal(got, want) {
		t.Errorf("methods %v, want %v", got, want)
	}
}

func TestASegmentIsSpeltBackForPeople(t *testing.T) {
	n := planned(t, "/<a>-x<<y<int:b>.z").Plan.Root.Literals.Prefixes[0].Node
	if got, want := n.Segments[0].Text, "<str:a>-x<<y<int:b>.z"; got != want {
		t.Errorf("spelt %s, want %s", got, want)
	}
}

func TestSitesAreNumberedInOrderOfPrecedence(t *testing.T) {
	p := planned(t, "/<s>", "/a/<s>", "/b", "/a/b", "/f/<path:p>/x", "/f/<path:p>").Plan
	var got []string
	for i, s := range p.Sites {
		if s.Index != i {
			t.Errorf("site %d says %d", i, s.Index)
		}
		got = append(got, s.Pattern)
	}
	if want := []string{"/a/b", "/b", "/a/<s>", "/f/<path:p>/x", "/f/<path:p>", "/<s>"}; !slices.Equal(got, want) {
		t.Errorf("sites %v, want %v", got, want)
	}
}

// A look costs about the bytes that it looks at (steps.go).
func TestStepsAreCounted(t *testing.T) {
	f := planned(t, "/a/<s>", "/a/<x>-<y>", "/f/<path:p>/x")
	for _, tt := range []struct {
		path string
		want int
	}{
		{"/b", 6},
		{"/a/bc", 17},
		{"/a/b-c", 20},
		{"/f/a/x", 15},
	} {
		f.Steps = 0
		if f.Find("GET", tt.path); f.Steps != tt.want {
			t.Errorf("%s: %d steps, want %d", tt.path, f.Steps, tt.want)
		}
	}
}

func TestNoRouteIsMinusOne(t *testing.T) {
	f := planned(t, "/a", "POST /b")
	for _, path := range []string{"/", "/x", "/b"} {
		if got := f.Find("GET", path).Route; got != -1 {
			t.Errorf("GET %s is answered by %d", path, got)
		}
	}
}
