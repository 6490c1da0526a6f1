package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How many columns of a terminal a piece of source takes lives here, so that carets
// stand under what they mean.

// tabWidth is what a tab is shown as. Tab stops would depend on the gutter; spaces of
// one fixed number are right in every terminal.
const tabWidth = 4

// wide are the ranges that terminals show two columns wide: East Asian Wide and
// Fullwidth of Unicode UAX #11, and emoji presentation, with neighbours merged where
// nothing is assigned between them.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115F, 1}, {0x231A, 0x231B, 1}, {0x2329, 0x232A, 1}, {0x23E9, 0x23EC, 1},
		{0x23F0, 0x23F0, 1}, {0x23F3, 0x23F3, 1}, {0x25FD, 0x25FE, 1}, {0x2614, 0x2615, 1},
		{0x2648, 0x2653, 1}, {0x267F, 0x267F, 1}, {0x2693, 0x2693, 1}, {0x26A1, 0x26A1, 1},
		{0x26AA, 0x26AB, 1}, {0x26BD, 0x26BE, 1}, {0x26C4, 0x26C5, 1}, {0x26CE, 0x26CE, 1},
		{0x26D4, 0x26D4, 1}, {0x26EA, 0x26EA, 1}, {0x26F2, 0x26F3, 1}, {0x26F5, 0x26F5, 1},
		{0x26FA, 0x26FA, 1}, {0x26FD, 0x26FD, 1}, {0x2705, 0x2705, 1}, {0x270A, 0x270B, 1},
		{0x2728, 0x2728, 1}, {0x274C, 0x274C, 1}, {0x274E, 0x274E, 1}, {0x2753, 0x2755, 1},
		{0x2757, 0x2757, 1}, {0x2795, 0x2797, 1}, {0x27B0, 0x27B0, 1}, {0x27BF, 0x27BF, 1},
		{0x2B1B, 0x2B1C, 1}, {0x2B50, 0x2B50, 1}, {0x2B55, 0x2B55, 1}, {0x2E80, 0x303E, 1},
		{0x3041, 0x4DBF, 1}, {0x4E00, 0xA4CF, 1}, {0xA960, 0xA97F, 1}, {0xAC00, 0xD7A3, 1},
		{0xF900, 0xFAFF, 1}, {0xFE10, 0xFE19, 1}, {0xFE30, 0xFE6F, 1}, {0xFF01, 0xFF60, 1},
		{0xFFE0, 0xFFE6, 1},
	},
	R32: []unicode.Range32{
		{0x16FE0, 0x18DFF, 1}, {0x1AFF0, 0x1B2FF, 1}, {0x1F004, 0x1F004, 1}, {0x1F0CF, 0x1F0CF, 1},
		{0x1F18E, 0x1F18E, 1}, {0x1F191, 0x1F19A, 1}, {0x1F200, 0x1F320, 1}, {0x1F32D, 0x1F335, 1},
		{0x1F337, 0x1F37C, 1}, {0x1F37E, 0x1F393, 1}, {0x1F3A0, 0x1F3CA, 1}, {0x1F3CF, 0x1F3D3, 1},
		{0x1F3E0, 0x1F3F0, 1}, {0x1F3F4, 0x1F3F4, 1}, {0x1F3F8, 0x1F43E, 1}, {0x1F440, 0x1F440, 1},
		{0x1F442, 0x1F4FC, 1}, {0x1F4FF, 0x1F53D, 1}, {0x1F54B, 0x1F54E, 1}, {0x1F550, 0x1F567, 1},
		{0x1F57A, 0x1F57A, 1}, {0x1F595, 0x1F596, 1}, {0x1F5A4, 0x1F5A4, 1}, {0x1F5FB, 0x1F64F, 1},
		{0x1F680, 0x1F6C5, 1}, {0x1F6CC, 0x1F6CC, 1}, {0x1F6D0, 0x1F6D2, 1}, {0x1F6D5, 0x1F6DF, 1},
		{0x1F6EB, 0x1F6EC, 1}, {0x1F6F4, 0x1F6FC, 1}, {0x1F7E0, 0x1F7EB, 1}, {0x1F90C, 0x1F93A, 1},
		{0x1F93C, 0x1F945, 1}, {0x1F947, 0x1F9FF, 1}, {0x1FA70, 0x1FAFF, 1}, {0x20000, 0x3FFFD, 1},
	},
}

