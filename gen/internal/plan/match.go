package plan

import (
	"net/url"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/pattern"
)

// What a server with this plan would answer is told here, for the command `match` and for
// the tests: the first route in precedence that matches method and path, else what the
// server does by itself. Static directories, hooks and mounts are left aside.

// An Answer is what becomes of a request.
type Answer struct {
	Status   int      // 200: Route answers; 204, 301, 308, 400, 404, 405, 501: nobody does
	Route    int      // index in Manifest.Routes, or -1
	Params   []string // of Route: decoded texts, in order
	Matched  []*Site  // the patterns that match but have no route for the method
	Allow    []string // of 204 and 405
	Location string   // of 301 and 308: a reference relative to the path
	Refused  string   // of a 400 by bad_param: the name of the parameter
	Reason   string   // of a 400 or 404 before any route is asked
}

// Match answers a request by its method and raw path (percent-encoded, without query).
//
// The order of its cases is that of the server (runtime/serve.go): a route, redirects, 501,
// 405, bad_param, 404. The tests ask both.
func (f *Finder) Match(method, path string) Answer {
	a := Answer{Route: -1}
	if path == "*" && method == "OPTIONS" {
		a.Status = 204
		return a
	}
	canonical, status, reason := Canonical(path)
	if status == 400 {
		a.Status, a.Reason = status, reason
		return a
	}
	if status == 0 {
		found := f.Find(method, canonical)
		a.Route, a.Params, a.Matched = found.Route, found.Params, found.Matched
	}
	switch m := f.Plan.Manifest; {
	case a.Route >= 0 && method != "CONNECT" && method != "TRACE":
		a.Status = 200
	case status == 404 && a.redirectDots(method, path):
	case status == 0 && m.RedirectSlash && f.redirect(&a, method, path):
	case !slices.Contains(registered, method) && !slices.Contains(f.Plan.Methods, method):
		a.Status = 501
	case method == "CONNECT" || method == "TRACE":
		a.Status, a.Allow = 405, f.Plan.allow(a.Matched)
	case len(a.Matched) > 0:
		a.Status, a.Allow = 405, f.Plan.allow(a.Matched)
		if method == "OPTIONS" {
			a.Status = 204
		}
	case m.BadParam400 && status == 0 && f.refused(&a, method, canonical):
	default:
		a.Status, a.Reason = 404, reason
	}
	return a
}

// redirect looks for a route at the other form of the path.
func (f *Finder) redirect(a *Answer, method, path string) bool {
	other := f.Redirected(method, path)
	if other == "" {
		return false
	}
	location := "../" + lastSegment(other)
	if len(other) > len(path) {
		location = lastSegment(path) + "/"
	}
	return a.redirectTo(method, other, location)
}

// Redirected is the other form of a raw path that no route takes, with a slash more at its
// end or one less, if a route takes that, or "".
func (f *Finder) Redirected(method, path string) string {
	other := path + "/"
	if strings.HasSuffix(path, "/") {
		other = path[:len(path)-1]
	}
	canonical, status, _ := Canonical(other)
	if status != 0 || strings.HasPrefix(other, "//") || f.Find(method, canonical).Route < 0 {
		return ""
	}
	return other
}

// redirectDots takes the "." segments out of a path in which nothing else is wrong.
func (a *Answer) redirectDots(method, path string) bool {
	if method == "CONNECT" || method == "TRACE" {
		return false
	}
	segments := strings.Split(path, "/")
	if segments[len(segments)-1] == "." {
		segments = append(segments, "") // what ends in a dot is a folder
	}
	other := strings.Join(slices.DeleteFunc(segments, func(s string) bool { return s == "." }), "/")
	if _, status, _ := Canonical(other); status != 0 {
		return false
	}
	return a.redirectTo(method, other, lastSegment(other))
}

// redirectTo answers with a redirect, unless its target could be taken for another host (RFC
// 3986 §4.2: what starts with two slashes is an authority).
func (a *Answer) redirectTo(method, target, location string) bool {
	if strings.HasPrefix(target, "//") || strings.HasPrefix(target, `/\`) {
		return false
	}
	if first, _, _ := strings.Cut(location, "/"); location == "" || strings.Contains(first, ":") {
		location = "./" + location // else it is nothing, or a scheme (RFC 3986 §4.2)
	}
	a.Status, a.Location = 308, location
	if method == "GET" || method == "HEAD" {
		a.Status = 301
	}
	return true
}

// lastSegment is what stands behind the last slash: the base of a relative reference.
func lastSegment(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// refused is the question of bad_param: 400.
func (f *Finder) refused(a *Answer, method, canonical string) bool {
	for _, index := range f.Plan.Precedence {
		r := f.Plan.Manifest.Routes[index]
		site := &Site{}
		site.add(r.Methods, index)
		if site.Answer(method) < 0 {
			continue
		}
		row := rowOf(r.Pattern.Segments[0])
		for _, s := range r.Pattern.Segments[1:] {
			row = joinRows(row, rowOf(s))
		}
		relaxed := &Cut{}
		for _, p := range append([]Piece{{Literal: "/"}}, row...) {
			if p.Conv != nil && p.Conv.Kind != pattern.Path {
				p.Conv = &pattern.Conv{Kind: pattern.Str}
			}
			relaxed.Row = append(relaxed.Row, p)
		}
		values, ok := f.splitByRule(relaxed, canonical)
		if !ok {
			continue
		}
		for _, p := range row {
			if p.Conv == nil {
				continue
			}
			if !f.Accepts(*p.Conv, values[0]) {
				a.Status, a.Refused = 400, p.Name
				return true
			}
			values = values[1:]
		}
	}
	return false
}

// allow is the sorted union of the methods of the sites, HEAD beside GET, and OPTIONS.
func (p *Plan) allow(sites []*Site) []string {
	list := []string{"OPTIONS"}
	add := func(m string) {
		if !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	for _, s := range sites {
		for _, a := range s.Answers {
			switch a.Method {
			case "*": // only CONNECT and TRACE get here
				for _, m := range slices.Concat(registered, p.Methods) {
					if m != "CONNECT" && m != "TRACE" {
						add(m)
					}
				}
			case "GET":
				add("GET")
				add("HEAD")
			default:
				add(a.Method)
			}
		}
	}
	slices.Sort(list)
	return list
}

// Canonical is the one form of a path that matchers compare: split on "/" first, each
// segment percent-decoded once, an encoded slash as NUL, which cannot occur otherwise.
func Canonical(path string) (canonical string, status int, reason string) {
	if !strings.HasPrefix(path, "/") {
		return "", 400, "a path starts with /"
	}
	segments := strings.Split(path, "/")
	dots := ""
	for i, s := range segments {
		decoded, err := url.PathUnescape(s)
		switch {
		case err != nil:
			return "", 400, "malformed escape in " + s
		case strings.Contains(decoded, "\x00"):
			return "", 400, "a NUL byte in " + s
		case decoded == "." || decoded == "..":
			dots = s
		}
		segments[i] = strings.ReplaceAll(decoded, "/", "\x00")
	}
	if dots != "" {
		return "", 404, "the segment " + dots + " matches no route and no file"
	}
	return strings.Join(segments, "/"), 0, ""
}
