package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// Results: what handlers return, and the answers that are made of it.

// resultType is the Go type of a handler's first result.
func (e *emitter) resultType(r *model.Route) *jen.Statement {
	if r.Returns.Kind == model.ReturnsOneOf {
		return jen.Id(r.Handler + "Result")
	}
	return e.bodyOf(r.Returns, r.Handler+"Result")
}

// bodyOf is the Go type of what is returned.
func (e *emitter) bodyOf(ret model.Returns, enum string) *jen.Statement {
	sequence := func(of *jen.Statement) *jen.Statement {
		return jen.Qual("iter", "Seq2").Types(of, jen.Error())
	}
	value := func() *jen.Statement {
		if ret.Expr != nil {
			return e.wrapped(ret.Expr, enum)
		}
		return e.goType(ret.Type.Text)
	}
	switch ret.Kind {
	case model.ReturnsJSON:
		return value()
	case model.ReturnsText, model.ReturnsHTML:
		return jen.String()
	case model.ReturnsBytes:
		return jen.Index().Byte()
	case model.ReturnsEvents, model.ReturnsNDJSON:
		return sequence(value())
	case model.ReturnsChunks:
		return sequence(jen.Index().Byte())
	}
	return e.rt("Response")
}

// answer is the answer of a result that is no struct of several: a Response, or where that is
// fallible a Response and an error.
func (e *emitter) answer(
	ret model.Returns, value *jen.Statement, status int, name string,
) (call *jen.Statement, fallible bool) {
	switch code := jen.Lit(status); ret.Kind {
	case model.ReturnsJSON:
		if ret.Expr == nil {
			if strings.HasPrefix(ret.Type.Text, "[]") {
				return e.rt("EncodeJSONList").Call(value, code), true
			}
			return e.rt("EncodeJSON").Call(value, code), true
		}
		if inPieces(ret.Expr) {
			return e.rt("EncodePieces").Call(value, code, jen.Id(piecesName(ret, name))), true
		}
		return e.rt("EncodeBody").Call(value, code, encoderOf(ret, name)), true
	case model.ReturnsEvents:
		return e.rt("StreamEvents").Call(value, code, e.encoder(ret, name, "EncodeEvent")), true
	case model.ReturnsNDJSON:
		return e.rt("StreamLines").Call(value, code, e.encoder(ret, name, "EncodeLine")), true
	case model.ReturnsChunks:
		return e.rt("StreamChunks").Call(value, code), true
	case model.ReturnsText:
		return withStatus(e.rt("Text").Call(value), status, 200), false
	case model.ReturnsHTML:
		return withStatus(e.rt("HTML").Call(value), status, 200), false
	case model.ReturnsBytes:
		bytes := e.rt("Bytes").Call(value, jen.Lit("application/octet-stream"))
		return withStatus(bytes, status, 200), false
	case model.ReturnsNone:
		return withStatus(e.rt("NoContent").Call(), status, 204), false
	}
	return withStatus(value, status, 200), false
}

// An output is a value that a route sends: what is to be encoded, and what the encoder's name
// ends with.
type output struct {
	model.Returns
	name string
}

// outputsOf are the values that a route may send.
func outputsOf(r *model.Route) (list []output) {
	if r.Returns.Kind != model.ReturnsOneOf {
		return []output{{r.Returns, r.Handler + "Result"}}
	}
	for _, res := range r.Returns.Results {
		list = append(list, output{res.Body, res.Ident})
	}
	return list
}

// encoder is the function that writes each value of a sequence; byGo is that of the runtime for
// types of Go.
func (e *emitter) encoder(ret model.Returns, name, byGo string) *jen.Statement {
	if ret.Expr == nil {
		return e.rt(byGo).Types(e.goType(ret.Type.Text))
	}
	return encoderOf(ret, name)
}

// encoderOf is the function that writes a value: Book.AppendJSON, or one of its own.
func encoderOf(ret model.Returns, name string) *jen.Statement {
	switch {
	case ret.Kind == model.ReturnsEvents:
		return jen.Id("httpgenEvent" + name)
	case isDecl(ret.Expr):
		return jen.Id(ret.Expr.Decl.Name).Dot("AppendJSON")
	}
	return jen.Id("httpgenAppend" + name)
}

