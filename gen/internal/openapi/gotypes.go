package openapi

import (
	"go/token"
	"go/types"
	"math"
	"strings"

	"example.com/httpgen/gen/internal/model"
)

// Types of users' Go become schemas here, by the rules of encoding/json.

// goSchema is the schema of a Go type as the manifest writes it.
func (b *builder) goSchema(text string, at place) *Map {
	if b.go_ == nil {
		return object()
	}
	t, err := b.go_.typeOf(text)
	if err != nil {
		b.warn(at, "the Go type %s is any JSON: %v", text, err)
		return object()
	}
	if s, ok := types.Unalias(t).(*types.Slice); ok && !isByte(s.Elem()) { // a nil one is written []
		return object("type", "array").Set("items", b.goType(s.Elem(), at))
	}
	return b.goType(t, at)
}

// goType is the schema of a type.
func (b *builder) goType(t types.Type, at place) *Map {
	switch t := t.(type) {
	case *types.Alias:
		return b.goType(types.Unalias(t), at)
	case *types.Named:
		return b.goNamed(t, at)
	case *types.Pointer:
		return b.nullable(b.goType(t.Elem(), at))
	case *types.Basic:
		return b.goBasic(t, at)
	case *types.Slice:
		if isByte(t.Elem()) {
			return b.nullable(object("type", "string", "format", "byte"))
		}
		return b.nullable(object("type", "array").Set("items", b.goType(t.Elem(), at)))
	case *types.Array:
		return object("type", "array").Set("items", b.goType(t.Elem(), at)).
			Set("minItems", int(t.Len())).Set("maxItems", int(t.Len()))
	case *types.Map:
		return b.goMap(t, at)
	case *types.Struct:
		return b.goStruct(t, nil, at)
	case *types.Interface:
		return object()
	}
	b.goWarn(token.NoPos, at, "%s cannot be said in JSON: it is any JSON here", t)
	return object()
}

// goMap is an object with any names: keys are texts, whole numbers, or make their text themselves.
func (b *builder) goMap(t *types.Map, at place) *Map {
	key, basic := t.Key().Underlying().(*types.Basic)
	if !(basic && key.Info()&(types.IsString|types.IsInteger) != 0) && !has(t.Key(), "MarshalText") {
		b.goWarn(token.NoPos, at, "the keys of %s cannot be said in JSON: it is any JSON here", t)
		return object()
	}
	return b.nullable(object("type", "object").
		Set("additionalProperties", b.goType(t.Elem(), at)))
}

// known are types of the standard library whose JSON is not that of their fields.
var known = map[string]func() *Map{
	"time.Time":                func() *Map { return object("type", "string", "format", "date-time") },
	"encoding/json.RawMessage": func() *Map { return object() },
	"encoding/json.Number":     func() *Map { return object("type", "number") },
	"math/big.Int":             func() *Map { return object("type", "integer") },
	"math/big.Float":           func() *Map { return object("type", "string") },
	"net/netip.Addr":           func() *Map { return object("type", "string") },
}

// goNamed is a reference to the schema of a type with a name, or its schema where it is one
// value.
func (b *builder) goNamed(t *types.Named, at place) *Map {
	obj := t.Obj()
	if obj.Pkg() == nil { // error, comparable
		return object()
	}
	path := obj.Pkg().Path()
	switch make := known[path+"."+obj.Name()]; {
	case make != nil:
		return make()
	case strings.HasSuffix(path, "/wire") && obj.Name() == "UUID":
		return object("type", "string", "format", "uuid")
	case path == b.go_.own && b.declOf(obj.Name()) != nil:
		return ref(b.declared(b.declOf(obj.Name()), at))
	case has(t, "MarshalJSON"):
		b.goWarn(obj.Pos(), at, "%s writes its JSON itself: it is any JSON here", obj.Name())
		return object("description", b.go_.docOf(obj.Pkg(), obj.Name()))
	case has(t, "MarshalText"):
		return object("type", "string", "description", b.go_.docOf(obj.Pkg(), obj.Name()))
	}
	switch u := t.Underlying().(type) {
	case *types.Struct, *types.Map, *types.Slice, *types.Array:
		if s, ok := u.(*types.Slice); ok && isByte(s.Elem()) {
			break
		}
		return b.component(t, at)
	case *types.Pointer:
		b.goWarn(obj.Pos(), at, "%s is a pointer with a name: it is any JSON here", obj.Name())
		return object()
	}
	s := b.goType(t.Underlying(), at)
	if doc := b.go_.docOf(obj.Pkg(), obj.Name()); doc != "" && len(s.keys) > 0 {
		s.Set("description", doc)
	}
	return s
}

