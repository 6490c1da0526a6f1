package plan

// What it costs to give a text to the segments or the ends of a node lives here.

// askCost is what asking costs, of which one says what it is for one: a text has the bytes of
// one case.
func askCost(asks []Sift, one func(at int) cost) (sum cost) {
	for _, a := range asks {
		if a.Cases == nil {
			sum = sum.plus(one(a.At))
			continue
		}
		worst := cost{}
		for _, k := range a.Cases {
			worst = worst.or(askCost(k.Asks, one))
		}
		sum = sum.plus(fixed(a.mostSteps())).plus(worst)
	}
	return sum
}

// cutsCost is what several cuts by steps cost for the bytes of one text; bytes tells which bytes
// they look at. Those that start or end with literals that exclude one another are not all done.
func cutsCost(cuts []*Cut, bytes func(int) cost) cost {
	var steps []*Cut
	var costs []cost
	for _, c := range cuts {
		if c.Steps != nil {
			steps, costs = append(steps, c), append(costs, bytes(c.scanWeight()+c.convWeight()))
		}
	}
	return together(steps, costs)
}

// splitCost is what a cut by the general rule costs for each byte.
func (c *Cut) splitCost() int {
	if c.Steps != nil {
		return 0
	}
	return splitWeight(c.Row) + c.convWeight()
}

// scanWeight is 1 if a step looks for something in the text: numbers from the left and
// literals from the right never look at a byte twice.
func (c *Cut) scanWeight() int {
	for _, s := range c.Steps {
		if s.Kind == StepNumber || s.Kind == StepLast || s.Kind == StepSegment {
			return 1
		}
	}
	return 0
}

// convWeight is 1 if a converter looks at all bytes of its value: values do not overlap.
func (c *Cut) convWeight() int {
	for _, conv := range c.Params() {
		if looksAtAll(conv.Kind) {
			return 1
		}
	}
	return 0
}

// fixedSteps bounds what a segment costs however long the text is.
func (c *Child) fixedSteps() int {
	switch {
	case c.Cut != nil:
		return c.Cut.fixedSteps()
	case looksAtAll(c.Whole.Kind):
		return 1
	}
	return 1 + fixedLength/8
}

// fixedSteps is the same for a cut.
func (c *Cut) fixedSteps() (steps int) {
	if c.Steps == nil {
		steps = splitWeight(c.Row)
	}
	for _, s := range c.Steps {
		steps += literalSteps(s.Text)
	}
	return steps + len(c.Params())*(1+fixedLength/8)
}