// outputEncoder writes the function that writes a value, unless its type has a method for that.
func (e *emitter) outputEncoder(f *jen.File, r *model.Route, out output) {
	switch {
	case out.Expr == nil:
	case out.Kind == model.ReturnsEvents:
		e.eventEncoder(f, r, out)
	case out.Kind == model.ReturnsJSON && inPieces(out.Expr):
		e.piecesEncoder(f, r, out)
	case !isDecl(out.Expr):
		name := "httpgenAppend" + out.name
		f.Comment("// " + name + " appends what " + r.Handler + " returns.")
		value := jen.Id("v").Add(e.wrapped(out.Expr, out.name))
		f.Func().Id(name).Params(value, jen.Id("b").Index().Byte()).
			Params(jen.Id("_").Index().Byte(), jen.Err().Error()).BlockFunc(func(g *jen.Group) {
			w := &writer{emitter: e}
			w.value(g, out.Expr, jen.Id("v"), out.name)
			g.Return(jen.Id("b"), jen.Nil())
		})
		f.Line()
	}
}

// answerName is the method that makes the answer of a result. Another handler's result does not
// have it, and no type of another package can.
func answerName(r *model.Route) string { return "answer" + r.Handler }

// results writes the types of a handler's results:
//
//	// GetBookResult is what GetBook returns: GetBook200 or GetBook404.
//	type GetBookResult interface {
//		answerGetBook(req runtime.Request) (runtime.Response, error)
//	}
func (e *emitter) results(f *jen.File, r *model.Route) {
	if r.Returns.Kind != model.ReturnsOneOf {
		return
	}
	var names []string
	for _, res := range r.Returns.Results {
		names = append(names, res.Ident)
	}
	name := r.Handler + "Result"
	f.Comment("// " + name + " is what " + r.Handler + " returns: " + oneOf(names) + ".")
	for _, c := range choicesOf(r) {
		f.Comment("//")
		f.Comment("// Which content type of status " + itoa(c.status) + " the client prefers says")
		f.Comment("// req.Accepts(" + quotedList(c.types) + ").")
	}
	f.Type().Id(name).Interface(jen.Id(answerName(r)).Params(jen.Id("req").Add(e.rt("Request"))).
		Params(e.rt("Response"), jen.Error()))
	f.Line()
	done := map[*types.Field]bool{} // content types of one status share their header fields
	for _, res := range r.Returns.Results {
		e.resultStruct(f, res)
		for _, field := range res.Headers {
			if !done[field] {
				done[field] = true
				e.fieldEnum(f, field)
			}
		}
		e.answerMethod(f, r, res)
	}
}

// oneOf is a list in words: a, b or c.
func oneOf(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

func quotedList(texts []string) string {
	var quoted []string
	for _, t := range texts {
		quoted = append(quoted, `"`+t+`"`)
	}
	return strings.Join(quoted, ", ")
}

// resultStruct writes
//
//	// CreateBook201 is the answer with status 201.
//	type CreateBook201 struct {
//		Body Book
//
//		// Location is Location: string.
//		Location string
//	}
func (e *emitter) resultStruct(f *jen.File, res *model.Result) {
	what := "// " + res.Ident + " is the answer with status " + itoa(res.Status)
	if res.Content != "" {
		what += " and the content type " + oneLiner(res.Content)
	}
	f.Comment(what + ".")
	body := res.Body.Kind != model.ReturnsNone
	f.Type().Id(res.Ident).StructFunc(func(g *jen.Group) {
		if body {
			g.Id("Body").Add(e.bodyOf(res.Body, res.Ident))
		}
		for i, field := range res.Headers {
			if i > 0 || body {
				g.Line()
			}
			for _, line := range fieldDoc(field) {
				g.Add(comment("%s", line))
			}
			g.Id(field.Go).Add(e.fieldType(field))
		}
	})
	f.Line()
}
