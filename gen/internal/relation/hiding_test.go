package relation

import (
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// setOf are routes written METHOD,METHOD PATTERN.
func setOf(lines ...string) (s sets.Set) {
	for _, line := range lines {
		methods, path, _ := strings.Cut(line, " ")
		s.Routes = append(s.Routes, oracle.Route{Methods: strings.Split(methods, ","),
			Pattern: path})
	}
	return s
}

func TestHidden(t *testing.T) {
	for _, row := range []struct {
		name   string
		routes []string
		want   []string // what never answers, and what takes its requests
	}{
		{"two that overlap", []string{"GET /a/<x>", "GET /<x>/b"}, nil},
		{"a narrower one comes first", []string{"GET /<x>", "GET /<int:n>"}, nil},
		{"a wider one comes first", []string{"GET /<uint:n>", "GET /<uint64:n>"}, []string{"GET /<uint:n> by 1"}},
		{"for another method", []string{"GET /<uint:n>", "PUT /<uint64:n>"}, nil},
		{"for one of its methods", []string{"GET,PUT /<uint:n>", "PUT /<uint64:n>"}, []string{"PUT /<uint:n> by 1"}},
		{"any method hides all", []string{"GET,PUT /<uint:n>", "* /<uint64:n>"},
			[]string{"GET /<uint:n> by 1", "PUT /<uint:n> by 1"}},
		{"GET hides HEAD", []string{"HEAD /<uint:n>", "GET /<uint64:n>"}, []string{"HEAD /<uint:n> by 1"}},
		{"HEAD does not hide GET", []string{"GET /<uint:n>", "HEAD /<uint64:n>"}, nil},
		{"each word by another", []string{"GET /<any(a,b):w>", "GET /a", "GET /b"},
			[]string{"GET /<any(a,b):w> by 1 2"}},
		{"but one word", []string{"GET /<any(a,b):w>", "GET /a"}, nil},
	} {
		s := setOf(row.routes...)
		c := contestOf(t, s)
		c.Run(func(Pair) {})
		var got []string
		for k, list := range c.Hidden() {
			for _, h := range list {
				line := s.Routes[k.Index].Methods[slices.Index(k.Methods,
					h.Method)] + " " + s.Routes[k.Index].Pattern + " by"
				for _, by := range h.By {
					line += " " + string(rune('0'+by.Index))
				}
				got = append(got, line)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

func TestEqual(t *testing.T) {
	var list []*pattern.Pattern
	for _, text := range []string{"/b/<x>", "/a", "/b/<y>", "/<int:n>", "/a", "/b/<even:x>",
		"/b/<z>"} {
		list = append(list, patternOf(t, text))
	}
	if got := Equal(list); len(got) != 2 || !slices.Equal(got[0], []int{1, 4}) ||
		!slices.Equal(got[1], []int{0, 2, 6}) {
		t.Errorf("%v", got)
	}
}

func TestExample(t *testing.T) {
	for _, row := range []struct {
		pattern string
		beside  []string
		want    string
	}{
		{"/a b/<x>", nil, "/a%20b/new"},
		{"/<x>", []string{"/new"}, "/abc"},
		{"/<x>", []string{"/<any(new,abc):w>/more"}, "/xyz"},
		{"/a/<x>", []string{"/b/new"}, "/a/new"},
		{"/<str(min=4):x>/<str(max=2):y>", nil, "/some/a"},
		{"/<int:n>.<float:f>/<path:p>", nil, "/42.1.5/a/b"},
		{"/<even:x>", nil, ""},
	} {
		var beside []*pattern.Pattern
		for _, text := range row.beside {
			beside = append(beside, patternOf(t, text))
		}
		p := patternOf(t, row.pattern)
		got, ok := Example(p, WordsBeside(p, beside))
		if got != row.want || ok != (row.want != "") {
			t.Errorf("%s beside %q: %q, want %q", row.pattern, row.beside, got, row.want)
		}
	}
}

func TestMayOverlap(t *testing.T) {
	for _, row := range []struct {
		a, b string
		want bool
	}{
		{"/a/b", "/a/b", true}, {"/a/b", "/a/c", false}, {"/<x>/b", "/a/c", false},
		{"/<x>/b", "/a/<y>", true}, {"/<path:p>/b", "/a/c", true}, {"/a/<path:p>/b", "/b/c", false},
		{"/a", "/a/b", true}, // nothing is said of lengths
	} {
		if a, b := patternOf(t, row.a), patternOf(t, row.b); MayOverlap(a, b) != row.want || MayOverlap(b,
			a) != row.want {
			t.Errorf("%s and %s: want %v", row.a, row.b, row.want)
		}
	}
}
