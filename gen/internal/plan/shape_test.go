package plan_test

import (
	"fmt"
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
		{"segments and ends by their literals", []string{"/<a>.pdf", "/<a>.html", "/<a>.txt", "/<a>.js", "/<a>.css", "/<s>", "/<path:p>/v1", "/<path:p>/v2", "/<path:p>/w1", "/<path:p>/x3", "/<path:p>/x4", "/<path:p>"}, `
function 0
prefix "/"
  0 from the end is "df"
    segment <str> ".pdf" by suffix rest
      tail "": GET → H0
  0 from the end is "js"
    segment <str> ".js" by suffix rest
      tail "": GET → H3
  0 from the end is "ml"
    segment <str> ".html" by suffix rest
      tail "": GET → H1
  0 from the end is "ss"
    segment <str> ".css" by suffix rest
      tail "": GET → H4
  0 from the end is "xt"
    segment <str> ".txt" by suffix rest
      tail "": GET → H2
  segment str
    tail "": GET → H5
  0 from the end is "v1"
    end <path> "/v1" by suffix rest: GET → H6
  0 from the end is "v2"
    end <path> "/v2" by suffix rest: GET → H7
  0 from the end is "w1"
    end <path> "/w1" by suffix rest: GET → H8
  0 from the end is "x3"
    end <path> "/x3" by suffix rest: GET → H9
  0 from the end is "x4"
    end <path> "/x4" by suffix rest: GET → H10
  end <path> by rest: GET → H11
`},
		{"by the end, where one start stands alone", []string{"/a1-<x>.a", "/a1-<x>.b", "/a1-<x>.c", "/a1-<x>.d", "/a1-<x>.e", "/b-<x>"}, `
function 0
prefix "/"
  0 from the end is ".a"
    segment "a1-" <str> ".a" by prefix suffix rest
      tail "": GET → H0
  0 from the end is ".b"
    segment "a1-" <str> ".b" by prefix suffix rest
      tail "": GET → H1
  0 from the end is ".c"
    segment "a1-" <str> ".c" by prefix suffix rest
      tail "": GET → H2
  0 from the end is ".d"
    segment "a1-" <str> ".d" by prefix suffix rest
      tail "": GET → H3
  0 from the end is ".e"
    segment "a1-" <str> ".e" by prefix suffix rest
      tail "": GET → H4
  segment "b-" <str> by prefix rest
    tail "": GET → H5
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
