// Package layout gives a manifest its one layout, for `httpgen fmt`.
package layout

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
)

// The layout of a manifest lives here: keys in one order, short forms in columns. The
// text is not written anew from its nodes, which would lose how people wrote it: whole
// lines are moved, with the comments above them, and nothing else is touched. What came
// out is compared with what went in.

// Err says that a manifest cannot be laid out without losing something.
var Err = errors.New("the manifest cannot be laid out")

// Format returns the text of a manifest in its one layout. A text that is not sound
// YAML is not touched: the list says why. Applied to its own result it changes nothing.
// The error is an Err: lines are moved whole, and what that cannot do without loss
// (comments between a key and a value that is not there, say) is left as it is.
func Format(src []byte) ([]byte, diag.List, error) {
	// YAML 1.2 §5.4: both end a line
	src = []byte(strings.NewReplacer("\r\n", "\n", "\r", "\n").
		Replace(strings.TrimPrefix(string(src), "\uFEFF")))
	source, before, faults := sound(src)
	if before == nil {
		return nil, faults, nil
	}
	text := cleanLines(string(src), source, before)
	_, root, _ := sound([]byte(text))
	if root == nil {
		return nil, nil,
			fmt.Errorf("%w: without white space at the ends of its lines it is no YAML", Err)
	}
	if root.Kind == yaml.MappingNode && root.Style&yaml.FlowStyle == 0 {
		end := strings.Repeat("\n", min(1, len(text)-len(strings.TrimSuffix(text, "\n"))))
		text = (&mover{lines: splitLines(text)}).document(root) + end
	}
	_, after, _ := sound([]byte(text))
	if after == nil || meaning(before, "") != meaning(after, "") {
		return nil, nil, fmt.Errorf("%w: it would change what the manifest means", Err)
	}
	if !slices.Equal(comments(before), comments(after)) {
		return nil, nil, fmt.Errorf("%w: a comment would be lost", Err)
	}
	return []byte(text), nil, nil
}

// sound parses a text; nil with its faults if it has any.
func sound(src []byte) (*manifest.Source, *yaml.Node, diag.List) {
	source, root, faults := manifest.Root(src)
	if root == nil || faults.HasErrors() {
		return nil, nil, faults
	}
	return source, root, nil
}

// splitLines leaves out the end of the last line; whether there was one is asked of the text.
func splitLines(text string) []string {
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// A mover moves lines. Lines are counted from 0, a range is [from, to).
//
// It knows no YAML but through the nodes that it is given: which lines are an entry's follows
// from where the next one begins. Where a mapping is not written as one key a line it is left
// as it is.
type mover struct {
	lines []string
}

// document lays the whole file out: a header, the entries, a footer.
// The header is about the file (a language server's schema, `---`), and so is a comment at
// its end; both stay where they are.
func (l *mover) document(root *yaml.Node) string {
	if len(root.Content) == 0 {
		return strings.Join(l.lines, "\n")
	}
	first, to := root.Content[0].Line-1, len(l.lines)
	for to > first && (blank(l.lines[to-1]) || strings.HasPrefix(l.lines[to-1], "#")) {
		to--
	}
	from := 0
	for i := range first {
		if staysFirst(l.lines[i]) {
			from = i + 1
		}
	}
	out := slices.Clone(l.lines[:from])
	out = append(out, l.mapping(root, manifest.AtTop, from, to)...)
	out = append(out, l.lines[to:]...)
	return strings.Join(out, "\n")
}

// staysFirst tells what stands above the first key and is about the file as a whole.
func staysFirst(line string) bool {
	return blank(line) || strings.HasPrefix(line, "---") || strings.HasPrefix(line, "%") ||
		strings.Contains(line, "yaml-language-server:")
}

// An entry of a mapping is its lines: what stands above the key, and the rest. In the
// rest of the first entry of a list's item the dash is blanked.
//
//	# kept in sync with the app      above: it moves with the key
//	max_body_size: 1MiB              rest
type entry struct {
	key         string
	above, rest []string
}

// A keyOf is what the table knows of an entry of a mapping.
type keyOf func(name string, value *yaml.Node) *manifest.Key

// mapping lays the lines of a block mapping out that has the keys of a place.
func (l *mover) mapping(n *yaml.Node, place manifest.Place, from, to int) []string {
	known := func(name string, _ *yaml.Node) *manifest.Key { return manifest.KeyOf(place, name) }
	return l.arranged(n, place, known, from, to)
}

// named lays the lines of a block mapping out whose keys, and their order, are the author's.
func (l *mover) named(n *yaml.Node, known keyOf, from, to int) []string {
	return l.arranged(n, 0, known, from, to)
}

// arranged lays the lines of a block mapping out; place 0 keeps its order.
func (l *mover) arranged(n *yaml.Node, place manifest.Place, known keyOf, from, to int) []string {
	entries, dash, ok := l.entries(n, known, from, to)
	if !ok {
		return slices.Clone(l.lines[from:to])
	}
	was := entries[0].key
	if order := keyOrder[place]; order != nil {
		slices.SortStableFunc(entries,
			func(a, b entry) int { return rankIn(order, a.key) - rankIn(order, b.key) })
	}
	if place == manifest.AtTop && entries[0].key != was {
		l.swapBlank(entries, was)
	}
	var out []string
	for i, e := range entries {
		if i == 0 && dash != "" {
			indent := dash[:strings.IndexByte(dash, '-')]
			for _, line := range e.above {
				out = append(out, strings.TrimRight(indent+strings.TrimLeft(line, " "), " "))
			}
			out = append(out, dash+e.rest[0][len(dash):])
			out = append(out, e.rest[1:]...)
			continue
		}
		out = append(out, e.above...)
		out = append(out, e.rest...)
	}
	return out
}

// swapBlank gives the empty line above the entry that is first now to the one that was.
// Sections are divided by empty lines; the first of them has none.
func (l *mover) swapBlank(entries []entry, was string) {
	first := &entries[0]
	if len(first.above) == 0 || !blank(first.above[0]) {
		return
	}
	first.above = first.above[1:]
	for i := range entries {
		if entries[i].key == was {
			entries[i].above = append([]string{""}, entries[i].above...)
		}
	}
}

// entries cuts the lines of a mapping. It is not ok if the mapping is not written as one
// key a line.
func (l *mover) entries(n *yaml.Node, known keyOf, from, to int) (entries []entry, dash string,
	ok bool) {
	if n.Kind != yaml.MappingNode || n.Style&yaml.FlowStyle != 0 || len(n.Content) == 0 {
		return nil, "", false
	}
	col := n.Content[0].Column
	at := from // where the next entry's lines begin
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		line := key.Line - 1
		if key.Column != col || line < at || line >= to ||
			!ascii(l.lines[line][:min(col-1, len(l.lines[line]))]) {
			return nil, "", false
		}
		end := to
		if i+2 < len(n.Content) {
			if end = n.Content[i+2].Line - 1; end <= line {
				return nil, "", false
			}
			end = l.above(end, line, col)
		}
		e := entry{key: key.Value, above: slices.Clone(l.lines[at:line])}
		e.rest = l.value(n.Content[i+1], known(key.Value, n.Content[i+1]), line, end)
		if before := l.lines[line][:col-1]; strings.TrimSpace(before) != "" {
			if i > 0 || strings.TrimSpace(before) != "-" {
				return nil, "", false
			}
			dash = before
			e.rest[0] = strings.Repeat(" ", len(before)) + e.rest[0][len(before):]
		}
		entries = append(entries, e)
		at = end
	}
	return entries, dash, true
}

