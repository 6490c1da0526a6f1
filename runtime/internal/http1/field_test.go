package http1

import (
	"strings"
	"testing"
)

func TestNamesAndValues(t *testing.T) {
	for _, name := range []string{"a", "X-Y", "x_y", "!#$%&'*+-.^_`|~"} {
		if !ValidName(name) {
			t.Errorf("%q is a name", name)
		}
	}
	for _, name := range []string{"", "a b", "a:", "a\r", "é", "a\x00", "(a)"} {
		if ValidName(name) {
			t.Errorf("%q is no name", name)
		}
	}
	for _, value := range []string{"", "a b", "\t", "é", "\"\\"} {
		if !ValidValue(value) {
			t.Errorf("%q is a value", value)
		}
	}
	for _, value := range []string{"a\r\nb", "\n", "\x00", "\x7f", "\x1b"} {
		if ValidValue(value) {
			t.Errorf("%q is no value", value)
		}
	}
}

// skipValue looks at eight bytes at a time; a loop over single bytes is its oracle.
func FuzzSkipValue(f *testing.F) {
	f.Add([]byte("a\tb\x80\xff ~"), 0)
	f.Add([]byte("12345678\t2345678\t\x7f"), 1)
	f.Add([]byte("1234567\x00abcdefgh"), 3)
	f.Fuzz(func(t *testing.T, b []byte, i int) {
		if i < 0 || i > len(b) {
			i = 0
		}
		want := i
		for want < len(b) && (b[want] >= 0x20 && b[want] != 0x7F || b[want] == '\t') {
			want++
		}
		if got := skipValue(b, i); got != want {
			t.Fatalf("%q from %d: %d, want %d", b, i, got, want)
		}
	})
}

// Every byte at every place of a word.
func TestSkipValue(t *testing.T) {
	for at := range 20 {
		for c := range 256 {
			b := []byte(strings.Repeat("a", 20))
			b[at] = byte(c)
			want := len(b)
			if c < 0x20 && c != '\t' || c == 0x7F {
				want = at
			}
			if got := skipValue(b, 0); got != want {
				t.Fatalf("byte %#x at %d: %d, want %d", c, at, got, want)
			}
		}
	}
}

func FuzzOptions(f *testing.F) {
	f.Add("close, keep-alive")
	f.Fuzz(func(t *testing.T, value string) {
		var h Head
		h.options([]byte(value))
		var closes, keeps bool
		for option := range strings.SplitSeq(value, ",") {
			option = strings.ToLower(strings.Trim(option, " \t"))
			closes = closes || option == "close"
			keeps = keeps || option == "keep-alive"
		}
		if ValidValue(value) && (h.seen&sawClose != 0) != closes || ValidValue(value) && (h.seen&sawKeepAlive != 0) != keeps {
			t.Fatalf("%q: %b", value, h.seen)
		}
	})
}
