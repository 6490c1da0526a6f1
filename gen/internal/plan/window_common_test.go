package plan

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// What the texts of a choice have in common is tested here.

func TestSlot(t *testing.T) {
	h := Hash{Multiplier: 0x10001, Shift: 16}
	for number, want := range map[uint64]uint32{0: 0, 1: 1, 0x12345: 0x2346, 0x1_0000_0001: 1} {
		if got := h.Slot(number); got != want {
			t.Errorf("%#x goes to slot %#x, want %#x", number, got, want)
		}
	}
}

func TestWhatAllCasesBeginWith(t *testing.T) {
	for _, tt := range []struct {
		tails, prefixes []string
		want            string
	}{
		{[]string{"/about", "/abort", "/above"}, nil, "/abo"},
		{[]string{"/about", "/abort"}, []string{"/abc/", "/abd/"}, "/ab"},
		{[]string{"/a", "/b", "/c"}, nil, "/"},
		{nil, []string{"ax/", "bx/", "cx/"}, ""},
		{[]string{"/", "/aaa", "/aab", "/aac"}, nil, "/aa"}, // "/" is no case: it is shorter than the window
	} {
		if got := choose(tailsOf(tt.tails...), prefixesOf(tt.prefixes...)).Common(); got != tt.want {
			t.Errorf("%q and %q begin with %q, want %q", tt.tails, tt.prefixes, got, tt.want)
		}
	}
}

func TestCommonIsTheNaiveOne(t *testing.T) {
	for seed := range 2000 {
		rng := rand.New(rand.NewPCG(uint64(seed), 8))
		texts := map[string]bool{}
		for range 3 + rng.IntN(20) {
			b := []byte("/")
			for range 1 + 6*(1-seed%2) + rng.IntN(7) {
				b = append(b, "ab"[rng.IntN(2)])
			}
			texts[string(b)] = true
		}
		var tails, prefixes []string
		for i, text := range slices.Sorted(maps.Keys(texts)) {
			if seed%2 == 0 || i%3 == 0 && len(text) > 5 {
				prefixes = append(prefixes, text)
			} else {
				tails = append(tails, text)
			}
		}
		c := choose(tailsOf(tails...), prefixesOf(prefixes...))
		var all []string
		for _, k := range c.Cases {
			for x := range k.Choice.AllTails {
				all = append(all, x.Text)
			}
			for x := range k.Choice.AllPrefixes {
				all = append(all, x.Text)
			}
		}
		want := ""
		for len(all) > 0 && len(want) < len(all[0]) {
			longer := all[0][:len(want)+1]
			if slices.ContainsFunc(all, func(s string) bool { return !strings.HasPrefix(s, longer) }) {
				break
			}
			want = longer
		}
		if got := c.Common(); got != want {
			t.Fatalf("tails %q, prefixes %q: the cases begin with %q, want %q", tails, prefixes, got, want)
		}
	}
}

func TestAllTailsAndPrefixesOfAChoice(t *testing.T) {
	tails := []string{"/", "/about", "/abort", "/b", "/x/y"}
	prefixes := []string{"/c/", "/d/", "/abc/", "/e/"}
	c := choose(tailsOf(tails...), prefixesOf(prefixes...))
	var gotTails, gotPrefixes []string
	for x := range c.AllTails {
		gotTails = append(gotTails, x.Text)
	}
	for x := range c.AllPrefixes {
		gotPrefixes = append(gotPrefixes, x.Text)
	}
	slices.Sort(tails)
	slices.Sort(prefixes)
	slices.Sort(gotTails)
	slices.Sort(gotPrefixes)
	if !slices.Equal(gotTails, tails) || !slices.Equal(gotPrefixes, prefixes) {
		t.Errorf("tails %q, prefixes %q", gotTails, gotPrefixes)
	}
	for stop := 1; stop <= len(tails); stop++ { // a loop that ends early is not called again
		seen := 0
		for range c.AllTails {
			if seen++; seen == stop {
				break
			}
		}
		if seen != stop {
			t.Errorf("stopped after %d of %d tails", seen, stop)
		}
	}
	for stop := 1; stop <= len(prefixes); stop++ {
		seen := 0
		for range c.AllPrefixes {
			if seen++; seen == stop {
				break
			}
		}
		if seen != stop {
			t.Errorf("stopped after %d of %d prefixes", seen, stop)
		}
	}
	for range (*Choice)(nil).AllTails {
		t.Error("no choice has no tails")
	}
}

func TestFewTextsAreNotDivided(t *testing.T) {
	if choose(nil, nil) != nil {
		t.Error("no texts make no choice")
	}
	for _, tt := range []struct {
		tails, prefixes []string
		divided         bool
	}{
		{[]string{"/a"}, nil, false},
		{[]string{"/a", "/b"}, nil, false},
		{[]string{"/a"}, []string{"/b/"}, false},
		{[]string{"/a", "/b", "/c"}, nil, true},
		{[]string{"/a"}, []string{"/b/", "/c/"}, true},
	} {
		c := choose(tailsOf(tt.tails...), prefixesOf(tt.prefixes...))
		if got := len(c.Cases) > 0; got != tt.divided || c.Function != -1 {
			t.Errorf("%q and %q: divided %v, function %d", tt.tails, tt.prefixes, got, c.Function)
		}
	}
}
