package manifest

import (
	"fmt"
	"go/token"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/nearest"
)

// What a before hook is called with and what it gives is decoded here.

// schemes are the credentials that need no entry of `security`.
var schemes = map[string]model.CredentialKind{"none": model.NoCredential, "basic": model.Basic,
	"bearer": model.Bearer, "apikey": model.APIKey}

// beforeHooksOnly reports keys that only a before hook has.
func (d *decoder) beforeHooksOnly(f fields) {
	for _, key := range []string{"gives", "as", "scheme", "in", "key"} {
		if v, ok := f[key]; ok {
			d.Report(diag.BadCredential, d.Source.span(v.name), "move the hook to `before`",
				"%q is for before hooks", key)
			return // the others are the same mistake
		}
	}
}

// credential reads what the hook is called with:
//
//	{hook: Authenticate, scheme: bearer, gives: model.User}
//	{hook: CheckKey, scheme: apikey, in: header, key: X-API-Key}
//	{hook: Login, scheme: shop, gives: model.User}                 an entry of `security`
func (d *decoder) credential(h *model.Hook, f fields) {
	if n, ok := f.get("scheme"); ok {
		if !d.scheme(h, n) {
			return
		}
	}
	c := &h.Credential
	in, hasIn := f.get("in")
	key, hasKey := f.get("key")
	if c.Kind != model.APIKey || c.Security != "" {
		for _, key := range []string{"in", "key"} {
			if v, ok := f[key]; ok {
				d.Report(diag.BadCredential, d.Source.span(v.name),
					"take it out, or write scheme: apikey", "%q is for the scheme apikey", key)
				return
			}
		}
		return
	}
	if !hasIn || !hasKey {
		if !f["in"].bad && !f["key"].bad {
			scheme, _ := f.get("scheme")
			d.Report(diag.BadCredential, d.Source.span(scheme),
				"write it as {scheme: apikey, in: header, key: X-API-Key}",
				"an API key needs `in` and `key`: where it stands, and its name there")
		}
		return
	}
	c.In = in.Value
	if d.inputName(key, keyCarriers[c.In]) {
		c.Key = key.Value
	}
}

// scheme reads a word of `scheme`: one of schemes, or an entry of `security`, which comes first.
func (d *decoder) scheme(h *model.Hook, n *yaml.Node) bool {
	for _, s := range d.Manifest.Security {
		if s.Name == n.Value {
			return d.declaredScheme(h, s, n)
		}
	}
	kind, ok := schemes[n.Value]
	if ok {
		h.Credential.Kind = kind
		return true
	}
	names := []string{"none", "basic", "bearer", "apikey"}
	for _, s := range d.Manifest.Security {
		names = append(names, s.Name)
	}
	near := nearest.Of(n.Value, names)
	help := "write none, basic, bearer or apikey, or declare it in `security`"
	if near != "" {
		help = fmt.Sprintf("did you mean %s?", near)
	}
	d.Report(diag.BadCredential, d.Source.span(n), help, "there is no scheme %s",
		diag.Quoted(n.Value)).Respell(n.Value, near)
	return false
}

// declaredScheme is what an entry of `security` means for a hook. Tokens of OAuth 2 and OpenID
// Connect come as those of bearer (RFC 6750); of a client's certificate the hook asks the request.
func (d *decoder) declaredScheme(h *model.Hook, s *model.SecurityScheme, n *yaml.Node) bool {
	c := &h.Credential
	c.Security = s.Name
	switch {
	case s.Type == "oauth2", s.Type == "openIdConnect", s.Scheme == "bearer":
		c.Kind = model.Bearer
	case s.Scheme == "basic":
		c.Kind = model.Basic
	case s.Type == "apiKey":
		c.Kind, c.In, c.Key = model.APIKey, s.In, s.Key
	case s.Scheme != "":
		d.Report(diag.BadCredential, d.Source.span(n),
			"write a hook with scheme: none, which reads the header field itself",
			"credentials of the scheme %s are not read here", s.Scheme).
			Also(s.Span, "declared here")
		return false
	}
	return true
}

// keyCarriers are where an API key may stand.
var keyCarriers = map[string]carrier{"header": inHeaders, "query": inQuery, "cookie": inCookies}

// gives reads what a hook gives to handlers, and the name of their parameter.
func (d *decoder) gives(h *model.Hook, f fields) {
	n, ok := f.get("gives")
	as, named := f.get("as")
	if !ok {
		if v, there := f["as"]; there && !f["gives"].bad {
			d.Report(diag.GivenName, d.Source.span(v.name), "add `gives`, or take it out",
				"`as` names the value that a hook gives, and this hook gives none")
		}
		return
	}
	t := d.goType(n, n.Value, 0)
	if t == nil {
		return
	}
	h.Gives, h.As, h.AsAt = t, nameOfType(t.Text), t.Span
	if !named {
		return
	}
	h.As, h.AsAt = as.Value, d.Source.span(as)
	if !token.IsIdentifier(as.Value) || token.IsExported(as.Value) || as.Value == "_" {
		d.Report(diag.GivenName, h.AsAt,
			"write a Go identifier that starts with a lower-case letter, such as user",
			"%s cannot be the name of a parameter", diag.Quoted(as.Value))
		h.Gives = nil
	}
}

// nameOfType is the name of a type in lower case: the last one that stands in it.
//
//	*model.User     user
//	[]model.Role    role
func nameOfType(text string) string {
	word := strings.FieldsFunc(text, func(r rune) bool {
		return strings.ContainsRune("[]*.{} ,", r)
	})
	return strings.ToLower(word[len(word)-1])
}
