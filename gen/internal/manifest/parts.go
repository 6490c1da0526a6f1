package manifest

import (
	"slices"
	"sort"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
)

// The lines of a manifest and of the files that it includes are one list here, so that a node
// says by its line which file it is of. What leaves this package has lines of its own file.

// A part is a file among the lines of a Source.
type part struct {
	from int        // its first line, from 0
	file *diag.File // nil: the manifest
}

// join puts the lines of an included file behind all others, and moves its nodes there. An
// empty line divides it from those before: nothing reaches over it, no comment and no value.
func (s *Source) join(more *Source, root *yaml.Node) {
	s.lines = append(s.lines, newLine(""))
	from := len(s.lines)
	s.parts = append(s.parts, part{from, more.parts[0].file})
	s.lines = append(s.lines, more.lines...)
	moveDown(root, from)
}

// moveDown moves a node, and what is in it, down by so many lines.
func moveDown(n *yaml.Node, lines int) {
	n.Line += lines
	for _, c := range n.Content {
		moveDown(c, lines)
	}
}

// partOf is the part that a line, from 1, is of.
func (s *Source) partOf(line int) part {
	i := sort.Search(len(s.parts), func(i int) bool { return s.parts[i].from >= line })
	return s.parts[max(i-1, 0)]
}

// Place is a place in a line of the list, as messages show it: in its file.
func (s *Source) Place(line, col, length int) diag.Span {
	p := s.partOf(line)
	return diag.Span{Line: line - p.from, Col: col, Len: length, In: p.file}
}

// LineOf is the line of the list that a place is in: the inverse of Place.
func (s *Source) LineOf(at diag.Span) int {
	i := slices.IndexFunc(s.parts, func(p part) bool { return p.file == at.In })
	return s.parts[max(i, 0)].from + at.Line
}

// restAt is what stands in the line of a place from there on.
func (s *Source) restAt(at diag.Span) string { return s.rest(s.LineOf(at), at.Col) }

// Mentions tells whether some line has a word.
func (s *Source) Mentions(word string) bool {
	return slices.ContainsFunc(s.lines, func(l line) bool { return strings.Contains(l.text, word) })
}
