package gen

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/manifest"
)

// compiled is the schema, checked against that of draft-07 itself.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, text)
}

func compile(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("manifest.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	if schema.DraftVersion != 7 {
		t.Fatalf("a schema of draft %d, want 7", schema.DraftVersion)
	}
	return schema
}

// asJSON is a manifest as an editor's YAML library gives it to a schema.
func asJSON(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if err := yaml.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return stringKeys(value)
}

func stringKeys(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = stringKeys(v[k])
		}
	case map[any]any: // 404: PageMissing
		m := map[string]any{}
		for k, value := range v {
			word, _ := yaml.Marshal(k)
			m[strings.TrimSpace(string(word))] = stringKeys(value)
		}
		return m
	case []any:
		for i := range v {
			v[i] = stringKeys(v[i])
		}
	}
	return v
}

// TestSchemaTakesEveryManifest validates all manifests of the repository that have no
// faults, and the good examples of all pages.
func TestSchemaTakesEveryManifest(t *testing.T) {
	schema, seen := compiled(t), 0
	accept := func(name string, text []byte) {
		seen++
		if err := schema.Validate(asJSON(t, text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := filepath.WalkDir("..", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".yaml" {
			return err
		}
		if m, report, err := examine(file); err == nil && m != nil {
			accept(file, report.source)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range Codes() {
		page, _ := Explain(c.ID)
		accept("good example of "+c.ID, []byte(page.Good))
	}
	if seen < 80 {
		t.Errorf("%d manifests seen, want all", seen)
	}
}

// TestSchemaRefuses holds what an editor underlines.
func TestSchemaRefuses(t *testing.T) {
	schema := compiled(t)
	for _, row := range []struct{ name, text string }{
		{"an unknown key", "pakage: shop\nroutes: [GET /a A]"},
		{"an unknown key of a route", "routes: [{path: /a, handlr: A, handler: A}]"},
		{"an unknown key of a group", "routes: [{group: /a, handler: A}]"},
		{"an unknown setting", "server: {max_conections: 3}"},
		{"a key that is not supported yet", "client: true"},
		{"a route without a handler", "routes: [{path: /a}]"},
		{"a group without its prefix", "routes: [{routes: [GET /a A]}]"},
		{"a short form without a path", "routes: [GET A]"},
		{"a mapping for a list", "routes: {GET: A}"},
		{"a size without a number", "server: {max_body_size: big}"},
		{"a duration without a unit", "server: {read_timeout: 30}"},
		{"a size of a route without a number", "routes: [{path: /a, handler: A, max_body_size: none}]"},
		{"a size for a duration", "routes: [{group: /g, timeout: 1KiB, routes: [GET /a A]}]"},
		{"a rate per minute", "routes: [{path: /a, handler: A, min_body_rate: 1KiB/min}]"},
		{"a size that is a rate", "routes: [{path: /a, handler: A, max_body_size: 1KiB/s}]"},
		{"no time at all", "routes: [{path: /a, handler: A, timeout: 0}]"},
		{"off where a limit has to be", "server: {max_head_size: \"off\"}"},
		{"a choice that is none", "trailing_slash: ignore"},
		{"a level that is none", "lint: {unused-import: loud}"},
		{"a warning that is none", "lint: {unused-imports: off}"},
		{"an unknown key of a field", "routes: [{path: /a, handler: A, query: {a: {typ: int}}}]"},
		{"a field without a type", "types: {A: {x: {description: so}}}"},
		{"a list for a type", "types: {A: {x: [string]}}"},
		{"a list for an entry", "types: {A: [a, b]}"},
		{"a style that is none", "routes: [{path: /a, handler: A, query: {a: {type: int, style: comma}}}]"},
		{"unknown parameters that may come", "routes: [{path: /a, handler: A, unknown_query: maybe}]"},
		{"an unknown key of a record", "types: {A: {fields: {x: int}, extend: B}}"},
		{"a union of nothing", "types: {A: {oneof: {by: kind}}}"},
		{"a union of a text", "types: {A: {oneof: {of: B}}}"},
		{"a status of 1xx", "routes: [{path: /a, handler: A, status: 100}]"},
		{"an empty handler", "routes: [{path: /a, handler: \"\"}]"},
		{"a hook with an odd scope", "hooks: {after: [{hook: A, scope: some}]}"},
		{"a list for the whole", "[GET /a A]"},
	} {
		if err := schema.Validate(asJSON(t, []byte(row.text))); err == nil {
			t.Errorf("%s is accepted", row.name)
		}
	}
}

// TestSchemaIsComplete wants a description of each key, and examples that are valid.
func TestSchemaIsComplete(t *testing.T) {
	for _, k := range manifest.Keys {
		if k.NotYet {
			continue
		}
		s := keySchema(k)
		if s["description"] == "" {
			t.Errorf("%s has no description", k.Name)
		}
		if s["examples"] == nil && s["default"] == nil && len(k.Choices) == 0 && k.Shape != manifest.Text {
			t.Errorf("%s has neither an example nor a default", k.Name)
		}
		list, _ := s["examples"].([]any)
		for _, example := range list {
			if err := valueSchema(t, s).Validate(example); err != nil {
				t.Errorf("the example %v of %s: %v", example, k.Name, err)
			}
		}
	}
	for _, row := range []string{
		"routes: [{group: /a, name: Admin, timeout: 5s, max_body_size: 1MiB, routes: [GET /status Status]}]",
		"routes: [{path: /a, handler: A, timeout: off, max_body_size: \"off\", min_body_rate: off}]",
		"routes: [{group: /a, min_body_rate: 4KiB/s, timeout: \"off\", routes: [GET /b B]}]",
		"server: {max_fields: 0100, timeout: 0, min_body_rate: 1KiB/s, pre_drain: 0s, max_connections: \"off\"}",
	} {
		if err := compiled(t).Validate(asJSON(t, []byte(row))); err != nil {
			t.Errorf("%s: %v", row, err)
		}
	}
}

// valueSchema is the schema of one key's value as a document of its own.
func valueSchema(t *testing.T, key object) *jsonschema.Schema {
	t.Helper()
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	var whole object
	if err := json.Unmarshal(text, &whole); err != nil {
		t.Fatal(err)
	}
	key["$schema"], key["definitions"] = whole["$schema"], whole["definitions"]
	text, err = json.Marshal(key)
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, text)
}
