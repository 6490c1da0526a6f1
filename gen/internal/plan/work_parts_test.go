package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/pattern"
)

// The parts that the bound and the witness are made of, one by one.

func TestExamplesAreTaken(t *testing.T) {
	conv := func(k pattern.Kind) *pattern.Conv { return &pattern.Conv{Kind: k} }
	cut := func(row ...Piece) Child { return Child{Cut: &Cut{Row: row}} }
	words := &pattern.Conv{Kind: pattern.Any, Words: []string{"one", "two"}}
	for _, tt := range []struct {
		child Child
		want  []string
	}{
		{Child{Whole: words}, []string{"one", "two"}},
		{Child{Whole: conv(pattern.Bool)}, []string{"true"}},
		{Child{Whole: &pattern.Conv{Kind: pattern.StrBounded, Min: 3}}, []string{"xxx"}},
		{Child{Whole: &pattern.Conv{Kind: pattern.StrBounded, Min: 1}}, []string{"x"}},
		{Child{Whole: &pattern.Conv{Kind: pattern.StrBounded, Min: 9999}}, []string{strings.Repeat("x", 384)}},
		{Child{Whole: &pattern.Conv{Kind: pattern.StrBounded, Max: 3}}, nil}, // a plain text does
		{Child{Whole: conv(pattern.Int)}, nil},
		{cut(Piece{Literal: "a"}, Piece{Conv: words}, Piece{Literal: "-"}, Piece{Conv: conv(pattern.Bool)}),
			[]string{"aone-true"}},
		{cut(Piece{Conv: conv(pattern.Date)}, Piece{Conv: conv(pattern.UUID)}),
			[]string{"2026-01-316ba7b810-9dad-11d1-80b4-00c04fd430c8"}},
		{cut(Piece{Conv: conv(pattern.Uint8)}, Piece{Literal: "."}, Piece{Conv: conv(pattern.Str)}), []string{"1.x"}},
		{cut(Piece{Conv: &pattern.Conv{Kind: pattern.StrBounded, Min: 3}}, Piece{Literal: "/"}), []string{"xxx/"}},
		{cut(Piece{Conv: &pattern.Conv{Kind: pattern.StrBounded, Min: 9999}}), []string{strings.Repeat("x", tryLength)}},
	} {
		if got := tt.child.examples(); !slices.Equal(got, tt.want) {
			t.Errorf("%+v: %q, want %q", tt.child, got, tt.want)
		}
	}
}

func TestTextsToTry(t *testing.T) {
	child := Child{Whole: &pattern.Conv{Kind: pattern.Any, Words: []string{"w", "x"}}}
	f := &front{
		nodes:   []*Node{{Segments: []Child{child}}},
		pending: []Prefix{{Text: "lit/eral"}, {Text: "w"}, {Text: "/"}},
	}
	want := append(slices.Clone(plainTexts), "w", "lit", "")
	slices.Sort(want)
	if got := f.texts(); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	many := func(children int) *front {
		f := &front{}
		for range children {
			f.nodes = append(f.nodes, &Node{Segments: []Child{{Whole: &pattern.Conv{Kind: pattern.Int}}}})
		}
		for i := range 600 {
			f.pending = append(f.pending, Prefix{Text: fmt.Sprint("p", i)})
		}
		return f
	}
	for children, want := range map[int]int{0: 512, 255: 512, 511: 256, 1023: 128, 1 << 17: 7} {
		if got := len(many(children).texts()); got != want {
			t.Errorf("%d segments: %d texts, want %d", children, got, want)
		}
	}
}

func TestDepthsToTry(t *testing.T) {
	for _, tt := range []struct {
		at, want []int
	}{
		{nil, []int{0, 1, 2, 3}},
		{[]int{1, 5, 2}, []int{1, 2, 3, 0}},
		{[]int{1, 2, 3, 4, 5}, []int{4, 3, 2, 1, 0}},
		{[]int{1, 2, 3, 4, 5, 6, 7, 8, 9}, []int{8, 7, 6, 5, 4, 3, 2, 1}},
	} {
		if got := depthsToTry(cost{at: tt.at}); !slices.Equal(got, tt.want) {
			t.Errorf("%v: %v, want %v", tt.at, got, tt.want)
		}
	}
}

