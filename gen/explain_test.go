package gen

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/diag"
)

// TestExplainExamples runs both examples of every page.
func TestExplainExamples(t *testing.T) {
	for _, c := range Codes() {
		t.Run(c.ID, func(t *testing.T) {
			page, ok := Explain(c.ID)
			if !ok {
				t.Fatal("no page")
			}
			if want := fmt.Sprintf("# %s: %s\n\n", c.ID, c.Title); !strings.HasPrefix(page.Text, want) {
				t.Errorf("the page does not start with %q", want)
			}
			_, _, faults := checked("routes.yaml", []byte(page.Bad))
			if !slices.ContainsFunc(faults, func(d diag.Diagnostic) bool { return d.Code == c.ID }) {
				t.Errorf("the bad example does not give it: %v", faults)
			}
			if _, _, faults = checked("routes.yaml", []byte(page.Good)); len(faults) > 0 {
				t.Errorf("the good example has faults: %v", faults)
			}
		})
	}
}

// TestExplainFindsCodes holds the names under which a page is found.
func TestExplainFindsCodes(t *testing.T) {
	for _, row := range []struct{ name, want string }{
		{"HG0203", "HG0203"},
		{"unused-import", "HG0405"},
		{"hg0203", ""},
		{"HG9999", ""},
		{"", ""},
	} {
		got := ""
		if page, ok := Explain(row.name); ok {
			got = page.ID
		}
		if got != row.want {
			t.Errorf("Explain(%q) is the page of %q, want %q", row.name, got, row.want)
		}
	}
}
