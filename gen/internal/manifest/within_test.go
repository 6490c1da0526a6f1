package manifest

import (
	"strings"
	"testing"
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
		{"behind an empty line", "a: b\n\n  XY", "1:4+1"},
		{"in a literal block", "a: |\n  XY", "1:4+1"},
		{"in a folded block", "a: >\n  b\n  XY", "1:4+1"},
		{"in a flow mapping", "{a: bXY, c: d}", "1:6+2"},
	} {
		s, faults := newSource([]byte(row.src))
		root, more := s.parse()
		if len(faults)+len(more) > 0 {
			t.Fatalf("%s: %v %v", row.name, faults, more)
		}
		value := root.Content[1]
		if i := strings.Index(value.Value, "XY"); i >= 0 {
			if got := pos(s.within(value, i, 2)); got != row.want {
				t.Errorf("%s: %s, want %s", row.name, got, row.want)
			}
		} else if row.want != "" {
			t.Errorf("%s: the value is %q", row.name, value.Value)
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
