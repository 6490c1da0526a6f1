package manifest

import (
	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
)

// Mappings whose keys the author chose are read here: imports, converters, errors, levels.

// pairs calls f for each entry of a mapping whose keys the author chose: no key twice.
// They come in the order of the file, which has a meaning for converters and errors.
func (d *reader) pairs(n *yaml.Node, f func(name, value *yaml.Node)) {
	d.pairsBut(n, func(int) int { return 0 }, f)
}

// pairsBut is pairs without entries that are none: cut says how many those are behind the value
// of the i-th node, which goes with them.
//
// A key twice is a fault of each mapping, and yaml.v3 keeps both: the second one is not shown to f.
// Aliases and merge keys have been refused before.
func (d *reader) pairsBut(n *yaml.Node, cut func(i int) int, f func(name, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		return
	}
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		if entries := cut(i); entries > 0 {
			i += 2 * entries
			continue
		}
		switch before := seen[name.Value]; {
		case name.Kind == yaml.AliasNode, name.Tag == "!!merge", value.Kind == yaml.AliasNode:
		case name.Kind != yaml.ScalarNode:
			d.Report(diag.WrongKind, d.Source.span(name), "", "a key is a word, not %s",
				kindOf(name))
		case before != nil:
			d.duplicate(name, before)
		default:
			seen[name.Value] = name
			f(name, value)
		}
	}
}

// word reads a scalar that has to be there, as the value of a name that the author
// chose.
//
// It is the counterpart of [reader.scalar] for keys that no table knows.
func (d *reader) word(name, value *yaml.Node) (string, bool) {
	if isEmpty(value) || value.Kind == yaml.ScalarNode && value.Value == "" {
		d.Report(diag.EmptyValue, d.Source.span(name), "write a value, or take the key out",
			"%s has no value", diag.Quoted(name.Value))
		return "", false
	}
	if !d.isKind(value, yaml.ScalarNode, diag.Quoted(name.Value), "") {
		return "", false
	}
	d.cutAtHash(value)
	return value.Value, true
}
