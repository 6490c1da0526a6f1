package plan

import "example.com/httpgen/gen/internal/pattern"

// Which parts of the tree are functions of their own is decided here.

// The Go compiler's time grows faster than linearly with the size of one function, and it
// compiles functions side by side. A call between two of them takes a tenth of the time of a
// dispatch. So a tree of wholeSites or fewer, which are some 2,200 statements, is one
// function: 18.7 ns as written, 20.6 with functions of maxSites (bench_github in order, 142
// sites). In a larger one each function holds maxSites at most: 3.5 s to compile as written,
// 4.8 with 256 sites to a function (github_2022, 874 routes).
const (
	wholeSites = 160
	maxSites   = 32
)

// fewSites are not worth a function of their own while something larger can be cut off.
const fewSites = 4

// A part is what can become a function: a node or a choice, and the sites it holds.
type part struct {
	sites    int
	function *int
}

// assignFunctions makes parts functions from the leaves up, as soon as what is around
// them would hold too many sites.
func (p *Plan) assignFunctions() {
	if len(p.Sites) > wholeSites {
		p.measureNode(p.Root)
	}
	p.addFunction(Function{Node: p.Root})
	p.Root.Function = 0
	p.numberNode(p.Root)
}

// measureNode makes functions of parts below a node that would make it too large, and returns
// what is left of it. Children are measured first, and what is a function by then counts
// for nothing around it.
func (p *Plan) measureNode(n *Node) part {
	var parts []part
	if n.Literals != nil {
		parts = append(parts, p.measureChoice(n.Literals))
	}
	for _, c := range n.Segments {
		if c.Several { // a function already
			p.measureNode(c.Next)
		}
	}
	parts = append(parts, measureAsks(n.AskSegments, func(i int) part {
		if n.Segments[i].Several {
			return part{}
		}
		return p.measureNode(n.Segments[i].Next)
	})...)
	parts = append(parts, measureAsks(n.AskEnds, func(int) part { return part{sites: 1} })...)
	return cutOff(0, parts, &n.Function)
}

// measureAsks is the same for what a node asks; one measures one of it.
func measureAsks(asks []Sift, one func(at int) part) (parts []part) {
	for _, a := range asks {
		if a.Cases == nil {
			parts = append(parts, one(a.At))
		}
		for i := range a.Cases {
			k := &a.Cases[i]
			parts = append(parts, cutOff(0, measureAsks(k.Asks, one), &k.Function))
		}
	}
	return parts
}

// measureChoice is the same for a choice: its texts are sites themselves, its prefixes lead
// to nodes, its cases to other choices.
func (p *Plan) measureChoice(c *Choice) part {
	var parts []part
	for _, pre := range c.Prefixes {
		parts = append(parts, p.measureNode(pre.Node))
	}
	for _, k := range c.Cases {
		parts = append(parts, p.measureChoice(k.Choice))
	}
	if c.Short != nil {
		parts = append(parts, p.measureChoice(c.Short))
	}
	return cutOff(len(c.Tails), parts, &c.Function)
}

// cutOff makes the largest parts functions until the rest fits.
func cutOff(sites int, parts []part, function *int) part {
	for _, p := range parts {
		sites += p.sites
	}
	for sites > maxSites {
		largest := 0
		for i, p := range parts {
			if p.sites > parts[largest].sites {
				largest = i
			}
		}
		if len(parts) == 0 || parts[largest].sites < fewSites || parts[largest].sites == sites {
			break // nothing would be left but a call of it
		}
		*parts[largest].function = 0 // a number follows
		sites -= parts[largest].sites
		parts[largest].sites = 0
	}
	return part{sites, function}
}

// addFunction appends a function and returns its number, which is what nodes and choices
// hold.
func (p *Plan) addFunction(f Function) int {
	p.Functions = append(p.Functions, f)
	return len(p.Functions) - 1
}

// numberNode and numberChoice give the functions their numbers in the order of asking.
func (p *Plan) numberNode(n *Node) {
	if n.Literals != nil {
		p.numberChoice(n.Literals, n.Vars)
	}
	p.numberAsks(n, n.AskSegments, false)
	p.numberAsks(n, n.AskEnds, true)
}

func (p *Plan) numberAsks(n *Node, asks []Sift, ends bool) {
	for _, a := range asks {
		if a.Cases == nil && !ends {
			if c := &n.Segments[a.At]; !c.Several || c.Next.Function == 0 {
				p.numberBelow(c.Next) // once, however many cases it stands in
			}
		}
		for i := range a.Cases {
			k := &a.Cases[i]
			if k.Function >= 0 {
				k.Function = p.addFunction(Function{Node: n, Some: k, Ends: ends, Vars: n.Vars})
			}
			p.numberAsks(n, k.Asks, ends)
		}
	}
}

// numberBelow numbers a node that is not the root: the root is function 0 in every case.
func (p *Plan) numberBelow(n *Node) {
	if n.Function >= 0 {
		n.Function = p.addFunction(Function{Node: n, Vars: n.Vars})
	}
	p.numberNode(n)
}

func (p *Plan) numberChoice(c *Choice, vars []pattern.Conv) {
	if c.Function >= 0 {
		c.Function = p.addFunction(Function{Choice: c, Vars: vars})
	}
	for _, k := range c.Cases {
		p.numberChoice(k.Choice, vars)
	}
	if c.Short != nil {
		p.numberChoice(c.Short, vars)
	}
	for _, pre := range c.Prefixes {
		p.numberBelow(pre.Node)
	}
}
