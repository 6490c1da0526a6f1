package plan

import (
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/pattern"
)

// The interpreter's steps and converters, one by one.

func TestSteps(t *testing.T) {
	row := func(k pattern.Kind) []Piece { return []Piece{{Conv: &pattern.Conv{Kind: k}}} }
	for _, tt := range []struct {
		step              Step
		row               []Piece
		text, value, rest string
		ok                bool
	}{
		{Step{Kind: StepPrefix, Text: "v"}, nil, "v1", "", "1", true},
		{Step{Kind: StepPrefix, Text: "v"}, nil, "1v", "", "1v", false},
		{Step{Kind: StepSuffix, Text: ".x"}, nil, "a.x", "", "a", true},
		{Step{Kind: StepSuffix, Text: ".x"}, nil, "a.y", "", "a.y", false},
		{Step{Kind: StepNumber, Text: "-"}, row(pattern.Int), "12-b", "12", "b", true},
		{Step{Kind: StepNumber, Text: "-"}, row(pattern.Int), "-1-b", "-1", "b", true},
		{Step{Kind: StepNumber, Text: "-"}, row(pattern.Int), "12", "12", "", false},
		{Step{Kind: StepNumber, Text: "-"}, row(pattern.Int), "-b", "", "b", false}, // no digit, but the text behind it
		{Step{Kind: StepNumber, Text: "-"}, row(pattern.Uint8), "-b", "", "b", false},
		{Step{Kind: StepLast, Text: "-"}, nil, "a-b-c", "c", "a-b", true},
		{Step{Kind: StepLast, Text: "--"}, nil, "a---c", "c", "a-", true},
		{Step{Kind: StepLast, Text: "-"}, nil, "a-", "", "", false},
		{Step{Kind: StepLast, Text: "-"}, nil, "a--", "-", "a", true},
		{Step{Kind: StepLast, Text: "-"}, nil, "-a", "", "", false},
		{Step{Kind: StepLast, Text: "-"}, nil, "ab", "", "", false},
		{Step{Kind: StepLast, Text: "-"}, nil, "", "", "", false},
		{Step{Kind: StepLast, Text: "-"}, nil, "a-b", "b", "a", true},
		{Step{Kind: StepSegment}, nil, "/a/b", "b", "/a/", true},
		{Step{Kind: StepSegment}, nil, "/b", "b", "/", true},
		{Step{Kind: StepSegment}, nil, "/a/", "", "/a/", false},
		{Step{Kind: StepSegment}, nil, "ab", "ab", "", false},
		{Step{Kind: StepRest}, nil, "ab", "ab", "", true},
		{Step{Kind: StepRest}, nil, "", "", "", false},
	} {
		value, rest, ok := tt.step.Do(tt.text, tt.row)
		if ok != tt.ok || ok && (value != tt.value || rest != tt.rest) {
			t.Errorf("%+v on %q: %q, %q, %v, want %q, %q, %v", tt.step, tt.text, value, rest, ok, tt.value, tt.rest, tt.ok)
		}
	}
}

func TestNumbersEnd(t *testing.T) {
	for _, tt := range []struct {
		kind pattern.Kind
		text string
		want int
	}{
		{pattern.Uint, "", 0}, {pattern.Uint, "1", 1}, {pattern.Uint, "12x", 2}, {pattern.Uint, "x", 0}, {pattern.Uint, "-1", 0}, {pattern.Uint, "1.5", 1},
		{pattern.Uint, "90:", 2}, {pattern.Uint, "0/", 1},
		{pattern.Int8, "-1", 2}, {pattern.Int8, "-12-", 3}, {pattern.Int8, "-", 0}, {pattern.Int8, "--1", 0}, {pattern.Int8, "1-", 1}, {pattern.Int, "", 0},
		{pattern.Float, "1.5", 3}, {pattern.Float, "-1.25x", 5}, {pattern.Float, "1.", 1}, {pattern.Float, "1.x", 1}, {pattern.Float, ".5", 0},
		{pattern.Float, "-.5", 0}, {pattern.Float, "1.5.5", 3}, {pattern.Float, "1x5", 1}, {pattern.Float, "-", 0}, {pattern.Float, "1.50", 4},
	} {
		if got := numberLen(tt.text, tt.kind); got != tt.want {
			t.Errorf("%v %q: a number of %d bytes, want %d", tt.kind, tt.text, got, tt.want)
		}
	}
}

