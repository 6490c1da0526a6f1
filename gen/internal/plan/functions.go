package plan

// Which nodes are functions of their own is decided here.

// maxSites is how many sites a function may hold with those of the nodes inside it.
// The Go compiler's time grows faster than linearly with the size of one function, and
// it compiles functions side by side (FIELD §1: 5,000 routes in one function 47 s, in
// functions of 64 to 128 cases 19 s).
const maxSites = 48

// assignFunctions makes nodes functions from the leaves up, as soon as what is around
// them would hold too many sites.
func (p *Plan) assignFunctions() {
	p.measure(p.Root)
	p.number(p.Root, true)
}

// measure computes the sizes, cutting off the largest nodes below until a node fits.
func (p *Plan) measure(n *Node) {
	n.size = len(n.Ends)
	for range n.Literals.AllTails {
		n.size++
	}
	var below []*Node
	for c := range n.next {
		p.measure(c)
		if c.Function < 0 {
			below = append(below, c)
			n.size += c.size
		}
	}
	for n.size > maxSites && len(below) > 0 {
		largest := 0
		for i, c := range below {
			if c.size > below[largest].size {
				largest = i
			}
		}
		below[largest].Function = 0 // numbered below
		n.size -= below[largest].size
		below = append(below[:largest], below[largest+1:]...)
	}
}

// number gives the functions their numbers in the order in which they are asked.
func (p *Plan) number(n *Node, function bool) {
	if function || n.Function >= 0 {
		n.Function = len(p.Functions)
		p.Functions = append(p.Functions, n)
	}
	for c := range n.next {
		p.number(c, false)
	}
}

// next yields the nodes below.
func (n *Node) next(yield func(*Node) bool) {
	for pre := range n.Literals.AllPrefixes {
		if !yield(pre.Node) {
			return
		}
	}
	for _, c := range n.Segments {
		if !yield(c.Next) {
			return
		}
	}
}
