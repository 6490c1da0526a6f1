package generated_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
)

// A change of a manifest is reviewed by what it changes in the generated files. These tests
// hold that to what the change is about.

// TestRemarksChangeNothing puts comments and blank lines into the example, and wants nothing
// changed but the sum of the manifest.
func TestRemarksChangeNothing(t *testing.T) {
	manifest := exampleManifest(t)
	before := filesOf(t, manifest)
	lines := strings.SplitAfter(manifest, "\n")
	for _, row := range []struct {
		name, at, remark string
	}{
		{"a comment at the top", "# The bookstore", "# first of all\n"},
		{"a blank line at the top", "# The bookstore", "\n"},
		{"a comment before the routes", "routes:", "# these are the routes\n"},
		{"a blank line between routes", "  - GET      /events", "\n"},
		{"a comment between routes", "  - path: /books/<isbn:id>", "  # one of them\n"},
		{"a comment in a group", "      - path: /stats", "      # for the owner\n"},
	} {
		i := place(t, lines, row.at)
		after := filesOf(t, strings.Join(lines[:i], "")+row.remark+strings.Join(lines[i:], ""))
		for name, text := range before {
			removed, added := changed(text, after[name])
			if name == "freshness_gen_test.go" {
				removed, added = withoutSums(removed), withoutSums(added)
			}
			if len(removed)+len(added) > 0 {
				t.Errorf("%s changes %s:\n-%s\n+%s", row.name, name, strings.Join(removed, "-"), strings.Join(added, "+"))
			}
		}
	}
}

// TestARouteChangesItsOwnLines adds a route to the example. Lines that go are those of others:
// a switch that the route has to be told apart in, and the end of a list.
func TestARouteChangesItsOwnLines(t *testing.T) {
	manifest := exampleManifest(t)
	before := filesOf(t, manifest)
	lines := strings.SplitAfter(manifest, "\n")
	for _, row := range []struct {
		name, at, route string
		others          int // lines that go, at most
	}{
		// The window of all literal paths is another one with one more: its cases have other numbers.
		{"first of all", "  - GET      /status", "  - GET /about About\n", 50},
		{"with a long name", "  - GET      /status", "  - GET /imprint ImprintAndEverythingThatTheLawWants\n", 50},
		{"of another method", "  - GET      /events", "  - DELETE /status Reset\n", 4},
		{"with a value", "  - GET      /events", "  - GET /tags/<int:n> Tag\n", 0},
		// The second dispatcher comes with it (emit/dispatcher.go).
		{"with the first text for a handler alone", "  - GET      /events", "  - GET /tags/<name> Tag\n", 8},
		{"beside others behind a value", "  - GET      /events", "  - GET /books/<isbn:id>/loans Loans\n", 0},
		// Two were compared one by one, and three are told apart by a switch.
		{"in a group, last", "        routes: [GET /stock.txt StockReport]", "        routes: [GET /stock.txt StockReport]\n      - GET /orders Orders\n#", 15},
		{"in a group, first", "      - path: /stats", "      - GET /orders Orders\n", 15},
	} {
		i := place(t, lines, row.at)
		after := filesOf(t, strings.Join(lines[:i], "")+row.route+strings.Join(lines[i:], ""))
		var gone, come []string
		for name, text := range before {
			removed, added := changed(text, after[name])
			gone, come = append(gone, withoutSums(removed)...), append(come, withoutSums(added)...)
		}
		if len(gone) > row.others || len(come) < 10 {
			t.Errorf("%s: %d lines go, want %d at most; %d come\n-%s", row.name, len(gone), row.others, len(come), strings.Join(gone, "-"))
		}
	}
}

// TestNoLinesOfTheManifest wants no place of the manifest in any generated file.
func TestNoLinesOfTheManifest(t *testing.T) {
	for _, file := range manifests(t) {
		for _, f := range compile(t, file).Files {
			if found := regexp.MustCompile(`\.ya?ml:\d+`).Find(f.Content); found != nil {
				t.Errorf("%s: %s says %s", file, f.Name, found)
			}
		}
	}
}

func exampleManifest(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../routes.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// filesOf are the generated files of a manifest, by name.
func filesOf(t *testing.T, manifest string) map[string][]byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "routes.example.yaml")
	if err := os.WriteFile(file, []byte(manifest), 0o666); err != nil {
		t.Fatal(err)
	}
	included, err := os.ReadFile("../examples/bookstore/reviews.yaml")
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(filepath.Dir(file), "examples", "bookstore")
	if err := os.MkdirAll(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "reviews.yaml"), included, 0o666); err != nil {
		t.Fatal(err)
	}
	// The page about the service has the types of package model in it.
	if err := os.CopyFS(filepath.Join(folder, "model"), os.DirFS("../examples/bookstore/model")); err != nil {
		t.Fatal(err)
	}
	module := "module " + module + "\n\ngo 1.26\n"
	if err := os.WriteFile(filepath.Join(filepath.Dir(file), "go.mod"), []byte(module), 0o666); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range compile(t, file).Files {
		files[f.Name] = f.Content
	}
	return files
}

// place is the index of the first line that starts so.
func place(t *testing.T, lines []string, start string) int {
	t.Helper()
	for i, line := range lines {
		if strings.HasPrefix(line, start) {
			return i
		}
	}
	t.Fatalf("no line starts with %q", start)
	return 0
}

// changed are the lines that one text has and the other has not.
func changed(before, after []byte) (removed, added []string) {
	for line := range bytes.Lines(diff.Diff("", before, "", after)) {
		switch text := string(line); {
		case strings.HasPrefix(text, "---"), strings.HasPrefix(text, "+++"):
		case strings.HasPrefix(text, "-"):
			removed = append(removed, text[1:])
		case strings.HasPrefix(text, "+"):
			added = append(added, text[1:])
		}
	}
	return removed, added
}

// withoutSums leaves out lines with a checksum.
func withoutSums(lines []string) (rest []string) {
	for _, line := range lines {
		if !regexp.MustCompile(`[0-9a-f]{32}`).MatchString(line) {
			rest = append(rest, line)
		}
	}
	return rest
}
