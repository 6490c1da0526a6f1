package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// Bodies: what handlers are given of them, and what reads it.

// An incoming is a body that a route reads, and the name of what is generated for it.
type incoming struct {
	model.Body
	name string // PutBookBody, or of several PutBookBodyJSON
}

// bodiesOf are the bodies that a route reads: one for each content type that it declares.
func bodiesOf(r *model.Route) (list []incoming) {
	switch r.Body.Kind {
	case model.NoBody:
		return nil
	case model.OneOfBody:
		for _, c := range r.Body.Contents {
			list = append(list, incoming{c.Body, c.Ident})
		}
		return list
	}
	return []incoming{{r.Body, r.Handler + "Body"}}
}

// bodyType is the Go type of a route's body argument, or nil.
func (e *emitter) bodyType(r *model.Route) *jen.Statement {
	switch r.Body.Kind {
	case model.NoBody:
		return nil
	case model.OneOfBody:
		return jen.Id(r.Handler + "Body")
	}
	return e.typeOfBody(incoming{r.Body, r.Handler + "Body"})
}

// typeOfBody is the Go type of one body.
func (e *emitter) typeOfBody(b incoming) *jen.Statement {
	maybe := func(of *jen.Statement) *jen.Statement {
		if b.Optional {
			return e.rt("Optional").Types(of)
		}
		return of
	}
	switch b.Kind {
	case model.JSONBody:
		if b.Expr != nil {
			return e.wrapped(b.Expr, b.name)
		}
		return e.goType(b.Type.Text)
	case model.NDJSONBody:
		return jen.Qual("iter", "Seq2").Types(e.valueOfLines(b), jen.Error())
	case model.FormBody:
		return jen.Qual("net/url", "Values")
	case model.TextBody:
		return jen.String()
	case model.StreamBody:
		return jen.Qual("io", "Reader")
	case model.MultipartBody:
		return jen.Op("*").Qual("mime/multipart", "Form")
	case model.TypedFormBody, model.TypedMultipartBody:
		return maybe(jen.Id(b.Decl.Name))
	case model.MultipartStreamBody:
		return jen.Op("*").Add(e.rt("Parts").Types(jen.Id(b.Decl.Name)))
	}
	return jen.Index().Byte()
}

// valueOfLines is the Go type of the values of ndjson(T).
func (e *emitter) valueOfLines(b incoming) *jen.Statement {
	if b.Expr != nil {
		return e.wrapped(b.Expr, b.name)
	}
	return e.goType(b.Type.Text)
}

// decode reads the body of a route.
func (e *emitter) decode(r *model.Route) *jen.Statement {
	if r.Body.Kind == model.OneOfBody {
		return jen.Id(readerName(r.Handler + "Body")).Call(jen.Id("req"))
	}
	b := incoming{r.Body, r.Handler + "Body"}
	return e.decodeOne(b, b.Optional)
}

// decodeOne reads one body: runtime.DecodeJSON[Item](req), runtime.DecodeForm(req), ….
func (e *emitter) decodeOne(b incoming, optional bool) *jen.Statement {
	name := func(of string) *jen.Statement {
		if optional {
			return e.rt("DecodeOptional" + of)
		}
		return e.rt("Decode" + of)
	}
	req := jen.Id("req")
	switch b.Kind {
	case model.JSONBody:
		if b.Expr != nil {
			return name("Body").Call(req, e.bodyDecoder(b))
		}
		return name("JSON").Types(e.goType(b.Type.Text)).Call(req)
	case model.NDJSONBody:
		if b.Expr != nil {
			return e.rt("DecodeLines").Call(req, e.bodyDecoder(b))
		}
		return e.rt("DecodeLines").Call(req, e.rt("DecodeLine").Types(e.valueOfLines(b)))
	case model.FormBody:
		return e.rt("DecodeForm").Call(req)
	case model.TextBody:
		return e.rt("DecodeText").Call(req)
	case model.StreamBody:
		return e.rt("DecodeStream").Call(req)
	case model.LentBytesBody:
		return e.rt("DecodeLentBytes").Call(req)
	case model.MultipartBody:
		return name("Multipart").Call(req)
	case model.TypedFormBody:
		return name("FormOf").Call(req, jen.Id(formReader(b.Body)))
	case model.TypedMultipartBody:
		return name("MultipartOf").Call(req, jen.Id(formReader(b.Body)))
	case model.MultipartStreamBody:
		return name("Parts").Call(req, jen.Id(formReader(b.Body)))
	}
	return e.rt("DecodeBytes").Call(req)
}

