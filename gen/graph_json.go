package gen

// The tree of routes as data lives here.

// A TreeNode is a segment of the tree of routes: children in order of precedence.
type TreeNode struct {
	// with its slash, as written; of the root the manifest's name
	Segment string `json:"segment"`
	// who answers where the path ends here: methods and full name
	Answers  []string   `json:"answers,omitempty"`
	Children []TreeNode `json:"children"`
}

// Tree is the whole tree.
func (g *Graph) Tree() TreeNode { return g.root.tree() }

// tree is the part below a spot. Leaves have an empty list of children, never null.
func (p *spot) tree() TreeNode {
	n := TreeNode{Segment: p.label, Answers: p.answers, Children: make([]TreeNode, len(p.children))}
	for i, c := range p.children {
		n.Children[i] = c.tree()
	}
	return n
}
