package gen

// The credentials that requests of a route need are compared here.

import (
	"fmt"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/model"
)

// credentials compares what hooks before a route are called with: one that is new, or another one
// than before, lets nobody in who was. One that is gone breaks nothing.
//
//	was {hook: Admin}                  is {hook: Admin, scheme: bearer}     needs a token now
//	was {scheme: bearer}               is {scheme: basic}                   needs a password now
//	was {scheme: apikey, key: X-Key}   is {scheme: apikey, key: X-Other}    needs another key
func (c *comparison) credentials(i int, methods string) {
	a, b := c.old.Routes[i], c.now.Routes[c.same[i]]
	was, is := credentialsOf(c.old.Manifest, a), credentialsOf(c.now.Manifest, b)
	for _, credential := range is {
		if slices.Contains(was, credential) {
			continue
		}
		needed := "needed nothing"
		if len(was) > 0 {
			needed = "needed " + strings.Join(was, " and ")
		}
		c.add(CredentialNeeded, i, methods, "", "requests need %s, %s: without it they are "+
			"answered 401", credential, needed)
	}
}

// credentialsOf are the credentials that a route's requests need, in words.
func credentialsOf(m *model.Manifest, r *model.Route) (list []string) {
	for _, h := range slices.Concat(m.Before, guardsOf(m, r), r.BeforeHooks()) {
		text := ""
		switch key := h.Credential; key.Kind {
		case model.Basic:
			text = "a user and a password (Basic)"
		case model.Bearer:
			text = "a token (Bearer)"
		case model.APIKey:
			text = fmt.Sprintf("the API key %s of the %s", key.Key, key.In)
		}
		if text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// guardsOf are the hooks of scope prefix that run for a route, in whatever group they stand.
func guardsOf(m *model.Manifest, r *model.Route) (list []*model.Hook) {
	for _, g := range m.Groups {
		if g.Guarded == "" || !strings.HasPrefix(r.Path+"/", g.WholePrefix()+"/") {
			continue
		}
		for _, h := range g.Before {
			if h.Prefix {
				list = append(list, h)
			}
		}
	}
	return list
}
