package emit

import (
	"strings"

	"example.com/httpgen/gen/internal/types"
)

// Names for types that can have no methods are Go's aliases: whatever is of such a name is spelt
// as what the name stands for.

// seeThrough puts what such names stand for in their place, wherever values are of them.
func (e *emitter) seeThrough() {
	for _, d := range e.m.Types {
		e.throughType(d.Type)
		e.throughFields(d.Fields)
	}
	for _, r := range e.m.Routes {
		for _, in := range inputsOf(r) {
			e.throughFields(in.Fields)
		}
		for _, b := range bodiesOf(r) {
			e.throughType(b.Expr)
		}
		e.throughType(r.Returns.Expr)
		for _, res := range r.Returns.Results {
			e.throughType(res.Body.Expr)
			e.throughFields(res.Headers)
		}
	}
}

func (e *emitter) throughFields(list []*types.Field) {
	for _, f := range list {
		e.throughType(f.Type)
	}
}

// throughType replaces a name; whether a value may be absent or null, and its default, stay.
func (e *emitter) throughType(t *types.Type) {
	if t == nil {
		return
	}
	e.throughType(t.Elem)
	if t.Kind != types.Named || !e.seenThrough(t.Decl) {
		return
	}
	base := *t.Base()
	base.At, base.Optional, base.Nullable, base.Default = t.At, t.Optional, t.Nullable, t.Default
	*t = base
}

// seenThrough says that an entry is another name for what can have no methods of its own in Go: a
// URL or a converter's type that is a pointer, a union, which is an interface, and a Go type, of
// which nobody knows what it is.
func (e *emitter) seenThrough(d *types.Decl) bool {
	if d.Form != types.Alias {
		return false
	}
	switch base := d.Type.Base(); base.Kind {
	case types.URL, types.Go:
		return true
	case types.Own:
		return strings.HasPrefix(e.converter(base.Name).Type.Text, "*")
	case types.Named:
		return base.Decl.Form == types.Union
	}
	return false
}
