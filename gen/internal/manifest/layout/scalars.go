package layout

import (
	"slices"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/manifest"
)

// Which parts of lines belong to values is found out here, so that the rest can be laid out.

// A scalarMap says where in the lines of a text its scalars are.
// It is made from nodes and not from the text, because a # or white space at the end of a
// line means nothing inside of a scalar.
type scalarMap struct {
	kept   []bool           // lines that a scalar goes beyond, and those of blocks
	quoted map[int][][2]int // by line: the bytes that quoted scalars take, if they end there
}

// scalarsIn looks at a text of n lines.
func scalarsIn(s *manifest.Source, root *yaml.Node, n int) *scalarMap {
	m := &scalarMap{kept: make([]bool, n), quoted: map[int][][2]int{}}
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
			if end, ok := s.BlockEnd(node); ok {
				last = end
			}
		} else if end, from, to, ok := s.FlowEnd(node); ok {
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
