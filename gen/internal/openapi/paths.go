package openapi

import (
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
)

// Routes get their paths here. OpenAPI has one path for each shape (/users/{id} and /users/{name}
// are the same), and one operation for a method of it: routes that share both are drawn together.

// inOpenAPI are the methods that a path item has.
var inOpenAPI = []string{"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"}

// everyMethod are those that a route of every method is listed with. HEAD and OPTIONS are
// answered beside each GET, and are listed where a route names them.
var everyMethod = []string{"GET", "POST", "PUT", "PATCH", "DELETE"}

// A shape is a path of the document with the routes that have it, in order of precedence.
type shape struct {
	path   string
	names  []string // of its parameters
	routes []*model.Route
}

// paths are the path items, in the order of the file.
func (b *builder) paths() *Map {
	var list []*shape
	byKey := map[string]*shape{}
	for _, r := range b.m.Routes {
		key := template(r.Pattern, func(int) string { return "" })
		s := byKey[key]
		if s == nil {
			s = &shape{}
			byKey[key] = s
			list = append(list, s)
		}
		s.routes = append(s.routes, r)
	}
	paths := object()
	for _, s := range list {
		s.name()
		slices.SortStableFunc(s.routes, func(x, y *model.Route) int {
			return pattern.Compare(x.Pattern, y.Pattern)
		})
		paths.Set(s.path, b.item(s))
	}
	return paths
}

// name gives the path its parameters: those of the route that stands first in the file.
func (s *shape) name() {
	for i, p := range s.routes[0].Pattern.Params() {
		plain := plainName(p.Name)
		name := plain
		for n := 2; slices.Contains(s.names[:i], name); n++ { // one may stand twice in a pattern
			name = plain + number(n)
		}
		s.names = append(s.names, name)
	}
	s.path = template(s.routes[0].Pattern, func(i int) string { return s.names[i] })
}

// plainName is a name that tools find between braces, with _ for other characters. Names of path
// parameters are not on the wire, and x-name keeps the manifest's.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' ||
			r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, name)
}

// template is a pattern as OpenAPI has it: literals escaped as in a URL, parameters in braces.
//
//	/notes/<path:name>.md    /notes/{name}.md
//	/a{b/100%                /a%7Bb/100%25
func template(p *pattern.Pattern, name func(int) string) string {
	var text strings.Builder
	n := 0
	for _, segment := range p.Segments {
		text.WriteByte('/')
		for _, part := range segment {
			if part.Param == nil {
				escape(&text, part.Literal)
				continue
			}
			text.WriteString("{" + name(n) + "}")
			n++
		}
	}
	return text.String()
}

// escape writes literal text as it stands in a URL (RFC 3986 §3.3, pchar).
func escape(text *strings.Builder, literal string) {
	const hex = "0123456789ABCDEF"
	for i := range len(literal) {
		c := literal[i]
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' ||
			strings.IndexByte("-._~!$&'()*+,;=:@", c) >= 0 {
			text.WriteByte(c)
			continue
		}
		text.Write([]byte{'%', hex[c>>4], hex[c&15]})
	}
}

// item is a path item: an operation for each method, and beside them those for whose methods
// OpenAPI has no place.
func (b *builder) item(s *shape) *Map {
	byMethod := map[string][]*model.Route{}
	var methods []string
	for _, r := range s.routes {
		for _, method := range expand(r.Methods) {
			if byMethod[method] == nil {
				methods = append(methods, method)
			}
			byMethod[method] = append(byMethod[method], r)
		}
	}
	item, others := object(), object()
	for _, method := range inOpenAPI {
		if routes := byMethod[method]; routes != nil {
			item.Set(strings.ToLower(method), b.merged(s, method, routes))
		}
	}
	for _, method := range methods {
		if slices.Contains(inOpenAPI, method) {
			continue
		}
		routes := byMethod[method]
		others.Set(method, b.merged(s, method, routes))
		b.warn(place{routes[0].Span}, "OpenAPI %s has no place for the method %s of %s: it is "+
			"in x-additionalOperations", version(b.old)[:3], method, s.path)
	}
	if len(others.keys) > 0 {
		item.Set("x-additionalOperations", others)
	}
	return item
}

// expand are the methods of a route, where * stands for some.
func expand(methods []string) (list []string) {
	for _, m := range methods {
		if m != "*" {
			list = append(list, m)
		}
	}
	if len(list) == len(methods) {
		return list
	}
	for _, m := range everyMethod {
		if !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	return list
}

// merged is the operation of the routes of one shape and method: of one, as a rule.
func (b *builder) merged(s *shape, method string, routes []*model.Route) *Map {
	routes = reachable(method, routes)
	op := b.operation(s, method, routes[0])
	if len(routes) == 1 {
		return op
	}
	also := []any{told(routes[0])}
	for _, r := range routes[1:] {
		also = append(also, told(r))
		b.join(op, b.operation(s, method, r))
	}
	names := make([]string, len(routes))
	for i, r := range routes {
		names[i] = r.Path
	}
	b.warn(place{routes[0].Span}, "OpenAPI has one operation for %s %s: it stands for %s, which "+
		"x-routes lists", method, s.path, strings.Join(names, " and "))
	return op.Set("x-routes", also)
}

// reachable leaves out routes that another of the same pattern takes all requests from: one for
// every method beside one for this.
func reachable(method string, routes []*model.Route) (list []*model.Route) {
	for _, r := range routes {
		if slices.Contains(r.Methods, method) || !slices.ContainsFunc(routes,
			func(o *model.Route) bool {
				return o != r && slices.Contains(o.Methods, method) &&
					o.Pattern.Text(pattern.Nameless) == r.Pattern.Text(pattern.Nameless)
			}) {
			list = append(list, r)
		}
	}
	return list
}

// told is a route of several, as x-routes has it.
func told(r *model.Route) *Map {
	return object("operationId", r.Name, "pattern", r.Path, "summary", r.Summary)
}
