package openapi

import (
	"encoding/json"
	"errors"
	"fmt"

	"gopkg.in/yaml.v3"
)

// Documents are read here, of JSON or YAML: the first is the second, too.

// most bounds a document: what is larger is none that people write.
const (
	mostBytes = 64 << 20
	mostNodes = 5_000_000
)

// Read reads a document in the order in which it is written.
func Read(text []byte) (any, error) {
	if len(text) > mostBytes {
		return nil, fmt.Errorf("the document is larger than %d bytes", mostBytes)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, err
	}
	if len(root.Content) != 1 {
		return nil, errors.New("the document is empty")
	}
	left := mostNodes
	return value(root.Content[0], &left, 0)
}

// value is a node as a tree of ours. left bounds what aliases can make of a small document.
func value(n *yaml.Node, left *int, depth int) (any, error) {
	if *left--; *left < 0 || depth > 1000 {
		return nil, errors.New("the document is too large, or nested too deep")
	}
	switch n.Kind {
	case yaml.AliasNode:
		return value(n.Alias, left, depth+1)
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			v, err := value(c, left, depth+1)
			if err != nil {
				return nil, err
			}
			list[i] = v
		}
		return list, nil
	case yaml.MappingNode:
		m := object()
		m.lines = make(map[string]int, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			v, err := value(n.Content[i+1], left, depth+1)
			if err != nil {
				return nil, err
			}
			m.Set(n.Content[i].Value, v)
			m.lines[n.Content[i].Value] = n.Content[i].Line
		}
		return m, nil
	}
	switch n.ShortTag() {
	case "!!null":
		return nil, nil
	case "!!bool":
		var is bool
		err := n.Decode(&is)
		return is, err
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return json.Number(n.Value), nil
		}
	}
	return n.Value, nil
}
