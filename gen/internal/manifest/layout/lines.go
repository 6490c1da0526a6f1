package layout

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/manifest"
)

// Single lines are laid out here: white space, and the columns of short forms.

// cleanLines takes white space away that says nothing: at the ends of lines, before
// comments but for one space, empty lines beside each other, and those at the ends of the
// file. Lines of scalars of several lines are left alone.
func cleanLines(text string, source *manifest.Source, root *yaml.Node) string {
	lines := splitLines(text)
	in := scalarsIn(source, root, len(lines))
	var out []string
	for i, line := range lines {
		if !in.kept[i] {
			line = strings.TrimRight(oneSpaceBeforeComment(line, in.quoted[i]), " \t")
			if line == "" && (len(out) == 0 || out[len(out)-1] == "" && !in.kept[max(i-1, 0)]) {
				continue
			}
		}
		out = append(out, line)
	}
	if in.kept[len(lines)-1] { // the scalar's value may depend on its line end
		if !strings.HasSuffix(text, "\n") {
			return strings.Join(out, "\n")
		}
		return strings.Join(out, "\n") + "\n"
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return strings.Join(out, "\n") + "\n"
}

// oneSpaceBeforeComment is a line with one space before its comment, if something stands
// before that: columns of comments would move with every change of a value, and other tools
// that lay YAML out do the same. A # inside of quotation marks starts none.
func oneSpaceBeforeComment(line string, quoted [][2]int) string {
	for i := 1; i < len(line); i++ {
		if line[i] != '#' || line[i-1] != ' ' && line[i-1] != '\t' {
			continue
		}
		if slices.ContainsFunc(quoted, func(q [2]int) bool { return q[0] < i && i < q[1] }) {
			continue
		}
		if before := strings.TrimRight(line[:i], " \t"); before != "" {
			return before + " " + line[i:]
		}
		return line
	}
	return line
}

// A shortRun is short forms on lines below each other, which share their columns.
//
//	routes:
//	  - GET  /status Status
//	  - POST /books  CreateBook # a comment stands one space behind
//	  - GET  /a/path/that/is/far/wider/than/all/the/others/and/widens/no/column X
type shortRun struct {
	rows []shortRow
}

// A shortRow is one short form, taken apart.
type shortRow struct {
	lead    string // up to the method
	parts   [3]string
	comment string
}

// widestPath is the width from which on a path does not widen its column: the others would
// stand too far from their handlers.
const widestPath = 56

// add takes a line that is one item, if it is a short form.
func (r *shortRun) add(line string, item *yaml.Node) bool {
	parts := manifest.SplitShort(item.Value)
	if item.Kind != yaml.ScalarNode || item.Style != 0 || len(parts) != 3 ||
		!ascii(line[:item.Column-1]) {
		return false
	}
	rest, ok := strings.CutPrefix(line[item.Column-1:], item.Value)
	if rest = strings.TrimSpace(rest); !ok || rest != "" && rest[0] != '#' {
		return false
	}
	lead := line[:item.Column-1]
	if len(r.rows) > 0 && r.rows[0].lead != lead {
		return false
	}
	r.rows = append(r.rows, shortRow{lead, [3]string(parts), rest})
	return true
}

// flush writes the rows in columns.
func (r *shortRun) flush() (out []string) {
	var width [3]int
	for _, row := range r.rows {
		for i, part := range row.parts {
			if n := utf8.RuneCountInString(part); n <= widestPath {
				width[i] = max(width[i], n)
			}
		}
	}
	for _, row := range r.rows {
		line := row.lead + pad(row.parts[0], width[0]) + " " + pad(row.parts[1], width[1]) + " " +
			row.parts[2]
		if row.comment != "" {
			line += " " + row.comment
		}
		out = append(out, line)
	}
	r.rows = nil
	return out
}

// pad fills up to a width in characters.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(width-utf8.RuneCountInString(text), 0))
}
