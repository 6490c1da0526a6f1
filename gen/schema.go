package gen

// The JSON Schema of manifests lives here (draft-07, which editors know). It is made from
// the table of keys that the decoder works by, so that the two cannot differ in keys.
// What a schema cannot say (overlaps, names, types) is left to check.

import (
	"bytes"
	"encoding/json"

	"example.com/httpgen/gen/internal/manifest"
)

// An object is one of JSON; encoding/json writes its keys sorted, so that the schema is the
// same each time.
type object = map[string]any

// definitions are the names of the mappings in the schema.
var definitions = map[manifest.Place]string{
	manifest.AtServer: "server", manifest.AtConverter: "converter", manifest.AtHooks: "hooks",
	manifest.AtHook: "hook", manifest.AtStatic: "static", manifest.AtMount: "mount", manifest.AtRoute: "route",
	manifest.AtGroup:  "group",
	manifest.AtRecord: "record", manifest.AtUnion: "union", manifest.AtOneOf: "oneof",
	manifest.AtField:    "field",
	manifest.AtResult:   "result",
	manifest.AtJSON:     "json",
	manifest.AtEdge:     "edge",
	manifest.AtCompress: "compress", manifest.AtCORS: "cors", manifest.AtHealth: "health",
	manifest.AtSecurity: "security", manifest.AtFlows: "flows", manifest.AtFlow: "flow",
	manifest.AtInfo: "info",
}

// Schema is the JSON Schema of manifests, indented.
func Schema() ([]byte, error) {
	s := mappingSchema(manifest.AtTop)
	s["$schema"] = "http://json-schema.org/draft-07/schema#"
	s["title"] = "httpgen route manifest"
	defs := object{
		"scalar": object{"anyOf": []any{object{"type": "string", "minLength": 1},
			object{"type": []string{"number", "boolean"}}}},
		"text": object{"type": []string{"string", "number", "boolean"}},
		"short": object{"type": "string",
			"pattern":     `^\s*\S+\s+/.*\S\s+\S+\s*$|^\s*\S+\s+/\s+\S+\s*$`,
			"description": "METHOD[,METHOD] PATH HANDLER"},
		"size": object{"anyOf": []any{object{"type": "integer", "minimum": 1},
			object{"type": "string", "pattern": `^[0-9]+ ?([KMGT]i?)?B?$`}}},
		"duration": object{"type": "string",
			"pattern": `^([0-9]*\.?[0-9]+(ns|us|µs|μs|ms|s|m|h))+$`},
		"count": object{"anyOf": []any{object{"type": "integer", "minimum": 1},
			object{"type": "string", "pattern": "^[0-9]+$"}}},
	}
	for place, name := range definitions {
		defs[name] = mappingSchema(place)
	}
	s["definitions"] = defs
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return nil, &InternalError{Stage: "schema", Err: err}
	}
	return b.Bytes(), nil
}

// ref refers to a definition, which is how schemas that contain themselves (groups in groups)
// can be written at all.
func ref(name string) object { return object{"$ref": "#/definitions/" + name} }

