package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// What reads one value of JSON that is no list, map or record, and what is asked of it then.

// narrowed is w as the Go type of its kind: what reads numbers returns the widest.
func (r *jsonReader) narrowed(t *types.Type, w string) *jen.Statement {
	switch name := scalarNames[t.Kind]; t.Kind {
	case types.Int64, types.Uint64, types.Bool:
	default:
		if name != "" {
			return jen.Id(name).Call(jen.Id(w))
		}
	}
	return jen.Id(w)
}

// checks are the conditions of constraints on w, which is of an expression or of a name for one.
// on is the Decoder, at the place behind the value.
func (r *jsonReader) checks(on string, t, base *types.Type, owner string,
	w *jen.Statement) []jen.Code {
	value := w
	if t.Kind == types.Named {
		if !ruled(t) {
			return nil
		}
		value = r.typeOf(base, "").Parens(w.Clone())
		switch {
		case base.Kind >= types.Int && base.Kind <= types.Int64:
			value = jen.Int64().Call(w.Clone())
		case base.Kind.Integer():
			value = jen.Uint64().Call(w.Clone())
		}
	}
	return r.rules(on, value, base, ruling{t.Rules, owner})
}

// scanAt is the call that reads a common value at a place, d.StringAt(at); fast is false where
// scanJSON reads.
func (r *jsonReader) scanAt(t *types.Type) (call *jen.Statement, fast bool) {
	d, at := jen.Id("d"), jen.Id("at")
	switch kind := t.Kind; {
	case kind == types.Named: // a union
		return jen.Id(decoderName(t.Decl.Name)).Call(d, at), true
	case kind >= types.Int && kind <= types.Int64:
		return d.Dot("IntAt").Call(at, bits(kind)), true
	case kind.Integer():
		return d.Dot("UintAt").Call(at, bits(kind)), true
	case kind == types.Float32:
		return d.Dot("FloatAt").Call(at, jen.Lit(32)), true
	case kind == types.Float:
		return d.Dot("FloatAt").Call(at, jen.Lit(64)), true
	case kind == types.String, kind == types.Bool, kind == types.Time:
		return d.Dot(scanners[kind] + "At").Call(at), true
	}
	return nil, false
}

// scanJSON is the call that reads a value of another kind: d.At(at).URL().
func (r *jsonReader) scanJSON(t *types.Type) *jen.Statement {
	here := jen.Id("d").Dot("At").Call(jen.Id("at"))
	switch kind := t.Kind; {
	case kind == types.Own:
		return r.wire("Text").Call(here, jen.Lit(t.Name), r.goType(r.converter(t.Name).Parse.Text))
	case kind == types.Go:
		return r.wire("Value").Types(r.goType(t.Name)).Call(here)
	case kind == types.Any:
		return here.Dot("Raw").Call()
	}
	return here.Dot(scanners[t.Kind]).Call()
}
