package openapi

import (
	"cmp"
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"

	declared "example.com/httpgen/gen/internal/types"
)

// The fields of Go structs are found here as encoding/json finds them: by tags, and through
// embedded structs, where of several of one name the least deep wins, of these the one with a
// tag, and of two such none.

// A goField is a field of a struct, or of one that is embedded in it.
type goField struct {
	name   string // in JSON
	field  *types.Var
	of     *types.Named // struct that it stands in, or nil
	index  []int        // the way to it, whose length is how deep it is
	tagged bool
	options
}

// options are what a tag says behind the name.
type options struct{ omit, text bool }

// goStruct is the schema of a struct; t is its name, or nil.
func (b *builder) goStruct(s *types.Struct, t *types.Named, at place) *Map {
	was := b.inGo
	defer func() { b.inGo = was }()
	properties, required := object(), []any{}
	for _, f := range dominant(b.goFields(s, t, at)) {
		b.inGo = f.field.Pos()
		properties.Set(f.name, b.goProperty(f, at))
		if !f.omit {
			required = append(required, f.name)
		}
	}
	return object("type", "object", "required", required, "properties", properties)
}

// goProperty is the schema of a field. What is left out where it is empty is never null.
func (b *builder) goProperty(f goField, at place) *Map {
	t := f.field.Type()
	var s *Map
	switch u := types.Unalias(t).(type) {
	case *types.Pointer:
		if s = b.goType(u.Elem(), at); !f.omit {
			s = b.nullable(s)
		}
	case *types.Slice:
		if s = b.goType(u, at); f.omit {
			s = b.notNull(s)
		}
	case *types.Map:
		if s = b.goType(u, at); f.omit {
			s = b.notNull(s)
		}
	default:
		s = b.goType(t, at)
	}
	if basic, ok := t.Underlying().(*types.Basic); ok && f.text &&
		basic.Info()&(types.IsNumeric|types.IsBoolean) != 0 {
		s = object("type", "string")
	}
	if f.of == nil {
		return s
	}
	doc := b.go_.docOf(f.of.Obj().Pkg(), f.of.Obj().Name()+"."+f.field.Name())
	if doc == "" {
		return s
	}
	return b.beside(s).Set("description", doc)
}

// notNull takes null back.
func (b *builder) notNull(s *Map) *Map {
	if b.old {
		return s.clone().drop("nullable")
	}
	if kinds := s.List("type"); len(kinds) == 2 && kinds[1] == "null" {
		return s.clone().Set("type", kinds[0])
	}
	return s
}

// An embedded struct waits for its fields to be looked at.
type embedded struct {
	s     *types.Struct
	of    *types.Named
	index []int
}

// goFields are all fields, those of embedded structs behind the others.
func (b *builder) goFields(s *types.Struct, t *types.Named, at place) (list []goField) {
	seen := map[*types.Struct]bool{}
	for queue := []embedded{{s, t, nil}}; len(queue) > 0; queue = queue[1:] {
		e := queue[0]
		if seen[e.s] {
			continue
		}
		seen[e.s] = true
		for i := range e.s.NumFields() {
			f := e.s.Field(i)
			name, rest, _ := strings.Cut(reflect.StructTag(e.s.Tag(i)).Get("json"), ",")
			if name == "-" && rest == "" && !strings.HasSuffix(e.s.Tag(i), `-,"`) {
				continue
			}
			if f.Embedded() && !b.keepsEmbedded(f, at) || !f.Embedded() && !f.Exported() {
				continue
			}
			if inner, named := structIn(f.Type()); f.Embedded() && name == "" && inner != nil {
				queue = append(queue, embedded{inner, named, append(slices.Clone(e.index), i)})
				continue
			}
			list = append(list, goField{name: cmp.Or(name, f.Name()), field: f, of: e.of,
				index: append(slices.Clone(e.index), i), tagged: name != "", options: optionsOf(rest)})
		}
	}
	return list
}

func optionsOf(tag string) (o options) {
	for word := range strings.SplitSeq(tag, ",") {
		o.omit = o.omit || word == "omitempty" || word == "omitzero"
		o.text = o.text || word == "string"
	}
	return o
}

// keepsEmbedded says whether encoding/json looks at an embedded field, and tells where it cannot
// do what the author may expect.
func (b *builder) keepsEmbedded(f *types.Var, at place) bool {
	if f.Exported() {
		return true
	}
	inner, _ := structIn(f.Type())
	if inner == nil {
		b.goWarn(f.Pos(), at, "the embedded %s is unexported and no struct: JSON leaves it out",
			f.Name())
		return false
	}
	if _, pointer := types.Unalias(f.Type()).(*types.Pointer); pointer {
		b.goWarn(f.Pos(), at, "the embedded *%s is unexported: JSON that has its fields cannot "+
			"be read", f.Name())
	}
	return true
}

// structIn is the struct of a type or pointer, if it has no JSON of its own.
func structIn(t types.Type) (*types.Struct, *types.Named) {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := types.Unalias(t).(*types.Named)
	if named == nil || has(named, "MarshalJSON") || has(named, "MarshalText") {
		return nil, nil
	}
	s, _ := named.Underlying().(*types.Struct)
	return s, named
}

// dominant leaves one field of each name, in the order in which they are written.
func dominant(all []goField) (list []goField) {
	byName := map[string][]goField{}
	for _, f := range all {
		byName[f.name] = append(byName[f.name], f)
	}
	for _, f := range all {
		same := slices.Clone(byName[f.name])
		slices.SortStableFunc(same, func(x, y goField) int {
			return cmp.Or(cmp.Compare(len(x.index), len(y.index)), -cmp.Compare(btoi(x.tagged), btoi(y.tagged)))
		})
		tie := len(same) > 1 && len(same[0].index) == len(same[1].index) &&
			same[0].tagged == same[1].tagged
		if same[0].field == f.field && !tie {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(x, y goField) int { return slices.Compare(x.index, y.index) })
	return list
}

// declOf is an entry of `types` by its name, or nil.
func (b *builder) declOf(name string) *declared.Decl {
	for _, d := range b.m.Types {
		if d.Name == name {
			return d
		}
	}
	return nil
}

func warning(file string, line int, format string, args ...any) Warning {
	return Warning{File: file, Line: line, Text: fmt.Sprintf(format, args...)}
}
