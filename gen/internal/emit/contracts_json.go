package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// Compiled JSON: the methods that every entry of `types` has. What reads and what writes a value
// stands in the files beside this one.

// codec writes the methods of an entry, and the functions that they call:
//
//	// AppendJSON appends v as JSON.
//	func (v NewBook) AppendJSON(b []byte) (_ []byte, err error) {
//
//	// MarshalJSON implements json.Marshaler.
//	func (v NewBook) MarshalJSON() ([]byte, error) {
//		return wire.Marshal(v)
//	}
//
//	// UnmarshalJSON implements json.Unmarshaler: it is as strict as the server is with bodies.
//	func (v *NewBook) UnmarshalJSON(data []byte) error {
//		return wire.Unmarshal(data, v, httpgenDecodeNewBook)
//	}
//
//	// Validate says what a server would refuse of v: nil, or a *wire.JSONError.
//	func (v NewBook) Validate() error {
//		return wire.Validate(v.AppendJSON, httpgenDecodeNewBook)
//	}
func (e *emitter) codec(f *jen.File, d *types.Decl) {
	switch d.Form {
	case types.Union:
		e.unionCodec(f, d)
		return
	case types.Record:
		e.appendRecord(f, d)
		e.decodeRecord(f, d)
	default:
		e.appendNamed(f, d)
		e.decodeNamed(f, d)
	}
	v := jen.Id("v").Id(d.Name)
	decode := e.decoderOf(d)
	f.Comment("// MarshalJSON implements json.Marshaler.")
	f.Func().Params(v.Clone()).Id("MarshalJSON").Params().Params(jen.Index().Byte(),
		jen.Error()).Block(
		jen.Return(e.wire("Marshal").Call(jen.Id("v"))))
	f.Line()
	f.Comment("// UnmarshalJSON implements json.Unmarshaler: it is as strict as the server is " +
		"with bodies.")
	f.Func().Params(jen.Id("v").Op("*").Id(d.Name)).Id("UnmarshalJSON").
		Params(jen.Id("data").Index().Byte()).Error().Block(
		jen.Return(e.wire("Unmarshal").Call(jen.Id("data"), jen.Id("v"), decode.Clone())))
	f.Line()
	f.Comment("// Validate says what a server would refuse of v: nil, or a *wire.JSONError.")
	f.Func().Params(v).Id("Validate").Params().Error().Block(
		jen.Return(e.wire("Validate").Call(jen.Id("v").Dot("AppendJSON"), decode)))
	f.Line()
}

// decoderOf is the function that reads an entry as a func(*wire.Decoder, int, *T) (int, bool).
func (e *emitter) decoderOf(d *types.Decl) *jen.Statement {
	if !e.tagged(d) {
		return jen.Id(decoderName(d.Name))
	}
	return jen.Func().Params(e.decoderParam(), jen.Id("at").Int(), jen.Id("v").Op("*").Id(d.Name)).
		Params(jen.Int(), jen.Bool()).Block(
		jen.Return(jen.Id(decoderName(d.Name)).Call(jen.Id("d"), jen.Id("at"), jen.Id("v"),
			jen.Lit(""))))
}

// bodyDecoder is the function that reads a body of JSON.
func (e *emitter) bodyDecoder(b incoming) *jen.Statement {
	bare := *b.Expr
	if bare.Optional = false; isDecl(&bare) {
		return e.decoderOf(bare.Decl)
	}
	return jen.Id(decoderName(b.name))
}

func decoderName(of string) string { return "httpgenDecode" + of }

func (e *emitter) decoderParam() *jen.Statement {
	return jen.Id("d").Op("*").Add(e.wire("Decoder"))
}

// tagged says that a record, or a name for one, is a member of a union that is told apart by a
// field, or is what such a member is a name for: that field stands in its object, too.
func (e *emitter) tagged(d *types.Decl) bool {
	for _, union := range e.m.Types {
		if union.Form != types.Union || union.By == "" {
			continue
		}
		for _, m := range union.Members {
			for at := m.Decl; at != nil; at = at.Type.Decl {
				if at == d {
					return true
				}
				if at.Form != types.Alias {
					break
				}
			}
		}
	}
	return false
}

// appendNamed writes AppendJSON of an enum or of a name for an expression.
func (e *emitter) appendNamed(f *jen.File, d *types.Decl) {
	e.appendJSON(f, d.Name, func(g *jen.Group) {
		t := d.Type
		switch {
		case d.Form == types.Words && t.Integers:
			g.Return(e.wire("AppendInt").Call(jen.Id("b"), jen.Int64().Call(jen.Id("v"))),
				jen.Nil())
		case d.Form == types.Words:
			g.Return(e.wire("AppendString").Call(jen.Id("b"), jen.String().Call(jen.Id("v"))),
				jen.Nil())
		default:
			w := &writer{emitter: e}
			value := jen.Id("v")
			if t.Kind != types.List && t.Kind != types.Map {
				value = e.wrapped(t, d.Name+"Value").Parens(value)
			}
			w.value(g, t, value, d.Name+"Value")
			g.Return(jen.Id("b"), jen.Nil())
		}
	})
}

// appendJSON writes the method around a body.
func (e *emitter) appendJSON(f *jen.File, name string, body func(g *jen.Group)) {
	f.Comment("// AppendJSON appends v as JSON.")
	f.Func().Params(jen.Id("v").Id(name)).Id("AppendJSON").Params(jen.Id("b").Index().Byte()).
		Params(jen.Id("_").Index().Byte(), jen.Err().Error()).BlockFunc(body)
	f.Line()
}

