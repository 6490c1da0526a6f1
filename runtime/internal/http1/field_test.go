package http1

import (
	"slices"
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

func TestNamesThatMeanSomethingAreKnown(t *testing.T) {
	names := map[string]Known{
		"host": Host, "content-length": ContentLength, "transfer-encoding": TransferEncoding, "connection": Connection,
		"expect": Expect, "cookie": Cookie, "trailer": Trailer,
	}
	for name, want := range names {
		for _, spelt := range []string{name, strings.ToUpper(name), strings.ToUpper(name[:1]) + name[1:]} {
			if got := known([]byte(spelt)); got != want {
				t.Errorf("%s is known as %d, want %d", spelt, got, want)
			}
		}
		for i := range name { // another byte in any place makes it another name
			for _, c := range "-0azAZ_" {
				other := name[:i] + string(c) + name[i+1:]
				if got := known([]byte(other)); got != Unknown && !strings.EqualFold(other, name) {
					t.Errorf("%s is known as %d", other, got)
				}
			}
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

// A name that has the length and the first letter of a known one is not known by that.
func TestNamesThatAreNearlyKnown(t *testing.T) {
	for _, tt := range []struct {
		name, nearly string
		want         Known
	}{
		{"hOST", "hosX", Host}, {"Cookie", "cookiX", Cookie}, {"Expect", "expecX", Expect}, {"Trailer", "tracker", Trailer},
		{"conNection", "connecting", Connection}, {"Content-Length", "content-lengtX", ContentLength},
		{"transfer-Encoding", "transfer-encodinX", TransferEncoding},
	} {
		if got := known([]byte(tt.name)); got != tt.want {
			t.Errorf("%s is known as %d, want %d", tt.name, got, tt.want)
		}
		other := "X" + tt.name[1:]
		for _, name := range []string{tt.nearly, other, tt.name + "s", tt.name[1:]} {
			if got := known([]byte(name)); got != Unknown {
				t.Errorf("%s is known as %d", name, got)
			}
		}
	}
}

// Which lines are read at once, and what is left to the machine of fields, which may well
// take them: that it does so in every case is for TestHeads to show.
func TestWholeLines(t *testing.T) {
	lim := Limits{Head: 400, Line: 23, Target: 20, Fields: 3, Cookies: 4}
	for _, tt := range []struct {
		name, data string
		want       []string // the fields that are read
	}{
		{"a line", "X: 1\r\nG", []string{"X=1"}},
		{"the last bytes of what is here", "X: 1\r\n", []string{"X=1"}},
		{"cut between CR and LF", "X: 1\r", nil},
		{"cut before CR", "X: 1", nil},
		{"no space behind the colon", "X:1\r\n", []string{"X=1"}},
		{"as long as can be", "X: 34567890123456789012\r\n", []string{"X=34567890123456789012"}},
		{"a byte more", "X: 345678901234567890123\r\n", nil},
		{"as many as can be", "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n", []string{"A=1", "B=2", "C=3"}},
		{"two spaces before the value", "X:  1\r\n", nil},
		{"a space behind it", "X: 1 \r\n", nil},
		{"a tab behind it", "X: 1\t\r\n", nil},
		{"a tab inside, which is not the end", "X: 1\t2\r\n", []string{"X=1\t2"}},
		{"no value", "X:\r\n", nil},
		{"no value but a space", "X: \r\n", nil},
		{"LF alone", "X: 1\nY: 2\r\n", nil},
		{"CR alone", "X: 1\rY: 2\r\n", nil},
		{"no name", ": 1\r\n", nil},
		{"a space in the name", "X : 1\r\n", nil},
		{"the end of the head", "X: 1\r\n\r\n", []string{"X=1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := Head{state: atField}
			b := []byte(tt.data)
			end, f := h.wholeLines(b, 0, &lim)
			var got []string
			length := 0
			for _, field := range h.Fields {
				got = append(got, string(field.Name.Of(b))+"="+string(field.Value.Of(b)))
				length = int(field.Value.End) + len("\r\n")
			}
			if f != OK || !slices.Equal(got, tt.want) || end != length {
				t.Errorf("%q: %q up to %d, %v; want %q", tt.data, got, end, f, tt.want)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	for value, want := range map[string]knownSet{
		"close": sawClose, ",close": sawClose, "a,,close": sawClose, "close,": sawClose, " ,\tclose\t, ": sawClose,
		"keep-alive, close": sawKeepAlive | sawClose, ",": 0, "": 0, "clos": 0, "close keep-alive": 0,
	} {
		var h Head
		if h.options([]byte(value)); h.seen != want {
			t.Errorf("%q: %b, want %b", value, h.seen, want)
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
