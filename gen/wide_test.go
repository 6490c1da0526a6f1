package gen

import (
	"fmt"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/diag"
)

// owns is a manifest of n own converters beside each other.
func owns(n int) string {
	var b strings.Builder
	b.WriteString("imports: {m: example.com/m}\nconverters:\n")
	for i := range n {
		fmt.Fprintf(&b, "  own%d: {type: m.T%d, parse: m.Parse%d, format: m.Format%d}\n", i, i, i, i)
	}
	b.WriteString("routes:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - GET /<own%d:x>/x%d H%d\n", i, i, i)
	}
	return b.String()
}

// TestWidePlaces holds which manifests are warned about, and where.
func TestWidePlaces(t *testing.T) {
	methods := many(33, "/<x>-a%d-<y>")
	methods = strings.ReplaceAll(methods, "GET", "GET,PUT")
	for _, row := range []struct {
		name, src, at string
		count         int
	}{
		{"segments with literals in the middle alone", many(34, "/<x>-a%d-<y>"), "34:9", 34},
		{"as many as may be", many(32, "/<x>-a%d-<y>"), "", 0},
		{"several methods of one pattern are one", methods, "34:13", 33},
		{"own converters", owns(33), "69:9", 33},
		{"paths with literals in the middle alone", many(40, "/<path:p>/a%d/<x>"), "34:9", 40},
		{"segments and then paths",
			many(20, "/<x>-a%d-<y>") + strings.ReplaceAll(strings.TrimPrefix(
				many(20, "/<path:p>/a%d/<x>"), "routes:\n"), " H", " P"), "34:9", 40},
		{"behind a literal", many(34, "/files/<x>-a%d-<y>"), "34:9", 34},
		{"behind a parameter", many(34, "/<int:n>/<x>-a%d-<y>"), "34:9", 34},
		{"literals at the start tell apart", many(400, "/a%d-<x>-<y>"), "", 0},
		{"literals at the end tell apart", many(400, "/<x>-<y>-a%d."), "", 0},
		{"ends of paths tell apart", many(400, "/<path:p>/a%d"), "", 0},
		{"words tell apart", many(400, "/<any(a%d,b%d):kind%d>/x"), "", 0},
		{"a word that all have does not", many(40, "/<any(all,b%d):kind%d>/x%d"), "34:9", 40},
	} {
		var got []string
		_, _, faults := checked("routes.yaml", []byte(row.src))
		for _, f := range faults {
			if f.Code == diag.WidePlace {
				count, _, _ := strings.Cut(f.Message, " ")
				got = append(got, fmt.Sprintf("%d:%d: %s", f.Primary.Line, f.Primary.Col, count))
			}
		}
		want := []string{fmt.Sprintf("%s: %d", row.at, row.count)}
		if row.count == 0 {
			want = nil
		}
		if strings.Join(got, "; ") != strings.Join(want, "; ") {
			t.Errorf("%s: got %v, want %v", row.name, got, want)
		}
	}
}
