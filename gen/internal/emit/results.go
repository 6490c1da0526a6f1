package emit

import (
	"slices"
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
	sequence := func(of *jen.Statement) *jen.Statement { return jen.Qual("iter", "Seq2").Types(of, jen.Error()) }
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
func (e *emitter) answer(ret model.Returns, value *jen.Statement, status int, name string) (call *jen.Statement, fallible bool) {
	switch code := jen.Lit(status); ret.Kind {
	case model.ReturnsJSON:
		if ret.Expr == nil {
			return e.rt("EncodeJSON").Call(value, code), true
		}
		return e.rt("EncodeBody").Call(value, code, encoderOf(ret, name)), true
	case model.ReturnsEvents:
		if ret.Expr == nil {
			return e.rt("StreamEvents").Call(value, code, e.rt("EncodeEvent").Types(e.goType(ret.Type.Text))), true
		}
		return e.rt("StreamEvents").Call(value, code, encoderOf(ret, name)), true
	case model.ReturnsNDJSON:
		if ret.Expr == nil {
			return e.rt("StreamLines").Call(value, code, e.rt("EncodeLine").Types(e.goType(ret.Type.Text))), true
		}
		return e.rt("StreamLines").Call(value, code, encoderOf(ret, name)), true
	case model.ReturnsChunks:
		return e.rt("StreamChunks").Call(value, code), true
	case model.ReturnsText:
		return withStatus(e.rt("Text").Call(value), status, 200), false
	case model.ReturnsHTML:
		return withStatus(e.rt("HTML").Call(value), status, 200), false
	case model.ReturnsBytes:
		return withStatus(e.rt("Bytes").Call(value, jen.Lit("application/octet-stream")), status, 200), false
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
	case !isDecl(out.Expr):
		name := "httpgenAppend" + out.name
		f.Comment("// " + name + " appends what " + r.Handler + " returns.")
		f.Func().Id(name).Params(jen.Id("v").Add(e.wrapped(out.Expr, out.name)), jen.Id("b").Index().Byte()).
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
//		// Body is JSON: Book.
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
		answer, fallible := e.answer(res.Body, jen.Id("r").Dot("Body"), res.Status, res.Ident)
		content := contentType(res)
		with := func(resp *jen.Statement) *jen.Statement {
			if content != "" {
				resp = resp.Dot("WithHeader").Call(jen.Lit("Content-Type"), jen.Lit(content))
			}
			if offers != nil {
				resp = resp.Dot("WithHeader").Call(jen.Lit("Vary"), jen.Lit("Accept"))
			}
			return resp
		}
		changed := offers != nil || content != ""
		switch {
		case fallible && !changed && len(res.Headers) == 0:
			g.Return(answer)
			return
		case fallible:
			g.List(jen.Id("resp"), jen.Err()).Op(":=").Add(answer)
			g.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Id("resp"), jen.Err()))
			answer = with(jen.Id("resp"))
		default:
			answer = with(answer)
		}
		if len(res.Headers) > 0 {
			g.Return(e.rt("WithFields").Call(answer, jen.Op("&").Id("out")))
			return
		}
		g.Return(answer, jen.Nil())
	})
	f.Line()
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
		model.ReturnsHTML: "text/html; charset=utf-8", model.ReturnsBytes: "application/octet-stream",
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

// A choice is a status that has several content types.
type choice struct {
	status int
	types  []string
}

// choicesOf are those of a route.
func choicesOf(r *model.Route) (list []choice) {
	for _, res := range r.Returns.Results {
		n := len(list) - 1
		switch {
		case res.Content == "":
		case n >= 0 && list[n].status == res.Status:
			list[n].types = append(list[n].types, res.Content)
		default:
			list = append(list, choice{res.Status, []string{res.Content}})
		}
	}
	return slices.DeleteFunc(list, func(c choice) bool { return len(c.types) < 2 })
}

// offersOf are the content types of a status, or nil where there is nothing to choose.
func offersOf(r *model.Route, status int) []string {
	for _, c := range choicesOf(r) {
		if c.status == status {
			return c.types
		}
	}
	return nil
}

// checkedEarly says that the one status of success of a route has several content types: a
// client that takes none of them is told before the handler does anything.
func checkedEarly(r *model.Route) bool {
	var good []int
	for _, res := range r.Returns.Results {
		if res.Status < 300 && !slices.Contains(good, res.Status) {
			good = append(good, res.Status)
		}
	}
	return len(good) == 1 && offersOf(r, good[0]) != nil
}

// checkAccept writes, before a handler is called,
//
//	if err := runtime.CheckAccept(req, "application/json", "text/csv"); err != nil {
//		return runtime.Response{}, err
//	}
func (e *emitter) checkAccept(g *jen.Group, r *model.Route) {
	if !checkedEarly(r) {
		return
	}
	for _, c := range choicesOf(r) {
		if c.status < 300 {
			e.accept(g, c.types)
		}
	}
}

func (e *emitter) accept(g *jen.Group, offers []string) {
	args := []jen.Code{jen.Id("req")}
	for _, o := range offers {
		args = append(args, jen.Lit(o))
	}
	g.If(jen.Err().Op(":=").Add(e.rt("CheckAccept")).Call(args...), jen.Err().Op("!=").Nil()).Block(
		jen.Return(e.rt("Response").Values(), jen.Err()))
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
		g.If(jen.List(jen.Id("v"), jen.Id("ok")).Op(":=").Add(value).Dot("Get").Call(), jen.Id("ok")).BlockFunc(func(g *jen.Group) {
			e.encodeField(g, field, jen.Id("v"))
		})
	}
}

// encodeField writes one value, or the elements of a list: in one line, but for Set-Cookie, of
// which each has its own (RFC 9110 §5.3).
func (e *emitter) encodeField(g *jen.Group, field *types.Field, value *jen.Statement) {
	name, base := jen.Lit(field.Name), field.Type.Base()
	switch {
	case base.Kind == types.Time && (strings.EqualFold(field.Name, "Last-Modified") || strings.EqualFold(field.Name, "Expires")):
		g.Id("out").Dot("HTTPDate").Call(name, value)
	case base.Kind != types.List:
		g.Add(e.encodeOne(field.Type, name, value))
	default:
		single := strings.EqualFold(field.Name, "Set-Cookie")
		if !single {
			g.Id("out").Dot("Begin").Call(name, e.wire("Commas"))
		}
		g.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(value)).Block(e.encodeOne(base.Elem, name, jen.Id("v")))
		if !single {
			g.Id("out").Dot("End").Call(name)
		}
	}
}
