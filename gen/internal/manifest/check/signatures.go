package check

import (
	"fmt"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/types"
)

// The methods of the generated interfaces are checked here: one name is one role and
// one signature, in whatever interface it stands. Handlers embeds all of them, and Go
// permits a method twice only if it is the same.

// A role is what a method is for.
// Around and after hooks have one signature each, so that theirs is "" here: the others can
// differ in it.
type role struct {
	name      string // with its namespace
	what      string // "a handler"
	signature string
	at        diag.Span
	space     string
}

// method is its name within its namespace, as the manifest has it.
func (r role) method() string { return r.name[len(r.space):] }

// methodNames compares the uses of each method's name, in order of the file.
//
//	before: [Log], after: [Log]                    Log is both a before hook and an after hook
//	GET /a/<int:id> Get, GET /b/<name> Get         Get would need two signatures
func (d *namer) methodNames() {
	first := map[string]role{}
	for _, r := range d.roles() {
		before, known := first[r.name]
		switch {
		case !known:
			first[r.name] = r
		case before.space != r.space:
			d.Report(diag.NameCollision, r.at, "give one of them another name",
				"generated code would call two methods %s: %s of %s, and %s of %s", r.name,
				before.method(), before.where(), r.method(), r.where()).
				Also(before.at, "the other")
		case before.what != r.what:
			d.Report(diag.TwoRoles, r.at, "give one of them another name", "%s is both %s and %s",
				r.method(), before.what, r.what).
				Also(before.at, before.what)
		case before.signature != r.signature:
			help := fmt.Sprintf("give one of them another %s, such as %s",
				strings.TrimPrefix(strings.TrimPrefix(r.what, "an "), "a "),
				d.free.name(r.name)[len(r.space):])
			d.Report(diag.TwoSignatures, r.at, help, "%s would need two signatures", r.method()).
				Under("func"+r.signature).
				Also(before.at, "func"+before.signature)
		}
	}
}

// where names the interface of a namespace.
func (r role) where() string { return r.space + "Handlers" }

// roles are all methods that the manifest asks for, in order of the file, so that the first
// use of a name is the one that others are held to.
func (d *namer) roles() []role {
	var list []role
	hooks := func(space string, own *model.Hooks, errors []*model.ErrorHandler) {
		for _, h := range own.Before {
			list = append(list, role{h.Name, "a before hook", hookSignature(h), h.Span, space})
		}
		for _, h := range own.Around {
			list = append(list, role{h.Name, "an around hook", "", h.Span, space})
		}
		for _, h := range own.After {
			list = append(list, role{h.Name, "an after hook", "", h.Span, space})
		}
		for _, h := range errors {
			list = append(list, role{h.Handler, "an error handler", errorSignature(h),
				h.HandlerSpan, space})
		}
	}
	hooks("", &d.Manifest.Hooks, d.Manifest.Errors)
	for _, m := range d.Manifest.Mounts {
		list = append(list, role{m.Handler, "a mount", "", m.HandlerSpan, ""})
	}
	for _, g := range d.Manifest.Groups {
		hooks(g.Space, &g.Hooks, g.Errors)
		if g.Separate {
			list = append(list, role{g.Name, "the method that gives a separate group", g.Name,
				g.NameSpan, model.SpaceOf(g.Parent)})
		}
	}
	for _, e := range d.Entries {
		space := model.SpaceOf(e.Route.Group)
		hooks(space, &e.Route.Hooks, e.Route.Errors)
		if e.Route.Pattern != nil && e.Route.Handler != "" {
			list = append(list, role{e.Route.Handler, "a handler", signatureOf(d.Manifest, e.Route),
				e.Handler, space})
		}
	}
	slices.SortStableFunc(list, func(a, b role) int { return a.at.Compare(b.at) })
	return list
}

// errorSignature is the method's in Go, without names of parameters.
//
//	404: PageMissing                 takes a *runtime.HTTPError
//	"*model.StockError": OutOfStock  takes a *model.StockError
func errorSignature(h *model.ErrorHandler) string {
	t := "*runtime.HTTPError"
	if h.Type != nil {
		t = h.Type.Text
	}
	return "(runtime.Request, " + t + ") (runtime.Response, error)"
}

