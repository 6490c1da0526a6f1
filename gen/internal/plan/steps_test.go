package plan

import (
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/pattern"
)

// What looking at a text costs is pinned here: the bound of the work is made of these figures.

func TestWhatALiteralCosts(t *testing.T) {
	for n, want := range map[int]int{0: 1, 1: 1, 7: 1, 8: 2, 15: 2, 16: 3} {
		if got := literalSteps(strings.Repeat("x", n)); got != want {
			t.Errorf("%d bytes: %d steps, want %d", n, got, want)
		}
	}
}

func TestWhatAConverterCosts(t *testing.T) {
	for _, tt := range []struct {
		kind pattern.Kind
		n    int
		want int
	}{
		{pattern.Int, 0, 1}, {pattern.Int, 1, 2}, {pattern.Uint8, 100, 101}, {pattern.Float, 100, 101}, // each byte is looked at
		{pattern.StrBounded, 100, 101}, {pattern.OwnKind, 100, 101},
		{pattern.Str, 0, 1}, {pattern.Str, 7, 1}, {pattern.Str, 8, 2}, {pattern.UUID, 36, 5}, {pattern.UUID, 47, 5}, {pattern.Path, 1000, 5},
		{pattern.Any, 1000, 5}, {pattern.Bool, 1000, 5}, {pattern.Date, 10, 2},
	} {
		if got := convSteps(pattern.Conv{Kind: tt.kind}, tt.n); got != tt.want {
			t.Errorf("%v, %d bytes: %d steps, want %d", tt.kind, tt.n, got, tt.want)
		}
	}
}

func TestWhatAStepCosts(t *testing.T) {
	const dash, long = "-", "12345678"
	for _, tt := range []struct {
		step Step
		text string
		want int
	}{
		{Step{Kind: StepPrefix, Text: dash}, "-and so on", 1},
		{Step{Kind: StepPrefix, Text: long}, "-and so on", 2},
		{Step{Kind: StepSuffix, Text: long}, "and so on-", 2},
		{Step{Kind: StepNumber}, "1234", 1 + 4},
		{Step{Kind: StepNumber, Text: dash}, "1234-x", 1 + 4},
		{Step{Kind: StepNumber, Text: long}, "1234-x", 2 + 4},
		{Step{Kind: StepLast, Text: dash}, "ab-cde", 1 + 4}, // from the end to the literal
		{Step{Kind: StepLast, Text: dash}, "abcde", 1 + 5},
		{Step{Kind: StepSegment}, "/ab/cd", 1 + 2},
		{Step{Kind: StepSegment}, "abcd", 1 + 4},
		{Step{Kind: StepSegment}, "/ab/", 1 + 4},
		{Step{Kind: StepRest}, "and so on", 1},
	} {
		value, rest, ok := tt.step.Do(tt.text, []Piece{{Conv: &pattern.Conv{Kind: pattern.Int}}})
		if got := tt.step.steps(tt.text, value, rest, ok); got != tt.want {
			t.Errorf("%+v on %q: %d steps, want %d", tt.step, tt.text, got, tt.want)
		}
	}
}

func TestWhatAGeneralSplitCosts(t *testing.T) {
	of := func(c pattern.Conv) Piece { return Piece{Conv: &c} }
	for _, tt := range []struct {
		row  []Piece
		want int // for each byte
	}{
		{[]Piece{of(pattern.Conv{Kind: pattern.Str})}, 2},
		{[]Piece{of(pattern.Conv{Kind: pattern.Path})}, 2},
		{[]Piece{of(pattern.Conv{Kind: pattern.OwnKind})}, 2},
		{[]Piece{of(pattern.Conv{Kind: pattern.Int})}, 3},
		{[]Piece{of(pattern.Conv{Kind: pattern.UUID})}, 3},
		{[]Piece{of(pattern.Conv{Kind: pattern.Date})}, 5},
		{[]Piece{of(pattern.Conv{Kind: pattern.Any, Words: []string{"a", "b", "12345678"}})}, 1 + 1 + 2},
		{[]Piece{{Literal: "12345678"}, of(pattern.Conv{Kind: pattern.Str}), {Literal: "-"}}, 2 + 2 + 1},
	} {
		for n, times := range map[int]int{0: 1, 1: 2, 9: 10} {
			if got := splitSteps(tt.row, n); got != times*tt.want {
				t.Errorf("%+v, %d bytes: %d steps, want %d", tt.row, n, got, times*tt.want)
			}
		}
	}
}

// Costs are added, and the most or the least of two taken, depth by depth.
func TestCosts(t *testing.T) {
	a, b := cost{3, []int{1, 5}}, cost{2, []int{4, 2, 9}}
	for sentence, tt := range map[string]struct{ got, want cost }{
		"the last figure holds for all depths behind it": {a.plus(b), cost{5, []int{5, 7, 14}}},
		"the worse of two":                     {a.or(b), cost{3, []int{4, 5, 9}}},
		"the other way round":                  {b.or(a), cost{3, []int{4, 5, 9}}},
		"the less of two":                      {a.least(b), cost{2, []int{1, 2, 5}}},
		"nothing has a cost of 0":              {cost{}.plus(cost{}), cost{0, []int{0}}},
		"and adds nothing":                     {cost{}.plus(a), a},
		"further on":                           {a.behind(2), cost{3, []int{0, 0, 1, 5}}},
		"here":                                 {a.behind(0), a},
		"what is fixed is so anywhere":         {fixed(7).behind(3), cost{7, nil}},
		"one segment":                          {inSegment(6), cost{0, []int{6, 0}}},
		"and the next ones":                    {inRest(6), cost{0, []int{6}}},
		"depths that are kept":                 {inRest(6).behind(63), cost{0, append(make([]int, 63), 6)}},
		"the deepest have that of the worst":   {inSegment(6).behind(70), cost{0, append(make([]int, 63), 6)}},
		"which is not always the last of them": {inSegment(6).behind(63), cost{0, append(make([]int, 63), 6)}},
	} {
		if !sameCost(tt.got, tt.want) {
			t.Errorf("%s: %v, want %v", sentence, tt.got, tt.want)
		}
	}
}

