package manifest

import (
	"net/url"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// Security schemes are decoded here, in the words of OpenAPI (OpenAPI 3.1, Security Scheme
// Object).

// security decodes `security` of one file. An entry with a fault is kept, so that hooks that name it have no
// second one.
//
//	security:
//	  token: {type: http, scheme: bearer, bearerFormat: JWT}
//	  key: {type: apiKey, in: header, name: X-API-Key}
func (d *decoder) security(top fields) {
	n, ok := top.get("security")
	if !ok {
		return
	}
	d.pairs(n, func(name, value *yaml.Node) {
		for _, other := range d.Manifest.Security { // of another file
			if other.Name == name.Value {
				d.Report(diag.BadSecurity, d.Source.span(name), "give one of them another name",
					"two security schemes are called %s", diag.Quoted(name.Value)).
					Also(other.Span, "the other")
				return
			}
		}
		s := &model.SecurityScheme{Name: name.Value, Span: d.Source.span(name)}
		d.Manifest.Security = append(d.Manifest.Security, s)
		d.schemeName(s)
		f := d.object(value, AtSecurity)
		s.Type, s.Description = choice(f, "type"), choice(f, "description")
		d.schemeKeys(s, f)
		d.schemeMeans(s)
	})
}

// schemeName checks the name of an entry, which is one of components in OpenAPI.
func (d *decoder) schemeName(s *model.SecurityScheme) {
	for _, r := range s.Name {
		if !isToken(r) || strings.ContainsRune("!#$%&'*+^`|~", r) {
			d.badSecurity(s.Span, "write letters, digits, ., _ and -",
				"a security scheme cannot be called "+diag.Quoted(s.Name))
			return
		}
	}
}

// schemeMeans refuses a word of `scheme` that means something else here.
//
//	security: {basic: {type: apiKey, …}}     then scheme: basic would be an API key
func (d *decoder) schemeMeans(s *model.SecurityScheme) {
	kind, ok := schemes[s.Name]
	if !ok || s.Type == "" {
		return
	}
	is := map[string]model.CredentialKind{"apiKey": model.APIKey, "oauth2": model.Bearer,
		"openIdConnect": model.Bearer}[s.Type]
	switch s.Scheme {
	case "basic":
		is = model.Basic
	case "bearer":
		is = model.Bearer
	}
	if is != kind || kind == model.NoCredential {
		d.badSecurity(s.Span, "give the entry another name",
			"`scheme: "+s.Name+"` means another credential")
	}
}

func (d *decoder) badSecurity(at diag.Span, help, message string) {
	d.Report(diag.BadSecurity, at, help, "%s", message)
}

// schemeOf are the keys of the types: those that have to be there end in "!".
var schemeOf = map[string][]string{
	"http":          {"scheme!", "bearerFormat"},
	"apiKey":        {"in!", "name!"},
	"oauth2":        {"flows!"},
	"openIdConnect": {"openIdConnectUrl!"},
	"mutualTLS":     {},
}

// schemeKeys reads what belongs to the type of a scheme, and nothing else.
func (d *decoder) schemeKeys(s *model.SecurityScheme, f fields) {
	if s.Type == "" {
		return // the fault has been said
	}
	for _, key := range []string{"scheme", "bearerFormat", "in", "name", "flows",
		"openIdConnectUrl"} {
		need, may := false, false
		for _, k := range schemeOf[s.Type] {
			need = need || k == key+"!"
			may = may || k == key
		}
		v, there := f[key]
		switch {
		case need && !there:
			d.badSecurity(s.Span, "add `"+key+": …`",
				"a security scheme of type "+s.Type+" needs the key "+diag.Quoted(key))
		case there && !need && !may:
			d.badSecurity(d.Source.span(v.name), "take it out, or write another `type`",
				diag.Quoted(key)+" is no key of the type "+s.Type)
		case there && !v.bad:
			d.schemeKey(s, key, v.value)
		}
	}
	if s.BearerFormat != "" && s.Scheme != "bearer" {
		d.badSecurity(d.Source.span(f["bearerFormat"].name), "write scheme: bearer, or take it out",
			`"bearerFormat" is for the scheme bearer`)
	}
}

// schemeKey reads the value of one key.
func (d *decoder) schemeKey(s *model.SecurityScheme, key string, n *yaml.Node) {
	switch key {
	case "scheme":
		if s.Scheme = strings.ToLower(n.Value); strings.ContainsFunc(n.Value, func(r rune) bool {
			return !isToken(r)
		}) {
			d.badSecurity(d.Source.span(n), "write a scheme of HTTP, such as bearer",
				diag.Quoted(n.Value)+" cannot be a scheme of Authorization")
		}
	case "bearerFormat":
		s.BearerFormat = n.Value
	case "in":
		s.In = n.Value
	case "name":
		in, known := keyCarriers[s.In] // `in` comes first
		if s.Key = n.Value; known {
			d.inputName(n, in)
		}
	case "openIdConnectUrl":
		s.OpenIDConnectURL = d.schemeURL(n)
	case "flows":
		s.Flows = d.flows(n)
	}
}

// schemeURL reads an absolute URL.
func (d *decoder) schemeURL(n *yaml.Node) string {
	if u, err := url.Parse(n.Value); err != nil || !u.IsAbs() || u.Host == "" {
		d.badSecurity(d.Source.span(n), "write it as https://login.example.com/token",
			diag.Quoted(n.Value)+" is no absolute URL")
	}
	return n.Value
}

// flowURLs are the URLs of the flows of OAuth 2: those that have to be there.
var flowURLs = map[string][]string{
	"implicit": {"authorizationUrl"}, "password": {"tokenUrl"}, "clientCredentials": {"tokenUrl"},
	"authorizationCode": {"authorizationUrl", "tokenUrl"},
}

// flows reads those of a scheme of OAuth 2, in the order of the file.
func (d *decoder) flows(n *yaml.Node) (list []*model.Flow) {
	f := d.object(n, AtFlows)
	for i := 0; i+1 < len(n.Content); i += 2 {
		kind := n.Content[i].Value
		value, ok := f.get(kind)
		if !ok || value != n.Content[i+1] {
			continue
		}
		flow := &model.Flow{Kind: kind}
		list = append(list, flow)
		keys := d.object(value, AtFlow)
		for key, to := range map[string]*string{"authorizationUrl": &flow.AuthorizationURL,
			"tokenUrl": &flow.TokenURL, "refreshUrl": &flow.RefreshURL} {
			if n, ok := keys.get(key); ok {
				*to = d.schemeURL(n)
			}
		}
		for _, key := range flowURLs[kind] {
			if _, there := keys[key]; !there {
				d.badSecurity(d.Source.span(n.Content[i]), "add `"+key+": https://…`",
					"the flow "+kind+" needs the key "+diag.Quoted(key))
			}
		}
		if scopes, ok := keys.get("scopes"); ok {
			d.pairs(scopes, func(name, value *yaml.Node) {
				if text, ok := d.word(name, value); ok {
					flow.Scopes = append(flow.Scopes, model.Scope{Name: name.Value,
						Description: text})
				}
			})
		}
	}
	if len(list) == 0 && n.Kind == yaml.MappingNode && len(n.Content) == 0 {
		d.badSecurity(d.Source.span(n), "write at least one, such as clientCredentials",
			"a security scheme of type oauth2 needs a flow")
	}
	return list
}
