package openapi

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"

	"example.com/httpgen/gen/internal/types"
)

// Types of the manifest become schemas here.

// durations are what time.ParseDuration reads, such as 1m30s. JSON Schema's format "duration" is
// ISO 8601's P1M, which nothing here takes.
const durations = `^[-+]?(0|([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))` +
	`(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))*$`

// formats are those of scalars: the words of OpenAPI's registry of formats.
var formats = map[types.Kind]string{
	types.Int8: "int8", types.Int16: "int16", types.Int32: "int32", types.Int64: "int64",
	types.Uint8: "uint8", types.Uint16: "uint16", types.Uint32: "uint32", types.Uint64: "uint64",
	types.Float32: "float", types.Float: "double", types.UUID: "uuid", types.Date: "date",
	types.Time: "date-time", types.URL: "uri-reference",
}

// schema is the schema of an expression, with its default, and null where it may be.
func (b *builder) schema(t *types.Type, at place) *Map {
	s := b.plainSchema(t, at)
	if t.Nullable {
		s = b.nullable(s)
	}
	if t.Default != nil {
		s = b.beside(s).Set("default", literal(t, t.Default.Text))
	}
	return s
}

// plainSchema is the schema of what is there and not null.
func (b *builder) plainSchema(t *types.Type, at place) *Map {
	switch t.Kind {
	case types.Named:
		return b.named(t, at)
	case types.Own:
		s := object("type", "string", "x-converter", t.Name)
		if doc := b.docOfConverter(t.Name); doc != "" {
			s.Set("description", doc)
		}
		return s
	case types.Go:
		return b.goSchema(t.Name, at)
	case types.List:
		s := object("type", "array").Set("items", b.schema(t.Elem, at))
		return b.rules(s, t, at, "minItems", "maxItems")
	case types.Map:
		s := object("type", "object").Set("additionalProperties", b.schema(t.Elem, at))
		return b.rules(s, t, at, "minProperties", "maxProperties")
	case types.Enum:
		return enumSchema(t.Words, t.Integers)
	case types.Any:
		return object()
	case types.File:
		return binary()
	}
	return b.scalar(t, at)
}

// binary is a body or part of any bytes.
//
// JSON Schema of 3.1 says it by contentMediaType, and no generator of clients reads that: all of
// them know the format of 3.0.
func binary() *Map { return object("type", "string", "format", "binary") }

// scalar is the schema of one text, number or bool.
func (b *builder) scalar(t *types.Type, at place) *Map {
	switch {
	case t.Kind == types.Bool:
		return object("type", "boolean")
	case t.Kind.Integer():
		s := object("type", "integer", "format", formats[t.Kind])
		return b.rules(bounds(s, t.Kind), t, at, "minimum", "maximum")
	case t.Kind == types.Float || t.Kind == types.Float32:
		return b.rules(object("type", "number", "format", formats[t.Kind]), t, at, "minimum",
			"maximum")
	case t.Kind == types.Duration:
		return object("type", "string", "pattern", durations, "x-duration", true)
	case t.Kind == types.Base64:
		s := object("type", "string", "format", "byte")
		if !b.old {
			s.Set("contentEncoding", "base64")
		}
		return b.rules(s, t, at, "minLength", "maxLength")
	}
	return b.rules(object("type", "string", "format", formats[t.Kind]), t, at, "minLength",
		"maxLength")
}

// bounds are those that numbers of a kind have by themselves, where the format is not known to
// everyone.
func bounds(s *Map, k types.Kind) *Map {
	switch k {
	case types.Int8:
		return s.Set("minimum", math.MinInt8).Set("maximum", math.MaxInt8)
	case types.Int16:
		return s.Set("minimum", math.MinInt16).Set("maximum", math.MaxInt16)
	case types.Uint8:
		return s.Set("minimum", 0).Set("maximum", math.MaxUint8)
	case types.Uint16:
		return s.Set("minimum", 0).Set("maximum", math.MaxUint16)
	case types.Uint32:
		return s.Set("minimum", 0).Set("maximum", math.MaxUint32)
	case types.Uint, types.Uint64:
		return s.Set("minimum", 0)
	}
	return s
}