func TestLongSegments(t *testing.T) {
	number, str := Piece{Conv: &pattern.Conv{Kind: pattern.Int}}, Piece{Conv: &pattern.Conv{Kind: pattern.Str}}
	heavy := &Cut{ // 2: a number is looked for, and looked at
		Row:   []Piece{{Literal: "a"}, number, {Literal: "z"}},
		Steps: []Step{{Kind: StepNumber}},
	}
	light := &Cut{Row: []Piece{{Literal: "b"}, str}, Steps: []Step{{Kind: StepLast}}}
	free := &Cut{Row: []Piece{{Literal: "c"}, str}, Steps: []Step{{Kind: StepRest}}}
	rule := &Cut{Row: []Piece{{Literal: "d"}, str}}
	var got []string
	for _, w := range longSegments("/s/", []*Cut{light, free, rule, heavy}) {
		got = append(got, w.Start+"|"+w.Fill+"|"+w.End)
	}
	want := []string{
		"/s/d|0|", "/s/d|x|", "/s/d|-|", "/s/a|0|z", "/s/a|x|z", "/s/a|-|z", "/s/|0|", "/s/|x|", "/s/|-|",
		"/s/b|0|", "/s/b|x|", "/s/b|-|", "/s/c|0|", "/s/c|x|", "/s/c|-|",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	var many []*Cut
	for i := range 30 {
		many = append(many, &Cut{Row: []Piece{str, {Literal: fmt.Sprint(i)}}, Steps: light.Steps})
	}
	if got := len(longSegments("/", many)); got != 24*3 {
		t.Errorf("%d paths, want 72", got)
	}
}

func TestWhatOneTextReaches(t *testing.T) {
	whole := func(k pattern.Kind, words ...string) Child { return Child{Whole: &pattern.Conv{Kind: k, Words: words}} }
	mixed := Child{Cut: &Cut{Row: []Piece{{Literal: "v"}, {Conv: &pattern.Conv{Kind: pattern.Int}}},
		Steps: []Step{{Kind: StepPrefix, Text: "v"}, {Kind: StepNumber, Param: 1}}}}
	from := func(lead string) Child {
		return Child{Cut: &Cut{Row: []Piece{{Literal: lead}, {Conv: &pattern.Conv{Kind: pattern.Str}}},
			Steps: []Step{{Kind: StepPrefix, Text: lead}, {Kind: StepRest, Param: 1}}}}
	}
	for _, tt := range []struct {
		sentence string
		ways     []way
		children []Child // they cost 1, 2, 4, …
		want     int
	}{
		{"nothing", nil, nil, 0},
		{"a literal", []way{{"a", fixed(100)}}, nil, 100},
		{"one literal or the other", []way{{"a", fixed(100)}, {"b", fixed(200)}}, nil, 200},
		{"the costlier of one", []way{{"a", fixed(200)}, {"a", fixed(100)}}, nil, 200},
		{"a literal that is a text", []way{{"a", fixed(100)}}, []Child{whole(pattern.Str)}, 101},
		{"and no number", []way{{"a", fixed(100)}}, []Child{whole(pattern.Int), whole(pattern.Str)}, 102},
		{"a word of both", nil, []Child{whole(pattern.Any, "a", "b"), whole(pattern.Any, "b", "c"), whole(pattern.Str)}, 7},
		{"words of one", nil, []Child{whole(pattern.Any, "a"), whole(pattern.Any, "b"), whole(pattern.Str)}, 6},
		{"true and a word", nil, []Child{whole(pattern.Any, "x"), whole(pattern.Bool), whole(pattern.Any, "true")}, 6},
		{"false and a word", nil, []Child{whole(pattern.Any, "x"), whole(pattern.Bool), whole(pattern.Any, "false")}, 6},
		{"true", nil, []Child{whole(pattern.Bool), from("t")}, 3},
		{"false", nil, []Child{whole(pattern.Bool), from("f")}, 3},
		{"two numbers", nil, []Child{whole(pattern.Int), whole(pattern.Float), whole(pattern.UUID)}, 4},
		{"numbers, and none", nil, []Child{whole(pattern.Int), whole(pattern.Float), whole(pattern.Date), whole(pattern.Str)}, 12},
		{"a uuid", nil, []Child{whole(pattern.Int), whole(pattern.Date), whole(pattern.UUID)}, 4},
		{"a bool and a number", nil, []Child{whole(pattern.Bool), whole(pattern.Int)}, 2},
		{"a word and a number", nil, []Child{whole(pattern.Any, "a"), whole(pattern.Int)}, 2},
		{"a literal of a cut", []way{{"v1", fixed(100)}}, []Child{mixed, whole(pattern.Str)}, 103},
		{"none of it", []way{{"v", fixed(100)}}, []Child{mixed, whole(pattern.Str)}, 102},
		{"other texts", []way{{"v", fixed(1)}}, []Child{mixed, whole(pattern.Str)}, 3},
	} {
		r := &reach{ways: tt.ways, children: tt.children}
		for i := range tt.children {
			r.next = append(r.next, fixed(1<<i))
		}
		if got := r.worst(&Finder{}).fixed; got != tt.want {
			t.Errorf("%s: %d, want %d", tt.sentence, got, tt.want)
		}
	}
}

// Where there are very many words and segments, each word is taken to be taken by all.
func TestVeryManyWordsAreNotTried(t *testing.T) {
	r := &reach{}
	for i := range 256 {
		r.ways = append(r.ways, way{fmt.Sprint("w", i), fixed(1)})
		r.children = append(r.children, Child{Whole: &pattern.Conv{Kind: pattern.Int}})
		r.next = append(r.next, fixed(0))
	}
	r.next[7] = fixed(10)
	if got := r.worst(&Finder{}).fixed; got != 10 {
		t.Errorf("as many as are tried: %d, want 10", got)
	}
	r.ways = append(r.ways, way{"w0", fixed(1)})
	if got := r.worst(&Finder{}).fixed; got != 10 {
		t.Errorf("one of them twice: %d, want 10", got)
	}
	r.ways = append(r.ways, way{"one more", fixed(1)})
	if got := r.worst(&Finder{}).fixed; got != 11 {
		t.Errorf("one more: %d, want 11", got)
	}
}
