package check

import (
	"fmt"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/casing"
)

// TestLevelsOfRouteWarnings holds what becomes of each by default, and with lint.
func TestLevelsOfRouteWarnings(t *testing.T) {
	const (
		hidden  = "routes: [GET /<uint64:a> A, GET /<uint:b> B]\n"
		overlap = "routes: [GET /a/<x> A, GET /<x>/b B]\n"
		slash   = "routes: [GET /a/ A, GET /a B]\n"
		literal = "routes: [GET /a A, GET /<x> B]\n"
		names   = "routes: [GET /<a>/x A, GET /<b>/y B]\n"
		twins   = "routes: [GET /a/x A, GET /A/y B]\n"
	)
	for _, row := range []struct{ name, src, want string }{
		{"a hidden route is an error", hidden, "error HG0601"},
		{"a hidden route is a warning by its name", "lint: {hidden-route: warn}\n" + hidden, "warning HG0601"},
		{"a hidden route is off by its code", "lint: {HG0601: off}\n" + hidden, ""},
		{"an overlap is a warning", overlap, "warning HG0603"},
		{"an overlap is made an error", "lint: {overlap: error}\n" + overlap, "error HG0603"},
		{"an overlap is off", "lint: {overlap: off}\n" + overlap, ""},
		{"an overlap of two methods is none", strings.Replace(overlap, "GET", "PUT", 1), ""},
		{"an overlap with any method is one", strings.Replace(overlap, "GET", "ANY", 1), "warning HG0603"},
		{"an overlap of HEAD with GET is one", strings.Replace(overlap, "GET", "HEAD", 1), "warning HG0603"},
		{"slash twins are off", slash, ""},
		{"slash twins are turned on", "lint: {slash-twins: warn}\n" + slash, "warning HG0605"},
		{"a literal beside a parameter is nothing", literal, ""},
		{"a literal beside a parameter is turned on", "lint: {literal-taken: error}\n" + literal, "error HG0606"},
		{"two names are nothing", names, ""},
		{"two names are turned on", "lint: {mixed-names: warn}\n" + names, "warning HG0607"},
		{"case twins are a warning", twins, "warning HG0604"},
	} {
		m, faults := parse("routes.yaml", []byte(row.src))
		var got []string
		for _, f := range faults {
			got = append(got, f.Severity.String()+" "+f.Code)
		}
		if strings.Join(got, ", ") != row.want || (m == nil) != strings.Contains(row.want, "error") {
			t.Errorf("%s: got %v, manifest %v", row.name, got, m != nil)
		}
	}
}

// TestWidePlacesCountPatterns holds that several methods of one pattern are one.
func TestWidePlacesCountPatterns(t *testing.T) {
	for _, pattern := range []string{"/<path:p>/a%d", "/<x>a%d", "/f/<path:p>.a%d"} {
		routes := "routes:\n"
		for i := range 9 {
			for _, method := range []string{"GET", "PUT", "POST", "DELETE"} {
				routes += fmt.Sprintf("  - %s "+pattern+" %s%d\n", method, i, casing.Exported(method), i)
			}
		}
		if m, faults := parse("routes.yaml", []byte(routes)); m == nil || len(faults) > 0 {
			t.Errorf("9 patterns of four methods each: %v", faults)
		}
	}
}
