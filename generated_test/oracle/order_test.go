package oracle_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

// inOrder are patterns in order of precedence, every sentence of the order at least once.
var inOrder = []string{
	// Literals, bytewise (no path meets two of them). The empty segment is one.
	"/", "/%", "/a/b/c", "/a/b", "/a/<x>", "/a", "/b", "/é",
	// any: fewer words first, then by text.
	"/<any(b):x>", "/<any(a,b):x>", "/<any(b,a):x>", "/<any(a,b,c):x>",
	"/<bool:x>", "/<uuid:x>", "/<date:x>",
	"/<uint8:x>", "/<uint16:x>", "/<uint32:x>", "/<uint64:x>", "/<uint:x>",
	"/<int8:x>", "/<int16:x>", "/<int32:x>", "/<int64:x>", "/<int:x>",
	"/<float:x>/a", "/<float:x>/<y>", "/<float:x>",
	// Mixed: the longer literal before the first parameter first …
	"/abc<x>", "/ab<x>", "/a<x>zzzz",
	// … then the longer literal text in all …
	"/<x>...<y>", "/<x>--<y>",
	// … then by the converters, left to right …
	"/<any(b):x>-", "/<any(a,b):x>-", "/<bool:x>-", "/<uuid:x>-", "/<date:x>-", "/<uint8:x>-<bool:y>", "/<uint8:x>-<y>", "/<uint8:x>-",
	"/<uint:x>-", "/<int8:x>-", "/<int:x>-", "/<float:x>-", "/<even:x>-", "/<level:x>-",
	"/<str(min=2):x>-", "/<str(max=9):x>-", "/<x>-<even:y>", "/<x>-<y>", "/<x>.<y>", "/<x>-", "/<x>a", "/<x>b",
	// Own converters in manifest order.
	"/<even:x>", "/<level:x>",
	// str(…): larger min, then smaller max.
	"/<str(min=3):x>", "/<str(min=2,max=3):x>", "/<str(min=2,max=4):x>", "/<str(min=2):x>",
	"/<str(max=4):x>", "/<str(max=5):x>", "/<str(min=0):x>",
	"/<str:x>/<path:y>/z", "/<str:x>/<path:y>", "/<str:x>",
	// With path: as mixed among themselves, bare path last.
	"/a<path:x>", "/<path:x>.git", "/<path:x>.-<y>", "/<path:x>--", "/<int:y>-<path:x>", "/<y>-<path:x>", "/<path:x>-<y>", "/<path:x>-",
	"/<path:x>/a", "/<path:x>/<int:y>/a", "/<path:x>/<int:y>", "/<path:x>/<y>", "/<path:x>",
}

func TestPatternsInOrderOfPrecedence(t *testing.T) {
	patterns := make([]oracle.Pattern, len(inOrder))
	for i, text := range inOrder {
		patterns[i] = parse(t, text)
	}
	for i, a := range patterns {
		for j, b := range patterns {
			if got := sign(oracle.Compare(a, b)); got != sign(i-j) {
				t.Errorf("Compare(%s, %s) = %d, want %d", a.Text, b.Text, got, sign(i-j))
			}
		}
	}
}

func TestPatternsAreEqualButForTheNamesOfParameters(t *testing.T) {
	for _, row := range []struct {
		a, b  string
		equal bool
	}{
		{"/<a>", "/<str:b>", true},
		{"/x-<int:a>/<any(p,q):b>", "/x-<int:c>/<any( p , q ):d>", true},
		{"/<str(min=1,max=2):a>", "/<str(max=2,min=1):b>", true},
		{"/<path:a>.git", "/<path:b>.git", true},
		{"/<int:a>", "/<int64:a>", false},
		{"/<any(a,b):x>", "/<any(b,a):x>", false},
		{"/<str(min=1):a>", "/<a>", false},
		{"/<a>-<b>--<c>", "/<a>--<b>-<c>", false},
		{"/a", "/a/", false},
		{"/<a>x", "/x<a>", false},
	} {
		if got := oracle.Compare(parse(t, row.a), parse(t, row.b)) == 0; got != row.equal {
			t.Errorf("%s and %s: equal is %t", row.a, row.b, got)
		}
	}
}

func TestTheOrderIsTotal(t *testing.T) {
	src := rand.New(rand.NewPCG(11, 12))
	for range 200 {
		var patterns []oracle.Pattern
		for _, r := range sets.Random(src, 12).Routes {
			patterns = append(patterns, parse(t, r.Pattern))
		}
		for _, a := range patterns {
			for _, b := range patterns {
				if sign(oracle.Compare(a, b)) != -sign(oracle.Compare(b, a)) {
					t.Errorf("%s and %s: both first, or both last", a.Text, b.Text)
				}
			}
		}
		slices.SortFunc(patterns, oracle.Compare)
		for i, a := range patterns {
			for _, b := range patterns[i:] {
				if oracle.Compare(a, b) > 0 {
					t.Errorf("%s is sorted before %s, but comes after it", a.Text, b.Text)
				}
			}
		}
	}
}

func parse(t *testing.T, text string) oracle.Pattern {
	t.Helper()
	p, err := oracle.ParsePattern(text, sets.OwnConverters)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func sign(n int) int {
	return min(1, max(-1, n))
}
