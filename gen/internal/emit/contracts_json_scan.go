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
func (r *jsonReader) checks(t, base *types.Type, rules types.Rules, owner string,
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
	return r.rules("d", value, base, ruling{rules, owner})
}

// scanJSON is the call that reads a value: d.Int(strconv.IntSize).
func (r *jsonReader) scanJSON(t *types.Type) *jen.Statement {
	d := jen.Id("d")
	switch kind := t.Kind; {
	case kind == types.Named:
		return jen.Id(decoderName(t.Decl.Name)).Call(d)
	case kind == types.Own:
		return r.wire("Text").Call(d, jen.Lit(t.Name), r.goType(r.converter(t.Name).Parse.Text))
	case kind == types.Go:
		return r.wire("Value").Types(r.goType(t.Name)).Call(d)
	case kind == types.Any:
		return d.Dot("Raw").Call()
	case kind >= types.Int && kind <= types.Int64:
		return d.Dot("Int").Call(bits(kind))
	case kind.Integer():
		return d.Dot("Uint").Call(bits(kind))
	case kind == types.Float32:
		return d.Dot("Float").Call(jen.Lit(32))
	case kind == types.Float:
		return d.Dot("Float").Call(jen.Lit(64))
	}
	return d.Dot(scanners[t.Kind]).Call()
}
