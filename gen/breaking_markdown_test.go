package gen

import (
	"strings"
	"testing"
)

// Breaking changes as an entry of a changelog are tested here.

// TestBreakingMarkdown holds that what a manifest has in its texts is no markup.
func TestBreakingMarkdown(t *testing.T) {
	for _, row := range []struct{ pattern, message, want string }{
		{"/a", "no route answers GET /a", "- **route removed** `GET /a` (A): no route answers GET /a\n"},
		{"/a`b", "GET /a`b", "- **route removed** `` GET /a`b `` (A): GET /a\\`b\n"},
		{"/a``", "GET /<x>*[y](z)", "- **route removed** ``` GET /a`` ``` (A): GET /\\<x>\\*\\[y\\](z)\n"},
		{"/a\n# b\x1b[31m", "is \n here", "- **route removed** `GET /a\\u{a}# b\\u{1b}[31m` (A): is \\\\u{a} here\n"},
	} {
		var text strings.Builder
		list := []Break{{Kind: RouteRemoved, Route: "A", Method: "GET", Pattern: row.pattern, Message: row.message}}
		if err := BreakingMarkdown(&text, list); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimPrefix(text.String(), "### Breaking changes\n\n"); got != row.want {
			t.Errorf("%q: got %q, want %q", row.pattern, got, row.want)
		}
	}
}
