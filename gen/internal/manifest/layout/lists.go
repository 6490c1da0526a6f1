package layout

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/manifest"
)

// Lists are laid out here, item by item.

// list lays out the items of a block sequence, whose order is the author's.
// Short forms on lines below each other are gathered and written in columns when something
// else comes between.
func (l *mover) list(n *yaml.Node, key *manifest.Key, from, to int) []string {
	whole := slices.Clone(l.lines[from:to])
	if n.Kind != yaml.SequenceNode {
		return whole
	}
	var out []string
	var run shortRun
	at := from
	for i, item := range n.Content {
		line, end := item.Line-1, to
		if line < at || line >= to ||
			strings.TrimSpace(l.lines[line][:min(item.Column-1, len(l.lines[line]))]) != "-" {
			return whole
		}
		if i+1 < len(n.Content) {
			end = l.above(n.Content[i+1].Line-1, line, item.Column-1)
		}
		if line > at {
			out = append(append(out, run.flush()...), l.lines[at:line]...)
		}
		if key.Shape == manifest.RouteList && end == line+1 && run.add(l.lines[line], item) {
			at = end
			continue
		}
		out = append(append(out, run.flush()...), l.mapping(item, itemPlace(item, key), line,
			end)...)
		at = end
	}
	return append(append(out, run.flush()...), l.lines[at:to]...)
}

// itemPlace says where an item of a list stands.
func itemPlace(item *yaml.Node, key *manifest.Key) manifest.Place {
	switch {
	case item.Kind != yaml.MappingNode:
		return 0
	case key.Shape == manifest.HookList:
		return manifest.AtHook
	case key.Shape == manifest.ObjectList:
		return key.Of
	case manifest.IsGroup(item):
		return manifest.AtGroup
	}
	return manifest.AtRoute
}
