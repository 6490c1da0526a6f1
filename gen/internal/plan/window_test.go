package plan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// How texts are told apart, held against the sentences that say so.

func tailsOf(texts ...string) (list []Tail) {
	for _, t := range texts {
		list = append(list, Tail{Text: t})
	}
	return list
}

func prefixesOf(texts ...string) (list []Prefix) {
	for _, t := range texts {
		list = append(list, Prefix{Text: t})
	}
	return list
}

func TestNumber(t *testing.T) {
	for bytes, want := range map[string]uint64{"": 0, "a": 0x61, "ab": 0x6261, "abcd": 0x64636261, "\x00\x01": 0x100, "abcdefgh": 0x6867666564636261} {
		if got := Number(bytes); got != want {
			t.Errorf("%q is the number %#x, want %#x", bytes, got, want)
		}
	}
}

// naiveWindow is the sentence above bestWindow: of the windows that every prefix fills, the
// one with the fewest pairs of texts that share it; the widest of those, the first of those.
func naiveWindow(tails, prefixes []string) (best Window, found bool) {
	fewest := len(tails) + len(prefixes)
	fewest *= fewest
	for _, width := range []int{4, 2, 1} {
		for offset := range 64 {
			w := Window{offset, width}
			if slices.ContainsFunc(prefixes, func(p string) bool { return len(p) < offset+width }) {
				continue
			}
			inside := func(text string) string {
				if len(text) < offset+width {
					return "short"
				}
				return "\x00" + text[offset:offset+width]
			}
			pairs, kinds := 0, map[string]bool{}
			all := append(append([]string(nil), tails...), prefixes...)
			for _, a := range all {
				if inside(a) != "short" {
					kinds[inside(a)] = true
				}
				for _, b := range all {
					if inside(a) == inside(b) {
						pairs++
					}
				}
			}
			if pairs < fewest && (len(kinds) <= 64 || width == 1) {
				best, fewest, found = w, pairs, true
			}
		}
	}
	return best, found
}

func TestBestWindowIsTheNaiveOne(t *testing.T) {
	for seed := range 3000 {
		rng := rand.New(rand.NewPCG(uint64(seed), 7))
		text := func() string {
			b := []byte("/")
			for range rng.IntN(7) {
				b = append(b, "ab/"[rng.IntN(3)])
			}
			return string(b)
		}
		var tails, prefixes []string
		for range rng.IntN(6) {
			tails = append(tails, text())
		}
		for range rng.IntN(4) {
			prefixes = append(prefixes, text())
		}
		if len(tails)+len(prefixes) == 0 {
			continue
		}
		got, ok := bestWindow(tailsOf(tails...), prefixesOf(prefixes...))
		want, found := naiveWindow(tails, prefixes)
		if got != want || ok != found {
			t.Fatalf("tails %q, prefixes %q: %v %v, want %v %v", tails, prefixes, got, ok, want, found)
		}
	}
}

func TestASwitchHasSixtyFourCasesOrOneByte(t *testing.T) {
	numbered := func(n int) (texts []string) {
		for i := range n {
			texts = append(texts, fmt.Sprintf("%c%c", 'A'+i/8, 'a'+i%8))
		}
		return texts
	}
	if w, _ := bestWindow(tailsOf(numbered(64)...), nil); w != (Window{0, 2}) {
		t.Errorf("64 texts by %v, want two bytes", w)
	}
	if w, _ := bestWindow(tailsOf(numbered(65)...), nil); w != (Window{0, 1}) {
		t.Errorf("65 texts by %v, want the first byte", w)
	}
	var bytes []string
	for c := range 100 {
		bytes = append(bytes, string([]byte{byte(c)}))
	}
	if w, ok := bestWindow(tailsOf(bytes...), nil); w != (Window{0, 1}) || !ok {
		t.Errorf("100 bytes by %v, want the byte", w)
	}
}

// casesOf are n cases of width bytes that differ in all of them.
func casesOf(n, width int) (list []Case) {
	for i := range n {
		list = append(list, Case{Bytes: strings.Repeat(string([]byte{byte('a' + i)}), width)})
	}
	return list
}

func clashes(h *Hash, cases []Case) (n int) {
	taken := map[uint32]bool{}
	for _, c := range cases {
		slot := h.Slot(Number(c.Bytes))
		if taken[slot] {
			n++
		}
		taken[slot] = true
	}
	return n
}

func TestHashes(t *testing.T) {
	if hashOf(casesOf(7, 4)) != nil || hashOf(casesOf(20, 1)) != nil || hashOf(nil) != nil {
		t.Error("a few cases, or single bytes, need no hash")
	}
	for _, tt := range []struct {
		cases []Case
		shift int
	}{
		{casesOf(8, 4), 28},  // 12 slots, so 16
		{casesOf(10, 4), 28}, // 15
		{casesOf(11, 4), 27}, // 16
		{casesOf(16, 2), 27},
		{casesOf(22, 2), 26},
		{casesOf(26, 4), 26},
	} {
		h := hashOf(tt.cases)
		if h == nil {
			t.Fatalf("%d cases have no hash", len(tt.cases))
		}
		if h.Shift != tt.shift || clashes(h, tt.cases) > 0 || h.Multiplier%2 == 0 {
			t.Errorf("%d cases: %v with %d clashes, want the shift %d and none", len(tt.cases), *h, clashes(h, tt.cases), tt.shift)
		}
	}
}

func TestAChoiceOfManyHasAHash(t *testing.T) {
	var texts []string
	for i := range 12 {
		texts = append(texts, strings.Repeat(string(rune('a'+i)), 4))
	}
	if c := choose(tailsOf(texts...), nil); len(c.Cases) != 12 || c.Hash == nil || clashes(c.Hash, c.Cases) > 0 {
		t.Errorf("%d cases, hash %v", len(c.Cases), c.Hash)
	}
	if c := choose(tailsOf(texts[:7]...), nil); len(c.Cases) != 7 || c.Hash != nil {
		t.Errorf("%d cases, hash %v", len(c.Cases), c.Hash)
	}
}

// The generated code has these numbers in it: another search would change all of it.
func TestHashesStayWhatTheyAre(t *testing.T) {
	many := make([]Case, 60)
	for i := range many {
		many[i].Bytes = fmt.Sprintf("%04d", i*i)
	}
	rng := rand.New(rand.NewPCG(1, 9))
	letter := func() int { return 'a' + rng.IntN(26) }
	late := make([]Case, 32) // found at the end of the search
	for i := range late {
		late[i].Bytes = fmt.Sprintf("%c%c%c%c", letter(), letter(), letter(), letter())
	}
	for _, tt := range []struct {
		cases []Case
		want  Hash
		bad   int
	}{
		{casesOf(8, 4), Hash{0x4205A75D, 28}, 0},
		{casesOf(20, 2), Hash{0x4205A75D, 27}, 0},
		{many, Hash{0x5DA63B99, 25}, 3},
		{late, Hash{0x58E760CF, 26}, 0},
	} {
		h := hashOf(tt.cases)
		if *h != tt.want || clashes(h, tt.cases) != tt.bad {
			t.Errorf("%d cases: %#v with %d clashes, want %#v with %d", len(tt.cases), *h, clashes(h, tt.cases), tt.want, tt.bad)
		}
	}
}
