package match

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"example.com/httpgen/generated_test/effort"
)

// byRegexp splits as the rule is written: one greedy regular expression of the shapes.
func byRegexp(parts []Part, s string) (values []string, ok bool) {
	shapes := map[Shape]string{
		ShapeText: "[^/]+", ShapePath: ".+", ShapeBool: "true|false", ShapeDate: "[0-9]{4}-[0-9]{2}-[0-9]{2}",
		ShapeUUID: "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
		ShapeUint: "[0-9]+", ShapeInt: "-?[0-9]+", ShapeFloat: `-?[0-9]+(?:\.[0-9]+)?`,
	}
	expr := "(?s)^"
	for _, p := range parts {
		switch {
		case p.Name == "":
			expr += regexp.QuoteMeta(p.Literal)
		case p.Shape == ShapeAny: // longest first
			expr += "(aab|ab|a)"
		default:
			expr += "(" + shapes[p.Shape] + ")"
		}
	}
	m := regexp.MustCompile(expr + "$").FindStringSubmatch(s)
	if m == nil {
		return nil, false
	}
	return m[1:], true
}

func splitValues(parts []Part, s string) (values []string, ok bool) {
	at := make([]int, 2*CountParams(parts))
	if !Split(parts, s, at) {
		return nil, false
	}
	for k := 0; k < len(at); k += 2 {
		values = append(values, s[at[k]:at[k+1]])
	}
	return values, true
}

func compareSplit(t *testing.T, parts []Part, s string) {
	t.Helper()
	want, wantOK := byRegexp(parts, s)
	got, ok := splitValues(parts, s)
	if ok != wantOK || strings.Join(got, "|") != strings.Join(want, "|") {
		t.Fatalf("%+v of %q: got %q %v, want %q %v", parts, s, got, ok, want, wantOK)
	}
}

// randomParts makes a row of up to four parameters with literals between them.
func randomParts(intN func(int) int) (parts []Part) {
	literals := []string{"-", ".", "/", "a", "--", "-.-", "1", "/a/", "b"}
	paths := 0
	for k := range 1 + intN(4) {
		if k > 0 || intN(2) == 0 {
			parts = append(parts, Part{Literal: literals[intN(len(literals))]})
		}
		shape := Shape(intN(int(ShapeFloat) + 1))
		if shape == ShapePath {
			if paths++; paths > 1 {
				shape = ShapeText
			}
		}
		parts = append(parts, Part{Name: "p", Shape: shape, Words: []string{"a", "ab", "aab"}})
	}
	if intN(2) == 0 {
		parts = append(parts, Part{Literal: literals[intN(len(literals))]})
	}
	return parts
}

func randomText(parts []Part, intN func(int) int) string {
	var b strings.Builder
	pieces := []string{"a", "b", "-", ".", "/", "1", "23", "-4", "1.5", "true", "2024-02-30", "ab", "aab",
		"00000000-0000-4000-8000-0000000000aF", "", "--", "\x00"}
	for _, p := range parts {
		if p.Name == "" && intN(8) > 0 {
			b.WriteString(p.Literal)
			continue
		}
		for range 1 + intN(3) {
			b.WriteString(pieces[intN(len(pieces))])
		}
	}
	return b.String()
}

func TestSplitIsTheGreedyRegexp(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range effort.Of(10_000, 100_000) {
		parts := randomParts(rng.IntN)
		compareSplit(t, parts, randomText(parts, rng.IntN))
	}
}

