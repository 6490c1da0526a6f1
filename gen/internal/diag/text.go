package diag

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// The renderers for people live here: Text in the manner of rustc, and Concise with
// one line for each diagnostic.

// Options say how Text and Concise write.
type Options struct {
	Color bool // with ANSI colours
	ASCII bool // runes beyond ASCII are written as \u{…}
	Max   int  // that many diagnostics are written, then "and N more"; 0: 20; negative: all
}

// limit splits a list into what is written and the number of those left out.
func (o Options) limit(l List) (List, int) {
	n := cmp.Or(o.Max, 20)
	if n < 0 || len(l) <= n {
		return l, 0
	}
	return l[:n], len(l) - n
}

// Text writes each diagnostic with its source lines, carets under every place that
// takes part, notes and help:
//
//	error[HG0203]: two routes answer GET /users/new
//	  --> routes.yaml:18:9
//	12 |   - GET /users/<name> GetUserByName
//	   |         ------------- also matches
//	18 |   - GET /users/<slug> GetUserBySlug
//	   |         ^^^^^^^^^^^^^ the same pattern but for the name
//	   = help: give one of them a converter, or another method
//
// The gutter is as wide as the largest line number, and a blank line stands between two
// diagnostics. A line "::: orders.yaml:3:5" stands above those of another file. file is the
// manifest as it is named in messages, src its bytes. The error is that of w.
func Text(w io.Writer, file string, src []byte, l List, o Options) error {
	t := &textWriter{w: bufio.NewWriter(w), file: file, Options: o,
		sources: map[*File][]string{nil: sourceLines(src)}}
	few, more := o.limit(l)
	for i := range few {
		if i > 0 {
			t.w.WriteByte('\n')
		}
		t.diagnostic(&few[i])
	}
	if more > 0 {
		fmt.Fprintf(t.w, "\nand %d more\n", more)
	}
	return t.w.Flush()
}

// sourceLines splits src into lines without their ends.
func sourceLines(src []byte) []string {
	lines := strings.Split(string(src), "\n")
	for i, s := range lines {
		lines[i] = strings.TrimSuffix(s, "\r")
	}
	return lines
}

// A textWriter has the lines of the sources that its frames are cut from.
type textWriter struct {
	w       *bufio.Writer
	file    string
	sources map[*File][]string
	Options
}

// lines are those of a file.
func (t *textWriter) lines(f *File) []string {
	lines, ok := t.sources[f]
	if !ok {
		lines = sourceLines(f.Text)
		t.sources[f] = lines
	}
	return lines
}

// severity is a severity as Concise writes it.
func (o Options) severity(s Severity) string {
	color := red
	if s == Warning {
		color = yellow
	}
	return o.paint(color, s.String())
}

// The colours: bold red and yellow for severities, bold blue for the frame.
const (
	red, yellow, blue, bold, plain = "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"
)

// paint puts text into a colour, if there are any.
func (o Options) paint(color, s string) string {
	if !o.Color || s == "" {
		return s
	}
	return color + s + plain
}

// diagnostic writes one: head, place, the lines of its places with carets below, notes, help.
func (t *textWriter) diagnostic(d *Diagnostic) {
	color := red
	if d.Severity == Warning {
		color = yellow
	}
	head := d.Severity.String() + "[" + d.Code + "]"
	fmt.Fprintf(t.w, "%s%s\n", t.paint(color, head),
		t.paint(bold, ": "+printable(d.Message, t.ASCII)))

	marks := t.marks(d)
	gutter := 1
	for _, m := range marks {
		gutter = max(gutter, len(strconv.Itoa(m.Line)))
	}
	fmt.Fprintf(t.w, "%*s%s %s\n", gutter, "", t.paint(blue, "-->"), place(t.file, d.Primary.Span))
	t.frame(marks, gutter, d.Primary.In, color)
	for _, s := range d.Notes {
		t.remark(gutter, "note", s)
	}
	for _, s := range d.Help {
		t.remark(gutter, "help", s)
	}
}

