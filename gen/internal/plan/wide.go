package plan

// Wides are the places where a text may be given to more segments and ends than most, one after
// another: nothing tells beforehand which of them take it.
func (p *Plan) Wides(most int) (list [][]Ask) {
	var choice func(c *Choice)
	node := func(n *Node) {
		var asks []Ask
		for _, i := range longest(n.AskSegments) {
			asks = append(asks, Ask{Child: &n.Segments[i]})
		}
		for _, i := range longest(n.AskEnds) {
			asks = append(asks, Ask{End: &n.Ends[i]})
		}
		if len(asks) > most {
			list = append(list, asks)
		}
		choice(n.Literals)
		for i := range n.Segments {
			choice(n.Segments[i].Next.Literals)
		}
	}
	choice = func(c *Choice) {
		for pre := range c.AllPrefixes {
			node(pre.Node)
		}
	}
	choice(p.Root.Literals)
	return list
}

// longest are the most that one text may be given to, in order.
func longest(asks []Sift) (list []int) {
	for _, a := range asks {
		if a.Cases == nil {
			list = append(list, a.At)
			continue
		}
		var most []int
		for _, k := range a.Cases {
			if of := longest(k.Asks); len(of) > len(most) {
				most = of
			}
		}
		list = append(list, most...)
	}
	return list
}