// Of texts that a pattern of whole segments matches Segments says what Split does; it leaves the
// others to it.
func TestSegmentsAreThoseOfSplit(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	said := 0
	for range effort.Of(100_000, 1_000_000) {
		parts := randomParts(r.IntN)
		s := randomText(parts, r.IntN)
		want, ok := splitValues(parts, s)
		at := make([]int, 2*CountParams(parts))
		if !ok || !Segments(parts, s, at) {
			continue
		}
		said++
		for k, value := range want {
			if got := s[at[2*k]:at[2*k+1]]; got != value {
				t.Fatalf("%+v of %q: %q for %q", parts, s, got, want)
			}
		}
	}
	if said < 100 {
		t.Errorf("it said so %d times", said)
	}
	for _, row := range []struct {
		pattern, path string
		ok            bool
	}{
		{"/a/<b>/c/<int:d>", "/a/x/c/5", true},
		{"/<b>/", "/x\x00y/", true},
		{"/a/<b>", "/a/", false},
		{"/a/<b>", "/a/x/", false},
		{"/a/<b>/c", "/a//c", false},
		{"/a/<b>.x", "/a/y.x", false},
		{"/a-<b>", "/a-b", false},
		{"/a/<path:b>", "/a/b", false},
		{"/<b>-<c>", "/x-y", false},
	} {
		parts := Compile(row.pattern, nil)
		if ok := Segments(parts, row.path, make([]int, 2*CountParams(parts))); ok != row.ok {
			t.Errorf("%s of %s: %v", row.pattern, row.path, ok)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add(uint64(1), "v1.2.diff")
	f.Add(uint64(2), "1-2-3")
	f.Add(uint64(3), "a--1")
	f.Fuzz(func(t *testing.T, seed uint64, s string) {
		for i := range len(s) {
			if s[i] >= 0x80 { // the regular expression counts runes
				return
			}
		}
		compareSplit(t, randomParts(rand.New(rand.NewPCG(seed, 0)).IntN), s)
	})
}

func TestSplitOfASegmentDoesNotAllocate(t *testing.T) {
	parts := []Part{{Name: "a", Shape: ShapeDate}, {Literal: "-"}, {Name: "b", Shape: ShapeUUID}, {Literal: "."}, {Name: "c"}}
	s := "2024-02-29-00000000-0000-4000-8000-0000000000aF." + strings.Repeat("x", 200)
	if n := testing.AllocsPerRun(100, func() {
		var at [6]int
		if !Split(parts, s, at[:]) {
			t.Error("no match")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestCuts(t *testing.T) {
	for _, row := range []struct {
		name          string
		cut           func(s, sep string) (a, b string, ok bool)
		s, sep        string
		before, after string
		ok            bool
	}{
		{"the last separator counts", CutLast, "a-b-c", "-", "a-b", "c", true},
		{"nothing behind the last one: the one before", CutLast, "a-b-", "-", "a", "b-", true},
		{"nothing before", CutLast, "-b", "-", "", "", false},
		{"nothing at all", CutLast, "", "-", "", "", false},
		{"a long separator", CutLast, "v1...v2", "...", "v1", "v2", true},
		{"unsigned", CutUint, "12-3", "-", "12", "3", true},
		{"unsigned takes no minus", CutUint, "-12-3", "-", "", "", false},
		{"signed", CutInt, "-12-3", "-", "-12", "3", true},
		{"a minus alone is no number", CutInt, "--3", "-", "", "", false},
		{"the separator has to follow", CutInt, "12x-3", "-", "", "", false},
		{"a fraction", CutFloat, "1.5-x", "-", "1.5", "x", true},
		{"no fraction", CutFloat, "1-x", "-", "1", "x", true},
		{"a point without digits belongs to the rest", CutFloat, "1.-x", ".", "1", "-x", true},
	} {
		if a, b, ok := row.cut(row.s, row.sep); ok != row.ok || ok && (a != row.before || b != row.after) {
			t.Errorf("%s: %q by %q: %q %q %v", row.name, row.s, row.sep, a, b, ok)
		}
	}
	before, last, ok := CutLastSegment("a/b")
	if before != "a/" || last != "b" || !ok {
		t.Errorf("CutLastSegment: %q %q %v", before, last, ok)
	}
	if _, _, ok := CutLastSegment("a/"); ok {
		t.Error("an empty last segment is none")
	}
}