// mappingSchema is the schema of a mapping with the keys of one place.
//
// Keys that this version does not support are left out: an editor then marks them, as the generator
// does.
func mappingSchema(place manifest.Place) object {
	properties, required := object{}, []string{}
	for _, k := range manifest.Keys {
		if k.In&place == 0 || k.NotYet {
			continue
		}
		properties[k.Name] = keySchema(k)
		if k.Required {
			required = append(required, k.Name)
		}
	}
	if place == manifest.AtServer {
		for _, s := range manifest.SettingTable {
			properties[s.Key] = settingSchema(s)
		}
	}
	s := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// keySchema is the schema of one key's value. A $ref stands in an allOf, because draft-07
// ignores what is beside it.
// The description is the table's own, as editors show it beside the key.
func keySchema(k manifest.Key) object {
	s := shapeSchema(k)
	if s["$ref"] != nil {
		s = object{"allOf": []any{s}}
	}
	s["description"] = k.Doc
	if k.Default != "" {
		s["default"] = defaultValue(k)
	}
	list := examples[k.Name]
	switch {
	case k.Name == "type" && k.In == manifest.AtField:
		list = []any{"string(max=20)", "[]string", "enum(a, b)"}
	case k.Name == "headers" && k.In == manifest.AtCORS:
		list = []any{[]any{"X-Trace"}, "*"}
	case k.Name == "types" && k.In == manifest.AtCompress:
		list = []any{[]any{"text/*", "application/json"}}
	case k.Name == "type" && k.In == manifest.AtSecurity:
		list = nil // its choices
	case k.In == manifest.AtFlows:
		list = []any{object{"authorizationUrl": "https://login.example.com/authorize",
			"tokenUrl": "https://login.example.com/token", "scopes": object{}}}
	}
	if list != nil {
		s["examples"] = list
	}
	return s
}

// defaultValue is a default as an editor should insert it: of the type that YAML gives the
// value.
func defaultValue(k manifest.Key) any {
	switch {
	case k.Shape == manifest.Flag:
		return k.Default == "true"
	case k.Name == "methods":
		return []string{"GET"}
	case k.Name == "status":
		return 200
	}
	return k.Default
}

// shapeSchema is what a kind of value is in a schema. It is wider than the decoder, never
// narrower: an editor that marks what check accepts is worse than one that misses a fault.
func shapeSchema(k manifest.Key) object {
	mapping := func(values object) object {
		return object{"type": []string{"object", "null"}, "additionalProperties": values}
	}
	list := func(items object) object {
		return object{"type": []string{"array", "null"},
			"items": items}
	}
	switch k.Shape {
	case manifest.Text:
		return ref("text")
	case manifest.Flag:
		return object{"enum": []any{true, false, "true", "false"}}
	case manifest.Choice:
		return object{"enum": choices(k.Choices)}
	case manifest.StatusCode:
		return object{"anyOf": []any{object{"type": "integer", "minimum": 200, "maximum": 599},
			object{"type": "string", "pattern": "^[2-5][0-9][0-9]$"}}}
	case manifest.SizeValue, manifest.TimeValue: // of a route, in the place of the server's
		switch k.Name {
		case "max_age":
			return object{"anyOf": []any{object{"enum": []any{"off", false}}, ref("duration")}}
		case "min_size":
			return ref("size")
		}
		return object{"anyOf": limitForms(*settingRow(k.Name))}
	case manifest.WordList:
		return object{"anyOf": []any{ref("scalar"), object{"type": "array", "items": ref("scalar"),
			"minItems": 1}}}
	case manifest.WordMap:
		return mapping(ref("scalar"))
	case manifest.Object:
		return object{"anyOf": []any{ref(definitions[k.Of]), object{"type": "null"}}}
	case manifest.ObjectOrOff: // off is false to YAML 1.1
		return object{"anyOf": []any{object{"enum": []any{"off", false}}, ref(definitions[k.Of])}}
	case manifest.CodingList:
		return object{"anyOf": []any{object{"const": false}, ref("scalar"), object{"type": "array",
			"items": ref("scalar"), "minItems": 1}, ref(definitions[k.Of])}}
	case manifest.ObjectMap:
		return mapping(ref(definitions[k.Of]))
	case manifest.ObjectList:
		return list(ref(definitions[k.Of]))
	case manifest.HookList:
		return list(object{"if": object{"type": "object"}, "then": ref("hook"),
			"else": ref("scalar")})
	case manifest.RouteList:
		return list(routeSchema())
	case manifest.FieldMap:
		return mapping(fieldSchema())
	case manifest.TypeMap:
		return mapping(typeSchema())
	case manifest.MemberList:
		return object{"anyOf": []any{object{"type": "array", "items": ref("scalar"), "minItems": 1},
			object{"type": "object", "additionalProperties": ref("scalar"), "minProperties": 1}}}
	case manifest.ResultMap:
		return object{"anyOf": []any{ref("scalar"), object{
			"type": "object", "additionalProperties": false, "minProperties": 1,
			"patternProperties": object{"^[2-5][0-9][0-9]$": object{"anyOf": []any{ref("scalar"),
				ref("result")}}},
		}}}
	case manifest.ContentMap:
		return object{"anyOf": []any{ref("scalar"), object{
			"type": "object", "additionalProperties": ref("scalar"), "minProperties": 1,
			"propertyNames": object{"pattern": "^[^/*]+/[^/*]+$"},
		}}}
	case manifest.LevelMap:
		// off is false to YAML 1.1
		s := mapping(object{"enum": []any{"off", "warn", "error", false}})
		s["propertyNames"] = object{"enum": warningNames()}
		return s
	}
	return ref("scalar")
}

// routeSchema tells the three forms of an item of routes apart, so that a message is
// about the one that was meant.
// With oneOf a fault in a group would be told three times, once for each form that it is not.
func routeSchema() object {
	return object{
		"if":   object{"type": "string"},
		"then": ref("short"),
		"else": object{
			"if": object{"type": "object", "anyOf": []any{object{"required": []string{"group"}},
				object{"required": []string{"routes"}}}},
			"then": ref("group"),
			"else": ref("route"),
		},
	}
}

// fieldSchema tells an expression from its long form.
func fieldSchema() object {
	return object{"if": object{"type": "object"}, "then": ref("field"), "else": ref("scalar")}
}

// typeSchema tells the forms of an entry of types apart.
func typeSchema() object {
	has := func(key string, value object) object {
		return object{"type": "object", "required": []string{key}, "properties": object{key: value}}
	}
	return object{
		"if":   has("fields", object{}),
		"then": ref("record"),
		"else": object{
			"if": has("oneof", object{"type": "object",
				"not": object{"required": []string{"type"}}}),
			"then": ref("union"),
			"else": object{
				"if":   object{"type": "object"},
				"then": object{"additionalProperties": fieldSchema()},
				"else": ref("scalar"),
			},
		},
	}
}