// component is a reference to the schema of a type with a name, which is made once.
func (b *builder) component(t *types.Named, at place) *Map {
	full := types.TypeString(t, nil)
	if name := b.goNames[full]; name != "" {
		_, isStruct := t.Underlying().(*types.Struct)
		if !isStruct && b.schemas.Get(name) == nil {
			b.goWarn(t.Obj().Pos(), at, "%s contains itself: values of it that do have no JSON",
				t.Obj().Name())
		}
		return ref(name)
	}
	name := t.Obj().Name()
	for i := range t.TypeArgs().Len() {
		if arg, ok := types.Unalias(t.TypeArgs().At(i)).(*types.Named); ok {
			name += arg.Obj().Name()
		} else {
			name += upper(types.TypeString(t.TypeArgs().At(i), nil))
		}
	}
	name = identifier(name)
	if b.taken[strings.ToLower(name)] {
		name = upper(t.Obj().Pkg().Name()) + name
	}
	name = b.schemaName(name)
	b.goNames[full] = name
	b.schemas.Set(name, nil)
	var s *Map
	switch u := t.Underlying().(type) {
	case *types.Struct:
		s = b.goStruct(u, t, at)
	default:
		s = b.goType(u, at)
	}
	if doc := b.go_.docOf(t.Obj().Pkg(), t.Obj().Name()); doc != "" {
		s.Set("description", doc)
	}
	b.schemas.Set(name, s)
	return ref(name)
}

// identifier leaves the letters, digits and _ of a name.
func identifier(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, name)
}

// goBasic is a number, text or bool.
func (b *builder) goBasic(t *types.Basic, at place) *Map {
	switch t.Kind() {
	case types.Bool:
		return object("type", "boolean")
	case types.String:
		return object("type", "string")
	case types.Int:
		return object("type", "integer")
	case types.Uint, types.Uintptr:
		return object("type", "integer").Set("minimum", 0)
	case types.Int32, types.Int64:
		return object("type", "integer", "format", t.Name())
	case types.Uint64:
		return object("type", "integer", "format", "uint64").Set("minimum", 0)
	case types.Float32:
		return object("type", "number", "format", "float")
	case types.Float64:
		return object("type", "number", "format", "double")
	}
	if span, ok := spans[t.Kind()]; ok {
		return object("type", "integer", "format", t.Name()).
			Set("minimum", span[0]).Set("maximum", span[1])
	}
	b.goWarn(token.NoPos, at, "%s cannot be said in JSON: it is any JSON here", t)
	return object()
}

// spans are the bounds of small numbers.
var spans = map[types.BasicKind][2]int{
	types.Int8: {math.MinInt8, math.MaxInt8}, types.Int16: {math.MinInt16, math.MaxInt16},
	types.Uint8: {0, math.MaxUint8}, types.Uint16: {0, math.MaxUint16},
	types.Uint32: {0, math.MaxUint32},
}

// isByte says that lists of t are base64 to encoding/json.
func isByte(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Kind() == types.Uint8 && !has(t, "MarshalJSON") && !has(t, "MarshalText")
}

// has says that t or a pointer to it has a method of encoding, which returns bytes and an error.
func has(t types.Type, method string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, method)
	f, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	sig := f.Signature()
	return sig.Params().Len() == 0 && sig.Results().Len() == 2
}

// goWarn tells of a type at its place in Go, or where the manifest comes to it.
func (b *builder) goWarn(pos token.Pos, at place, format string, args ...any) {
	if !pos.IsValid() {
		if pos = b.inGo; !pos.IsValid() {
			b.warn(at, format, args...)
			return
		}
	}
	file, line := b.go_.where(pos)
	b.warnAt(warning(file, line, format, args...))
}

// docOfConverter is the comment of a converter's type.
func (b *builder) docOfConverter(name string) string {
	if b.go_ == nil {
		return ""
	}
	for _, c := range b.m.Converters {
		if c.Name == name {
			return b.docOfType(c.Type)
		}
	}
	return ""
}

func (b *builder) docOfType(t *model.Type) string {
	is, err := b.go_.typeOf(t.Text)
	if err != nil {
		return ""
	}
	if named, ok := types.Unalias(is).(*types.Named); ok {
		return b.go_.docOf(named.Obj().Pkg(), named.Obj().Name())
	}
	return ""
}
