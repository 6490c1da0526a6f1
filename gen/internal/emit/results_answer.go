package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// The answers of declared results, with their header fields.

// answerMethod writes
//
//	func (r CreateBook201) answerCreateBook(_ runtime.Request) (runtime.Response, error) {
//		var out wire.FieldEncoder
//		out.String("Location", r.Location)
//		resp, err := runtime.EncodeBody(r.Body, 201, Book.AppendJSON)
//		if err != nil {
//			return resp, err
//		}
//		return runtime.WithFields(resp, &out)
//	}
func (e *emitter) answerMethod(f *jen.File, r *model.Route, res *model.Result) {
	offers := offersOf(r, res.Status)
	late := offers != nil && res.Status < 300 && !checkedEarly(r)
	req := "_"
	if late {
		req = "req"
	}
	receiver := jen.Id(res.Ident)
	if res.Body.Kind != model.ReturnsNone || len(res.Headers) > 0 {
		receiver = jen.Id("r").Add(receiver)
	}
	f.Func().Params(receiver).Id(answerName(r)).Params(jen.Id(req).Add(e.rt("Request"))).
		Params(e.rt("Response"), jen.Error()).BlockFunc(func(g *jen.Group) {
		if late {
			e.accept(g, offers)
		}
		e.encodeFields(g, res.Headers)
		e.answerResult(g, res, offers != nil)
	})
	f.Line()
}

// answerResult writes the answer with what its body does not say: the content type, that it
// depends on Accept where there is a choice, the header fields.
func (e *emitter) answerResult(g *jen.Group, res *model.Result, chosen bool) {
	answer, fallible := e.answer(res.Body, jen.Id("r").Dot("Body"), res.Status, res.Ident)
	content := contentType(res)
	if fallible && !chosen && content == "" && len(res.Headers) == 0 {
		g.Return(answer)
		return
	}
	if fallible {
		g.List(jen.Id("resp"), jen.Err()).Op(":=").Add(answer)
		g.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Id("resp"), jen.Err()))
		answer = jen.Id("resp")
	}
	if content != "" {
		answer = answer.Dot("WithHeader").Call(jen.Lit("Content-Type"), jen.Lit(content))
	}
	if chosen {
		answer = answer.Dot("WithHeader").Call(jen.Lit("Vary"), jen.Lit("Accept"))
	}
	if len(res.Headers) > 0 {
		g.Return(e.rt("WithFields").Call(answer, jen.Op("&").Id("out")))
		return
	}
	g.Return(answer, jen.Nil())
}

// contentType is what is to be said as Content-Type, "" where the body has said it. Texts are
// UTF-8.
func contentType(res *model.Result) string {
	content := strings.ToLower(res.Content)
	switch res.Body.Kind {
	case model.ReturnsText, model.ReturnsHTML:
		if strings.HasPrefix(content, "text/") && !strings.Contains(content, "charset") {
			content += "; charset=utf-8"
		}
	}
	usual := map[model.ReturnsKind]string{
		model.ReturnsJSON: "application/json", model.ReturnsNDJSON: "application/x-ndjson",
		model.ReturnsEvents: "text/event-stream", model.ReturnsText: "text/plain; charset=utf-8",
		model.ReturnsHTML:   "text/html; charset=utf-8",
		model.ReturnsBytes:  "application/octet-stream",
		model.ReturnsChunks: "application/octet-stream",
	}
	switch {
	case content == usual[res.Body.Kind]:
		return ""
	case content == strings.ToLower(res.Content):
		return res.Content
	}
	return res.Content + "; charset=utf-8"
}

// encodeFields writes the header fields of a result to out.
func (e *emitter) encodeFields(g *jen.Group, fields []*types.Field) {
	if len(fields) == 0 {
		return
	}
	g.Var().Id("out").Add(e.wire("FieldEncoder"))
	for _, field := range fields {
		value := jen.Id("r").Dot(field.Go)
		if !field.Type.Optional {
			e.encodeField(g, field, value)
			continue
		}
		there := jen.List(jen.Id("v"), jen.Id("ok")).Op(":=").Add(value).Dot("Get").Call()
		g.If(there, jen.Id("ok")).BlockFunc(func(g *jen.Group) {
			e.encodeField(g, field, jen.Id("v"))
		})
	}
}

// encodeField writes one value, or the elements of a list: in one line, but for Set-Cookie, of
// which each has its own (RFC 9110 §5.3).
func (e *emitter) encodeField(g *jen.Group, field *types.Field, value *jen.Statement) {
	name, base := jen.Lit(field.Name), field.Type.Base()
	switch {
	case base.Kind == types.Time && isHTTPDate(field.Name):
		g.Id("out").Dot("HTTPDate").Call(name, e.plain(field.Type, value))
	case base.Kind != types.List:
		g.Add(e.encodeOne(field.Type, name, value))
	default:
		single := strings.EqualFold(field.Name, "Set-Cookie")
		if !single {
			g.Id("out").Dot("Begin").Call(name, e.wire("Commas"))
		}
		g.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(value)).
			Block(e.encodeOne(base.Elem, name, jen.Id("v")))
		if !single {
			g.Id("out").Dot("End").Call(name)
		}
	}
}

// isHTTPDate says that a header field holds a date of RFC 9110 §5.6.7, and no other form.
func isHTTPDate(name string) bool {
	return strings.EqualFold(name, "Last-Modified") || strings.EqualFold(name, "Expires")
}
