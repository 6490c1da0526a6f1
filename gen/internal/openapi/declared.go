package openapi

import (
	"cmp"
	"strings"

	"example.com/httpgen/gen/internal/types"
)

// Entries of `types` become schemas of components here.

// named is a reference to an entry of `types`, whose schema is made when it is first asked for.
func (b *builder) named(t *types.Type, at place) *Map {
	d := t.Decl
	if d == nil {
		return object()
	}
	return ref(b.declared(d, at))
}

// declared is the name of an entry's schema.
func (b *builder) declared(d *types.Decl, at place) string {
	if name := b.decls[d]; name != "" {
		return name
	}
	name := b.schemaName(d.Name)
	b.decls[d] = name
	b.schemas.Set(name, nil) // its place, and no loop
	at.span = d.Span
	b.schemas.Set(name, b.declaration(d, name, at))
	return name
}

func (b *builder) declaration(d *types.Decl, name string, at place) *Map {
	var s *Map
	switch d.Form {
	case types.Record:
		s = b.record(d, at, nil)
	case types.Words:
		s = enumSchema(d.Type.Words, d.Integers)
	case types.Union:
		s = b.union(d, name, at)
	default:
		s = b.schema(d.Type, at)
	}
	if d.Description != "" {
		s = b.beside(s).Set("description", d.Description)
	}
	return s
}

// record is the schema of an object: tag is the member that tells it from others of a union.
//
// What other records extend is written out: behind allOf no additional property could be refused.
func (b *builder) record(d *types.Decl, at place, tag *Map) *Map {
	properties, required := object(), []any{}
	if tag != nil {
		properties.Set(tag.Text("name"), object("type", "string", "enum",
			[]any{tag.Get("value")}))
		required = append(required, tag.Get("name"))
	}
	for _, f := range d.Fields {
		at.span = f.Span
		properties.Set(f.Name, b.property(f, at))
		if f.Type.Required() {
			required = append(required, f.Name)
		}
	}
	s := object("type", "object", "required", required, "properties", properties)
	if d.Keep {
		return s.Set("additionalProperties", true)
	}
	if !b.m.IgnoreUnknown && !d.HasFiles() {
		s.Set("additionalProperties", false)
	}
	return s
}

// property is the schema of a field, with what is said about it.
func (b *builder) property(f *types.Field, at place) *Map {
	s := b.schema(f.Type, at)
	example := exampleOf(f)
	if f.Description == "" && !f.Deprecated && !f.Secret && example == nil && f.SSE == 0 {
		return s
	}
	s = b.beside(s)
	if f.Description != "" {
		s.Set("description", f.Description)
	}
	if f.Deprecated {
		s.Set("deprecated", true)
	}
	if f.Secret {
		s.Set("x-secret", true)
		if s.Get("type") == "string" && s.Get("format") == nil {
			s.Set("format", "password")
		}
	}
	if example != nil && b.old {
		s.Set("example", example)
	} else if example != nil {
		s.Set("examples", []any{example})
	}
	if f.SSE != types.SSEData {
		s.Set("x-sse", [...]string{"data", "event", "id", "retry"}[f.SSE])
	}
	return s
}

// union is the schema of one of several. Members that a field tells apart have a schema each in
// which it stands, since it stands in none of theirs.
func (b *builder) union(d *types.Decl, name string, at place) *Map {
	var members []any
	mapping := object()
	for _, m := range d.Members {
		if m.Decl == nil {
			continue
		}
		if d.By == "" {
			members = append(members, ref(b.declared(m.Decl, at)))
			continue
		}
		record := m.Decl
		for record.Form == types.Alias && record.Type != nil && record.Type.Base().Decl != nil {
			record = record.Type.Base().Decl
		}
		member := b.schemaName(name + upper(m.Decl.Name))
		s := b.record(record, at, object("name", d.By, "value", m.Tag))
		if record.Description != "" {
			s.Set("description", record.Description)
		}
		b.schemas.Set(member, s)
		members = append(members, ref(member))
		mapping.Set(m.Tag, ref(member).Get("$ref"))
	}
	s := object("oneOf", members)
	if d.By != "" {
		s.Set("discriminator", object("propertyName", d.By, "mapping", mapping))
	}
	return s
}

// schemaName is a name for a schema that no other has, whatever the case: generators make files of
// them. It is of the characters that OpenAPI has for names, which are not all that Go has.
func (b *builder) schemaName(wanted string) string {
	wanted = cmp.Or(identifier(wanted), "Type")
	name := wanted
	for n := 2; b.taken[strings.ToLower(name)]; n++ {
		name = wanted + number(n)
	}
	b.taken[strings.ToLower(name)] = true
	return name
}
