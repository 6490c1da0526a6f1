package sent

import (
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

// The clients are in generated_test/interop; here is what the service says to anybody.
func TestValuesAreLookedAt(t *testing.T) {
	const shop, text = "/shops/north%20west%20%C3%A9/items/42", "a%20b%26c%3Dd%2B%C3%A9%25%2F%3F%23"
	dialogue.Run(t, func() *runtime.App { return New(&Server{}) }, []dialogue.Line{
		{"GET " + shop + "?s=" + text + "&sort=very+hot", `200 {"same":true}`},
		{"GET " + shop + "?s=" + text + "&sort=very+hot&num=1&num=-2&num=3&csv=x,y+z&rgb[R]=1&rgb[G]=2", `200`},
		{"GET " + shop + "?s=" + text + "&sort=very+hot&rgb[R]=1&rgb[G]=3", `422 ~rgb is {1 3} and not {1 2}`},
		{"GET " + shop + "?s=a&sort=price", `422 ~s is a and not a b&c=d+é%/?#; sort is price and not very hot`},
		{"GET /fields\nX-Count: 7\nX-Tags: a, b c\nCookie: count=8", `200`},
		{"GET /fields\nX-Count: 7\nCookie: count=9", `422 ~count is 9 and not 8`},
	})
}

func TestWhatDidNotComeIsTold(t *testing.T) {
	s := &Server{}
	dialogue.Run(t, func() *runtime.App { return New(s) }, []dialogue.Line{
		{"GET /fields\nX-Count: 7\nX-Tags: a, b c", `200`},
	})
	want := Call{"getFields", "X-At X-Missing count sid"}
	if calls := s.Calls(); len(calls) != 2 || calls[0] != want || calls[1] != want {
		t.Errorf("calls %q, want %q twice", calls, want)
	}
}
