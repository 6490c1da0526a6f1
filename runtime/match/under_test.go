package match

import (
	"strings"
	"testing"
)

func TestUnder(t *testing.T) {
	for _, row := range []struct {
		path, prefix string
		want         bool
	}{
		{"/admin", "/admin", true}, {"/admin/", "/admin", true}, {"/admin/x", "/admin", true},
		{"/admin//", "/admin", true}, {"/a/b/c", "/a/b", true},
		{"/administer", "/admin", false}, {"/admi", "/admin", false}, {"/", "/admin", false},
		{"", "/admin", false}, {"/Admin", "/admin", false}, {"//admin", "/admin", false},
		{"/admin\x00x", "/admin", false}, {"/x/admin", "/admin", false},
	} {
		if got := Under(row.path, row.prefix); got != row.want {
			t.Errorf("%q under %q: %t", row.path, row.prefix, got)
		}
	}
}

func TestReach(t *testing.T) {
	for _, row := range [][2]string{
		{"/admin/./x", "/admin/x"}, {"/./admin", "/admin"}, {"/admin/.", "/admin"},
		{"/admin/../x", "/admin"}, {"/admin/%2e%2E/x", "/admin"}, {"/%61dmin/%2e/x", "/admin/x"},
		{"/..", ""}, {"/../admin", ""}, {"/.", ""}, {"/a/..b/./c", "/a/..b/c"},
		{"/a%2f../.", "/a\x00.."}, {"/a//./b", "/a//b"},
	} {
		if got := Reach(row[0]); got != row[1] {
			t.Errorf("%s: %q, want %q", row[0], got, row[1])
		}
	}
}

// FuzzReach wants what the dots are taken out of step by step, segment for segment.
func FuzzReach(f *testing.F) {
	f.Add("/admin/./x")
	f.Add("/%2e/a%2Fb/../c")
	f.Fuzz(func(t *testing.T, path string) {
		if canonical, status := Canonical(path); status == 0 {
			if got := Reach(path); got != canonical {
				t.Fatalf("%q: %q, and canonical it is %q", path, got, canonical)
			}
		} else if status == 404 {
			got := Reach(path)
			if got != "" && got[0] != '/' || hasDotSegment(got) || strings.Contains(got, "/./") {
				t.Fatalf("%q: %q", path, got)
			}
		}
	})
}
