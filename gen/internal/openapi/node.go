package openapi

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// A document as a tree lives here, and how it is written. Its order is that in which it was made,
// so that a document is the same each time and a change of one route changes its lines.

// A Map is an object whose members keep their order. Values are string, bool, int, json.Number,
// nil, *Map and []any.
type Map struct {
	keys   []string
	values map[string]any
	lines  map[string]int // of the keys, where the document was read
}

// NewMap is an object without members.
func NewMap() *Map { return object() }

// object makes a map of keys and values in turns; what is "", false or an empty list or map is
// left out.
func object(pairs ...any) *Map {
	m := &Map{values: make(map[string]any, len(pairs)/2)}
	for i := 0; i < len(pairs); i += 2 {
		if v := pairs[i+1]; !empty(v) {
			m.Set(pairs[i].(string), v)
		}
	}
	return m
}

// empty says whether a value says nothing.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case bool:
		return !v
	case *Map:
		return v == nil || len(v.keys) == 0
	case []any:
		return len(v) == 0
	}
	return false
}

// Set sets a member: in its place where it is there, else behind the others.
func (m *Map) Set(key string, value any) *Map {
	if _, there := m.values[key]; !there {
		m.keys = append(m.keys, key)
	}
	m.values[key] = value
	return m
}

// Get is a member, or nil. A nil map has none.
func (m *Map) Get(key string) any {
	if m == nil {
		return nil
	}
	return m.values[key]
}

// Map is a member that is an object, or nil.
func (m *Map) Map(key string) *Map {
	v, _ := m.Get(key).(*Map)
	return v
}

// List is a member that is a list, or nil.
func (m *Map) List(key string) []any {
	v, _ := m.Get(key).([]any)
	return v
}

// Maps are the objects in a member that is a list.
func (m *Map) Maps(key string) (list []*Map) {
	for _, v := range m.List(key) {
		if item, ok := v.(*Map); ok {
			list = append(list, item)
		}
	}
	return list
}

// Text is a member that is a text, or "".
func (m *Map) Text(key string) string {
	v, _ := m.Get(key).(string)
	return v
}

// Line is where a member's key stands in the document that was read, or 0.
func (m *Map) Line(key string) int {
	if m == nil {
		return 0
	}
	return m.lines[key]
}

// Keys are the names of the members in their order.
func (m *Map) Keys() []string {
	if m == nil {
		return nil
	}
	return m.keys
}

// clone is a copy whose own members can be set.
func (m *Map) clone() *Map {
	c := object()
	for _, k := range m.Keys() {
		c.Set(k, m.values[k])
	}
	return c
}

// JSON writes a value, with an indent of two blanks and a line end behind it.
func JSON(v any) []byte {
	return append(appendJSON(nil, v, "\n"), '\n')
}

// compact writes a value in one line. It sorts no members, either.
func compact(v any) string { return string(appendJSON(nil, v, "")) }

// appendJSON appends a value. line is what a new line of this depth starts with, or "".
func appendJSON(b []byte, v any, line string) []byte {
	inner := line
	if line != "" {
		inner += "  "
	}
	switch v := v.(type) {
	case *Map:
		if len(v.keys) == 0 {
			return append(b, "{}"...)
		}
		for i, k := range v.keys {
			b = append(b, ",{"[btoi(i == 0)])
			b = append(appendText(append(b, inner...), k), ':')
			if line != "" {
				b = append(b, ' ')
			}
			b = appendJSON(b, v.values[k], inner)
		}
		return append(append(b, line...), '}')
	case []any:
		if len(v) == 0 {
			return append(b, "[]"...)
		}
		for i, item := range v {
			b = append(b, ",["[btoi(i == 0)])
			b = appendJSON(append(b, inner...), item, inner)
		}
		return append(append(b, line...), ']')
	case string:
		return appendText(b, v)
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // numbers and bools have a form, and there is nothing else
	}
	return append(b, text...)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// appendText writes a text as JSON, without escapes that only a page needs, and with some for
// readers of YAML, who may be given JSON: characters that it cannot have as they are.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, `\n`...)
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff ||
			r == 0xfffe || r == 0xffff:
			b = fmt.Appendf(b, `\u%04x`, r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}
