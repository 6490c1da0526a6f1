package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// What asks whether a list repeats an element lives here.

// repeats is true in generated code if two elements of a list are equal:
//
//	wire.Repeats(list)
//	wire.RepeatsBy(list, func(v *url.URL) string {
//		return v.String()
//	})
func (e *emitter) repeats(elem *types.Type, enum string, list *jen.Statement) *jen.Statement {
	bare := *elem
	bare.Nullable, bare.Optional = false, false
	value := jen.Id("v")
	if elem.Nullable {
		value = jen.Id("w")
	}
	keyType, key := e.uniqueKey(&bare, value)
	if keyType == nil {
		return e.wire("Repeats").Call(list)
	}
	var body []jen.Code
	if elem.Nullable {
		nullable := e.rt("Nullable").Types(keyType)
		body = []jen.Code{
			jen.List(jen.Id("w"), jen.Id("ok")).Op(":=").Id("v").Dot("Get").Call(),
			jen.If(jen.Op("!").Id("ok")).Block(jen.Return(nullable.Clone().Values())),
		}
		keyType, key = nullable, e.rt("NonNull").Call(key)
	}
	return e.wire("RepeatsBy").Call(list,
		jen.Func().Params(jen.Id("v").Add(e.wrapped(elem, enum))).Add(keyType).
			Block(append(body, jen.Return(key))...))
}

// uniqueKey is what is compared of a value for which == does not do: bytes do not have it, URLs
// are pointers, and times that are one instant differ by their zones. It is nil where == does.
func (e *emitter) uniqueKey(t *types.Type, v *jen.Statement) (keyType, key *jen.Statement) {
	base := t.Base()
	switch base.Kind {
	case types.Base64:
		return jen.String(), jen.String().Call(v)
	case types.URL:
		return jen.String(), v.Dot("String").Call()
	case types.Time:
		return jen.Qual("time", "Time"), e.plain(t, v).Dot("UTC").Call()
	}
	return nil, nil
}
