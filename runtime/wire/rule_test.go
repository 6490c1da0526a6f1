package wire

import (
	"fmt"
	"testing"
)

// TestRepeats wants equal elements found in short lists and in long ones.
func TestRepeats(t *testing.T) {
	for _, n := range []int{0, 1, 2, 16, 17, 100} {
		list := make([][]byte, n)
		for i := range list {
			list[i] = fmt.Append(nil, i)
		}
		text := func(b []byte) string { return string(b) }
		if RepeatsBy(list, text) {
			t.Errorf("%d different elements repeat", n)
		}
		for i := range list {
			if !RepeatsBy(append(list, fmt.Append(nil, i)), text) {
				t.Errorf("element %d of %d, once more, does not repeat", i, n)
			}
		}
	}
}

func TestMultiples(t *testing.T) {
	for _, row := range []struct {
		v, of float64
		want  bool
	}{
		{0.3, 0.1, true}, {0.35, 0.1, false}, {-0.3, 0.1, true}, {0, 5, true}, {1e15, 0.5, true}, {4.35, 0.01, true}, {4.355, 0.01, false}, {1e-9, 1, false},
	} {
		if got := IsMultiple(row.v, row.of); got != row.want {
			t.Errorf("%v is a multiple of %v: %v", row.v, row.of, got)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, row := range []struct {
		text  string
		limit int
		want  string
	}{{"abc", 3, "abc"}, {"abcd", 3, "abc…"}, {"aé", 2, "a…"}, {"é", 1, "…"}, {"", 0, ""}, {"\x80\x80", 1, "…"}} {
		if got := Shorten(row.text, row.limit); got != row.want {
			t.Errorf("%q to %d: %q, want %q", row.text, row.limit, got, row.want)
		}
	}
}

func TestPatternsAreCompiledOnce(t *testing.T) {
	p := Pattern("^a+$")
	if first, again := p(), p(); first != again || !first.MatchString("aa") || Repeats([]string{"a", "b"}) || !Repeats([]string{"a", "b", "a"}) {
		t.Error("a pattern is compiled twice, or elements are not compared")
	}
}
