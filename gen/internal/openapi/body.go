package openapi

import (
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// Request bodies are written here, by content type.

const (
	jsonType      = "application/json"
	formType      = "application/x-www-form-urlencoded"
	multipartType = "multipart/form-data"
	ndjsonType    = "application/x-ndjson"
	textType      = "text/plain"
	bytesType     = "application/octet-stream"
)

// requestBody is what a route takes, or nil.
func (b *builder) requestBody(r *model.Route, method string) any {
	if r.Body.Kind == model.NoBody {
		return nil
	}
	content := object()
	if r.Body.Kind == model.OneOfBody {
		for _, c := range r.Body.Contents {
			content.Set(c.Type, b.media(c.Body, place{c.Span}))
		}
	} else {
		content.Set(bodyType(r.Body.Kind), b.media(r.Body, place{r.Span}))
	}
	if b.old && (method == "GET" || method == "HEAD" || method == "DELETE") {
		b.warn(place{r.Span}, "OpenAPI 3.0 gives the body of %s no meaning: readers of the "+
			"document pass over it", method)
	}
	return object("required", mustBeThere(r.Body), "content", content)
}

// bodyType is the content type that a kind of body wants, or comes closest to what it takes.
func bodyType(k model.BodyKind) string {
	switch k {
	case model.FormBody, model.TypedFormBody:
		return formType
	case model.MultipartBody, model.TypedMultipartBody, model.MultipartStreamBody:
		return multipartType
	case model.TextBody:
		return textType
	case model.BytesBody, model.LentBytesBody, model.StreamBody:
		return bytesType
	case model.NDJSONBody:
		return ndjsonType
	}
	return jsonType
}

// mustBeThere says whether a body may not be missing. One of text or bytes may be empty, which is
// the same.
func mustBeThere(body model.Body) bool {
	switch body.Kind {
	case model.JSONBody, model.TypedMultipartBody, model.MultipartStreamBody, model.MultipartBody,
		model.TypedFormBody, model.OneOfBody:
		return !body.Optional
	}
	return false
}

// media is what a content type of a request holds.
func (b *builder) media(body model.Body, at place) *Map {
	switch body.Kind {
	case model.TypedFormBody, model.TypedMultipartBody, model.MultipartStreamBody:
		m := object("schema", ref(b.declared(body.Decl, at)))
		if e := encodings(body.Decl); len(e.keys) > 0 && body.Kind == model.TypedFormBody {
			m.Set("encoding", e)
		}
		return m
	case model.FormBody, model.MultipartBody:
		return object("schema", object("type", "object", "additionalProperties", true))
	case model.TextBody:
		return object("schema", object("type", "string"))
	case model.BytesBody, model.LentBytesBody, model.StreamBody:
		return object("schema", binary())
	case model.NDJSONBody:
		return b.sequence(b.value(body.Expr, body.Type, at))
	}
	return object().Set("schema", b.value(body.Expr, body.Type, at))
}

// encodings say how lists of a form are spelt. In multipart bodies, where each element is a part,
// OpenAPI takes that for granted.
func encodings(d *types.Decl) *Map {
	all := object()
	for _, f := range d.Fields {
		if base := f.Type.Base(); base.Kind != types.List || f.Type.IsFile() {
			continue
		}
		name, explode := manifest.StyleNames[f.Style], f.Explode
		if f.Style == types.FormStyle {
			explode = true
		}
		all.Set(f.Name, object("style", name).Set("explode", explode))
	}
	return all
}

// value is the schema of what stands in a body or result: of ours, or of Go.
func (b *builder) value(expr *types.Type, in *model.Type, at place) *Map {
	switch {
	case expr != nil:
		return b.schema(expr, at)
	case in != nil:
		at.span = in.Span
		return b.goSchema(in.Text, at)
	}
	return object()
}

// sequence is a text of many values. What each is stands in itemSchema since OpenAPI 3.2, and
// here under a name of ours: the schema itself is of all the text.
func (b *builder) sequence(item *Map) *Map {
	return object("schema", object("type", "string")).Set("x-itemSchema", item)
}
