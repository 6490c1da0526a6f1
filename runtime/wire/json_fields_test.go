package wire

import (
	"fmt"
	"strings"
	"testing"
)

// Names are found, however they are written and in whatever order they come; others are not.
func TestFields(t *testing.T) {
	long := strings.Repeat("long", 20)
	for _, names := range [][]string{
		{}, {"a"}, {"id", "number", "customer", "discounts", long, long + "er"}, {""}, {"", "a"}, {"é", "ü", "日本語の名前"},
		{`a"b`, `a\b`, "a\nb", "a\x00", "a", "a\x00\x00", "\x00\x00\x00\x00\x00\x00\x00\x00", `quote"beyond eight`},
		{"a b", "a:b", "a,b", "a}", "abcdefg", "abcdefgh", "abcdefghi", "abcdefgX", "Xbcdefghi", "abcdXefghi"},
		strings.Split("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.~"[:64], ""),
	} {
		fields := NewFields(names...)
		texts := append([]string{"x", "xyz", "abcdefgY", "abc", `xx"`, "\x01", "12345678", "123456789", long + "x", "a\x00b"}, names...)
		for i := range texts {
			for j := range texts {
				checkNames(t, fields, names, texts[i], texts[j])
			}
		}
	}
}

// checkNames reads an object of two members.
func checkNames(t *testing.T, fields *Fields, names []string, texts ...string) {
	t.Helper()
	want := func(text string) int {
		for i, name := range names {
			if name == text {
				return i
			}
		}
		return len(names)
	}
	for _, form := range []string{`{%s:1,%s:2}`, "{ %s : 1 ,\n        %s:\t2 } "} {
		for _, quote := range []func(string) string{
			func(s string) string { return string(AppendString(nil, s)) },
			func(s string) string { // every letter as an escape
				var b strings.Builder
				for _, r := range s {
					fmt.Fprintf(&b, `\u%04x`, r)
				}
				return `"` + b.String() + `"`
			},
		} {
			text := fmt.Sprintf(form, quote(texts[0]), quote(texts[1]))
			var d Decoder
			var seen uint64
			d.Reset([]byte(text))
			first, at, ok := d.ObjectAt(0, fields)
			if first < 64 && first < len(names) {
				seen |= 1 << first
			}
			if first == len(names) && !d.At(at).Named(texts[0]) || d.Named(texts[0]+"x") {
				t.Fatalf("%q has another first name than %q", text, texts[0])
			}
			n, at, _ := d.IntAt(at, 64)
			second, at := d.MemberAt(at, fields, seen)
			wantSecond := want(texts[1])
			if twice := texts[0] == texts[1] && wantSecond < len(names); twice {
				wantSecond = End
			}
			if !ok || n != 1 || first != want(texts[0]) || second != wantSecond {
				t.Fatalf("%q of %q: %d and %d, want %d and %d", text, names, first, second, want(texts[0]), wantSecond)
			}
			if second == End {
				continue
			}
			n, at, _ = d.IntAt(at, 64)
			if end, at := d.MemberAt(at, fields, seen); n != 2 || end != End || d.At(at).End() != nil {
				t.Fatalf("%q of %q: %d, then %d, %v", text, names, n, end, d.End())
			}
		}
	}
}
