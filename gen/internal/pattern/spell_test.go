package pattern

import (
	"math/rand/v2"
	"testing"

	"example.com/httpgen/generated_test/sets"
)

// TestText shows the forms of one pattern.
func TestText(t *testing.T) {
	const text = "/a<<b/<s>/<any(x,y):w>-<even:e>.<path:p>/"
	for form, want := range map[Form]string{
		Written:  text,
		Full:     "/a<<b/<str:s>/<any(x,y):w>-<even:e>.<path:p>/",
		Nameless: "/a<<b/<str>/<any(x,y)>-<even>.<path>/",
	} {
		if got := parsed(t, text).Text(form); got != want {
			t.Errorf("form %d: %s, want %s", form, got, want)
		}
	}
}

// TestTextIsParsedBack wants the pattern that is spelt, and equal texts without names for equal
// patterns alone.
func TestTextIsParsedBack(t *testing.T) {
	src := rand.New(rand.NewPCG(21, 22))
	for range 200 {
		s := sets.Random(src, 8)
		for _, r := range s.Routes {
			p := parsed(t, r.Pattern)
			for _, form := range []Form{Written, Full} {
				again := parsed(t, p.Text(form))
				if Compare(p, again) != 0 || p.Text(Full) != again.Text(Full) {
					t.Errorf("%s is spelt %s", r.Pattern, p.Text(form))
				}
			}
			for _, other := range s.Routes {
				q := parsed(t, other.Pattern)
				if (p.Text(Nameless) == q.Text(Nameless)) != (Compare(p, q) == 0) {
					t.Errorf("%s and %s: %s and %s", r.Pattern, other.Pattern, p.Text(Nameless),
						q.Text(Nameless))
				}
			}
		}
	}
}