func sameCost(a, b cost) bool {
	if a.fixed != b.fixed || len(a.at) != len(b.at) {
		return false
	}
	for i := range a.at {
		if a.at[i] != b.at[i] {
			return false
		}
	}
	return true
}

// Of cuts, those cost together whose literals at the ends can be those of one text.
func TestWhichCutsCostTogether(t *testing.T) {
	str := Piece{Conv: &pattern.Conv{Kind: pattern.Str}}
	cut := func(lead, trail string) *Cut {
		row := []Piece{str}
		if lead != "" {
			row = append([]Piece{{Literal: lead}}, row...)
		}
		if trail != "" {
			row = append(row, Piece{Literal: trail})
		}
		return &Cut{Row: row}
	}
	for _, tt := range []struct {
		sentence string
		cuts     []*Cut
		want     int // the cuts cost 1, 2, 4, …
	}{
		{"none", nil, 0},
		{"one", []*Cut{cut("a", "b")}, 1},
		{"beginnings of one another", []*Cut{cut("", ""), cut("a", ""), cut("ab", "")}, 7},
		{"what excludes one another", []*Cut{cut("a", ""), cut("b", "")}, 2},
		{"and what goes with both", []*Cut{cut("a", ""), cut("b", ""), cut("", "")}, 6},
		{"ends of one another", []*Cut{cut("", "x"), cut("", ".x"), cut("", "y")}, 4},
		{"two of them", []*Cut{cut("", "y"), cut("", ".x"), cut("", "x")}, 6},
		{"at both ends", []*Cut{cut("a", "x"), cut("a", "y"), cut("b", "x")}, 4},
		{"the same literals", []*Cut{cut("a", "x"), cut("a", "x"), cut("b", "x")}, 4},
		{"the cheaper, but two", []*Cut{cut("a", "x"), cut("a", "x"), cut("a", "y")}, 4},
	} {
		var costs []cost
		for i := range tt.cuts {
			costs = append(costs, cost{1 << i, []int{1 << i}})
		}
		if got := together(tt.cuts, costs); got.fixed != tt.want || got.get(0) != tt.want {
			t.Errorf("%s: %v, want %d", tt.sentence, got, tt.want)
		}
	}
}

// Where there are very many pairs of ends, each end is looked at by itself, and the bound is
// above that of the pairs.
func TestManyCutsCostNoLessTogether(t *testing.T) {
	text := func(i int) string { return strings.Repeat(string(rune('a'+i%26)), 1+i/26) }
	var leads, trails, both []*Cut
	var costs []cost
	for i := range 60 {
		str := Piece{Conv: &pattern.Conv{Kind: pattern.Str}}
		both = append(both, &Cut{Row: []Piece{{Literal: text(i)}, str, {Literal: text(i + 1)}}})
		leads = append(leads, &Cut{Row: []Piece{{Literal: text(i)}, str}})
		trails = append(trails, &Cut{Row: []Piece{str, {Literal: text(i + 1)}}})
		costs = append(costs, fixed(1+i))
	}
	// a, aa and aaa are beginnings of one another: 1, 27 and 53; so on up to h, hh and hhh.
	if got := together(leads, costs).fixed; got != 8+34+60 {
		t.Errorf("leads: %d", got)
	}
	if got := together(trails, costs).fixed; got != 8+34+60 {
		t.Errorf("trails: %d", got)
	}
	if got := together(both, costs).fixed; got != 8+34+60 {
		t.Errorf("both: %d", got)
	}
	costs[7], both[7] = fixed(1000), &Cut{Row: both[7].Row[:2]}
	if got := together(both, costs).fixed; got != 1000+34+60 {
		t.Errorf("one without a literal at its end: %d", got)
	}
}

// 64 cuts with 32 literals at each end are as many as are looked at pair by pair: no two of
// these go together, though two have each start, and two each end.
func TestHowManyPairsAreLookedAt(t *testing.T) {
	var cuts []*Cut
	var costs []cost
	add := func(lead, trail int) {
		cuts = append(cuts, &Cut{Row: []Piece{
			{Literal: string(rune('A' + lead))}, {Conv: &pattern.Conv{Kind: pattern.Str}},
			{Literal: string(rune('A' + trail))},
		}})
		costs = append(costs, fixed(1))
	}
	for i := range 32 {
		add(i, i)
		add(i, (i+1)%32)
	}
	if got := together(cuts, costs).fixed; got != 1 {
		t.Errorf("64 cuts: %d, want 1", got)
	}
	add(0, 5)
	if got := together(cuts, costs).fixed; got != 3 {
		t.Errorf("one more, and each end is looked at by itself: %d, want 3", got)
	}
}
