package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// Enums of contracts: their types, their words, and what reads one from a text.

// enumOf is the expression of the enum that values of t are, or nil, and the name of its type.
func enumOf(t *types.Type, inline string) (*types.Type, string) {
	switch {
	case t.Kind == types.Enum:
		return t, inline
	case t.Kind == types.Named && t.Decl.Form == types.Words:
		return t.Decl.Type, t.Decl.Name
	}
	return nil, ""
}

// fieldEnum writes the type of an enum that is written in place, in a field or its elements.
func (e *emitter) fieldEnum(f *jen.File, field *types.Field) {
	t := field.Type
	for t.Kind == types.List || t.Kind == types.Map {
		t = t.Elem
	}
	if t.Kind == types.Enum {
		e.enumType(f, field.GoType, "a value of "+field.Go+":", t)
	}
}

// enumType writes
//
//	// Sort is one of its constants.
//	type Sort string
//
//	// The values of Sort.
//	const (
//		SortTitle Sort = "title"
//		SortPrice Sort = "price"
//	)
//
//	// Valid says whether v is one of them.
//	func (v Sort) Valid() bool {
//		switch v {
//		case SortTitle, SortPrice:
//			return true
//		}
//		return false
//	}
func (e *emitter) enumType(f *jen.File, name, of string, t *types.Type) {
	f.Comment(strings.TrimSpace("// "+name+" is "+of) + " one of its constants.")
	base := jen.String()
	if t.Integers {
		base = jen.Int()
	}
	f.Type().Id(name).Add(base)
	f.Line()
	f.Comment("// The values of " + name + ".")
	var names []jen.Code
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, w := range t.Words {
			g.Id(w.Const).Id(name).Op("=").Add(wordLit(t, w))
			names = append(names, jen.Id(w.Const))
		}
	})
	f.Line()
	f.Comment("// Valid says whether v is one of them.")
	f.Func().Params(jen.Id("v").Id(name)).Id("Valid").Params().Bool().Block(
		jen.Switch(jen.Id("v")).Block(jen.Case(names...).Block(jen.Return(jen.True()))),
		jen.Return(jen.False()),
	)
	f.Line()
}

// wordLit is a word as Go: "title" or 3.
func wordLit(t *types.Type, w types.Word) jen.Code {
	if t.Integers {
		return jen.Op(w.Text)
	}
	return jen.Lit(w.Text)
}

// enumReader writes
//
//	// httpgenReadSort reads a value of Sort.
//	func httpgenReadSort(in *wire.Params) (v Sort, ok bool) {
//		text, ok := in.Text()
//		if !ok {
//			return v, false
//		}
//		switch text {
//		case "title":
//			return SortTitle, true
//		case "price":
//			return SortPrice, true
//		}
//		in.NoneOf(text, "title, price")
//		return v, false
//	}
func (e *emitter) enumReader(f *jen.File, name string, t *types.Type) {
	f.Comment("// " + readerName(name) + " reads a value of " + name + ".")
	f.Func().Id(readerName(name)).Params(e.inParam()).Params(jen.Id("v").Id(name),
		jen.Id("ok").Bool()).BlockFunc(func(g *jen.Group) {
		g.List(jen.Id("text"), jen.Id("ok")).Op(":=").Id("in").Dot("Text").Call()
		g.If(jen.Op("!").Id("ok")).Block(jen.Return(jen.Id("v"), jen.False()))
		var words []string
		g.Switch(jen.Id("text")).BlockFunc(func(g *jen.Group) {
			for _, w := range t.Words {
				words = append(words, w.Text)
				g.Case(jen.Lit(w.Text)).Block(jen.Return(jen.Id(w.Const), jen.True()))
			}
		})
		g.Id("in").Dot("NoneOf").Call(jen.Id("text"), jen.Lit(strings.Join(words, ", ")))
		g.Return(jen.Id("v"), jen.False())
	})
	f.Line()
}

// ownReader writes
//
//	// httpgenReadOwnIsbn reads a value of the converter isbn.
//	func httpgenReadOwnIsbn(in *wire.Params) (v ISBN, ok bool) {
//		text, ok := in.String()
//		if !ok {
//			return v, false
//		}
//		v, err := ParseISBN(text)
//		if err != nil {
//			in.Refused("isbn")
//		}
//		return v, err == nil
//	}
func (e *emitter) ownReader(f *jen.File, name string) {
	c := e.converter(name)
	reader := readerName("Own" + word(name))
	f.Comment("// " + reader + " reads a value of the converter " + name + ".")
	f.Func().Id(reader).Params(e.inParam()).Params(jen.Id("v").Add(e.goType(c.Type.Text)),
		jen.Id("ok").Bool()).Block(
		jen.List(jen.Id("text"), jen.Id("ok")).Op(":=").Id("in").Dot("String").Call(),
		jen.If(jen.Op("!").Id("ok")).Block(jen.Return(jen.Id("v"), jen.False())),
		jen.List(jen.Id("v"), jen.Err()).Op(":=").Add(e.goType(c.Parse.Text)).Call(jen.Id("text")),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Id("in").Dot("Refused").Call(jen.Lit(name))),
		jen.Return(jen.Id("v"), jen.Err().Op("==").Nil()),
	)
	f.Line()
}

func readerName(of string) string { return "httpgenRead" + of }

func (e *emitter) inParam() *jen.Statement { return jen.Id("in").Op("*").Add(e.wire("Params")) }

// readers writes the functions that the readers of inputs have asked for, in order of first use.
func (e *emitter) readers(f *jen.File) {
	for _, r := range e.reads {
		if r.own != "" {
			e.ownReader(f, r.own)
		} else {
			e.enumReader(f, r.name, r.enum)
		}
	}
}

// A read is a function that reads values of a type.
type read struct {
	name string
	enum *types.Type
	own  string
}

// reader is the name of the function that reads a type's values.
func (e *emitter) reader(r read) string {
	name := r.name
	if r.own != "" {
		name = "Own" + word(r.own)
	}
	for _, known := range e.reads {
		if known.name == r.name && known.own == r.own {
			return readerName(name)
		}
	}
	e.reads = append(e.reads, r)
	return readerName(name)
}
