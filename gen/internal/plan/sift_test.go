package plan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/pattern"
)

// Which cuts a text is given to, held against the naive way: all that its ends allow, in order.

// takesEnds is what a literal at an end asks of a text, before anything else.
func (l literals) takesEnds(text string) bool {
	return strings.HasPrefix(text, l.lead) && strings.HasSuffix(text, l.trail)
}

// asked are those that a text is given to, in order.
func asked(asks []Sift, text string) (list []int) {
	(&search{f: &Finder{}}).sift(asks, text, func(at int) bool {
		list = append(list, at)
		return false
	})
	return list
}

func TestATextIsGivenToAllThatTakeItInOrder(t *testing.T) {
	switched := 0
	for seed := range 3000 {
		rng := rand.New(rand.NewPCG(uint64(seed), 11))
		text := func(most int) string {
			var b strings.Builder
			for range rng.IntN(most + 1) {
				b.WriteByte("ab/"[rng.IntN(3)])
			}
			return b.String()
		}
		of := make([]literals, 1+rng.IntN(14))
		for i := range of {
			of[i] = literals{text(rng.IntN(5)), text(rng.IntN(5))}
		}
		if seed%2 == 0 { // as precedence has them
			slices.SortStableFunc(of, func(a, b literals) int { return len(b.lead) - len(a.lead) })
		}
		asks := siftAll(of)
		for _, a := range asks {
			if a.Cases != nil {
				switched++
			}
		}
		for range 60 {
			text := text(8)
			got := asked(asks, text)
			if !slices.IsSorted(got) {
				t.Fatalf("%v: %q is given to %v", of, text, got)
			}
			for i, l := range of {
				if l.takesEnds(text) && !slices.Contains(got, i) {
					t.Fatalf("%v: %q is given to %v, and not to %d", of, text, got, i)
				}
			}
		}
	}
	if switched < 500 {
		t.Errorf("only %d windows were found", switched)
	}
}

// anySegment is <any(words)>.
func anySegment(words ...string) Child {
	return Child{Whole: &pattern.Conv{Kind: pattern.Any, Words: words}, Next: &Node{Function: -1}}
}

func TestAWordIsGivenToAllThatHaveItInOrder(t *testing.T) {
	switched, several := 0, 0
	for seed := range 600 {
		rng := rand.New(rand.NewPCG(uint64(seed), 12))
		n := &Node{Segments: make([]Child, rng.IntN(90))}
		all := 1 + rng.IntN(200)
		for i := range n.Segments {
			words := make([]string, 1+rng.IntN(4))
			for w, number := range rng.Perm(all + len(words))[:len(words)] {
				words[w] = fmt.Sprint("w", number)
			}
			n.Segments[i] = anySegment(words...)
		}
		for range rng.IntN(3) {
			n.Segments = append(n.Segments, Child{Whole: &pattern.Conv{Kind: pattern.Str}})
		}
		siftNode(n)
		for _, a := range n.AskSegments {
			if a.Cases != nil {
				switched++
			}
		}
		for _, c := range n.Segments {
			if c.Several {
				several++
			}
		}
		for w := range all + 1 {
			word := fmt.Sprint("w", w)
			var want, got []int
			for i, c := range n.Segments {
				if !c.isAny() || slices.Contains(c.Whole.Words, word) {
					want = append(want, i)
				}
			}
			for _, i := range asked(n.AskSegments, word) {
				if c := n.Segments[i]; !c.isAny() || slices.Contains(c.Whole.Words, word) {
					got = append(got, i) // few of them are asked one by one
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%d: %q is given to %v, want %v", seed, word, got, want)
			}
		}
	}
	if switched < 400 || several < 2000 {
		t.Errorf("only %d switches, and %d in several cases", switched, several)
	}
}

func TestFewAreGivenAText(t *testing.T) {
	of := func(n int, form func(i int) literals) (list []literals) {
		for i := range n {
			list = append(list, form(i))
		}
		return list
	}
	for name, tt := range map[string]struct {
		of   []literals
		most int
	}{
		"starts": {of(2000, func(i int) literals { return literals{lead: fmt.Sprintf("x%d_", i)} }), 4},
		"ends":   {of(2000, func(i int) literals { return literals{trail: fmt.Sprintf("/x%d", i)} }), 4},
		"one end, and many starts": {of(2000, func(i int) literals {
			return literals{fmt.Sprintf("%d-", 1000+i), ".txt"}
		}), 4},
		"starts of one another": {of(40, func(i int) literals {
			return literals{lead: strings.Repeat("a", 40-i)}
		}), 40},
		"nothing at either end": {make([]literals, 2000), 2000},
	} {
		asks := siftAll(tt.of)
		for _, l := range tt.of {
			if got := len(asked(asks, l.lead+"x"+l.trail)); got > tt.most {
				t.Errorf("%s: %v is given to %d, want at most %d", name, l, got, tt.most)
				break
			}
		}
	}
}

func TestFourAreAskedOneByOne(t *testing.T) {
	list := []literals{{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}, {"e", ""}}
	for n, want := range map[int]int{1: 1, 4: 4, 5: 1} {
		if got := len(siftAll(list[:n])); got != want {
			t.Errorf("%d segments are asked in %d steps, want %d", n, got, want)
		}
	}
	if got := siftAll(nil); got != nil {
		t.Errorf("nothing is asked as %v", got)
	}
}

func TestBytesInAWindowOfASift(t *testing.T) {
	for _, tt := range []struct {
		window  Window
		fromEnd bool
		text    string
		want    string
		ok      bool
	}{
		{Window{0, 2}, false, "abcd", "ab", true},
		{Window{1, 2}, false, "abcd", "bc", true},
		{Window{0, 2}, true, "abcd", "cd", true},
		{Window{1, 2}, true, "abcd", "bc", true},
		{Window{2, 2}, true, "abcd", "ab", true},
		{Window{2, 2}, false, "abcd", "cd", true},
		{Window{3, 2}, false, "abcd", "", false},
		{Window{3, 2}, true, "abcd", "", false},
	} {
		s := Sift{Window: tt.window, FromEnd: tt.fromEnd}
		if got, ok := s.bytes(tt.text); got != tt.want || ok != tt.ok {
			t.Errorf("%v, from the end %v, of %q: %q %v", tt.window, tt.fromEnd, tt.text, got, ok)
		}
	}
}
