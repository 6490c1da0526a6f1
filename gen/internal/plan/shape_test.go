package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/plan"
	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// What the plan looks like, which no answer tells: which bytes are looked at first, how a
// segment is taken apart, which parts are functions.

// planned makes the plan of routes such as "GET,HEAD /users/<int:id>"; without a method it
// is GET.
func planned(t *testing.T, routes ...string) *plan.Finder {
	t.Helper()
	var list []oracle.Route
	for _, r := range routes {
		methods, pattern, ok := strings.Cut(r, " ")
		if !ok {
			methods, pattern = "GET", r
		}
		list = append(list, oracle.Route{Methods: strings.Split(methods, ","), Pattern: pattern})
	}
	s, err := sets.New("shape", sets.OwnConverters, oracle.Options{}, list...)
	if err != nil {
		t.Fatal(err)
	}
	return finder(t, s)
}

func TestDump(t *testing.T) {
	for _, tt := range []struct {
		name   string
		routes []string
		want   string
	}{
		{"a route of literals", []string{"/a/b"}, `
function 0
tail "/a/b": GET → H0
`},
		{"methods of one place, the rest last", []string{"* /a", "GET,POST /a", "/<s>", "POST /<x>"}, `
function 0
tail "/a": GET → H1, POST → H1, * → H0
prefix "/"
  segment str
    tail "": GET → H2, POST → H3
`},
		{"two texts are compared one by one", []string{"/a", "/bc"}, `
function 0
tail "/a": GET → H0
tail "/bc": GET → H1
`},
		{"three are told apart", []string{"/a", "/b", "/"}, `
function 0
at 0 is "/a"
  tail "/a": GET → H0
at 0 is "/b"
  tail "/b": GET → H1
shorter than 2
  tail "/": GET → H2
`},
		{"texts of several lengths", []string{"/", "/a", "/about", "/abort", "/above", "/aboard", "/x/<s>"}, `
function 0
at 1 is "ab"
  at 1 is "aboa"
    tail "/aboard": GET → H5
  at 1 is "abor"
    tail "/abort": GET → H3
  at 1 is "abou"
    tail "/about": GET → H2
  at 1 is "abov"
    tail "/above": GET → H4
at 1 is "x/"
  prefix "/x/"
    segment str
      tail "": GET → H6
shorter than 3
  tail "/": GET → H0
  tail "/a": GET → H1
`},
		{"pages beside any text: told apart without what they all start with", []string{"/<s>", "/a", "/b", "/cd"}, `
function 0
at 0 is "/a"
  tail "/a": GET → H1
at 0 is "/b"
  tail "/b": GET → H2
at 0 is "/c"
  tail "/cd": GET → H3
prefix "/"
  segment str
    tail "": GET → H0
`},
		{"two pages are compared one by one", []string{"/<s>", "/a", "/b"}, `
function 0
tail "/a": GET → H1
tail "/b": GET → H2
prefix "/"
  segment str
    tail "": GET → H0
`},
		{"pages below a tenant, and the tenant", []string{"/<t>", "/<t>/a", "/<t>/b", "/<t>/cd", "/<t>/<int:n>"}, `
function 0
prefix "/"
  segment str
    at 0 is "/"
      at 0 is "/a"
        tail "/a": GET → H1
      at 0 is "/b"
        tail "/b": GET → H2
      at 0 is "/c"
        tail "/cd": GET → H3
      prefix "/"
        segment int
          tail "": GET → H4
    shorter than 1
      tail "": GET → H0
`},
		{"parameters in order of precedence", []string{"/u/<s>", "/u/<int:n>", "/u/<int:n>/x", "/u/me", "/u/<a>-<b>", "/u/<int:n>/<s>/y"}, `
function 0
tail "/u/me": GET → H3
prefix "/u/"
  segment int
    at 0 is "/"
      tail "/x": GET → H2
      prefix "/"
        segment str
          tail "/y": GET → H5
    shorter than 1
      tail "": GET → H1
  segment <str> "-" <str> by last rest
    tail "": GET → H4
  segment str
    tail "": GET → H0
`},
		{"what goes on behind a path", []string{"/f/<path:p>", "/f/<path:p>/raw", "/f/<path:p>/at/<int:n>/<s>.txt", "/f/a"}, `
function 0
tail "/f/a": GET → H3
prefix "/f/"
  end <path> "/at/" <int> "/" <str> ".txt" by split: GET → H2
  end <path> "/raw" by suffix rest: GET → H1
  end <path> by rest: GET → H0
`},
		{"prefixes nested in one another", []string{"/<s>", "/a/<s>", "/a/b/<s>", "/a/b/c/<s>/d", "/e/f/<s>"}, `
function 0
prefix "/"
  prefix "a/"
    prefix "b/"
      prefix "c/"
        segment str
          tail "/d": GET → H3
      segment str
        tail "": GET → H2
    segment str
      tail "": GET → H1
  prefix "e/f/"
    segment str
      tail "": GET → H4
  segment str
    tail "": GET → H0
`},
	} {
		var b strings.Builder
		planned(t, tt.routes...).Plan.Dump(&b)
		if got := "\n" + b.String(); got != tt.want {
			t.Errorf("%s:\ngot %swant %s", tt.name, got, tt.want)
		}
	}
}

func TestDumpNamesEveryFunctionInOrder(t *testing.T) {
	var pages []string
	for i := range 200 {
		pages = append(pages, fmt.Sprintf("/static/page%d", i*i))
	}
	for _, routes := range [][]string{pages, services(200)} {
		p := planned(t, routes...).Plan
		var b strings.Builder
		p.Dump(&b)
		next := 0
		for line := range strings.Lines(b.String()) {
			if name, ok := strings.CutPrefix(strings.TrimSpace(line), "function "); ok {
				if name != fmt.Sprint(next) {
					t.Errorf("function %s stands where %d is next", name, next)
				}
				next++
			}
		}
		if next != len(p.Functions) || next < 4 {
			t.Errorf("%d of %d functions are named", next, len(p.Functions))
		}
	}
}

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
