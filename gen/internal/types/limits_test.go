package types

import (
	"fmt"
	"strings"
	"testing"
)

// TestLimits wants the largest expressions, and refuses those past them.
func TestLimits(t *testing.T) {
	words := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, ",%x", i)
		}
		return "enum(" + b.String()[1:] + ")"
	}
	for _, row := range []struct {
		name, most, past, want string
	}{
		{
			"bytes", "int" + strings.Repeat(" ", maxText-3), "int" + strings.Repeat(" ", maxText-2),
			"a type has at most 4000 bytes, and this one 4001",
		},
		{
			"lists", strings.Repeat("[]", maxDepth-1) + "int", strings.Repeat("[]", maxDepth) + "int",
			"types stand at most 64 deep in each other",
		},
		{
			"parentheses",
			strings.Repeat("(", maxDepth-1) + "string" + strings.Repeat(")", maxDepth-1),
			strings.Repeat("(", maxDepth) + "string" + strings.Repeat(")", maxDepth),
			"types stand at most 64 deep in each other",
		},
		{"words", words(maxWords), words(maxWords + 1), "an enum has at most 1000 words"},
	} {
		if got, faults := Parse(row.most, Env{}); got == nil {
			t.Errorf("%s: %v", row.name, faults)
		}
		got, faults := Parse(row.past, Env{})
		if got != nil || len(faults) != 1 || faults[0].Message != row.want {
			t.Errorf("%s: %v %v, want %s", row.name, got, faults, row.want)
		}
	}
}

// TestGoTypes wants Env.Go asked once about each Go type, as a whole and with its place, and not
// about types of ours.
func TestGoTypes(t *testing.T) {
	for _, row := range []struct{ text, asked string }{
		{"string?", ""},
		{"[]map[string]NewBook", ""},
		{"model.Book?", "model.Book 0"},
		{"[]model.Book|null", "[]model.Book 0"},
		{"[](model.Book|null)", "model.Book 3"},
		{"[]model.Page[model.Item](max=3)", "model.Page[model.Item] 2"},
		{"map[string](map[int]string|null)", "map[int]string 12"},
		{"[](model.Book)", "[](model.Book) 0"},
		{"(Book)?", "Book 1"},
	} {
		var asked []string
		env := testEnv
		env.Go = func(text string, at Range) (string, bool) {
			if row.text[at.Off:at.end()] != text {
				t.Errorf("%s: %s is said to stand at %v", row.text, text, at)
			}
			asked = append(asked, fmt.Sprintf("%s %d", text, at.Off))
			return "spelt", true
		}
		got, faults := Parse(row.text, env)
		if all := strings.Join(asked, "; "); all != row.asked || len(faults) > 0 {
			t.Errorf("%s: asked about %q, want %q (%v)", row.text, all, row.asked, faults)
		}
		if row.asked != "" && !strings.Contains(got.String(), "spelt") {
			t.Errorf("%s is spelt %s", row.text, got)
		}
	}
}

// TestGoIsRefused wants no type, and no fault of our own, where Env.Go has reported one.
func TestGoIsRefused(t *testing.T) {
	env := Env{Go: func(string, Range) (string, bool) { return "", false }}
	for _, text := range []string{"model.book", "[]model.book?", "[](model.book|null)"} {
		if got, faults := Parse(text, env); got != nil || len(faults) > 0 {
			t.Errorf("%s: %v %v", text, got, faults)
		}
	}
}

// TestNoText wants one fault of what is no text at all.
func TestNoText(t *testing.T) {
	for text, want := range map[string]string{
		"":                "the type is empty",
		" \n":             "the type is empty",
		"string\xff":      "a type is UTF-8 text",
		"enum(\"\xff\")":  "a type is UTF-8 text",
		"enum(\"\\xff\")": "the string is not UTF-8",
	} {
		got, faults := Parse(text, Env{})
		if got != nil || len(faults) != 1 || faults[0].Message != want {
			t.Errorf("%q: %v %+v, want %s", text, got, faults, want)
		}
	}
}
