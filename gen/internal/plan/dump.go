package plan

import (
	"fmt"
	"io"
	"strings"
)

// Dump prints the tree, one line for each thing that is asked, in the order of asking.
func (p *Plan) Dump(w io.Writer) {
	d := dumper{w, p, map[*Node]bool{}}
	d.node(p.Root, 0)
}

// A dumper prints what Finder asks, in the same order: the golden trees of the tests are read
// as such.
type dumper struct {
	w     io.Writer
	p     *Plan
	shown map[*Node]bool // of those that stand in several cases
}

func (d *dumper) line(depth int, format string, args ...any) {
	fmt.Fprintf(d.w, "%s%s\n", strings.Repeat("  ", depth), fmt.Sprintf(format, args...))
}

// node prints literals, then segments, then ends: the order in which they are asked.
func (d *dumper) node(n *Node, depth int) {
	if n.Function >= 0 {
		d.line(depth, "function %d", n.Function)
	}
	d.choice(n.Literals, depth)
	d.sift(n.AskSegments, depth, func(i, depth int) {
		c := n.Segments[i]
		if c.Whole != nil {
			d.line(depth, "segment %s", c.Whole)
		} else {
			d.line(depth, "segment %s", d.cut(c.Cut))
		}
		if d.shown[c.Next] {
			d.line(depth+1, "function %d, as above", c.Next.Function)
			return
		}
		d.shown[c.Next] = c.Several
		d.node(c.Next, depth+1)
	})
	d.sift(n.AskEnds, depth, func(i, depth int) {
		e := n.Ends[i]
		d.line(depth, "end %s: %s", d.cut(e.Cut), d.site(e.Site))
	})
}

// sift prints the cases of a window in a segment or in all of the rest.
func (d *dumper) sift(asks []Sift, depth int, one func(at, depth int)) {
	for _, a := range asks {
		if a.Cases == nil {
			one(a.At, depth)
		}
		from := "start"
		if a.FromEnd {
			from = "end"
		}
		for _, k := range a.Cases {
			if k.Words != nil {
				d.line(depth, "segment is one of %q", k.Words)
			} else {
				d.line(depth, "%d from the %s is %q", a.Window.Offset, from, k.Bytes)
			}
			if k.Function >= 0 {
				d.line(depth+1, "function %d", k.Function)
			}
			d.sift(k.Asks, depth+1, one)
		}
	}
}

// choice prints the cases of a window as lines "at OFFSET is BYTES".
func (d *dumper) choice(c *Choice, depth int) {
	if c == nil {
		return
	}
	if c.Function >= 0 {
		d.line(depth, "function %d", c.Function)
	}
	for _, t := range c.Tails {
		d.line(depth, "tail %q: %s", t.Text, d.site(t.Site))
	}
	for _, k := range c.Cases {
		d.line(depth, "at %d is %q", c.Window.Offset, k.Bytes)
		d.choice(k.Choice, depth+1)
	}
	if c.Short != nil {
		d.line(depth, "shorter than %d", c.Window.End())
		d.choice(c.Short, depth+1)
	}
	for _, p := range c.Prefixes {
		d.line(depth, "prefix %q", p.Text)
		d.node(p.Node, depth+1)
	}
}

func (d *dumper) site(s *Site) string {
	var list []string
	for _, a := range s.Answers {
		list = append(list, fmt.Sprintf("%s → %s", a.Method, d.p.Manifest.Routes[a.Route].Name))
	}
	return strings.Join(list, ", ")
}

// cut prints a row and its steps: <str> "..." <str> by last rest; "by split" where the
// general rule is needed.
func (d *dumper) cut(c *Cut) string {
	var b strings.Builder
	for _, p := range c.Row {
		if p.Conv == nil {
			fmt.Fprintf(&b, "%q ", p.Literal)
		} else {
			fmt.Fprintf(&b, "<%s> ", p.Conv)
		}
	}
	b.WriteString("by")
	if c.Steps == nil {
		b.WriteString(" split")
	}
	for _, s := range c.Steps {
		b.WriteString(" " + [...]string{"prefix", "suffix", "number", "last", "segment",
			"rest"}[s.Kind])
	}
	return b.String()
}