// above is where the comments and empty lines above a line begin, which belong to what
// stands there: not to the entry before, inside which comments stand deeper.
func (l *mover) above(line, after, col int) int {
	for line-1 > after {
		text := l.lines[line-1]
		if !blank(text) && (!isComment(text) || indent(text) >= col) {
			break
		}
		line--
	}
	return line
}

// blank, isComment and indent look at a line as a person does: by its white space and its
// first character.
func blank(text string) bool     { return strings.TrimSpace(text) == "" }
func isComment(text string) bool { return strings.HasPrefix(strings.TrimLeft(text, " \t"), "#") }
func indent(text string) int     { return len(text) - len(strings.TrimLeft(text, " ")) }

// ascii tells text in which a column of YAML, which counts runes, is an offset in bytes.
func ascii(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 || r == '\t' })
}

// value lays out the lines of one entry: its key's line and what follows.
// What stands in one line with its key, or in brackets, is not laid out: an author who wrote
// it so wanted it so.
func (l *mover) value(n *yaml.Node, key *manifest.Key, from, to int) []string {
	if key == nil || n.Line-1 <= from || n.Style&yaml.FlowStyle != 0 {
		return slices.Clone(l.lines[from:to])
	}
	out := []string{l.lines[from]}
	switch key.Shape {
	case manifest.Object:
		return append(out, l.mapping(n, key.Of, from+1, to)...)
	case manifest.ObjectMap, manifest.FieldMap, manifest.TypeMap:
		known := func(_ string, value *yaml.Node) *manifest.Key { return entryKey(key, value) }
		return append(out, l.named(n, known, from+1, to)...)
	case manifest.ObjectList, manifest.HookList, manifest.RouteList:
		return append(out, l.list(n, key, from+1, to)...)
	}
	return slices.Clone(l.lines[from:to])
}

// entryKey is what an entry of a mapping is whose names are the author's.
func entryKey(key *manifest.Key, value *yaml.Node) *manifest.Key {
	of := key.Of
	switch key.Shape {
	case manifest.FieldMap:
		of = manifest.AtField
	case manifest.TypeMap:
		if of = manifest.TypePlace(value); of == 0 {
			return &manifest.Key{Shape: manifest.FieldMap}
		}
	}
	return &manifest.Key{Shape: manifest.Object, Of: of}
}