// signatureOf is the handler's in Go, without names of parameters: the request, what hooks give,
// the values of the path in order, the typed parameters, the body.
//
//	POST /books/<int:id>, body: form  (runtime.Request, int, url.Values) (runtime.Response, error)
//
// Package emit spells the same from the model; a test compiles what it writes.
func signatureOf(m *model.Manifest, r *model.Route) string {
	args := []string{"runtime.Request"}
	if r.Returns.Kind == model.ReturnsHTTP {
		args = []string{"http.ResponseWriter", "*http.Request"}
	}
	for _, h := range m.GivenTo(r) {
		args = append(args, h.Gives.Text)
	}
	for i, p := range r.Pattern.Params() {
		if any := r.Params[i].Any; any != nil {
			args = append(args, any.Ident)
		} else {
			args = append(args, valueType(m, &p.Conv))
		}
	}
	for _, input := range []*model.Input{r.Query, r.Headers, r.Cookies} {
		if input != nil {
			args = append(args, input.Ident)
		}
	}
	if body := bodyText(r); body != "" {
		args = append(args, body)
	}
	result := map[model.ReturnsKind]string{
		model.ReturnsResponse: "(runtime.Response, error)", model.ReturnsText: "(string, error)",
		model.ReturnsHTML:  "(string, error)",
		model.ReturnsBytes: "([]byte, error)", model.ReturnsNone: "error",
		model.ReturnsFile:   "(runtime.Response, error)",
		model.ReturnsChunks: "(iter.Seq2[[]byte, error], error)",
		model.ReturnsOneOf:  "(" + r.Handler + "Result, error)",
	}[r.Returns.Kind]
	switch r.Returns.Kind {
	case model.ReturnsJSON:
		result = fmt.Sprintf("(%s, error)", textOf(r.Returns.Type))
	case model.ReturnsEvents, model.ReturnsNDJSON:
		result = fmt.Sprintf("(iter.Seq2[%s, error], error)", textOf(r.Returns.Type))
	}
	return strings.TrimSuffix("("+strings.Join(args, ", ")+") "+result, " ")
}

// bodyText is the type of the body's argument in Go, "" without one.
func bodyText(r *model.Route) string {
	text := map[model.BodyKind]string{
		model.FormBody: "url.Values", model.TextBody: "string", model.BytesBody: "[]byte",
		model.LentBytesBody: "[]byte",
		model.StreamBody:    "io.Reader", model.MultipartBody: "*multipart.Form",
		model.OneOfBody: r.Handler + "Body",
	}[r.Body.Kind]
	switch r.Body.Kind {
	case model.JSONBody:
		text = textOf(r.Body.Type)
	case model.NDJSONBody:
		text = fmt.Sprintf("iter.Seq2[%s, error]", textOf(r.Body.Type))
	case model.TypedFormBody, model.TypedMultipartBody:
		text = declName(r.Body.Decl)
		if r.Body.Optional {
			text = "runtime.Optional[" + text + "]"
		}
	case model.MultipartStreamBody:
		text = "*runtime.Parts[" + declName(r.Body.Decl) + "]"
	}
	return text
}

// declName is the name of an entry; of one with a fault, which has been said, nothing.
func declName(d *types.Decl) string {
	if d == nil {
		return "?"
	}
	return d.Name
}

// textOf is the type as written; of a type with a fault, which has been said, nothing.
func textOf(t *model.Type) string {
	if t == nil {
		return "?"
	}
	return t.Text
}

// valueType is the Go type of a converter's values, but for any.
func valueType(m *model.Manifest, c *pattern.Conv) string {
	switch {
	case c.Kind == pattern.Bool, c.Kind.Unsigned(), c.Kind.Signed():
		return c.Kind.String()
	case c.Kind == pattern.UUID:
		return "runtime.UUID"
	case c.Kind == pattern.Date:
		return "time.Time"
	case c.Kind == pattern.Float:
		return "float64"
	case c.Kind == pattern.OwnKind:
		return textOf(m.Converters[c.Own.Index].Type)
	}
	return "string"
}