// runeWidth is the number of columns of r: 0 for combining marks and joiners, 2 for
// wide runes.
func runeWidth(r rune) int {
	switch {
	case r >= ' ' && r < 0x7F:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// shown is how one rune of source is written, and its width. What could move a
// terminal's cursor, or reverse the reading order, is written as its code point.
func shown(r rune, ascii bool) (string, int) {
	switch {
	case r == '\t':
		return strings.Repeat(" ", tabWidth), tabWidth
	case r == '\uFEFF':
		return "", 0
	case moves(r), ascii && r > 0x7E:
		s := fmt.Sprintf(`\u{%x}`, r)
		return s, len(s)
	}
	return string(r), runeWidth(r)
}

// reorders tells the bidirectional controls, which make a line read other than it is.
func reorders(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// moves tells what could move a terminal's cursor, end a line or reverse the reading order:
// written as it is, it could make another text of what stands before and behind.
//
// A manifest is text of somebody's, and a message about it may be shown in the terminal of somebody
// else.
func moves(r rune) bool {
	return r == utf8.RuneError || unicode.IsControl(r) || reorders(r) || r == 0x2028 || r == 0x2029
}

// Printable is text on one line in which every rune that moves, tabs and byte order marks,
// too, is written as its code point.
func Printable(text string) string {
	hidden := func(r rune) bool { return moves(r) || r == '\uFEFF' }
	if strings.IndexFunc(text, hidden) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if hidden(r) {
			fmt.Fprintf(&b, `\u{%x}`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// printable makes a text safe to write: one line, without controls.
func printable(s string, ascii bool) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > 0x7E }) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		t, _ := shown(r, ascii)
		b.WriteString(t)
	}
	return b.String()
}

// A row is a source line as it is shown, and where each of its runes starts.
type row struct {
	text     string
	start    []int // column of each rune, and one past the last
	from, to int   // the runes that are shown
}

// shows says whether the whole of a place stands in what is shown of its line.
func (r row) shows(s Span) bool {
	last := len(r.start) - 1
	first := min(max(s.Col-1, 0), last)
	return first >= r.from && min(first+s.Len, last) <= r.to
}

// maxRow is the number of columns of source that are shown; a longer line is cut to a
// window around the place that matters.
const maxRow = 160

// newRow lays out line; around is the 1-based rune that has to stay visible.
func newRow(line string, around int, ascii bool) row {
	runes := []rune(line)
	from, to := 0, len(runes)
	if len(runes) > maxRow {
		from = min(max(around-1-maxRow/3, 0), len(runes)-maxRow)
		to = from + maxRow
	}
	r := row{start: make([]int, len(runes)+1), from: from, to: to}
	var b strings.Builder
	col := 0
	if from > 0 {
		b.WriteString("...")
		col = 3
	}
	for i, c := range runes {
		r.start[i] = col
		if i >= from && i < to {
			s, w := shown(c, ascii)
			b.WriteString(s)
			col += w
		}
	}
	r.start[len(runes)] = col
	if to < len(runes) {
		b.WriteString("...")
	}
	r.text = strings.TrimRight(b.String(), " ")
	return r
}

// columns is where a span's underline starts and how long it is, in columns.
func (r row) columns(s Span) (at, width int) {
	last := len(r.start) - 1
	from := min(max(s.Col-1, 0), last)
	to := min(max(from+s.Len, from), last)
	at = r.start[from] + max(s.Col-1-last, 0)
	return at, max(r.start[to]-r.start[from], 1)
}