// frame writes the lines of the places, with carets and dashes below. in is the file that the
// head has named.
func (t *textWriter) frame(marks []mark, gutter int, in *File, color string) {
	var r row
	last := 0
	for _, m := range marks {
		if m.In != in {
			in, last = m.In, 0
			fmt.Fprintf(t.w, "%*s%s %s\n", gutter, "", t.paint(blue, ":::"), place(t.file, m.Span))
		}
		if another := m.Line != last; another || !r.shows(m.Span) {
			around := newRow(t.lines(m.In)[m.Line-1], m.Col, t.ASCII)
			if another || around.from != r.from { // else it is longer than what is shown
				t.line(fmt.Sprintf("%*d |", gutter, m.Line), around.text)
			}
			r, last = around, m.Line
		}
		at, width := r.columns(m.Span)
		under, tint := strings.Repeat("-", width), blue
		if m.primary {
			under, tint = strings.Repeat("^", width), color
		}
		if m.Text != "" {
			under += " " + printable(m.Text, t.ASCII)
		}
		t.line(fmt.Sprintf("%*s |", gutter, ""), strings.Repeat(" ", at)+t.paint(tint, under))
	}
}

// line writes one line of the frame.
func (t *textWriter) line(gutter, text string) {
	t.w.WriteString(t.paint(blue, gutter))
	if text != "" {
		t.w.WriteString(" " + text)
	}
	t.w.WriteByte('\n')
}

// remark writes a note or a help behind the frame.
func (t *textWriter) remark(gutter int, kind, text string) {
	fmt.Fprintf(t.w, "%*s %s %s: %s\n", gutter, "", t.paint(blue, "="), t.paint(bold, kind),
		printable(text, t.ASCII))
}

// A mark is a place to be underlined: by carets where it is the primary one, else by dashes.
//
// Dashes and carets differ for those who see no colours.
type mark struct {
	Label
	primary bool
}

// marks are the places of a diagnostic that have a line, in order of the file, and those in
// the file of the primary place first. Places of a long line share a window of it where they
// can; else the line is shown twice, around each.
func (t *textWriter) marks(d *Diagnostic) []mark {
	all := []mark{{d.Primary, true}}
	for _, o := range d.Others {
		all = append(all, mark{o, false})
	}
	all = slices.DeleteFunc(all,
		func(m mark) bool { return m.Line < 1 || m.Line > len(t.lines(m.In)) })
	elsewhere := func(m mark) int {
		if m.In == d.Primary.In {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b mark) int {
		return cmp.Or(cmp.Compare(elsewhere(a), elsewhere(b)), a.Compare(b.Span))
	})
	return all
}

// place is file:line:col, or the file alone for a span of the whole file. file is the manifest.
func place(file string, s Span) string {
	file = Printable(s.Of(file))
	if s.Line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d:%d", file, s.Line, s.Col)
}

// Concise writes one line for each diagnostic, which editors and other tools find places in:
//
//	file:line:col: severity code: message (help); see file:line:col
//
// The help is the first one, and there is a "see" for each other place. Last comes "file: and N
// more" if there are more than o.Max. Notes are left out. The error is that of w.
func Concise(w io.Writer, file string, l List, o Options) error {
	b := bufio.NewWriter(w)
	few, more := o.limit(l)
	for _, d := range few {
		help := ""
		if len(d.Help) > 0 {
			help = " (" + printable(d.Help[0], o.ASCII) + ")"
		}
		for _, l := range d.Others {
			help += "; see " + place(file, l.Span)
		}
		fmt.Fprintf(b, "%s: %s %s: %s%s\n",
			place(file, d.Primary.Span), o.severity(d.Severity), d.Code,
			printable(d.Message, o.ASCII), help)
	}
	if more > 0 {
		fmt.Fprintf(b, "%s: and %d more\n", Printable(file), more)
	}
	return b.Flush()
}
