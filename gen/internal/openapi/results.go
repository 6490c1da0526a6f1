package openapi

import (
	"net/http"
	"strconv"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// What handlers answer is written here.

// unknown is the content of an answer of which nothing is declared.
func unknown() *Map { return object().Set("*/*", object().Set("schema", object())) }

// results adds what the handler of a route answers.
func (b *builder) results(to *Map, r *model.Route) {
	at := place{r.Span}
	switch ret := r.Returns; ret.Kind {
	case model.ReturnsResponse, model.ReturnsHTTP:
		to.Set("2XX", object("description", "What the handler answers.").Set("content", unknown()))
	case model.ReturnsOneOf:
		for _, res := range ret.Results {
			b.result(to, res)
		}
	default:
		status := r.Status
		if status == 0 {
			if status = http.StatusOK; ret.Kind == model.ReturnsNone {
				status = http.StatusNoContent
			}
		}
		a := object("description", statusText(status))
		if media := b.answerMedia(ret, at); media != nil {
			a.Set("content", object().Set(answerType(ret.Kind), media))
		}
		to.Set(strconv.Itoa(status), a)
		if ret.Type != nil && strings.HasPrefix(ret.Type.Text, "*") && status != 204 {
			to.Set("204", object("description", "There is none."))
		}
	}
}

// result adds one of several: of a status that is there before, one more content type.
func (b *builder) result(to *Map, res *model.Result) {
	status := strconv.Itoa(res.Status)
	a := to.Map(status)
	if a == nil {
		a = object("description", statusText(res.Status))
		if h := b.headers(res.Headers); len(h.keys) > 0 {
			a.Set("headers", h)
		}
		to.Set(status, a)
	}
	media := b.answerMedia(res.Body, place{res.Span})
	if media == nil {
		return
	}
	content := a.Map("content")
	if content == nil {
		content = object()
		a.Set("content", content)
	}
	name := res.Content
	if name == "" {
		name = answerType(res.Body.Kind)
	}
	content.Set(name, media)
}

// headers are the fields of an answer.
func (b *builder) headers(fields []*types.Field) *Map {
	all := object()
	for _, f := range fields {
		h := object("description", f.Description, "required", f.Type.Required(),
			"deprecated", f.Deprecated).Set("schema", b.schema(f.Type, place{f.Span}))
		if e := exampleOf(f); e != nil {
			h.Set("example", e)
		}
		all.Set(f.Name, h)
	}
	return all
}

// answerType is the content type of a kind of result.
func answerType(k model.ReturnsKind) string {
	switch k {
	case model.ReturnsText:
		return textType
	case model.ReturnsHTML:
		return "text/html"
	case model.ReturnsBytes, model.ReturnsChunks:
		return bytesType
	case model.ReturnsFile:
		return "*/*"
	case model.ReturnsEvents:
		return "text/event-stream"
	case model.ReturnsNDJSON:
		return ndjsonType
	}
	return jsonType
}

// answerMedia is what a result holds; nil is nothing.
func (b *builder) answerMedia(ret model.Returns, at place) *Map {
	switch ret.Kind {
	case model.ReturnsNone:
		return nil
	case model.ReturnsText, model.ReturnsHTML:
		return object("schema", object("type", "string"))
	case model.ReturnsBytes, model.ReturnsChunks, model.ReturnsFile:
		return object("schema", binary())
	case model.ReturnsEvents, model.ReturnsNDJSON:
		return b.sequence(b.value(ret.Expr, ret.Type, at))
	}
	if ret.Type != nil && strings.HasPrefix(ret.Type.Text, "*") && ret.Expr == nil {
		inner := *ret.Type // nil is 204, not null
		inner.Text = inner.Text[1:]
		return object().Set("schema", b.value(nil, &inner, at))
	}
	return object().Set("schema", b.value(ret.Expr, ret.Type, at))
}

// statusText is a status in words.
func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return text
	}
	return "Status " + strconv.Itoa(status)
}
