package layout

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/manifest"
)

// What a layout must not change is told here: what a manifest says, and its comments.

// meaning is what a node says, whatever its layout.
// Two texts with one meaning make the same model: order counts in lists, and in those
// mappings whose order is one of precedence.
func meaning(n *yaml.Node, key string) string {
	switch n.Kind {
	case yaml.ScalarNode:
		if parts := manifest.SplitShort(n.Value); key == "routes" && len(parts) == 3 {
			return fmt.Sprintf("%q", parts)
		}
		return fmt.Sprintf("%s %q", n.Tag, n.Value)
	case yaml.SequenceNode:
		list := make([]string, len(n.Content))
		for i, item := range n.Content {
			list[i] = meaning(item, key)
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	var list []string
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i].Value, n.Content[i+1]
		below := name
		if key == "types" && manifest.TypePlace(value) == 0 {
			below = "fields"
		}
		list = append(list, fmt.Sprintf("%q: %s", name, meaning(value, below)))
	}
	if !slices.Contains(ordered, key) {
		slices.Sort(list)
	}
	return "{" + strings.Join(list, ",") + "}"
}

// ordered are the mappings whose order has a meaning.
var ordered = []string{"converters", "errors", "types", "fields", "query", "headers", "cookies",
	"of"}

// comments are all lines of comments of a node and below it, sorted.
func comments(n *yaml.Node) (list []string) {
	for _, text := range []string{n.HeadComment, n.LineComment, n.FootComment} {
		for line := range strings.SplitSeq(text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				list = append(list, line)
			}
		}
	}
	for _, c := range n.Content {
		list = append(list, comments(c)...)
	}
	slices.Sort(list)
	return list
}
