package openapi

import (
	"strings"

	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/types"
)

// Parameters are written here: those of a path, which have converters, and the typed ones.

// pathParameters are those of a path, under the names that it has.
func (b *builder) pathParameters(s *shape, r *model.Route) (list []any) {
	for i, p := range r.Pattern.Params() {
		param := object("name", s.names[i], "in", "path", "required", true)
		if p.Name != s.names[i] {
			param.Set("x-name", p.Name)
		}
		if p.Conv.Kind == pattern.Path {
			param.Set("x-multi-segment", true)
		}
		list = append(list, param.Set("schema", b.converted(p.Conv)))
	}
	return list
}

// kinds are the types of expressions that take what converters of the same name do.
var kinds = map[pattern.Kind]types.Kind{
	pattern.Bool: types.Bool, pattern.UUID: types.UUID, pattern.Date: types.Date,
	pattern.Uint8: types.Uint8, pattern.Uint16: types.Uint16, pattern.Uint32: types.Uint32,
	pattern.Uint64: types.Uint64, pattern.Uint: types.Uint, pattern.Int8: types.Int8,
	pattern.Int16: types.Int16, pattern.Int32: types.Int32, pattern.Int64: types.Int64,
	pattern.Int: types.Int, pattern.Float: types.Float,
}

// converted is the schema of what a converter takes.
func (b *builder) converted(c pattern.Conv) *Map {
	switch c.Kind {
	case pattern.Any:
		var words []any
		for _, w := range c.Words {
			words = append(words, w)
		}
		return object("type", "string", "enum", words)
	case pattern.OwnKind:
		return b.plainSchema(&types.Type{Kind: types.Own, Name: c.Own.Name}, place{})
	case pattern.StrBounded:
		s := object("type", "string").Set("minLength", max(c.Min, 1))
		if c.Max > 0 {
			s.Set("maxLength", c.Max)
		}
		return s
	case pattern.Str, pattern.Path:
		return object("type", "string").Set("minLength", 1) // a parameter is never empty
	}
	return b.scalar(&types.Type{Kind: kinds[c.Kind]}, place{})
}

// inputs are the parameters of a query, of header fields and of cookies.
func (b *builder) inputs(r *model.Route) (list []any) {
	for _, from := range []struct {
		in    string
		input *model.Input
	}{{"query", r.Query}, {"header", r.Headers}, {"cookie", r.Cookies}} {
		if from.input == nil {
			continue
		}
		for _, f := range from.input.Fields {
			if p := b.input(f, from.in); p != nil {
				list = append(list, p)
			}
		}
	}
	return list
}

// ownFields are header fields that OpenAPI describes otherwise: parameters of these names are
// passed over by readers of a document (OpenAPI 3.1, Parameter Object, in).
var ownFields = map[string]string{
	"accept": "the content types of answers say it", "content-type": "that of the body says it",
	"authorization": "a security scheme says it",
}

// input is a typed parameter, or nil where OpenAPI has none.
func (b *builder) input(f *types.Field, in string) *Map {
	at := place{f.Span}
	if why := ownFields[strings.ToLower(f.Name)]; in == "header" && why != "" {
		b.warn(at, "OpenAPI has no parameter for the header field %s: %s", f.Name, why)
		return nil
	}
	base := f.Type.Base()
	p := object("name", f.Name, "in", in, "description", f.Description,
		"required", f.Type.Required() && base.Kind != types.List, "deprecated", f.Deprecated)
	if base.Kind == types.List || base.Kind == types.Named && in == "query" && !words(base) {
		style(p, f, in)
	}
	s := b.schema(f.Type, at)
	if f.Secret {
		p.Set("x-secret", true)
	}
	p.Set("schema", s)
	if e := exampleOf(f); e != nil {
		p.Set("example", e)
	}
	return p
}

// words says that a type is an enum of `types`.
func words(t *types.Type) bool {
	return t.Decl != nil && t.Decl.Form == types.Words
}

// style writes how a list or a record stands in a parameter, where that is not what OpenAPI
// takes for granted: form and explode in a query, simple in a header.
func style(p *Map, f *types.Field, in string) {
	usual := "form"
	if in == "header" {
		usual = "simple"
	}
	if name := manifest.StyleNames[f.Style]; name != usual {
		p.Set("style", name)
	}
	if usual := f.Style == types.FormStyle && in == "query"; f.Explode != usual {
		p.Set("explode", f.Explode)
	}
}