func TestBytesOfNumbers(t *testing.T) {
	for c := range 256 {
		digit := strings.IndexByte("0123456789", byte(c)) >= 0
		if isDigit(byte(c)) != digit || inNumber(byte(c), pattern.Int) != digit || inNumber(byte(c), pattern.Float) != (digit || c == '.') {
			t.Errorf("byte %#x", c)
		}
	}
}

// accepted are texts that a converter takes, refused those that it does not.
func TestConverters(t *testing.T) {
	own := &pattern.Own{Name: "own"}
	for _, tt := range []struct {
		conv              pattern.Conv
		accepted, refused []string
	}{
		{pattern.Conv{Kind: pattern.Str}, []string{"a", "é", "\x00", "\xff"}, []string{""}},
		{pattern.Conv{Kind: pattern.Path}, []string{"a", "a/b", "/"}, []string{""}},
		{pattern.Conv{Kind: pattern.StrBounded, Min: 2, Max: 3}, []string{"ab", "abc", "éé", "ééé"}, []string{"", "a", "é", "abcd"}},
		{pattern.Conv{Kind: pattern.StrBounded, Min: 2}, []string{"ab", "abcdefgh"}, []string{"a"}},
		{pattern.Conv{Kind: pattern.StrBounded, Max: 1}, []string{"a", "é"}, []string{"", "ab"}},
		{pattern.Conv{Kind: pattern.Any, Words: []string{"a", "a.b", "a|b"}}, []string{"a", "a.b", "a|b"}, []string{"", "axb", "b", "ab", "aa"}},
		{pattern.Conv{Kind: pattern.Bool}, []string{"true", "false"}, []string{"True", "1", "truefalse", "", "xtrue", "falsex"}},
		{pattern.Conv{Kind: pattern.UUID}, []string{"01234567-89ab-cdef-ABCD-EF0123456789"}, []string{
			"0123456789abcdefABCDEF0123456789", "01234567-89ab-cdef-ABCD-EF012345678", "0123456-789ab-cdef-ABCD-EF0123456789",
			"g1234567-89ab-cdef-ABCD-EF0123456789", "01234567-89ab-cdef-ABCD-EF01234567890"}},
		{pattern.Conv{Kind: pattern.Date}, []string{"2024-02-29", "0001-01-01"}, []string{"2023-02-29", "2024-2-29", "2024-13-01", "24-02-01", "2024-02-290"}},
		{pattern.Conv{Kind: pattern.Float}, []string{"1", "-1", "1.5", "-0.25", "007.10"}, []string{"1.", ".5", "--1", "1e5", "1.5.5", "+1", "1x5"}},
		{pattern.Conv{Kind: pattern.Uint8}, []string{"0", "255", "007"}, []string{"256", "-1", "-0", "", "1.5", "a"}},
		{pattern.Conv{Kind: pattern.Uint16}, []string{"65535"}, []string{"65536"}},
		{pattern.Conv{Kind: pattern.Uint32}, []string{"4294967295"}, []string{"4294967296"}},
		{pattern.Conv{Kind: pattern.Uint64}, []string{"18446744073709551615"}, []string{"18446744073709551616"}},
		{pattern.Conv{Kind: pattern.Uint}, []string{"18446744073709551615"}, []string{"18446744073709551616", "-1"}},
		{pattern.Conv{Kind: pattern.Int8}, []string{"127", "-128", "-0", "0"}, []string{"128", "-129", "--1", "1-"}},
		{pattern.Conv{Kind: pattern.Int16}, []string{"32767", "-32768"}, []string{"32768", "-32769"}},
		{pattern.Conv{Kind: pattern.Int32}, []string{"2147483647", "-2147483648"}, []string{"2147483648", "-2147483649"}},
		{pattern.Conv{Kind: pattern.Int64}, []string{"9223372036854775807", "-9223372036854775808"}, []string{"9223372036854775808", "-9223372036854775809"}},
		{pattern.Conv{Kind: pattern.Int}, []string{"9223372036854775807", "-9223372036854775808"}, []string{"9223372036854775808", "-9223372036854775809"}},
		{pattern.Conv{Kind: pattern.OwnKind, Own: own}, []string{"a/b"}, []string{"", "a", "a\x00"}},
	} {
		f := &Finder{Own: func(o *pattern.Own, text string) bool { return o == own && text == "a/b" }}
		for _, text := range tt.accepted {
			if !f.Accepts(tt.conv, strings.ReplaceAll(text, "a/b", "a\x00b")) {
				t.Errorf("%v refuses %q", tt.conv, text)
			}
		}
		for _, text := range tt.refused {
			if f.Accepts(tt.conv, text) {
				t.Errorf("%v takes %q", tt.conv, text)
			}
		}
	}
	if !new(Finder).Accepts(pattern.Conv{Kind: pattern.OwnKind, Own: own}, "anything") {
		t.Error("without Own, an own converter takes any text")
	}
}

