package manifest

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
)

// What YAML makes of type expressions that needed quotation marks is noticed here.

// expressionThere reads a scalar that is to be an expression, and says what YAML made of it where
// it is none or not all of it.
//
//	tags: []string         YAML cannot read it at all (syntax_line.go)
//	tags: [string]         a list to YAML
//	{q:string}             one key without a value
//	t: string(pattern="a #b")    to YAML a comment begins at #
func (d *decoder) expressionThere(name, value *yaml.Node) bool {
	if value.Kind == yaml.SequenceNode {
		d.listOfTypes(value)
		return false
	}
	if value.Style&yaml.TaggedStyle != 0 {
		return false // reported already
	}
	if before, after, ok := strings.Cut(name.Value, ":"); ok && before != "" && after != "" &&
		isEmpty(value) {
		d.Report(diag.EmptyValue, d.Source.span(name), "put a space behind the colon",
			"YAML takes all of %s for a key, which has no value", diag.Quoted(name.Value))
		return false
	}
	if text, comment := value.Value, d.comment(value); comment != "" && isOpen(text) {
		d.Report(diag.BadExpression, d.Source.span(value),
			"quote it: "+quotedYAML(text+" "+comment),
			"YAML read %s and took the rest of the line for a comment", diag.Quoted(text)).
			Note("a # with a space before it starts a comment")
		return false
	}
	_, ok := d.word(name, value)
	return ok
}

// listOfTypes reports [string] or [] where an expression was to stand.
//
// One word in brackets is taken for a list of it, several for an enum.
func (d *decoder) listOfTypes(n *yaml.Node) {
	help := "write \"[]string\", in quotation marks"
	if len(n.Content) == 1 && n.Content[0].Kind == yaml.ScalarNode {
		help = fmt.Sprintf("write %s: a list of %s", quotedYAML("[]"+n.Content[0].Value),
			cutText(n.Content[0].Value))
	} else if len(n.Content) > 1 {
		help = "write an enum, such as \"enum(a, b)\", in quotation marks"
	}
	d.Report(diag.WrongKind, d.Source.span(n), help, "a type is one text, not a list").
		Note("YAML takes […] for a list")
}

// isOpen says that a parenthesis of an expression, or a text in it, is not closed.
//
// An "=" at the end is open, too: the default behind it was cut off.
func isOpen(text string) bool {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '(':
			depth++
		case ')':
			depth--
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
			if i >= len(text) {
				return true
			}
		}
	}
	return depth > 0 || strings.HasSuffix(strings.TrimSpace(text), "=")
}

// cutExpression tells how many entries behind the i-th node of flow mapping n are what YAML cut
// off its value at commas, and reports them.
//
//	{q: string(min=1, max=9), page: int}
//
// is to YAML the keys q, with the value `string(min=1`, then `max=9)` without a value, and page. It
// goes on as long as the text is open, so that only pieces of this value are taken.
func (d *decoder) cutExpression(n *yaml.Node, i int) int {
	value := n.Content[i+1]
	if n.Style&yaml.FlowStyle == 0 || value.Kind != yaml.ScalarNode || value.Style != 0 ||
		!isOpen(value.Value) {
		return 0
	}
	entries, text := 0, value.Value
	for j := i + 2; j < len(n.Content) && isOpen(text); j += 2 {
		key := n.Content[j]
		if key.Kind != yaml.ScalarNode || key.Style != 0 || !isEmpty(n.Content[j+1]) {
			break
		}
		text += ", " + key.Value
		entries++
	}
	if entries > 0 {
		d.cut(value, n.Content[i+2*entries], "{…}", "a value", "a key")
	}
	return entries
}
