package runtime

import (
	"net/http"
	"slices"
	"strings"
)

// Preflights live here: what a browser asks before a page of another origin may send what no
// form could (Fetch §4.9). They are answered before all hooks, since they carry no credentials.

const (
	// varyOfPreflights names all that an answer depends on.
	varyOfPreflights = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
	varyOfNetworks   = varyOfPreflights + ", Access-Control-Request-Private-Network"
)

// preflight answers one. ok is false for what is none, for a path at which nothing answers, and
// where the policy is off: then the request is one like any other.
func (a *App) preflight(x *Exchange) (_ Response, ok bool) {
	wanted, more, ok := x.origin.line("Access-Control-Request-Method", 0)
	if !ok || more {
		return Response{}, false
	}
	if _, more, ok = x.origin.line("Origin", 0); !ok || more {
		return Response{}, false
	}
	path, ok := x.canonical()
	if !ok {
		return Response{}, false
	}
	t := a.service.Table
	m, head := t.Method(wanted), false
	if m == HEAD {
		m, head = GET, true
	}
	policy, headers, methods := a.wanted(m, head, wanted, path)
	if policy == nil || methods == "" {
		return Response{}, false
	}
	return policy.answer(x, methods, headers), true
}

// wanted is what holds for a method at a path. policy is nil where it is off, and methods "" where
// nothing answers.
func (a *App) wanted(m Method, head bool, name, path string) (
	policy *corsPolicy, headers, methods string) {
	t, c := a.service.Table, a.cors
	_, allowed := t.ofMethod(TRACE, false, path)
	if allowed == 0 && a.service.RedirectSlash && path != "/" {
		if _, allowed = t.ofMethod(TRACE, false, otherSlash(path)); allowed != 0 {
			path = otherSlash(path) // where the redirect leads to
		}
	}
	if len(a.static) > 0 && (m == GET || allowed == 0) && a.hasFile(path) {
		allowed |= 1 << GET
	}
	route, _ := t.ofMethod(m, head, path)
	if route != nil {
		policy, headers = c.routes[route.index], c.headers[route.index]
	} else if policy = a.policyAt(m, head, path); policy != nil {
		headers = policy.headers
	}
	switch {
	case policy == nil:
		return nil, "", ""
	case allowed == 0 && a.isMounted(path):
		return policy, headers, name
	case allowed == 0:
		return nil, "", ""
	case c.uniform:
		methods = c.methodNames(t, allowed)
	default:
		methods = c.methodNames(t, a.under(policy, allowed, path))
	}
	if route != nil && m == MethodOther {
		methods += ", " + name // of a `*` route, which takes names that nobody knows
	}
	return policy, headers, strings.TrimPrefix(methods, ", ")
}

// isMounted says whether a mount answers below a path.
func (a *App) isMounted(path string) bool {
	for i := range a.mounts {
		rest, ok := strings.CutPrefix(path, a.mounts[i].Prefix)
		if ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return false
}

// under are the methods of a set whose routes have a policy.
func (a *App) under(policy *corsPolicy, set MethodSet, path string) (same MethodSet) {
	t := a.service.Table
	for m := range methodsOf(t, set) {
		asked, head := m, false
		if m == HEAD {
			asked, head = GET, true
		}
		if route, _ := t.ofMethod(asked, head, path); route != nil &&
			a.cors.routes[route.index] == policy || route == nil && m == GET {
			same |= 1 << m
		}
	}
	return same
}

// methodsOf yields the methods that a set stands for.
func methodsOf(t *Table, set MethodSet) func(yield func(Method) bool) {
	if set&AnyMethod != 0 {
		set |= 1<<(MethodOwn+Method(len(t.Methods))) - 1
		set &^= 1<<CONNECT | 1<<TRACE | AnyMethod
	}
	if set&(1<<GET) != 0 {
		set |= 1 << HEAD
	}
	return func(yield func(Method) bool) {
		for m := GET; m < MethodOwn+Method(len(t.Methods)); m++ {
			if set&(1<<m) != 0 && !yield(m) {
				return
			}
		}
	}
}

// methodNames is the value of Access-Control-Allow-Methods for a set.
func (c *crossOrigin) methodNames(t *Table, set MethodSet) string {
	if known, ok := c.methods.Load(set); ok {
		return known.(string)
	}
	var names []string
	for m := range methodsOf(t, set) {
		names = append(names, t.Name(m))
	}
	slices.Sort(names)
	known := strings.Join(names, ", ")
	c.methods.Store(set, known)
	return known
}

// answer is the answer to a preflight. To an origin that is not taken it says no more than what
// it depends on.
func (p *corsPolicy) answer(x *Exchange, methods, headers string) Response {
	fields := make([]headerField, 0, 7)
	add := func(name, value string) {
		if value != "" {
			fields = append(fields, headerField{name, value})
		}
	}
	if p.PrivateNetwork {
		add("Vary", varyOfNetworks)
	} else {
		add("Vary", varyOfPreflights)
	}
	if allowed := p.allowOrigin(x); allowed != "" {
		add("Access-Control-Allow-Origin", allowed)
		if p.Credentials {
			add("Access-Control-Allow-Credentials", "true")
		}
		add("Access-Control-Allow-Methods", methods)
		add("Access-Control-Allow-Headers", headers)
		add("Access-Control-Max-Age", p.maxAge)
		if p.PrivateNetwork {
			if asks, _, _ := x.origin.line("Access-Control-Request-Private-Network", 0); asks == "true" {
				add("Access-Control-Allow-Private-Network", "true")
			}
		}
	}
	return Response{head: makeHead(http.StatusNoContent, kindFixed, typeNone),
		more: &responseMore{fields: fields}}
}
