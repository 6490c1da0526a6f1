package page

import (
	"encoding/json"

	"example.com/httpgen/gen/internal/openapi"
)

// Values to begin with are made here.

// An example makes values to begin with.
type example struct {
	p     *drawing
	depth int
	left  int // values that it may still have
}

func newExample(p *drawing) *example { return &example{p: p, left: 300} }

// of is a value of a schema, as a rule: patterns are not looked at.
func (e *example) of(s *openapi.Map) any {
	if e.left--; e.left < 0 || e.depth > 6 {
		return nil
	}
	e.depth++
	defer func() { e.depth-- }()
	if v := s.Get("default"); v != nil {
		return v
	}
	s = e.p.base(s)
	for _, key := range []string{"oneOf", "anyOf"} {
		if list := s.List(key); len(list) > 0 {
			first, _ := list[0].(*openapi.Map)
			return e.of(first)
		}
	}
	switch examples := s.List("examples"); {
	case len(examples) > 0:
		return examples[0]
	case s.Get("example") != nil:
		return s.Get("example")
	case len(s.List("enum")) > 0:
		return s.List("enum")[0]
	}
	switch kindOf(s) {
	case "object":
		return e.object(s)
	case "array":
		if item := e.of(s.Map("items")); item != nil {
			return []any{item}
		}
		return []any{}
	case "integer", "number":
		if least := s.Get("minimum"); least != nil {
			return least
		}
		return json.Number("0")
	case "boolean":
		return false
	case "string":
		return textLike(s)
	}
	return nil
}

// object has the members that must be there, and others where there are few.
func (e *example) object(s *openapi.Map) any {
	made := openapi.NewMap()
	for _, name := range s.Map("properties").Keys() {
		if v := e.of(s.Map("properties").Map(name)); v != nil {
			made.Set(name, v)
		}
	}
	return made
}

// textLike is a text of a format.
func textLike(s *openapi.Map) string {
	switch s.Text("format") {
	case "date":
		return "2026-01-31"
	case "date-time":
		return "2026-01-31T12:00:00Z"
	case "uuid":
		return "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
	case "byte":
		return "aGVsbG8="
	case "uri-reference":
		return "https://example.com/"
	}
	if s.Get("x-duration") == true {
		return "1m30s"
	}
	return "text"
}
