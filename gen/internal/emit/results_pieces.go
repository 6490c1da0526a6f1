package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// Results that may be large are written in pieces, which are sent while the rest is encoded.

// fewElements is a bound of a list that has no need of that.
const fewElements = 1000

// inPieces says that a result may be large: a list, or a record that has lists of what is not
// small itself, as a page of results has.
func inPieces(t *types.Type) bool {
	if t == nil {
		return false
	}
	if t.Kind != types.Named {
		return t.Kind == types.List
	}
	if !isDecl(t) {
		return false
	}
	if d := t.Decl; d.Form == types.Record {
		for _, field := range d.Fields {
			if mayBeLarge(field.Type) {
				return true
			}
		}
		return false
	}
	return t.Decl.Form == types.Alias && t.Decl.Type.Kind == types.List
}

func mayBeLarge(t *types.Type) bool {
	if t.Kind != types.List {
		return false
	}
	if t.Rules.Max != nil {
		if most, err := strconv.Atoi(t.Rules.Max.Text); err == nil && most <= fewElements {
			return false
		}
	}
	elem := t.Elem.Base()
	switch elem.Kind {
	case types.Named:
		return elem.Decl.Form == types.Record || elem.Decl.Form == types.Union
	case types.List, types.Map, types.Any, types.Go:
		return true
	}
	return false
}

// piecesName is the function that writes a result in pieces: of a declared type there is one.
func piecesName(ret model.Returns, name string) string {
	if isDecl(ret.Expr) {
		return "httpgenPieces" + ret.Expr.Decl.Name
	}
	return "httpgenSend" + name
}

// piecesEncoder writes, of a record,
//
//	// httpgenPiecesTree writes Tree in pieces.
//	func httpgenPiecesTree(v Tree, out *wire.Pieces, b []byte) (_ []byte, err error) {
//		b = append(b, `,"name":`...)
//		b = wire.AppendString(b, v.Name)
//		b = append(b, `,"kids":[`...)
//		for i1 := range v.Kids {
//			if i1 > 0 {
//				if b, err = out.Next(b); err != nil {
//					return b, err
//				}
//			}
//			if b, err = v.Kids[i1].AppendJSON(b); err != nil {
//				return b, err
//			}
//		}
//		b = append(b, ']')
//		return out.CloseObject(b), nil
//	}
func (e *emitter) piecesEncoder(f *jen.File, r *model.Route, out output) {
	name := piecesName(out.Returns, out.name)
	if e.piecewise[name] {
		return
	}
	e.piecewise[name] = true
	declared, what := isDecl(out.Expr), "what "+r.Handler+" returns"
	if declared {
		what = out.Expr.Decl.Name
	}
	f.Comment("// " + name + " writes " + what + " in pieces.")
	f.Func().Id(name).Params(jen.Id("v").Add(e.wrapped(out.Expr, out.name)),
		jen.Id("out").Op("*").Add(e.wire("Pieces")), jen.Id("b").Index().Byte()).
		Params(jen.Id("_").Index().Byte(), jen.Err().Error()).BlockFunc(func(g *jen.Group) {
		w := &writer{emitter: e, pieces: true}
		switch {
		case !declared:
			w.value(g, out.Expr, jen.Id("v"), out.name)
		case out.Expr.Decl.Form == types.Alias:
			w.value(g, out.Expr.Decl.Type, jen.Id("v"), out.Expr.Decl.Name+"Value")
		default:
			e.members(g, out.Expr.Decl, true)
			g.Return(jen.Id("out").Dot("CloseObject").Call(jen.Id("b")), jen.Nil())
			return
		}
		g.Return(jen.Id("b"), jen.Nil())
	})
	f.Line()
}
