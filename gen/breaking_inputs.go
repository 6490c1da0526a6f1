package gen

// What routes take beside their path is compared here: queries, headers, cookies, bodies; and
// what they return.

import (
	"cmp"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// inputs compares the typed parameters of a route.
//
//	was query: {q: string?}       is query: {q: string}      q has to be there now
//	was query: {}                 is query: {page: int = 1}  no break: there is a default
//	was query: {page: int}        is query: {}               page is not read any more
func (c *comparison) inputs(i int, methods string) {
	a, b := c.old.Routes[i], c.now.Routes[c.same[i]]
	for _, pair := range []struct {
		what    string
		was, is *model.Input
	}{{"query parameter", a.Query, b.Query}, {"header", a.Headers, b.Headers},
		{"cookie", a.Cookies, b.Cookies}} {
		c.fields(i, methods, pair.what, fieldsOf(pair.was), fieldsOf(pair.is))
	}
	if b.UnknownReject && !a.UnknownReject {
		c.add(InputNarrowed, i, methods, "",
			"query parameters that are not declared are refused, were ignored")
		c.show(c.askUndeclared(i))
	}
}

// fieldsOf are the parameters of a struct that a route may not have.
func fieldsOf(in *model.Input) []*types.Field {
	if in == nil {
		return nil
	}
	return in.Fields
}

// fields compares parameters of one kind by their names; case does not matter in those of header
// fields. One that has a new name is one removed and one added.
func (c *comparison) fields(i int, methods, what string, was, is []*types.Field) {
	old := map[string]*types.Field{}
	key := func(f *types.Field) string {
		if what == "header" {
			return strings.ToLower(f.Name)
		}
		return f.Name
	}
	for _, f := range was {
		old[key(f)] = f
	}
	for _, f := range is {
		before := old[key(f)]
		delete(old, key(f))
		at := "the " + what + " " + f.Name
		switch {
		case before == nil && needed(f):
			c.add(InputRequired, i, methods, "", "%s has to be there", at)
			c.show(c.ask(i, false))
			continue
		case before == nil:
			continue
		case needed(f) && !needed(before):
			c.add(InputRequired, i, methods, "", "%s has to be there now", at)
			c.show(c.ask(i, false))
		}
		if why := (&narrowing{}).narrower(before.Type, f.Type, at); why != "" {
			c.add(InputNarrowed, i, methods, "", "%s", why)
			c.show(c.askWith(i, before, f))
		} else if before.Style != f.Style || before.Explode != f.Explode {
			c.add(InputNarrowed, i, methods, "", "%s is written in another style", at)
		}
	}
	for _, f := range was {
		if old[key(f)] != nil {
			c.add(InputRemoved, i, methods, "", "the %s %s is not read any more", what, f.Name)
			c.show(c.askWith(i, f, nil))
		}
	}
}

// needed says that a request without the parameter is refused: a list may be empty.
func needed(f *types.Field) bool {
	return f.Type.Required() && f.Type.Base().Kind != types.List
}

// body compares what a route takes: by content type, where either has several.
//
//	was Book               is {application/json: Book, text/csv: bytes}    no break
//	was {application/json: Book, text/csv: bytes}    is Book               text/csv is not taken
func (c *comparison) body(i int, methods string) {
	a, b := c.old.Routes[i].Body, c.now.Routes[c.same[i]].Body
	if a.Kind != model.OneOfBody && b.Kind != model.OneOfBody ||
		a.Kind == model.NoBody || b.Kind == model.NoBody {
		c.oneBody(i, methods, a, b, "the body")
		return
	}
	for _, was := range contentsOf(a) {
		is := taker(b, was.Type)
		if is == nil {
			c.add(BodyChanged, i, methods, "", "a body of %s is not taken any more",
				cmp.Or(was.Type, "any content type"))
			continue
		}
		at := "the body"
		if was.Type != "" {
			at += " of " + was.Type
		}
		c.oneBody(i, methods, was.Body, is.Body, at)
	}
	if mayBeMissing(a) && !mayBeMissing(b) {
		c.add(BodyChanged, i, methods, "", "the body has to be there now")
	}
}

// mayBeMissing says that a request without a body is answered whatever its content type.
func mayBeMissing(b model.Body) bool {
	switch b.Kind {
	case model.FormBody, model.TextBody, model.BytesBody, model.LentBytesBody, model.StreamBody,
		model.NDJSONBody:
		return true
	}
	return b.Optional
}

// contentsOf are the content types of a body, one that does not depend on it has "".
func contentsOf(b model.Body) []*model.Content {
	if b.Kind == model.OneOfBody {
		return b.Contents
	}
	there := b
	there.Optional = false
	content := map[model.BodyKind]string{
		model.JSONBody: "application/json", model.NDJSONBody: "application/x-ndjson",
		model.FormBody:            "application/x-www-form-urlencoded",
		model.TypedFormBody:       "application/x-www-form-urlencoded",
		model.MultipartBody:       "multipart/form-data",
		model.TypedMultipartBody:  "multipart/form-data",
		model.MultipartStreamBody: "multipart/form-data",
	}[b.Kind]
	return []*model.Content{{Type: content, Body: there}}
}

// taker is what a body of a content type is read as, or nil. application/json takes …+json too.
func taker(b model.Body, content string) *model.Content {
	var json *model.Content
	for _, c := range contentsOf(b) {
		switch c.Type {
		case content, "":
			return c
		case "application/json":
			json = c
		}
	}
	if strings.HasPrefix(content, "application/") && strings.HasSuffix(content, "+json") {
		return json
	}
	return nil
}

// oneBody compares what is read of one content type.
//
// A body that was read part by part and is now read as a whole is the same to clients.
func (c *comparison) oneBody(i int, methods string, a, b model.Body, at string) {
	switch {
	case a.Expr != nil && b.Expr != nil && a.Kind == b.Kind:
		if why := (&narrowing{}).narrower(a.Expr, b.Expr, at); why != "" {
			c.add(BodyChanged, i, methods, "", "%s", why)
			return
		}
	case a.Decl != nil && b.Decl != nil && a.Kind == b.Kind,
		a.Kind == model.MultipartStreamBody && b.Kind == model.TypedMultipartBody:
		n, form := &narrowing{form: true}, strings.Replace(at, "body", "form", 1)
		if why := n.narrower(named(a.Decl), named(b.Decl), form); why != "" {
			c.add(BodyChanged, i, methods, "", "%s", why)
			return
		}
	case a.Kind != b.Kind || typeText(a.Type) != typeText(b.Type) ||
		(a.Expr == nil) != (b.Expr == nil):
		c.add(BodyChanged, i, methods, "", "%s is %s, was %s", at, cmp.Or(bodyName(b), "none"),
			cmp.Or(bodyName(a), "none"))
		return
	}
	if a.Optional && !b.Optional {
		c.add(BodyChanged, i, methods, "", "%s has to be there now", at)
	}
}
