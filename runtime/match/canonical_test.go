package match

import "testing"

func TestCanonical(t *testing.T) {
	for _, r := range []struct {
		name, path, want string
		status           int
	}{
		{"a plain path stays", "/a/b.c", "/a/b.c", 0},
		{"an encoded slash stays inside its segment", "/a%2Fb/c", "/a\x00b/c", 0},
		{"a doubly encoded one is text", "/a%252Fb", "/a%2Fb", 0},
		{"any byte may be encoded", "/%FF%0a", "/\xff\n", 0},
		{"hex digits of either case", "/%c3%A9", "/é", 0},
		{"empty segments stay", "//a//", "//a//", 0},
		{"an encoded NUL", "/a%00", "", 400},
		{"a NUL", "/a\x00", "", 400},
		{"a malformed escape", "/%zz", "", 400},
		{"a cut escape", "/a%2", "", 400},
		{"no slash in front", "a", "", 400},
		{"nothing", "", "", 400},
		{"a dot segment", "/a/./b", "", 404},
		{"two dots at the end", "/a/..", "", 404},
		{"one dot at the end", "/a/.", "", 404},
		{"an encoded dot segment", "/%2e%2E/a", "", 404},
		{"a half encoded one", "/.%2e/a", "", 404},
		{"dots with something else", "/.a/..b/...", "/.a/..b/...", 0},
		{"dots beside an encoded slash", "/..%2Fa", "/..\x00a", 0},
	} {
		if got, status := Canonical(r.path); got != r.want || status != r.status {
			t.Errorf("%s: %q: %q %d, want %q %d", r.name, r.path, got, status, r.want, r.status)
		}
	}
}
