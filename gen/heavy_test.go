package gen

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/generated_test/sets"
)

// many is a manifest of n routes of one pattern, in which %d is their number.
func many(n int, pattern string) string {
	var b strings.Builder
	b.WriteString("routes:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - GET "+strings.ReplaceAll(pattern, "%d", fmt.Sprint(i))+" H%d\n", i)
	}
	return b.String()
}

// anyOf is an any of n words.
func anyOf(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("word%d", i)
	}
	return "any(" + strings.Join(words, ",") + ")"
}

// heavyFaults are what is said of heavy paths, in concise form.
func heavyFaults(src string) (list []string) {
	_, _, faults := checked("routes.yaml", []byte(src))
	for _, f := range faults {
		if f.Code == diag.HeavyPath {
			list = append(list, fmt.Sprintf("%d:%d: %s: %s", f.Primary.Line, f.Primary.Col, f.Severity, f.Message))
		}
	}
	return list
}

// TestHeavyPaths holds which manifests are warned about, and where.
func TestHeavyPaths(t *testing.T) {
	const message = "warning: to match a path can take %d steps for each of its bytes, more than 64"
	for _, row := range []struct {
		name, src, at string
		steps         int
	}{
		{"300 paths with something behind them", many(300, "/<path:p>/a%d/<x>"), "2:9", 301},
		{"300 paths in mixed segments", many(300, "/<x>-<path:p>.a%d-<y>"), "2:9", 2401},
		{"an any of 59 words in 100 mixed segments", many(100, "/<"+anyOf(59)+":w>-a%d-<x>"), "2:9", 6202},
		{"the same behind other segments", many(100, "/a/<int:n>/<"+anyOf(59)+":w>-a%d-<x>"), "2:9", 6202},
		{"the heaviest of some", "routes:\n  - GET /<x>-a<int:y>-<z> A\n  - GET /<" + anyOf(80) + ":w>-<x> B\n", "3:9", 95},
		{"300 paths behind literals", many(300, "/a%d/<path:p>/a/<x>"), "", 0},
		{"300 paths at the end", many(300, "/a%d/<x>/<path:p>"), "", 0},
		{"an any with segments of its own", many(100, "/<"+anyOf(59)+":w>/<x>-a%d"), "", 0},
		{"literals that tell apart, in front", many(300, "/a%d-<x>-<int:y>/z"), "", 0},
		{"literals that tell apart, behind", many(300, "/<x>-<y>.a%d/z"), "", 0},
		{"and behind words", many(100, "/<"+anyOf(19)+":w>-<x>-a%d"), "", 0},
		{"30 patterns that look at each byte", many(30, "/<str(min=%d):x>/z"), "", 0},
	} {
		got := heavyFaults(row.src)
		switch {
		case row.at == "" && len(got) > 0:
			t.Errorf("%s: %v", row.name, got)
		case row.at != "" && (len(got) != 1 || got[0] != row.at+": "+fmt.Sprintf(message, row.steps)):
			t.Errorf("%s: %v", row.name, got)
		}
	}
}

// TestHeavyPathInFull pins all that is said, and what takes it back.
func TestHeavyPathInFull(t *testing.T) {
	src := many(100, "/files/<"+anyOf(59)+":w>-a%d-<x>")
	src = strings.Replace(src, "routes:\n", "lint: {wide-place: off}\nroutes:\n", 1)
	_, _, faults := checked("routes.yaml", []byte(src))
	var text bytes.Buffer
	if err := diag.Text(&text, "routes.yaml", []byte(src), faults, diag.Options{}); err != nil {
		t.Fatal(err)
	}
	var short []string // source lines are very long
	for line := range strings.Lines(text.String()) {
		if _, after, ok := strings.Cut(line, "| "); !ok || !strings.HasPrefix(after, "  - ") {
			short = append(short, strings.TrimRight(line, "\n"))
		}
	}
	want := []string{
		"warning[HG0610]: to match a path can take 6202 steps for each of its bytes, more than 64",
		" --> routes.yaml:3:9",
		"  |         " + strings.Repeat("^", 152) + " looks at each byte 62 times",
		"  |         " + strings.Repeat("-", 152) + " looks at each byte 62 times",
		"  |         " + strings.Repeat("-", 152) + " looks at each byte 62 times",
		"  = note: /files/00000000… does it: 100 patterns look at each of its bytes",
		"  = note: a path of 8192 bytes can take 50.8 million steps",
		"  = help: give any(…) a segment of its own, where it costs next to nothing, or take one parameter and look at its value in the handler",
	}
	if d := cmp.Diff(want, short); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for old, now := range map[string]string{
		"lint: {":        "lint: {heavy-path: off, ",
		"  - GET /files": "  # httpgen:ignore HG0610 because paths are short here\n  - GET /files",
	} {
		if got := heavyFaults(strings.Replace(src, old, now, 1)); len(got) > 0 {
			t.Errorf("%s: %v", now, got)
		}
	}
	if got := heavyFaults(strings.Replace(src, "lint: {", "lint: {HG0610: error, ", 1)); len(got) != 1 || !strings.Contains(got[0], "error") {
		t.Errorf("as an error: %v", got)
	}
}

// TestPlanOfEveryManifest holds that a manifest without faults has a plan: also where a warning
// that is an error was taken back by a comment, and where none was.
func TestPlanOfEveryManifest(t *testing.T) {
	const hidden = "routes:\n  - GET /<uint64:a> A\n  - GET /<uint:b> B"
	for src, want := range map[string]bool{
		hidden: false,
		hidden + " # httpgen:ignore HG0601 because it is meant": true,
		"lint: {HG0601: warn}\n" + hidden:                       true,
		"routes: [GET x A]":                                     false,
		"lint: {no-routes: off}\nroutes: []":                    true,
	} {
		m, p, faults := checked("routes.yaml", []byte(src))
		if (m != nil) != want || m != nil && p == nil {
			t.Errorf("%s\nmanifest: %v, plan: %v, %v", src, m != nil, p != nil, faults)
		}
	}
}

// TestServicesHaveNoHeavyPaths holds that real routes are far from the bound.
func TestServicesHaveNoHeavyPaths(t *testing.T) {
	for _, name := range sets.Tables() {
		set, _, err := sets.Table(name)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "routes.yaml")
		if err := os.WriteFile(file, []byte(set.Manifest()), 0o666); err != nil {
			t.Fatal(err)
		}
		if got := heavyFaults(set.Manifest()); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
		f, err := Measure(file)
		if err != nil {
			t.Fatal(err)
		}
		if f.StepsPerByte > heaviest/8 || !strings.HasPrefix(f.WorstPath, "/") {
			t.Errorf("%s: %d steps a byte, %s", name, f.StepsPerByte, f.WorstPath)
		}
	}
}
