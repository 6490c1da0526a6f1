package gen

import (
	"os"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/pattern"
)

// TestConvertersAreTold holds the pages of converters to the grammar's names, and to the
// reference.
func TestConvertersAreTold(t *testing.T) {
	reference, err := os.ReadFile("../docs/reference.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(reference), "\n### Converters of paths\n")
	table, _, _ = strings.Cut(table, "\n### ")
	var names []string
	for _, c := range Converters() {
		names = append(names, c.Name)
		told := false
		for line := range strings.Lines(table) {
			named := strings.Contains(line, "`"+c.Name+"`") || strings.Contains(line, "`"+c.Name+"(")
			told = told || named && strings.Contains(line, c.Beyond)
		}
		if !told {
			t.Errorf("%s is not in the reference with %q", c.Name, c.Beyond)
		}
	}
	if got, want := strings.Join(names, " "), strings.Join(pattern.BuiltinNames, " "); got != want {
		t.Errorf("pages of %s, want %s", got, want)
	}
}
