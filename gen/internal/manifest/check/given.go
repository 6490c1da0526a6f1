package check

import (
	"fmt"
	"go/token"
	"slices"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/model"
)

// What hooks give to handlers is looked at here: each type once in a handler, and names that
// neither generated code nor the path has for something else.

// given looks at all hooks that give, and then at what comes together at each route.
func (d *namer) given() {
	d.eachHook(func(h *model.Hook) {
		if h.Gives != nil {
			d.givenName(h)
		}
	})
	told := map[[2]*model.Hook]bool{}
	for _, e := range d.Entries {
		list := d.Manifest.GivenTo(e.Route)
		for i, h := range list {
			for _, outer := range list[:i] {
				if pair := [2]*model.Hook{outer, h}; !told[pair] {
					told[pair] = d.twoGiven(outer, h)
				}
			}
			d.givenAndHTTP(e, h)
			d.givenAndPath(e, h)
		}
	}
}

// eachHook calls f for every hook, at the top, of groups and of routes.
func (d *namer) eachHook(f func(*model.Hook)) {
	all := func(h *model.Hooks) {
		for _, hook := range slices.Concat(h.Before, h.Around, h.After) {
			f(hook)
		}
	}
	all(&d.Manifest.Hooks)
	for _, g := range d.Manifest.Groups {
		all(&g.Hooks)
	}
	for _, e := range d.Entries {
		all(&e.Route.Hooks)
	}
}

// givenLocals are names that the functions of routes have beside those of manifest.LocalNames.
var givenLocals = []string{"err", "in", "result", "resp", "wire"}

// givenName refuses a name that generated code needs for something else.
//
//	{hook: Admin, gives: string}            string is a type of Go: it wants an `as`
//	{hook: Admin, gives: model.Body}        body is the request's
//	{hook: Admin, gives: m.Model, as: m}    the import would be hidden
func (d *namer) givenName(h *model.Hook) {
	const help = "name the parameter by `as`, such as as: user"
	if i := slices.IndexFunc(d.Manifest.Imports,
		func(i *model.Import) bool { return i.Name == h.As }); i >= 0 {
		d.Report(diag.GivenName, h.AsAt, help,
			"the parameter with the value of %s cannot be called %s: it would hide an import",
			h.Name, h.As).Also(d.Manifest.Imports[i].Span, "the import")
		return
	}
	switch {
	case !token.IsIdentifier(h.As), manifest.Predeclared[h.As], manifest.Hidden(h.As),
		slices.Contains(manifest.LocalNames, h.As), slices.Contains(givenLocals, h.As),
		slices.Contains(importedNames, h.As):
		d.Report(diag.GivenName, h.AsAt, help,
			"the parameter with the value of %s cannot be called %s: Go or generated code has "+
				"something else of that name", h.Name, h.As)
	}
}

// twoGiven reports two values that come to one handler and have one type or one name.
func (d *namer) twoGiven(outer, inner *model.Hook) bool {
	switch {
	case outer.Gives.Text == inner.Gives.Text:
		d.Report(diag.SameGiven, inner.Gives.Span,
			"take one of the hooks out, or give one of the values a type of its own",
			"handlers would be given two values of the type %s", inner.Gives.Text).
			Also(outer.Gives.Span, "the other")
	case outer.As == inner.As:
		d.Report(diag.GivenName, inner.AsAt,
			fmt.Sprintf("name one of them otherwise by `as`, such as as: %s2", inner.As),
			"handlers would have two parameters %s", inner.As).
			Also(outer.AsAt, "the other")
	default:
		return false
	}
	return true
}

// givenAndPath reports a value whose parameter is called like one of the path.
func (d *namer) givenAndPath(e *manifest.Entry, h *model.Hook) {
	if e.Route.Pattern == nil {
		return
	}
	for i, p := range e.Route.Pattern.Params() {
		if e.Route.Params[i].Ident == h.As {
			d.Report(diag.GivenName, d.Within(e, p.Off, p.Len),
				"name the value otherwise by `as`, or the parameter",
				"%s would have two parameters %s", e.Route.Handler, h.As).
				Also(h.AsAt, "the value that "+h.Name+" gives")
		}
	}
}

// givenAndHTTP reports a value whose parameter is called like the first two of a handler of
// net/http.
func (d *namer) givenAndHTTP(e *manifest.Entry, h *model.Hook) {
	if e.Route.Returns.Kind != model.ReturnsHTTP || !slices.Contains(manifest.HTTPNames, h.As) {
		return
	}
	d.Report(diag.GivenName, h.AsAt, "name the value otherwise by `as`",
		"%s would have two parameters %s", e.Route.Handler, h.As).Also(e.Handler, "the handler")
}

// hookSignature is a before hook's in Go, without names of parameters.
//
//	(runtime.Request) (*runtime.Response, error)      answers itself, or does not
//	(runtime.Request, string) (model.User, error)     a token or a key in, a value out
func hookSignature(h *model.Hook) string {
	args := map[model.CredentialKind]string{model.Basic: ", string, string",
		model.Bearer: ", string", model.APIKey: ", string"}[h.Credential.Kind]
	result := "*runtime.Response"
	if h.Gives != nil {
		result = h.Gives.Text
	}
	return "(runtime.Request" + args + ") (" + result + ", error)"
}
