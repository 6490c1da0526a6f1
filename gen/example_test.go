package gen

import (
	"os"
	"regexp"
	"testing"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/manifest"
)

const exampleManifest = "../routes.example.yaml"

// shown are the keys that a manifest uses, by the mapping that they stand in.
type shown map[manifest.Place]map[string]bool

// TestExampleShowsEveryKey holds routes.example.yaml to what it says of itself: each key
// of the decoder's table is there, in every mapping where it may stand.
func TestExampleShowsEveryKey(t *testing.T) {
	src, err := os.ReadFile(exampleManifest)
	if err != nil {
		t.Fatal(err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		t.Fatal(err)
	}
	keys := shown{}
	keys.walk(doc.Content[0], manifest.AtTop)
	for _, k := range manifest.Keys {
		for place := range manifest.Places {
			if k.In&place == 0 || k.NotYet {
				continue
			}
			// what stands in included files are keys of the manifest
			if place != manifest.AtIncluded && !keys[place][k.Name] {
				t.Errorf("%s does not show the key %s of %s", exampleManifest, k.Name, place)
			}
		}
	}
	for _, s := range manifest.SettingTable {
		if !keys[manifest.AtServer][s.Key] {
			t.Errorf("%s does not show the key %s of server", exampleManifest, s.Key)
		}
	}
}

// walk notes the keys of a mapping that stands at place, and of those below it.
func (s shown) walk(n *yaml.Node, place manifest.Place) {
	if s[place] == nil {
		s[place] = map[string]bool{}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i].Value, n.Content[i+1]
		s[place][name] = true
		for _, k := range manifest.Keys {
			if k.Name == name && k.In&place != 0 {
				s.below(value, k)
			}
		}
	}
}

func (s shown) below(value *yaml.Node, k manifest.Key) {
	switch k.Shape {
	case manifest.Object, manifest.ObjectOrOff, manifest.CodingList:
		s.walk(value, k.Of)
	case manifest.ObjectMap:
		for i := 1; i < len(value.Content); i += 2 {
			s.walk(value.Content[i], k.Of)
		}
	case manifest.TypeMap:
		for i := 1; i < len(value.Content); i += 2 {
			if place := manifest.TypePlace(value.Content[i]); place != 0 {
				s.walk(value.Content[i], place)
			} else {
				s.fields(value.Content[i])
			}
		}
	case manifest.FieldMap:
		s.fields(value)
	case manifest.ResultMap:
		for i := 1; i < len(value.Content); i += 2 {
			if result := value.Content[i]; result.Kind == yaml.MappingNode {
				s.walk(result, manifest.AtResult)
			}
		}
	}
	for _, item := range value.Content {
		if item.Kind != yaml.MappingNode {
			continue
		}
		switch k.Shape {
		case manifest.ObjectList:
			s.walk(item, k.Of)
		case manifest.HookList:
			s.walk(item, manifest.AtHook)
		case manifest.RouteList:
			if item.Content[0].Value == "group" {
				s.walk(item, manifest.AtGroup)
			} else {
				s.walk(item, manifest.AtRoute)
			}
		}
	}
}

// TestExampleExplainsEveryKey wants a comment beside each key at least once, or on the
// line above it.
func TestExampleExplainsEveryKey(t *testing.T) {
	src, err := os.ReadFile(exampleManifest)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, k := range manifest.Keys {
		if !k.NotYet {
			names = append(names, k.Name)
		}
	}
	for _, s := range manifest.SettingTable {
		names = append(names, s.Key)
	}
	for _, name := range names {
		beside := regexp.MustCompile(`(?m)^[ -]*` + name + `:.* # `)
		above := regexp.MustCompile(`(?m)^ *# .*\n[ -]*` + name + `:`)
		if !beside.Match(src) && !above.Match(src) {
			t.Errorf("%s says nothing about the key %s", exampleManifest, name)
		}
	}
}

// fields notes the keys of fields in their long form.
func (s shown) fields(n *yaml.Node) {
	for i := 1; i < len(n.Content); i += 2 {
		if n.Content[i].Kind == yaml.MappingNode {
			s.walk(n.Content[i], manifest.AtField)
		}
	}
}
