package gen

// A picture of what a dispatcher asks lives here: the tree of segments, children in order
// of precedence, as text, as DOT and as SVG. A depth-first walk from the top down is the order
// in which routes are tried.

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/pattern"
)

// A Graph is the tree of a manifest's routes.
//
//	routes.yaml
//	└── /books               GET ListBooks  POST CreateBook
//	    └── /<isbn:id>       GET GetBook
//	        └── /orders      POST OrderBook
type Graph struct {
	root *spot
}

// A spot is a place in the tree.
type spot struct {
	segment  pattern.Segment
	label    string // of the segment, as written in the first of the routes
	answers  []string
	children []*spot

	depth int
	row   float64 // of the picture
}

// DrawRoutes makes the tree of a manifest's routes. Its errors are those of Compile.
func DrawRoutes(file string) (*Graph, error) {
	m, _, err := load(file)
	if err != nil {
		return nil, err
	}
	g := &Graph{root: &spot{label: Printable(m.File)}}
	for _, r := range m.Routes {
		at := g.root
		for _, segment := range r.Pattern.Segments {
			at = at.below(segment)
		}
		at.answers = append(at.answers, strings.Join(r.Methods, ",")+" "+r.FullName())
	}
	g.root.arrange(0, new(int))
	return g, nil
}

// below is the child for a segment, made if there is none yet.
// Children are kept in order of precedence as they come, so that a walk is the order in which
// routes are tried.
func (p *spot) below(segment pattern.Segment) *spot {
	i, found := slices.BinarySearchFunc(p.children, segment, func(c *spot, s pattern.Segment) int {
		return pattern.CompareSegments(c.segment, s)
	})
	if !found {
		p.children = slices.Insert(p.children, i,
			&spot{segment: segment, label: Printable("/" + segment.Text(pattern.Written))})
	}
	return p.children[i]
}

// arrange gives every place its row: leaves one each, the others the middle of theirs.
func (p *spot) arrange(depth int, rows *int) {
	p.depth = depth
	if len(p.children) == 0 {
		p.row = float64(*rows)
		*rows++
		return
	}
	for _, c := range p.children {
		c.arrange(depth+1, rows)
	}
	p.row = (p.children[0].row + p.children[len(p.children)-1].row) / 2
}

// walk visits a place and all below it, in order.
func (p *spot) walk(visit func(p, parent *spot)) {
	visit(p, nil)
	p.walkBelow(visit)
}

// walkBelow visits what is below, each with the one it hangs from.
func (p *spot) walkBelow(visit func(p, parent *spot)) {
	for _, c := range p.children {
		visit(c, p)
		c.walkBelow(visit)
	}
}

// text is what stands in a place's box: the segment, and who answers.
func (p *spot) text() []string { return append([]string{p.label}, p.answers...) }

