package main

// What --json writes is described here, as JSON Schema, from the types themselves.

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"example.com/httpgen/gen"
)

// outputs are the types of "data" in what the commands write with --json.
func outputs() map[string]any {
	return map[string]any{
		"breaking":          []gen.Break{},
		"check":             gen.ReportDocument(),
		"diff":              []gen.Difference{},
		"explain":           []gen.Code{},
		"explain-code":      gen.Explanation{},
		"explain-converter": gen.Converter{},
		"fmt":               []fileLayout{},
		"generate":          []fileState{},
		"graph":             gen.TreeNode{},
		"match":             gen.Answer{},
		"match-table":       []row{},
		"openapi":           described{},
		"routes":            []gen.Route{},
		"stats":             gen.Figures{},
		"stubs":             gen.Stubs{},
		"vendor":            gen.Vendored{},
		"version":           build{},
	}
}

// outputNames are the names of outputs, sorted.
func outputNames() []string { return slices.Sorted(maps.Keys(outputs())) }

// outputSchema is the JSON Schema (draft-07) of a document with this data. Fields may be added to
// what a command writes, so that a schema refuses none that it does not know.
func outputSchema(name string, data any) map[string]any {
	s := schemas{defs: map[string]any{}}
	schema := map[string]any{
		"$schema":  "http://json-schema.org/draft-07/schema#",
		"title":    "what httpgen writes: " + name,
		"type":     "object",
		"required": []string{"version", "data"},
		"properties": map[string]any{
			"version": map[string]any{"const": gen.JSONVersion},
			"data":    s.of(reflect.TypeOf(data)),
		},
	}
	if len(s.defs) > 0 {
		schema["definitions"] = s.defs
	}
	return schema
}

// schemas makes the schemas of Go types, those of structs once.
type schemas struct{ defs map[string]any }

func (s *schemas) of(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Slice, reflect.Array:
		return map[string]any{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Struct:
		return s.named(t)
	case reflect.Interface:
		return map[string]any{}
	}
	return map[string]any{"type": "integer"}
}

// named is a struct's place among the definitions: one may contain itself.
func (s *schemas) named(t reflect.Type) map[string]any {
	if _, ok := s.defs[t.Name()]; !ok {
		s.defs[t.Name()] = nil
		properties, required := map[string]any{}, []string{}
		s.fields(t, properties, &required)
		slices.Sort(required)
		s.defs[t.Name()] = map[string]any{"type": "object", "properties": properties,
			"required": required}
	}
	return map[string]any{"$ref": "#/definitions/" + t.Name()}
}

// fields adds those that encoding/json writes, embedded ones with their own. A slice may be nil
// unless it is always made: what is required says so by its tag alone.
func (s *schemas) fields(t reflect.Type, properties map[string]any, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			s.fields(f.Type, properties, required)
			continue
		case name == "-" || !f.IsExported():
			continue
		case name == "":
			name = f.Name
		}
		properties[name] = s.of(f.Type)
		if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
			*required = append(*required, name)
		}
	}
}
