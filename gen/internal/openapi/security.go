package openapi

import (
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/model"
)

// Credentials become security schemes here: those that the manifest declares, and those that a
// hook asks for without a name.

// securitySchemes writes the declared ones.
func (b *builder) securitySchemes() {
	for _, s := range b.m.Security {
		scheme := object("type", s.Type, "description", s.Description, "scheme", s.Scheme,
			"bearerFormat", s.BearerFormat, "in", s.In, "name", s.Key,
			"openIdConnectUrl", s.OpenIDConnectURL)
		flows := object()
		for _, f := range s.Flows {
			scopes := object()
			for _, scope := range f.Scopes {
				scopes.Set(scope.Name, scope.Description)
			}
			flows.Set(f.Kind, object("authorizationUrl", f.AuthorizationURL, "tokenUrl",
				f.TokenURL, "refreshUrl", f.RefreshURL).Set("scopes", scopes))
		}
		if len(flows.keys) > 0 {
			scheme.Set("flows", flows)
		}
		if s.Type == "mutualTLS" && b.old {
			b.warn(place{s.Span}, "OpenAPI 3.0 has no mutualTLS: the scheme %s is left out", s.Name)
			continue
		}
		b.schemes.Set(s.Name, scheme)
	}
}

// credentials are those that hooks in front of a route's handler want.
func (b *builder) credentials(r *model.Route) (list []model.Credential) {
	add := func(h *model.Hook) {
		if h.Credential.Kind != model.NoCredential && !slices.Contains(list, h.Credential) {
			list = append(list, h.Credential)
		}
	}
	for _, h := range b.m.Before {
		add(h)
	}
	for _, g := range b.m.Groups { // the guards of prefixes
		if g.Guarded == "" || r.Path != g.Guarded && !strings.HasPrefix(r.Path, g.Guarded+"/") {
			continue
		}
		for _, h := range g.Before {
			if h.Prefix {
				add(h)
			}
		}
	}
	for _, h := range r.BeforeHooks() {
		add(h)
	}
	return list
}

// security is the requirement of a route: all of its credentials, or nil.
func (b *builder) security(r *model.Route) []any {
	list := b.credentials(r)
	if len(list) == 0 {
		return nil
	}
	need := object()
	for _, c := range list {
		need.Set(b.scheme(c), []any{})
	}
	return []any{need}
}

// scheme is the name of a credential's scheme, which is written when it is first needed.
func (b *builder) scheme(c model.Credential) string {
	if c.Security != "" && b.schemes.Get(c.Security) != nil {
		return c.Security
	}
	var s *Map
	name := c.Kind.String()
	switch c.Kind {
	case model.APIKey:
		name += identifier(upper(strings.ToLower(c.Key)))
		s = object("type", "apiKey", "in", c.In, "name", c.Key)
	default:
		s = object("type", "http", "scheme", name)
	}
	for n := 2; ; n++ {
		was := b.schemes.Map(name)
		if was == nil {
			b.schemes.Set(name, s)
			return name
		}
		if compact(was) == compact(s) {
			return name
		}
		name = c.Kind.String() + number(n)
	}
}