// DOT writes the tree in the language of Graphviz.
// Nodes have numbers for names and the segment as their label, so that no text of a manifest
// is part of the language.
func (g *Graph) DOT(w io.Writer) error {
	var b strings.Builder
	b.WriteString("digraph routes {\n\trankdir=LR;\n\tordering=out;\n\tnode [shape=box, " +
		"fontname=\"monospace\"];\n")
	numbers := map[*spot]int{}
	g.root.walk(func(p, parent *spot) {
		numbers[p] = len(numbers)
		style := ""
		if len(p.answers) > 0 {
			style = ", style=bold"
		}
		lines := p.text()
		for i := range lines {
			lines[i] = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\\n`).Replace(lines[i])
		}
		fmt.Fprintf(&b, "\tn%d [label=\"%s\\l\"%s];\n", numbers[p],
			strings.Join(lines, `\l`), style)
		if parent != nil {
			fmt.Fprintf(&b, "\tn%d -> n%d;\n", numbers[parent], numbers[p])
		}
	})
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Text writes the tree in lines, who answers behind each.
func (g *Graph) Text(w io.Writer) error {
	type row struct{ tree, answers string }
	var rows []row
	width := 0
	var add func(p *spot, lead string)
	add = func(p *spot, lead string) {
		for i, c := range p.children {
			branch, below := "├── ", "│   "
			if i == len(p.children)-1 {
				branch, below = "└── ", "    "
			}
			rows = append(rows, row{lead + branch + c.label, strings.Join(c.answers, "  ")})
			width = max(width, utf8.RuneCountInString(rows[len(rows)-1].tree))
			add(c, lead+below)
		}
	}
	add(g.root, "")
	var b strings.Builder
	b.WriteString(g.root.label + "\n")
	for _, r := range rows {
		gap := strings.Repeat(" ", width-utf8.RuneCountInString(r.tree)+2)
		b.WriteString(strings.TrimRight(r.tree+gap+r.answers, " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Sizes of the picture, in pixels.
const (
	charWidth  = 7.3 // of the monospace font of 12 pixels
	lineHeight = 15
	boxPadding = 8
	columnGap  = 48
	rowGap     = 10
	margin     = 16
)

// SVG writes the tree as a picture that needs nothing else: one box a segment, who
// answers below it, precedence from top to bottom.
// Columns are as wide as their widest box, and rows as high as the highest: lines then never
// cross a box.
func (g *Graph) SVG(w io.Writer) error {
	var widths []float64 // of columns
	lines := 1           // of the tallest box
	leaves := 0
	g.root.walk(func(p, _ *spot) {
		for len(widths) <= p.depth {
			widths = append(widths, 0)
		}
		for _, text := range p.text() {
			widths[p.depth] = max(widths[p.depth], float64(utf8.RuneCountInString(text))*charWidth+
				2*boxPadding)
		}
		lines = max(lines, len(p.text()))
		if len(p.children) == 0 {
			leaves++
		}
	})
	left := []float64{margin}
	for _, width := range widths {
		left = append(left, left[len(left)-1]+width+columnGap)
	}
	rowHeight := float64(lines*lineHeight + boxPadding + rowGap)
	var b strings.Builder
	fmt.Fprintf(&b,
		`<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" `+
			`font-family="monospace" font-size="12">`+"\n",
		left[len(left)-1]-columnGap+margin, float64(leaves)*rowHeight+2*margin)
	fmt.Fprintf(&b, "<title>%s</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
		escapeXML(g.root.label))
	middle := func(p *spot) float64 { return margin + (p.row+0.5)*rowHeight }
	g.root.walk(func(p, parent *spot) {
		if parent == nil {
			return
		}
		x1, y1, x2, y2 := left[parent.depth]+widths[parent.depth], middle(parent), left[p.depth],
			middle(p)
		fmt.Fprintf(&b,
			`<path d="M%.1f %.1f C%.1f %.1f %.1f %.1f %.1f %.1f" fill="none" stroke="#888"/>`+"\n",
			x1, y1, x1+columnGap/2, y1, x2-columnGap/2, y2, x2, y2)
	})
	g.root.walk(func(p, _ *spot) { p.box(&b, left[p.depth], middle(p), widths[p.depth]) })
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// box draws a place, its middle at y.
func (p *spot) box(b *strings.Builder, x, y, width float64) {
	text := p.text()
	height := float64(len(text)*lineHeight + boxPadding)
	fill := "#f4f4f4"
	if len(p.answers) > 0 {
		fill = "#e3f1e3"
	}
	fmt.Fprintf(b,
		`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="4" fill="%s" stroke="#666"/>`+"\n",
		x, y-height/2, width, height, fill)
	for i, line := range text {
		weight := ""
		if i == 0 {
			weight = ` font-weight="bold"`
		}
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f"%s xml:space="preserve">%s</text>`+"\n",
			x+boxPadding, y-height/2+float64((i+1)*lineHeight), weight, escapeXML(line))
	}
}

// escapeXML is text as XML has it; patterns are full of < and &.
func escapeXML(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}
