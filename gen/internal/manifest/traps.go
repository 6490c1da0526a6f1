package manifest

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
)

// What YAML silently makes of some manifests is noticed here: text cut at a comma
// inside {…}, at a #, or turned into a mapping by a colon.

// cutAtComma tells how many entries behind the i-th node of flow mapping n are no
// entries, but what YAML cut off that node's value at commas, and reports them.
//
//	{path: /<any(new,used):kind>, handler: Books}
//
// is to YAML the keys path, "used):kind>" without a value, and handler.
func (d *reader) cutAtComma(n *yaml.Node, i int, known map[string]*Key) int {
	value := n.Content[i+1]
	if n.Style&yaml.FlowStyle == 0 || value.Kind != yaml.ScalarNode || value.Style != 0 ||
		value.Value == "" {
		return 0
	}
	entries := 0
	for j := i + 2; j < len(n.Content); j += 2 {
		key := n.Content[j]
		if key.Kind != yaml.ScalarNode || key.Style != 0 || known[key.Value] != nil ||
			!isEmpty(n.Content[j+1]) {
			break
		}
		entries++
	}
	if entries > 0 {
		d.cut(value, n.Content[i+2*entries], "{…}", "a value", "a key")
	}
	return entries
}

// cut reports that YAML took first to last, one value to its author, for several.
// The whole of it is quoted back, ready to be pasted.
func (d *reader) cut(first, last *yaml.Node, where, what, took string) {
	at, end := d.Source.span(first), d.Source.span(last)
	whole := first.Value + ", " + last.Value
	if at.Line == end.Line {
		l := &d.Source.lines[d.Source.LineOf(at)-1]
		whole = l.text[l.offset(at.Col):l.offset(end.Col+end.Len)]
		at.Len = end.Col + end.Len - at.Col
	}
	_, tail, _ := strings.Cut(whole, ",")
	d.Report(diag.CutAtComma, at, "quote it: "+quotedYAML(whole),
		"inside %s a comma ends %s: YAML read %s and took %s for %s", where, what,
		diag.Quoted(first.Value), diag.Quoted(strings.TrimSpace(tail)), took)
}

// cutAtHash warns of a plain value behind which YAML took something for a comment that
// does not look like one: a # with a space before it and none behind.
func (d *reader) cutAtHash(n *yaml.Node) {
	if comment := d.comment(n); isCut(comment) {
		at := d.Source.span(n)
		d.Report(diag.CutAtHash, at,
			fmt.Sprintf("quote the value, %s, or put a space behind the # of a comment",
				quotedYAML(n.Value+" "+comment)),
			"YAML read %s and took the rest of the line for a comment", diag.Quoted(n.Value)).
			Note("a # with a space before it starts a comment")
	}
}

// isCut tells a comment that does not look like one.
// People put a space behind the # of a comment; without one it was more likely part of a path
// or a colour.
func isCut(comment string) bool {
	return len(comment) > 1 && strings.IndexByte(" \t#!", comment[1]) < 0
}

// comment is the comment behind a plain scalar of one line, from its #, or "".
// A quoted value or a block has none that could be meant to be part of it.
func (d *reader) comment(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || n.Style != 0 {
		return ""
	}
	rest, ok := strings.CutPrefix(d.Source.rest(n.Line, n.Column), n.Value)
	if rest = strings.TrimSpace(rest); !ok || !strings.HasPrefix(rest, "#") {
		return ""
	}
	return rest
}

// colonInRoute reports an item of routes that YAML made a mapping of because of a
// colon: `- GET /x: Foo`.
//
// The key of that mapping is "GET /x", and its value Foo.
func (d *reader) colonInRoute(n *yaml.Node) bool {
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		return false
	}
	key, value := n.Content[0], n.Content[1]
	if key.Kind != yaml.ScalarNode || !strings.ContainsAny(key.Value, " /<") {
		return false
	}
	text := key.Value + ":"
	made := fmt.Sprintf("YAML made a mapping of it: the key %s", diag.Quoted(key.Value))
	if value.Kind == yaml.ScalarNode {
		made += fmt.Sprintf(" with the value %s", diag.Quoted(value.Value))
		text = strings.TrimSpace(text + " " + value.Value)
	}
	help := fmt.Sprintf("write `- METHOD PATH HANDLER` without the colon, or quote the line if "+
		"the colon belongs to it: - %s", quotedYAML(text))
	d.Report(diag.ColonInRoute, d.Source.span(key), help,
		"a colon with a space behind it, or at the end, is not part of a route").
		Note(made)
	return true
}

// quotedYAML is text as a double-quoted YAML scalar, cut where it is long.
// It is what help lines offer: valid where the author's own text was not.
func quotedYAML(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(cutText(text)) + `"`
}
