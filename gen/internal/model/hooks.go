package model

import (
	"slices"

	"example.com/httpgen/gen/internal/diag"
)

// Hooks live here, and which of them run around a route.

// Hooks are what a manifest, a group or a route says of hooks by itself.
type Hooks struct {
	Before, Around, After []*Hook
	// Without are hooks of enclosing groups that do not apply here; there are none at the top.
	Without []*Without
}

// Hook is one use of a hook.
type Hook struct {
	Name   string // exported Go identifier, the group's namespace in front
	Word   string // the same as written
	All    bool   // scope: all (after hooks only)
	Prefix bool   // scope: prefix (before hooks of groups only)
	// Credential is what a before hook is called with beside the request.
	Credential Credential
	// Gives is the Go type of the value that a before hook gives to the handlers below; nil: it
	// gives none, and may answer itself.
	Gives *Type
	As    string    // Go identifier of the parameter with that value
	AsAt  diag.Span // of `as`, or of the type
	Span  diag.Span
}

// CredentialKind says what a credential is to the hook that is called with it.
type CredentialKind uint8

// The kinds.
const (
	NoCredential CredentialKind = iota
	Basic                       // a user and a password (RFC 7617)
	Bearer                      // a token (RFC 6750)
	APIKey                      // the text of a header field, query parameter or cookie
)

// String is what `scheme` calls it.
func (k CredentialKind) String() string {
	return [...]string{"none", "basic", "bearer", "apikey"}[k]
}

// Credential is what a hook has read of a request before it is called.
type Credential struct {
	Kind     CredentialKind
	In       string // of APIKey: header, query or cookie
	Key      string // of APIKey: the name there
	Security string // the entry of `security` that says so, or ""
}

// Without is an item of `without`.
type Without struct {
	Name string
	Span diag.Span
}

// SecurityScheme is an entry of `security`: a security scheme object of OpenAPI.
type SecurityScheme struct {
	Name, Type       string // http, apiKey, mutualTLS, oauth2, openIdConnect
	Scheme           string // of http, in lower case
	BearerFormat     string // of http with the scheme bearer, or ""
	In, Key          string // of apiKey
	OpenIDConnectURL string
	Flows            []*Flow // of oauth2, in file order
	Description      string
	Span             diag.Span
}

// Flow is a flow of OAuth 2.
type Flow struct {
	Kind                                   string // authorizationCode
	AuthorizationURL, TokenURL, RefreshURL string
	Scopes                                 []Scope // in file order
}

// Scope is a scope of OAuth 2, and what it is for.
type Scope struct{ Name, Description string }

// around are the groups around a route, from outside in.
func (r *Route) around() (list []*Group) {
	for g := r.Group; g != nil; g = g.Parent {
		list = append(list, g)
	}
	slices.Reverse(list)
	return list
}

// lists are a kind of hooks of the groups around a route, from outside in, and the route's own
// behind them; those that `without` takes out are left out.
func (r *Route) lists(of func(*Hooks) []*Hook) (lists [][]*Hook) {
	add := func(h *Hooks) {
		for i, list := range lists {
			lists[i] = h.left(list)
		}
		lists = append(lists, of(h))
	}
	for _, g := range r.around() {
		add(&g.Hooks)
	}
	add(&r.Hooks)
	return lists
}

// left are the hooks of a list of an enclosing group that apply.
func (h *Hooks) left(list []*Hook) []*Hook {
	if len(h.Without) == 0 {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(outer *Hook) bool {
		return slices.ContainsFunc(h.Without,
			func(w *Without) bool { return w.Name == outer.Word })
	})
}

// BeforeHooks are the before hooks that run once the route was found: those of the groups from
// outside in, then its own.
func (r *Route) BeforeHooks() []*Hook {
	list := slices.Concat(r.lists(func(h *Hooks) []*Hook { return h.Before })...)
	return slices.DeleteFunc(list, func(h *Hook) bool { return h.Prefix })
}

// AfterHooks are a route's own after hooks, then its groups' from inside out; those of all
// routes come behind them.
func (r *Route) AfterHooks() []*Hook {
	lists := r.lists(func(h *Hooks) []*Hook { return h.After })
	slices.Reverse(lists)
	return slices.Concat(lists...)
}

// AroundHooks are the hooks around a route's handler, outermost first: those of all routes, of
// its groups from outside in, its own.
func (m *Manifest) AroundHooks(r *Route) []*Hook {
	return slices.Concat(m.Around,
		slices.Concat(r.lists(func(h *Hooks) []*Hook { return h.Around })...))
}

// GivenTo are the hooks whose values a route's handler gets, outermost first.
func (m *Manifest) GivenTo(r *Route) []*Hook {
	list := slices.Concat(m.Before,
		slices.Concat(r.lists(func(h *Hooks) []*Hook { return h.Before })...))
	return slices.DeleteFunc(list, func(h *Hook) bool { return h.Gives == nil })
}

// Early says whether the hook runs before a route is looked for: its value then comes to the
// handler by the request.
func (m *Manifest) Early(h *Hook) bool { return h.Prefix || slices.Contains(m.Before, h) }

// WholePrefix is the prefix of a group with those of the groups around it, as written.
func (g *Group) WholePrefix() string {
	if g.Parent == nil {
		return g.Prefix
	}
	return g.Parent.WholePrefix() + g.Prefix
}

// Enclosing are the hooks of the groups around this place that apply so far, of one kind after
// the other; in is nil at the top.
func Enclosing(in *Group) []*Hook {
	r := Route{Group: in}
	return slices.Concat(
		slices.Concat(r.lists(func(h *Hooks) []*Hook { return h.Before })...),
		slices.Concat(r.lists(func(h *Hooks) []*Hook { return h.Around })...),
		slices.Concat(r.lists(func(h *Hooks) []*Hook { return h.After })...))
}
