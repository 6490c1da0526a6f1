package pattern

import (
	"math/rand/v2"
	"testing"

	"example.com/httpgen/generated_test/sets"
)

// ownConverters may be named by the patterns of tests.
var ownConverters = []*Own{{Name: "even"}, {Name: "level", Index: 1}}

func parsed(t testing.TB, text string) *Pattern {
	t.Helper()
	p, faults := Parse(text, ownConverters)
	if p == nil {
		t.Fatalf("%s: %v", text, faults)
	}
	return p
}

func TestWhyFirst(t *testing.T) {
	for _, row := range []struct{ first, second, why string }{
		{"/new", "/<name>", "new is a literal, <name> is not"},
		{"/", "/<name>", "an empty segment is a literal, <name> is not"},
		{"/a", "/b", "a and b are different literals"},
		{"/a/b", "/a", "a pattern that goes on comes before one that has ended"},
		{"/<int8:n>", "/<int:n>", "int8 comes before int in the order of converters"},
		{"/<any(a):n>", "/<any(a,b):n>", "any(a) has fewer words than any(a,b)"},
		{"/<any(a,b):n>", "/<any(b,a):n>", "any(a,b) sorts before any(b,a)"},
		{"/<int:n>", "/<a>-<b>", "<int:n> is one typed parameter, <a>-<b> a mixed segment"},
		{"/<a>-<b>", "/<even:e>", "<a>-<b> has a literal in it, <even:e> has none"},
		{"/<<<a>", "/<a>--", "<<<a> has the longer literal before its first parameter than <a>--"},
		{"/<a>--", "/<a>-", "<a>-- has more literal text than <a>-"},
		{"/<int:a>-", "/<a>-", "int comes before str in the order of converters"},
		{"/<a>-<b>-<c>", "/<a>--<b>", "<a>-<b>-<c> has more parameters than <a>--<b>"},
		{"/<a>-x", "/<a>-y", "the literal text of <a>-x sorts before that of <a>-y"},
		{"/<even:a>", "/<level:b>", "even stands before level in `converters`"},
		{"/<even:a>", "/<b>", "even is a converter of the manifest's own, which come before str"},
		{"/<str(min=3):a>", "/<str(min=2):b>", "str(min=3) asks for more characters than str(min=2)"},
		{"/<str(max=2):a>", "/<str(max=3):b>", "str(max=2) takes fewer characters than str(max=3)"},
		{"/<a>/x", "/<path:p>", "<a> stays inside its segment, <path:p> does not"},
		{"/<path:p>.git", "/<path:p>", "<path:p>.git has more literal text than <path:p>"},
		{"/<a>", "/<b>", ""},
		{"/<name>", "/new", ""},
	} {
		if why := WhyFirst(parsed(t, row.first), parsed(t, row.second)); why != row.why {
			t.Errorf("%s comes before %s because %q, want %q", row.first, row.second, why, row.why)
		}
	}
}

// TestWhyFirstFollowsTheOrder wants a reason for every two patterns that differ, in the
// direction of the order.
func TestWhyFirstFollowsTheOrder(t *testing.T) {
	src := rand.New(rand.NewPCG(13, 14))
	for range 300 {
		s := sets.Random(src, 8)
		for _, a := range s.Routes {
			for _, b := range s.Routes {
				p, q := parsed(t, a.Pattern), parsed(t, b.Pattern)
				if why := WhyFirst(p, q); (why != "") != (Compare(p, q) < 0) {
					t.Errorf("%s before %s: %q, but they compare as %d", a.Pattern, b.Pattern, why,
						Compare(p, q))
				}
			}
		}
	}
}
