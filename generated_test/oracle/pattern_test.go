package oracle_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

func TestParsePattern(t *testing.T) {
	str := &oracle.Conv{Kind: "str"}
	for _, row := range []struct {
		text string
		want []oracle.Segment
	}{
		{"/", []oracle.Segment{nil}},
		{"/a/", []oracle.Segment{{{Literal: "a"}}, nil}},
		{"//a", []oracle.Segment{nil, {{Literal: "a"}}}},
		{"/<name>", []oracle.Segment{{{Name: "name", Conv: str}}}},
		{"/<str:user-id>", []oracle.Segment{{{Name: "user-id", Conv: str}}}},
		{"/a<<b>c", []oracle.Segment{{{Literal: "a<b>c"}}}},
		{"/<<<a><<", []oracle.Segment{{{Literal: "<"}, {Name: "a", Conv: str}, {Literal: "<"}}}},
		{"/%20", []oracle.Segment{{{Literal: "%20"}}}},
		{"/...", []oracle.Segment{{{Literal: "..."}}}},
		{"/.<a>", []oracle.Segment{{{Literal: "."}, {Name: "a", Conv: str}}}},
		{"/<a>...<b>", []oracle.Segment{{{Name: "a", Conv: str}, {Literal: "..."}, {Name: "b", Conv: str}}}},
		{"/<any(hot,new:x>y):sort>", []oracle.Segment{{{Name: "sort", Conv: &oracle.Conv{Kind: "any", Words: []string{"hot", "new:x>y"}}}}}},
		{"/<any(a, b):x>", []oracle.Segment{{{Name: "x", Conv: &oracle.Conv{Kind: "any", Words: []string{"a", "b"}}}}}},
		{"/<str(max=20, min=2):x>", []oracle.Segment{{{Name: "x", Conv: &oracle.Conv{Kind: "str", Bound: true, Min: 2, Max: 20}}}}},
		{"/<level:x>", []oracle.Segment{{{Name: "x", Conv: &oracle.Conv{Kind: "own", Own: 1, Name: "level"}}}}},
		{"/<path:p>.git", []oracle.Segment{{{Name: "p", Conv: &oracle.Conv{Kind: "path"}}, {Literal: ".git"}}}},
	} {
		got, err := oracle.ParsePattern(row.text, sets.OwnConverters)
		if err != nil {
			t.Error(err)
			continue
		}
		if diff := cmp.Diff(row.want, got.Segments); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.text, diff)
		}
	}
}

func TestParsePatternRefuses(t *testing.T) {
	for _, row := range []struct{ why, text, message string }{
		{"nothing", "", "does not start with /"},
		{"a relative path", "a/b", "does not start with /"},
		{"a query", "/a?b", "'?' cannot stand in a path"},
		{"a fragment", "/a#b", "'#' cannot stand in a path"},
		{"a NUL", "/a\x00", "cannot stand in a path"},
		{"a dot segment", "/a/./b", "a dot segment matches nothing"},
		{"two dots as a segment", "/..", "a dot segment matches nothing"},
		{"a parameter that is not closed", "/<a", "no parameter"},
		{"a parameter that ends in another segment", "/<a/b>", "no parameter"},
		{"a parameter without a name", "/<>", "no parameter"},
		{"a converter without a name", "/<int:>", "no parameter"},
		{"two parameters side by side", "/<a><b>", "two parameters side by side"},
		{"two paths", "/<path:a>/x/<path:b>", "more than one path parameter"},
		{"two paths in a segment", "/<path:a>-<path:b>", "more than one path parameter"},
		{"an unknown converter", "/<itn:a>", `no converter "itn"`},
		{"arguments of a converter that has none", "/<int(min=1):a>", "takes no arguments"},
		{"any without words", "/<any:a>", `no converter "any"`},
		{"any with an empty word", "/<any(a,):a>", "is empty"},
		{"any without a word", "/<any():a>", "is empty"},
		{"any with a twin", "/<any(a,b,a):a>", "stands twice"},
		{"any with a slash", "/<any(a/b):a>", "no parameter"},
		{"str with words", "/<str(a,b):a>", "is not min=N or max=N"},
		{"str with two mins", "/<str(min=1,min=2):a>", "stands twice"},
		{"str of nothing", "/<str(max=0):a>", "is not min=N or max=N"},
		{"str with a minus", "/<str(min=-1):a>", "is not min=N or max=N"},
		{"str without bounds in its parentheses", "/<str():a>", "is not min=N or max=N"},
		{"str that is empty", "/<str(min=3,max=2):a>", "max is less than min"},
	} {
		_, err := oracle.ParsePattern(row.text, sets.OwnConverters)
		if err == nil || !strings.Contains(err.Error(), row.message) {
			t.Errorf("%s, %q: %v, want %q", row.why, row.text, err, row.message)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	yes := func(string) bool { return true }
	route := func(methods, pattern string) oracle.Route {
		return oracle.Route{Methods: strings.Fields(methods), Pattern: pattern}
	}
	for _, row := range []struct {
		why     string
		routes  []oracle.Route
		own     []oracle.Own
		message string // "": taken
	}{
		{"a bad pattern", []oracle.Route{route("GET", "/<a><b>")}, nil, "side by side"},
		{"equal patterns of one method", []oracle.Route{route("GET", "/<a>"), route("POST GET", "/<b>")}, nil, "two routes answer GET /<b>"},
		{"equal patterns of *", []oracle.Route{route("*", "/<a>"), route("ANY", "/<b>")}, nil, "two routes answer * /<b>"},
		{"equal patterns of two methods", []oracle.Route{route("GET", "/<a>"), route("POST", "/<b>"), route("HEAD", "/<c>"), route("*", "/<d>")}, nil, ""},
		{"patterns that differ in more than names", []oracle.Route{route("GET", "/<a>"), route("GET", "/<int:a>"), route("GET", "/<a>/")}, nil, ""},
		{"no method", []oracle.Route{route("", "/")}, nil, "no method"},
		{"a method that is no token", []oracle.Route{route("G(T", "/")}, nil, "is no token"},
		{"a method twice", []oracle.Route{route("GET GET", "/")}, nil, "stands twice"},
		{"CONNECT", []oracle.Route{route("CONNECT", "/")}, nil, "always answered with 405"},
		{"TRACE", []oracle.Route{route("TRACE", "/")}, nil, "always answered with 405"},
		{"an own converter called int", nil, []oracle.Own{{Name: "int", Accept: yes}}, "the name is taken"},
		{"an own converter called any", nil, []oracle.Own{{Name: "any", Accept: yes}}, "the name is taken"},
		{"an own converter twice", nil, []oracle.Own{{Name: "a", Accept: yes}, {Name: "a", Accept: yes}}, "the name is taken"},
		{"nothing at all", nil, nil, ""},
	} {
		_, err := oracle.New(row.routes, row.own)
		if row.message == "" && err != nil || row.message != "" && (err == nil || !strings.Contains(err.Error(), row.message)) {
			t.Errorf("%s: %v, want %q", row.why, err, row.message)
		}
	}
}