func TestTheLongestWordComesFirst(t *testing.T) {
	words := []string{"a", "abc", "b", "ab", "xyz"}
	if got, want := longestFirst(words), []string{"abc", "xyz", "ab", "a", "b"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if words[0] != "a" {
		t.Error("the words themselves are sorted")
	}
}

func TestSplitByRule(t *testing.T) {
	literal := func(s string) Piece { return Piece{Literal: s} }
	of := func(c pattern.Conv) Piece { return Piece{Conv: &c} }
	str := of(pattern.Conv{Kind: pattern.Str})
	for _, tt := range []struct {
		row  []Piece
		text string
		want []string
	}{
		{[]Piece{str, literal("-"), str}, "a-b-c", []string{"a-b", "c"}},
		{[]Piece{str, literal("."), str}, "a-b", nil},
		{[]Piece{str}, "a/b", nil},
		{[]Piece{str}, "\xc3\xa9\xff\n", []string{"\xc3\xa9\xff\n"}},
		{[]Piece{literal("é"), str}, "é\xff", []string{"\xff"}},
		{[]Piece{of(pattern.Conv{Kind: pattern.Path}), literal("/"), str}, "a/b/c", []string{"a/b", "c"}},
		{[]Piece{of(pattern.Conv{Kind: pattern.Path})}, "a\nb", []string{"a\nb"}},
		{[]Piece{of(pattern.Conv{Kind: pattern.Any, Words: []string{"a", "ab", "a."}}), str}, "abc", []string{"ab", "c"}},
		{[]Piece{of(pattern.Conv{Kind: pattern.Any, Words: []string{"é"}})}, "é", []string{"é"}},
		{[]Piece{of(pattern.Conv{Kind: pattern.Any, Words: []string{"a."}})}, "ab", nil},
		{[]Piece{of(pattern.Conv{Kind: pattern.Uint8}), of(pattern.Conv{Kind: pattern.Int8})}, "12-3", []string{"12", "-3"}},
		{[]Piece{of(pattern.Conv{Kind: pattern.Uint}), str}, "-12", nil},
		{[]Piece{of(pattern.Conv{Kind: pattern.Int}), str}, "-12", []string{"-1", "2"}},
		{[]Piece{of(pattern.Conv{Kind: pattern.Float}), str}, "1.5.x", []string{"1.5", ".x"}},
		{[]Piece{of(pattern.Conv{Kind: pattern.Bool}), str}, "truex", []string{"true", "x"}},
		{[]Piece{of(pattern.Conv{Kind: pattern.OwnKind}), literal("x")}, "axx", []string{"ax"}},
		{[]Piece{literal("a"), str}, "xab", nil},
	} {
		f, c := &Finder{}, &Cut{Row: tt.row}
		for range 2 { // the second time with the expression of the first
			got, ok := f.splitByRule(c, tt.text)
			if ok != (tt.want != nil) || !slices.Equal(got, tt.want) {
				t.Errorf("%v on %q: %q, want %q", tt.row, tt.text, got, tt.want)
			}
		}
		if len(f.patterns) > 1 {
			t.Errorf("%d expressions are kept", len(f.patterns))
		}
	}
}
