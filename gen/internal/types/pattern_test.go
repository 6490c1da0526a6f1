package types

import (
	"regexp/syntax"
	"testing"
)

// TestMatchLength wants how long what a pattern matches is.
func TestMatchLength(t *testing.T) {
	for _, row := range []struct {
		pattern     string
		least, most int
		anchored    bool
	}{
		{"^abc$", 3, 3, true},
		{`\Aabc\z`, 3, 3, true},
		{"(^a$)", 1, 1, true},
		{"^a", 1, 1, false},
		{"a$", 1, 1, false},
		{"a", 1, 1, false},
		{"^a|b$", 1, 1, false},
		{"(?m)^a$", 1, 1, false},
		{"^[a-z]{2,5}$", 2, 5, true},
		{"^[a-z]{2,}$", 2, endless, true},
		{"^(ab){3}$", 6, 6, true},
		{"^(|){3,}$", 0, 0, true},
		{"^a?b*c+$", 1, endless, true},
		{"^(a|bcd|ef)$", 1, 3, true},
		{"^.ä$", 2, 2, true},
		{"^(?s:.)$", 1, 1, true},
		{`^[^\x00-\x{10FFFF}]$`, endless, 0, true},
		{`^(a|[^\x00-\x{10FFFF}])$`, 1, 1, true},
		{`^[^\x00-\x{10FFFF}]{2}$`, endless, 0, true},
		{"^a{0}$", 0, 0, true},
		{`^\bab\b$`, 2, 2, true},
		{"", 0, 0, false},
	} {
		tree, err := syntax.Parse(row.pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		least, most := matchLength(tree)
		if least != row.least || most != row.most || anchored(tree) != row.anchored {
			t.Errorf("%s: %d to %d, anchored: %v", row.pattern, least, most, anchored(tree))
		}
	}
}