// rules adds the constraints of a type, under the names that least and most have for its kind.
func (b *builder) rules(s *Map, t *types.Type, at place, least, most string) *Map {
	add := func(key string, v *types.Literal) {
		if v == nil {
			return
		}
		text := v.Text
		if n, err := strconv.Atoi(text); err == nil && t.Kind == types.Base64 {
			text = strconv.Itoa((n + 2) / 3 * 4) // characters of so many bytes
		}
		s.Set(key, json.Number(text))
	}
	add(least, t.Rules.Min)
	add(most, t.Rules.Max)
	add("multipleOf", t.Rules.Multiple)
	if t.Rules.Unique != nil {
		s.Set("uniqueItems", true)
	}
	if p := t.Rules.Pattern; p != nil {
		if notECMA.MatchString(p.Text) {
			s.Set("x-pattern-re2", p.Text)
			b.warn(at, "the pattern %s is RE2's and not JSON Schema's: it is written as "+
				"x-pattern-re2", strconv.Quote(p.Text))
		} else {
			s.Set("pattern", p.Text)
		}
	}
	return s
}

// notECMA is what RE2 has and the expressions of JSON Schema (ECMA-262) have not, or read
// otherwise: flags, names as Python has them, \A, \z, \Q…\E, \C, \a, \x{10FFFF}, classes of POSIX
// and of Unicode.
var notECMA = regexp.MustCompile(`\(\?[^:]|\\[AzQECapP]|\\x\{|\[\[:`)

// enumSchema is that of words.
func enumSchema(words []types.Word, integers bool) *Map {
	var values, names []any
	named := false
	for _, w := range words {
		if integers {
			values = append(values, json.Number(w.Text))
		} else {
			values = append(values, w.Text)
		}
		names = append(names, w.Go)
		named = named || w.Go != ""
	}
	s := object("type", "string", "enum", values)
	if integers {
		s.Set("type", "integer")
	}
	if named {
		for i, w := range words {
			if w.Go == "" {
				names[i] = w.Text
			}
		}
		s.Set("x-enum-varnames", names)
	}
	return s
}

// nullable lets a value be null, in the words of the version.
func (b *builder) nullable(s *Map) *Map {
	kind, plain := s.Get("type").(string)
	switch {
	case len(s.keys) == 0: // any, which null is, too
		return s
	case b.old:
		s = b.beside(s).Set("nullable", true)
	case !plain:
		return object("anyOf", []any{s, object("type", "null")})
	default:
		s = s.clone().Set("type", []any{kind, "null"})
	}
	if words := s.List("enum"); words != nil {
		s.Set("enum", append(append([]any{}, words...), nil))
	}
	return s
}

// beside is a schema that can be told more. In 3.0 nothing beside a reference counts.
func (b *builder) beside(s *Map) *Map {
	if s.Get("$ref") != nil && b.old {
		return object("allOf", []any{s})
	}
	return s.clone()
}

// literal is a text as a value of a type.
func literal(t *types.Type, text string) any {
	base := t.Base()
	integers := base.Integers
	if base.Decl != nil && base.Decl.Form == types.Words {
		integers = base.Decl.Integers
	}
	switch {
	case base.Kind == types.Bool:
		return text == "true"
	case base.Kind.Integer(), base.Kind == types.Float, base.Kind == types.Float32, integers:
		if json.Valid([]byte(text)) {
			return json.Number(text)
		}
	}
	return text
}

// exampleOf is what a field has for an example, as a value of its type: a text that is JSON of
// what is no text, or what a parameter has for it.
func exampleOf(f *types.Field) any {
	if f.Example == "" {
		return nil
	}
	switch base := f.Type.Base(); base.Kind {
	case types.List, types.Map, types.Named, types.Go, types.Any:
		if base.Decl != nil && base.Decl.Form == types.Words {
			break
		}
		if v, err := Read([]byte(f.Example)); err == nil {
			return v
		}
	}
	return literal(f.Type, f.Example)
}

// ref is a reference to a schema of the document.
func ref(name string) *Map { return object("$ref", "#/components/schemas/"+name) }

// textOf joins paragraphs that say something.
func textOf(parts ...string) string {
	var list []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return strings.Join(list, "\n\n")
}
