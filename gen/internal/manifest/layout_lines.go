package manifest

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Single lines are laid out here: white space, and the columns of short forms.

// cleanLines takes white space away that says nothing: at the ends of lines, empty lines
// beside each other, and those at the ends of the file. Lines of scalars of several lines
// are left alone.
func cleanLines(text string, root *yaml.Node) string {
	lines := splitLines(text)
	kept := keptLines(root, lines)
	var out []string
	for i, line := range lines {
		if !kept[i] {
			line = strings.TrimRight(line, " \t")
			if line == "" && (len(out) == 0 || out[len(out)-1] == "" && !kept[max(i-1, 0)]) {
				continue
			}
		}
		out = append(out, line)
	}
	if kept[len(lines)-1] { // the scalar's value may depend on its line end
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

// keptLines marks the lines that a scalar of several lines may reach: up to the next
// node.
func keptLines(root *yaml.Node, lines []string) []bool {
	n := len(lines)
	var nodes []*yaml.Node
	var walk func(*yaml.Node)
	walk = func(node *yaml.Node) {
		if node.Kind == yaml.ScalarNode {
			nodes = append(nodes, node)
		}
		for _, c := range node.Content {
			walk(c)
		}
	}
	walk(root)
	slices.SortStableFunc(nodes, func(a, b *yaml.Node) int { return a.Line - b.Line })
	kept := make([]bool, n)
	for i, node := range nodes {
		if onOneLine(node, lines[min(node.Line, n)-1]) {
			continue
		}
		end := n
		if i+1 < len(nodes) {
			end = nodes[i+1].Line - 1
		}
		for k := node.Line - 1; k < min(end, n); k++ {
			kept[k] = true
		}
	}
	return kept
}

// quotedOnLine are the quoted scalars of YAML that end in their line.
var quotedOnLine = regexp.MustCompile(`^("(\\.|[^"\\])*"|'([^']|'')*')`)

// onOneLine tells a scalar that ends in the line where it starts.
func onOneLine(n *yaml.Node, line string) bool {
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return false
	}
	l := newLine(line)
	rest := line[min(l.offset(n.Column), len(line)):]
	return n.Style == 0 && strings.HasPrefix(rest, n.Value) || quotedOnLine.MatchString(rest)
}

// A shortRun is short forms on lines below each other, which share their columns.
type shortRun struct {
	rows []shortRow
}

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
	parts := splitShort(item.Value)
	if item.Kind != yaml.ScalarNode || item.Style != 0 || len(parts) != 3 || !ascii(line[:item.Column-1]) {
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
	r.rows = append(r.rows, shortRow{lead, [3]string{parts[0].text, parts[1].text, parts[2].text}, rest})
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
		line := row.lead + pad(row.parts[0], width[0]) + " " + pad(row.parts[1], width[1]) + " "
		if row.comment != "" {
			line += pad(row.parts[2], width[2]) + "  " + row.comment
		} else {
			line += row.parts[2]
		}
		out = append(out, line)
	}
	r.rows = nil
	return out
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(width-utf8.RuneCountInString(text), 0))
}
