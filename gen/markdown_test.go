package gen

import "testing"

// TestMarkdownHoldsWhatATextSays has texts that would end what they stand in.
func TestMarkdownHoldsWhatATextSays(t *testing.T) {
	for _, row := range []struct{ text, span, inCell, plain string }{
		{"/books/<id>", "`/books/<id>`", "`/books/<id>`", `/books/\<id>`},
		{"/a`b", "`` /a`b ``", "`` /a`b ``", "/a\\`b"},
		{"`", "`` ` ``", "`` ` ``", "\\`"},
		{"a``b`c", "``` a``b`c ```", "``` a``b`c ```", "a\\`\\`b\\`c"},
		{" a ", "`  a  `", "`  a  `", " a "},
		{"a|b", "`a|b`", "`a\\|b`", "a|b"},
		{`a\|b`, "`a\\|b`", "<code>a&#92;&#124;b</code>", `a\\|b`},
		{"a\nb\x1b", "`a\\u{a}b\\u{1b}`", "`a\\u{a}b\\u{1b}`", `a\\u{a}b\\u{1b}`},
		{"max_body_size", "`max_body_size`", "`max_body_size`", "max_body_size"},
		{"_a_ *b* [c](d)", "`_a_ *b* [c](d)`", "`_a_ *b* [c](d)`", `\_a\_ \*b\* \[c\](d)`},
	} {
		if got := codeSpan(row.text); got != row.span {
			t.Errorf("%q as code: %s, want %s", row.text, got, row.span)
		}
		if got := codeCell(row.text); got != row.inCell {
			t.Errorf("%q as code in a cell: %s, want %s", row.text, got, row.inCell)
		}
		if got := markdownText(row.text); got != row.plain {
			t.Errorf("%q as text: %s, want %s", row.text, got, row.plain)
		}
	}
}