// decodeNamed writes what reads an enum or a name for an expression.
func (e *emitter) decodeNamed(f *jen.File, d *types.Decl) {
	if e.tagged(d) { // a name for a record
		e.decodeFunc(f, d.Name, []jen.Code{jen.Id("tag").String()}, func(g *jen.Group) {
			of := d.Type.Decl.Name
			record := jen.Parens(jen.Op("*").Id(of)).Call(jen.Id("v"))
			g.Return(jen.Id(decoderName(of)).Call(jen.Id("d"), jen.Id("at"), record, jen.Id("tag")))
		})
		return
	}
	e.decodeFunc(f, d.Name, nil, func(g *jen.Group) {
		if d.Form == types.Words {
			e.decodeWords(g, d.Type)
			return
		}
		r := &jsonReader{emitter: e, owner: d.Name}
		r.value(g, d.Type, d.Name+"Value", func(w *jen.Statement) jen.Code {
			return jen.Op("*").Id("v").Op("=").Id(d.Name).Call(w)
		})
		g.Return(jen.Id("at"), jen.Id("d").Dot("OK").Call())
	})
}

// decodeFunc writes
//
//	// httpgenDecodeNewBook reads a NewBook from a place on; false says that a fault was told.
//	func httpgenDecodeNewBook(d *wire.Decoder, at int, v *NewBook) (_ int, ok bool) {
func (e *emitter) decodeFunc(f *jen.File, name string, more []jen.Code, body func(g *jen.Group)) {
	e.decoderComment(f, decoderName(name)+" reads a "+name)
	f.Func().Id(decoderName(name)).
		Params(append([]jen.Code{e.decoderParam(), jen.Id("at").Int(),
			jen.Id("v").Op("*").Id(name)}, more...)...).
		Params(jen.Id("_").Int(), jen.Id("ok").Bool()).BlockFunc(body)
	f.Line()
}

func (e *emitter) decoderComment(f *jen.File, what string) {
	f.Comment("// " + what + " from a place on; false says that a fault was told.")
}

// decodeWords writes the body of what reads an enum:
//
//	text, at, ok := d.WordAt(at)
//	if !ok {
//		return at, false
//	}
//	switch string(text) {
//	case "title":
//		*v = SortTitle
//	default:
//		return at, d.At(at).NoneOf("title, price")
//	}
//	return at, true
func (e *emitter) decodeWords(g *jen.Group, t *types.Type) {
	at := jen.Id("at")
	read, key := jen.Id("d").Dot("WordAt").Call(at), jen.String().Call(jen.Id("text"))
	if t.Integers {
		read = jen.Id("d").Dot("IntAt").Call(at, jen.Qual("strconv", "IntSize"))
		key = jen.Id("text")
	}
	g.List(jen.Id("text"), at, jen.Id("ok")).Op(":=").Add(read)
	g.If(jen.Op("!").Id("ok")).Block(jen.Return(at, jen.False()))
	var words []string
	g.Switch(key).BlockFunc(func(g *jen.Group) {
		for _, w := range t.Words {
			words = append(words, w.Text)
			g.Case(wordLit(t, w)).Block(jen.Op("*").Id("v").Op("=").Id(w.Const))
		}
		g.Default().Block(jen.Return(at, jen.Id("d").Dot("At").Call(at).Dot("NoneOf").
			Call(jen.Lit(strings.Join(words, ", ")))))
	})
	g.Return(at, jen.True())
}

// jsonBodies writes the functions that read and write the bodies of routes whose types have no
// name of their own, such as lists.
func (e *emitter) jsonBodies(f *jen.File) {
	for _, r := range e.firstOfHandlers() {
		for _, b := range bodiesOf(r) {
			if b.Expr == nil {
				continue
			}
			bare := *b.Expr
			if bare.Optional = false; !isDecl(&bare) {
				e.decodeBody(f, r, b.name, &bare)
			}
		}
		for _, out := range outputsOf(r) {
			e.outputEncoder(f, r, out)
		}
	}
}

// firstOfHandlers are the routes that come first of those that one handler answers: all of them
// have the same types.
func (e *emitter) firstOfHandlers() (list []*model.Route) {
	done := map[string]bool{}
	for _, r := range e.m.Routes {
		if !done[r.Handler] {
			done[r.Handler] = true
			list = append(list, r)
		}
	}
	return list
}

// isDecl says that a type is an entry of `types` as it is, with methods of its own.
func isDecl(t *types.Type) bool {
	return t.Kind == types.Named && t.Decl.Form != types.Union && !t.Nullable && !t.Optional &&
		!ruled(t)
}

// ruled says that an expression has constraints of its own.
func ruled(t *types.Type) bool {
	r := t.Rules
	return r.Min != nil || r.Max != nil || r.Multiple != nil || r.Pattern != nil || r.Unique != nil
}

// decodeBody writes what reads a body whose type has no name.
func (e *emitter) decodeBody(f *jen.File, r *model.Route, name string, t *types.Type) {
	e.decoderComment(f, decoderName(name)+" reads the body of "+r.Handler)
	f.Func().Id(decoderName(name)).Params(e.decoderParam(), jen.Id("at").Int(),
		jen.Id("v").Op("*").Add(e.wrapped(t, name))).Params(jen.Id("_").Int(),
		jen.Id("ok").Bool()).BlockFunc(func(g *jen.Group) {
		reader := &jsonReader{emitter: e, owner: name}
		reader.value(g, t, name, func(w *jen.Statement) jen.Code {
			return jen.Op("*").Id("v").Op("=").Add(w)
		})
		g.Return(jen.Id("at"), jen.Id("d").Dot("OK").Call())
	})
	f.Line()
}
