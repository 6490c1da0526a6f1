package manifest

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Which parts of lines belong to values is found out here, so that the rest can be laid out.

// A scalarMap says where in the lines of a text its scalars are.
type scalarMap struct {
	kept   []bool           // lines that a scalar goes beyond, and those of blocks
	quoted map[int][][2]int // by line: the bytes that quoted scalars take, if they end there
}

// scalarsIn looks at a text with n lines.
func scalarsIn(text string, root *yaml.Node, n int) *scalarMap {
	m := &scalarMap{kept: make([]bool, n), quoted: map[int][][2]int{}}
	s, _ := newSource([]byte(text))
	var nodes []*yaml.Node
	eachScalar(root, func(n *yaml.Node) { nodes = append(nodes, n) })
	slices.SortStableFunc(nodes, func(a, b *yaml.Node) int { return a.Line - b.Line })
	for i, node := range nodes {
		first, last := node.Line-1, n
		if i+1 < len(nodes) {
			last = nodes[i+1].Line - 1
		}
		if node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
			first++ // behind | or > may be a comment, which is none of the scalar
			if end, ok := s.blockEnd(node); ok {
				last = end
			}
		} else if end, from, to, ok := s.flowEnd(node); ok {
			last = end
			m.quoted[end] = append(m.quoted[end], [2]int{from, to})
		}
		for k := max(first, 0); k < min(last, n); k++ {
			m.kept[k] = true
		}
	}
	return m
}

// eachScalar visits all keys and values that are scalars.
func eachScalar(n *yaml.Node, visit func(*yaml.Node)) {
	if n.Kind == yaml.ScalarNode {
		visit(n)
	}
	for _, c := range n.Content {
		eachScalar(c, visit)
	}
}

// blockEnd is the line, from 0, behind the last one of a block scalar. It is not ok where
// empty lines at the end are part of the value.
func (s *source) blockEnd(n *yaml.Node) (int, bool) {
	spots, ok := s.spots(n)
	if !ok || len(spots) == 0 || strings.HasSuffix(n.Value, "\n\n") || n.Value == "\n" {
		return 0, false
	}
	return spots[len(spots)-1].line, true
}

// flowEnd is the line, from 0, in which a plain or quoted scalar ends, and the bytes that a
// quoted one takes there.
func (s *source) flowEnd(n *yaml.Node) (line, from, to int, ok bool) {
	line = n.Line - 1
	if line < 0 || line >= len(s.lines) || n.Column < 1 { // a value that is not there
		return 0, 0, 0, false
	}
	l := &s.lines[line]
	start := l.offset(n.Column)
	rest := l.text[start:]
	quoted := n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0
	switch {
	case !quoted && strings.HasPrefix(rest, n.Value):
		return line, 0, 0, true
	case quoted && closingQuote(rest) > 0:
		return line, start, start + closingQuote(rest), true
	}
	spots, ok := s.spots(n)
	if !ok {
		return 0, 0, 0, false
	}
	at := start + 1 // behind the quotation mark
	if len(spots) > 0 {
		last := spots[len(spots)-1]
		line = last.line - 1
		at = s.lines[line].offset(last.col + last.width)
	}
	if !quoted {
		return line, 0, 0, true
	}
	for ; line < len(s.lines); line, at = line+1, 0 { // white space alone stands before the mark
		if i := strings.IndexByte(s.lines[line].text[at:], rest[0]); i >= 0 {
			return line, 0, at + i + 1, true
		}
	}
	return 0, 0, 0, false
}
