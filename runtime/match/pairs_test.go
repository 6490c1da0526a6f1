package match

import (
	"strings"
	"testing"
)

// checkPairs holds Pairs to what a reader of single bytes sees.
func checkPairs(t *testing.T, s string) {
	t.Helper()
	var want [3]uint64
	for i := range min(len(s), MaxPairs) {
		for kind, isOne := range []bool{s[i] == '&', s[i] == '=', strings.IndexByte("%+", s[i]) >= 0 || s[i] >= 0x80} {
			if isOne {
				want[kind] |= 1 << i
			}
		}
	}
	ends, equals, others := Pairs(s)
	if got := [3]uint64{ends, equals, others}; got != want {
		t.Errorf("%q: %x, want %x", s, got, want)
	}
	ends, equals, others = pairsOf(s)
	if got := [3]uint64{ends, equals, others}; got != want {
		t.Errorf("%q by eight bytes: %x, want %x", s, got, want)
	}
}

// Every byte in every place, in texts of every length.
func TestPairs(t *testing.T) {
	for n := range 70 {
		for _, around := range []byte("a&\xff") {
			text := []byte(strings.Repeat(string([]byte{around}), n))
			checkPairs(t, string(text))
			for place := range n {
				for _, c := range []byte("&=%+\x80\xffa\x25\x26\x27\x2a\x2c\x3c\x3e\xa6\xbd") {
					text[place] = c
					checkPairs(t, string(text))
				}
				text[place] = around
			}
		}
	}
	for c := range 256 {
		checkPairs(t, strings.Repeat(string([]byte{byte(c)}), 66))
	}
	checkPairs(t, strings.Repeat("name=value+%41&", 10)[3:])
}