// bodies writes the types of a body of several content types, and what reads it.
//
//	// TwoBody is the body of Two, by its content type: TwoBodyJSON or TwoBodyCSV.
//	type TwoBody interface {
//		isTwoBody()
//	}
//
//	// TwoBodyJSON is a body of application/json.
//	type TwoBodyJSON struct {
//		Body Item
//	}
//
//	func (TwoBodyJSON) isTwoBody() {}
func (e *emitter) bodies(f *jen.File, r *model.Route) {
	if r.Body.Kind != model.OneOfBody {
		return
	}
	name, list := r.Handler+"Body", bodiesOf(r)
	var names []string
	for _, b := range list {
		names = append(names, b.name)
	}
	end := "."
	if r.Body.Optional {
		end = ", or nil where there is none."
	}
	f.Comment("// " + name + " is the body of " + r.Handler + ", by its content type: " +
		oneOf(names) + end)
	f.Type().Id(name).Interface(jen.Id("is" + name).Params())
	f.Line()
	for i, b := range list {
		f.Comment("// " + b.name + " is a body of " + oneLiner(r.Body.Contents[i].Type) + ".")
		f.Type().Id(b.name).Struct(jen.Id("Body").Add(e.typeOfBody(b)))
		f.Line()
		f.Func().Params(jen.Id(b.name)).Id("is" + name).Params().Block()
		f.Line()
	}
	e.readBodies(f, r, list)
}

// readBodies writes
//
//	// httpgenReadTwoBody reads the body of Two by its content type.
//	func httpgenReadTwoBody(req runtime.Request) (TwoBody, error) {
//		value, err := runtime.ChooseBody(req, "application/json", "text/csv")
//		if err != nil {
//			return nil, err
//		}
//		switch value {
//		case "application/json":
//			body, err := runtime.DecodeBody(req, httpgenDecodeItem)
//			return TwoBodyJSON{body}, err
//		case "text/csv":
//			…
//		}
//		return nil, nil
//	}
func (e *emitter) readBodies(f *jen.File, r *model.Route, list []incoming) {
	choose := "ChooseBody"
	if r.Body.Optional {
		choose = "ChooseOptionalBody"
	}
	args := []jen.Code{jen.Id("req")}
	for _, c := range r.Body.Contents {
		args = append(args, jen.Lit(c.Type))
	}
	name := readerName(r.Handler + "Body")
	f.Comment("// " + name + " reads the body of " + r.Handler + " by its content type.")
	f.Func().Id(name).Params(e.request()).Params(jen.Id(r.Handler+"Body"), jen.Error()).
		BlockFunc(func(g *jen.Group) {
			g.List(jen.Id("value"), jen.Err()).Op(":=").Add(e.rt(choose)).Call(args...)
			g.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err()))
			g.Switch(jen.Id("value")).BlockFunc(func(g *jen.Group) {
				for i, b := range list {
					g.Case(jen.Lit(r.Body.Contents[i].Type)).BlockFunc(func(g *jen.Group) {
						e.readContent(g, b, r.Body.Optional)
					})
				}
			})
			g.Return(jen.Nil(), jen.Nil())
		})
	f.Line()
}

// readContent writes what reads a body of one content type. Where it may be missing:
//
//	body, err := runtime.DecodeOptionalBody(req, httpgenDecodeItem)
//	v, ok := body.Get()
//	if err != nil || !ok {
//		return nil, err
//	}
//	return OneBodyJSON{v}, nil
func (e *emitter) readContent(g *jen.Group, b incoming, optional bool) {
	byGo := b.Kind == model.JSONBody && b.Expr == nil
	if optional && byGo { // nil of a pointer says that there is none
		b.Type = &model.Type{Text: "*" + b.Type.Text, Span: b.Type.Span}
	}
	body, missing := jen.Id("body"), jen.Id("body").Op("==").Nil()
	g.List(jen.Id("body"), jen.Err()).Op(":=").Add(e.decodeOne(b, optional))
	switch optional {
	case false:
		g.Return(jen.Id(b.name).Values(body), jen.Err())
		return
	case b.Kind == model.JSONBody && !byGo,
		b.Kind == model.TypedFormBody || b.Kind == model.TypedMultipartBody:
		g.List(jen.Id("v"), jen.Id("ok")).Op(":=").Id("body").Dot("Get").Call()
		body, missing = jen.Id("v"), jen.Op("!").Id("ok")
	case byGo:
		body = jen.Op("*").Id("body")
	case b.Kind == model.MultipartBody || b.Kind == model.MultipartStreamBody:
	default: // an empty one is none that is missing
		g.Return(jen.Id(b.name).Values(body), jen.Err())
		return
	}
	g.If(jen.Err().Op("!=").Nil().Op("||").Add(missing)).Block(jen.Return(jen.Nil(), jen.Err()))
	g.Return(jen.Id(b.name).Values(body), jen.Nil())
}
