package runtime

import (
	"net/http"
	"strings"

	"example.com/httpgen/runtime/match"
)

// What pages of other origins may ask for lives here (Fetch §3.2, CORS): which policy holds for
// a request, and the fields that every answer under it has. Preflights are in cors_preflight.go.

// allowOrigin is the value of Access-Control-Allow-Origin for a request, "" if it has none or
// one that is not taken. Two of them are none: nobody knows which counts.
func (p *corsPolicy) allowOrigin(x *Exchange) string {
	if p.origins.any {
		return "*"
	}
	origin, more, ok := x.origin.line("Origin", 0)
	if !ok || more {
		return ""
	}
	return p.origins.match(origin)
}

// fields are those of an answer under the policy. That of any origin is the same for all, so
// that caches may keep it; every other says that it depends on the origin, also where none came.
func (p *corsPolicy) fields(x *Exchange) (list [4]headerField, n int) {
	allowed := p.allowOrigin(x)
	if !p.origins.any {
		list[0], n = headerField{"Vary", "Origin"}, 1
	}
	if allowed == "" {
		return list, n
	}
	list[n] = headerField{"Access-Control-Allow-Origin", allowed}
	n++
	if p.Credentials {
		list[n] = headerField{"Access-Control-Allow-Credentials", "true"}
		n++
	}
	if p.expose != "" {
		list[n] = headerField{"Access-Control-Expose-Headers", p.expose}
		n++
	}
	return list, n
}

// withCORS adds what the policy of a request has its answer say. An answer that has an
// Access-Control-Allow-Origin of its own is left as it is.
func (a *App) withCORS(x *Exchange, resp Response) Response {
	if a.cors == nil {
		return resp
	}
	p := a.policyOf(x)
	if p == nil || resp.more != nil && resp.more.has("Access-Control-Allow-Origin") {
		return resp
	}
	list, n := p.fields(x)
	told := list[:n]
	if n > 0 && told[0].name == "Vary" && resp.varies("Origin") {
		told = told[1:]
	}
	if len(told) > 0 {
		more := resp.copyMore(len(told))
		more.fields = append(more.fields, told...)
		resp.more = more
	}
	return resp
}

// setCORS is withCORS for the fields of a handler of net/http.
func (a *App) setCORS(x *Exchange, header http.Header) {
	if a.cors == nil {
		return
	}
	p := a.policyOf(x)
	if p == nil || header.Get("Access-Control-Allow-Origin") != "" {
		return
	}
	list, n := p.fields(x)
	for _, f := range list[:n] {
		if mayRepeat(f.name) {
			header.Add(f.name, f.value)
		} else {
			header.Set(f.name, f.value)
		}
	}
}

// policyOf is the policy of a request. Where no route was asked (a hook has answered first) it
// is that of the one that would have been.
func (a *App) policyOf(x *Exchange) *corsPolicy {
	if route := x.currentRoute(); route != nil {
		return a.cors.routes[route.index]
	}
	path, ok := x.canonical()
	if !ok {
		return a.cors.top
	}
	return a.policyAt(x.Method, x.Head, path)
}

// canonical is the path of the request as the dispatcher knows it. ok is false for what is none.
func (x *Exchange) canonical() (path string, ok bool) {
	if x.plain {
		return x.path, true
	}
	if !strings.HasPrefix(x.path, "/") {
		return "", false
	}
	path, status := match.Canonical(x.path)
	return path, status == 0
}

// policyAt is the policy for a method and a path: that of the route that answers, of the first
// that would with another method, of the one that a redirect leads to, or of the prefix.
func (a *App) policyAt(m Method, head bool, path string) *corsPolicy {
	t := a.service.Table
	route, allowed := t.ofMethod(m, head, path)
	if route == nil && allowed != 0 {
		route = t.first(allowed, path)
	}
	if route == nil && a.service.RedirectSlash && path != "/" {
		route, _ = t.ofMethod(m, head, otherSlash(path))
	}
	if route != nil {
		return a.cors.routes[route.index]
	}
	for i := range a.cors.prefixes {
		rest, ok := strings.CutPrefix(path, a.cors.prefixes[i].prefix)
		if ok && (rest == "" || rest[0] == '/') {
			return a.cors.prefixes[i].policy
		}
	}
	return a.cors.top
}

// otherSlash is the path with a slash at its end, or without.
func otherSlash(path string) string {
	if without, ok := strings.CutSuffix(path, "/"); ok {
		return without
	}
	return path + "/"
}

// ofMethod is the route that answers a method at a path, and the methods of the patterns before
// it that match. It does not touch the request's exchange, which others may look at.
func (t *Table) ofMethod(m Method, head bool, path string) (*Route, MethodSet) {
	x := lookups.Get().(*Exchange)
	x.Method, x.Head, x.Allowed, x.Entered = m, head, 0, 0
	x.decoded, x.verbatim = true, false
	route, allowed := x.find(t, path), x.Allowed
	lookups.Put(x)
	return route, allowed
}

// first is the route of the first method of a set at a path.
func (t *Table) first(set MethodSet, path string) *Route {
	if set&AnyMethod != 0 {
		route, _ := t.ofMethod(MethodOther, false, path)
		return route
	}
	for m := GET; m < MethodOwn+Method(len(t.Methods)); m++ {
		if set&(1<<m) != 0 {
			asked, head := m, false
			if m == HEAD {
				asked, head = GET, true
			}
			if route, _ := t.ofMethod(asked, head, path); route != nil {
				return route
			}
		}
	}
	return nil
}
