package manifest

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// TestPartsOfValuesAreFoundAgain looks for the letters XY of a value in its source.
func TestPartsOfValuesAreFoundAgain(t *testing.T) {
	for _, row := range []struct {
		name, src string
		want      string // line:col+len
	}{
		{"plain", "a: bcXYd", "1:6+2"},
		{"behind wide runes", "a: 名前XYd", "1:6+2"},
		{"in single quotes", "a: 'bXYd'", "1:6+2"},
		{"behind a doubled quote", "a: 'b''XYd'", "1:8+2"},
		{"in double quotes", `a: "bXYd"`, "1:6+2"},
		{"behind an escape", `a: "\tXYd"`, "1:7+2"},
		{"behind a hex escape", `a: "\x41XYd"`, "1:9+2"},
		{"behind a unicode escape", `a: "\u00e9XYd"`, "1:11+2"},
		{"behind a long unicode escape", `a: "\U0001F600XYd"`, "1:15+2"},
		{"itself escaped", `a: "b\x58Yd"`, "1:6+5"},
		{"at the end", "a: bXY", "1:5+2"},
		{"in a folded line", "a: b c\n  dXYe", "2:4+2"},
		{"in a folded line in quotes", "a: \"b c  \n  dXYe\"", "2:4+2"},
		{"across two lines", "a: bX\n  Y", ""},
		{"behind an empty line", "a: b\n\n  XY", "3:3+2"},
		{"behind empty lines in quotes", "a: 'b \n\n\n  cXY'", "4:4+2"},
		{"behind an escaped line end", "a: \"b\\\n  \\  XYd\"", "2:6+2"},
		{"behind an escape at a line's start", "a: \"b\n  \\u0041XY\"", "2:9+2"},
		{"in a literal block", "a: |\n  XY", "2:3+2"},
		{"in a later line of one", "a: |\n  b\n\n    cXY\n", "4:6+2"},
		{"in one with a digit", "a: |1\n   bXY\n  c\n", "2:5+2"},
		{"behind empty lines of one", "a: |\n\n \n  b\n  XY\n", "5:3+2"},
		{"in a folded block", "a: >\n  b\n  XY", "3:3+2"},
		{"in a folded block without its end", "a: >- # why\n  b c\n  dXYe\n\n\nb: c\n", "3:4+2"},
		{"behind a paragraph", "a: >+\n  b\n\n  c\n  dXYe\n\n", "5:4+2"},
		{"behind deeper lines", "a: >\n  b\n    deep\n  c\n  XYe\n", "5:3+2"},
		{"in a deeper line", "a: >\n  b\n\n    deep XY\n  c\n", "4:10+2"},
		{"behind wide runes of a block", "a: >\n  名前\n  名XY\n", "3:4+2"},
		{"in a flow mapping", "{a: bXY, c: d}", "1:6+2"},
	} {
		if got := whereXYStands(t, row.src); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

// whereXYStands is the place in a text of the letters XY of the value in it, which is "" if
// they are not side by side there.
func whereXYStands(t *testing.T, src string) string {
	t.Helper()
	s, faults := newSource(nil, []byte(src))
	root, more := s.parse()
	if len(faults)+len(more) > 0 {
		t.Fatalf("%q: %v %v", src, faults, more)
	}
	value := root.Content[1]
	i := strings.Index(value.Value, "XY")
	if i < 0 {
		return ""
	}
	at := s.within(value, i, 2)
	return fmt.Sprintf("%d:%d+%d", at.Line, at.Col, at.Len)
}

// FuzzPartsOfValues writes two lines of any text in every form of a scalar, and wants each
// rune of the value where it stands in the source.
func FuzzPartsOfValues(f *testing.F) {
	for _, pair := range [][2]string{
		{"a b", "c d"}, {"a", ""}, {"", "b"}, {"a ", " b"}, {"a", "\n\nb"}, {"it's", "\"q\" \\ e"}, {"名 前", "é😀"},
		{"a\n  b\n c", "d\n\te"}, {"a\\", "b"}, {"\\x41\\u00e9b", "\\ c"}, {"# a", "b # c"}, {"a: b", "- c"}, {" ", "  "},
	} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		deep := func(text string) string { return strings.ReplaceAll(text, "\n", "\n  ") }
		text := deep(one + "\n" + two)
		for _, form := range []string{
			text, `"` + text + `"`, "'" + text + "'", `"` + deep(one+"\\\n"+two) + `"`,
			"|\n  " + text, ">\n  " + text, "|-\n  " + text, ">+\n  " + text, "|2\n  " + text, ">1-\n  " + text,
		} {
			checkSpots(t, "key: "+form+"\nlast: x\n")
		}
	})
}

// checkSpots wants every rune of the scalars of a text to be found, those that an escape
// makes or a line end aside, as themselves.
func checkSpots(t *testing.T, text string) {
	t.Helper()
	s, faults := newSource(nil, []byte(text))
	if s == nil || len(faults) > 0 {
		return
	}
	root, faults := s.parse()
	if root == nil || len(faults) > 0 {
		return
	}
	for _, n := range root.Content {
		spots, ok := s.spots(n)
		if n.Kind != yaml.ScalarNode {
			continue
		}
		if runes := []rune(n.Value); !ok || len(spots) != len(runes) {
			t.Errorf("%q: %d of %d runes of %q are found", text, len(spots), len(runes), n.Value)
		}
		for i, r := range []rune(n.Value)[:len(spots)] {
			rest := s.rest(spots[i].line, spots[i].col)
			c, _ := utf8.DecodeRuneInString(rest)
			if spots[i].width == 1 && c != r && !(r == ' ' && strings.TrimLeft(rest, " \t") == "") {
				t.Errorf("%q: %q of %q is found at %d:%d, where %q stands", text, r, n.Value, spots[i].line, spots[i].col, rest)
			}
		}
	}
}

// TestColumnsOfLongLines wants the table of a long line to agree with counting.
func TestColumnsOfLongLines(t *testing.T) {
	text := strings.Repeat("aé名😀", 200)
	l := newLine(text)
	col := 1
	for off := range text {
		if l.offset(col) != off || l.column(off) != col {
			t.Fatalf("rune %d at byte %d: %d and %d", col, off, l.offset(col), l.column(off))
		}
		col++
	}
	if l.offset(col) != len(text) || l.offset(col+1000) != len(text) {
		t.Error("past the end is not the end")
	}
}
