package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// The methods of hooks.

// withCredential says in a hook's comment what it is called with.
var withCredential = map[model.CredentialKind]string{
	model.Basic:  ", with the request's user and password",
	model.Bearer: ", with the request's bearer token",
	model.APIKey: ", with the request's API key",
}

// beforeMethods adds
//
//	Quota(req runtime.Request) (*runtime.Response, error)
//	CheckKey(req runtime.Request, key string) (*runtime.Response, error)
//	Guard(req runtime.Request, token string) (own.User, error)
func (e *emitter) beforeMethods(i *iface, hooks []*model.Hook, request string) {
	for _, h := range hooks {
		before := request
		if h.Prefix {
			before = "everything below " + oneLiner(e.guardedBy(h))
		}
		m := &method{
			name:   h.Name,
			params: []jen.Code{e.request()},
			bare:   []jen.Code{e.rt("Request")},
		}
		doc := h.Name + " runs before " + before + withCredential[h.Credential.Kind]
		for _, name := range credentialNames(h) {
			m.params = append(m.params, jen.Id(name).String())
			m.bare = append(m.bare, jen.String())
		}
		no := e.rt("NotImplemented").Call(jen.Lit(h.Name))
		switch {
		case h.Gives != nil:
			m.doc = []string{doc + ".", "Handlers get the " + h.Gives.Text +
				" that it returns; an error ends the request."}
			m.results = []jen.Code{e.goType(h.Gives.Text), jen.Error()}
			m.named = []jen.Code{jen.Id("value").Add(e.goType(h.Gives.Text)), jen.Err().Error()}
			m.does, m.undefined = "answers 501", []jen.Code{jen.Return(jen.Id("value"), no)}
		default:
			m.doc = []string{doc + "; a response or an error ends the request."}
			m.results = []jen.Code{jen.Op("*").Add(e.rt("Response")), jen.Error()}
			m.does, m.undefined = "goes on", []jen.Code{jen.Return(jen.Nil(), jen.Nil())}
			if h.Credential.Kind != model.NoCredential {
				m.does, m.undefined = "answers 501", []jen.Code{jen.Return(jen.Nil(), no)}
			}
		}
		i.add(m)
	}
}

// guardedBy is the prefix that a hook guards.
func (e *emitter) guardedBy(h *model.Hook) string {
	for _, g := range e.m.Groups {
		for _, own := range g.Before {
			if own == h {
				return g.Guarded
			}
		}
	}
	return ""
}

// wrapMethods adds
//
//	InTx(req runtime.Request, next func() (runtime.Response, error)) (runtime.Response, error)
//	NoStore(req runtime.Request, resp *runtime.Response) error
func (e *emitter) wrapMethods(i *iface, hooks model.Hooks, handlers, answer string) {
	response := e.rt("Response")
	for _, h := range hooks.Around {
		next := jen.Func().Params().Params(response.Clone(), jen.Error())
		i.add(&method{
			name:      h.Name,
			doc:       []string{h.Name + " runs around " + handlers + ", which it calls by next."},
			params:    []jen.Code{e.request(), jen.Id("next").Add(next)},
			bare:      []jen.Code{e.rt("Request"), next.Clone()},
			own:       []jen.Code{jen.Id("_").Add(e.rt("Request")), jen.Id("next").Add(next.Clone())},
			results:   []jen.Code{response.Clone(), jen.Error()},
			does:      "goes on",
			undefined: []jen.Code{jen.Return(jen.Id("next").Call())},
		})
	}
	for _, h := range hooks.After {
		what := answer
		if h.All {
			what = "every answer, whoever made it"
		}
		i.add(&method{
			name: h.Name,
			doc: []string{h.Name + " runs after " + what +
				", which it may change or replace."},
			params:    []jen.Code{e.request(), jen.Id("resp").Op("*").Add(response.Clone())},
			bare:      []jen.Code{e.rt("Request"), jen.Op("*").Add(response.Clone())},
			results:   []jen.Code{jen.Error()},
			does:      "changes nothing",
			undefined: []jen.Code{jen.Return(jen.Nil())},
		})
	}
}
