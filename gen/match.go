package gen

// Which route would answer a request lives here: the plan's interpreter, and what the
// server does where no route answers (DESIGN §2.2).

import (
	"net/http"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/plan"
)

// An Answer tells what a server of the manifest would do with a request.
type Answer struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	// Status is that of the answer where no route gives one: 204 to OPTIONS, 308, 400,
	// 404, 405, 501. It is 0 if Route answers.
	Status   int      `json:"status,omitempty"`
	Route    *Route   `json:"route,omitempty"`
	Values   []Value  `json:"values,omitempty"`   // of Route's parameters, in order
	Allow    []string `json:"allow,omitempty"`    // of 204 and 405
	Location string   `json:"location,omitempty"` // of 308
	Refused  string   `json:"refused,omitempty"`  // of 400 by bad_param: name of the parameter
	// Assumed are own converters that are taken to accept their value: the generator
	// does not run the functions that they name.
	Assumed []string `json:"assumed,omitempty"`
	Reason  string   `json:"reason"` // in words
	// Candidates are other routes that come near, the nearest first, at most 8; More is
	// how many are left out.
	Candidates []Candidate `json:"candidates,omitempty"`
	More       int         `json:"more_candidates,omitempty"`
}

// A Value is a path parameter with the text that it takes, decoded.
type Value struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Match asks a manifest which route answers a method and a raw path; a query behind the
// path is left out. Static directories and mounts are not asked. Its errors are those
// of Compile.
func Match(file, method, path string) (*Answer, error) {
	m, _, err := load(file)
	if err != nil {
		return nil, err
	}
	path, _, _ = strings.Cut(path, "?")
	return match(m, plan.Build(m), method, path, nil), nil
}

// match asks a plan. own says whether an own converter takes a text; nil: it does.
func match(m *manifest.Manifest, p *plan.Plan, method, path string, own func(*manifest.Own, string) bool) *Answer {
	q := &question{
		m: m, finder: &plan.Finder{Plan: p, Own: own},
		answer: &Answer{Method: method, Path: path},
	}
	q.ask()
	return q.answer
}

// A question is one request on its way through the rules.
type question struct {
	m      *manifest.Manifest
	finder *plan.Finder
	answer *Answer
}

// ask goes through the rules in the order of the server.
func (q *question) ask() {
	method := q.answer.Method
	if q.answer.Path == "*" && method == http.MethodOptions {
		q.end(http.StatusNoContent, "OPTIONS * asks about the server as a whole")
		return
	}
	canonical, fault := canonicalPath(q.answer.Path)
	if fault != "" {
		q.end(http.StatusBadRequest, fault)
		return
	}
	never := method == http.MethodConnect || method == http.MethodTrace
	dots := hasDotSegment(canonical)
	found := plan.Found{Route: -1}
	if !dots {
		found = q.finder.Find(method, canonical)
	}
	switch {
	case found.Route >= 0:
		q.routed(found)
	case !never && !dots && q.redirect(method, canonical):
	case !slices.Contains(registered, method) && !slices.Contains(q.finder.Plan.Methods, method):
		q.end(http.StatusNotImplemented, "no route takes the method, and it is none of RFC 9110")
	case never || len(found.Matched) > 0:
		q.allowed(found.Matched)
	case dots:
		q.end(http.StatusNotFound, "a segment . or .. matches no route")
	case q.m.BadParam400 && q.badParam(canonical):
	default:
		q.end(http.StatusNotFound, "no pattern matches the path")
	}
	if !dots {
		q.candidates(canonical, found.Route)
	}
}

// registered are the methods of RFC 9110 §9.1 and PATCH (RFC 5789).
var registered = []string{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE"}

func (q *question) end(status int, reason string) {
	q.answer.Status, q.answer.Reason = status, reason
}

// routed is the answer of a route.
func (q *question) routed(found plan.Found) {
	r := q.m.Routes[found.Route]
	route := routeOf(q.m, r)
	q.answer.Route = &route
	for i, p := range route.Params {
		q.answer.Values = append(q.answer.Values, Value{Name: p.Name, Value: found.Params[i]})
	}
	q.answer.Assumed = converterNames(r)
	q.answer.Reason = "the first in precedence of the routes that match"
}

// redirect answers 308 where the other form of the path has a route for the method.
func (q *question) redirect(method, canonical string) bool {
	if !q.m.RedirectSlash || canonical == "/" {
		return false
	}
	toggle := func(path string) string {
		if without, ok := strings.CutSuffix(path, "/"); ok {
			return without
		}
		return path + "/"
	}
	other, location := toggle(canonical), toggle(q.answer.Path)
	if other == "" || strings.HasPrefix(location, "//") || q.finder.Find(method, other).Route < 0 {
		return false
	}
	q.end(http.StatusPermanentRedirect, "trailing_slash: redirect")
	q.answer.Location = location
	return true
}

// allowed answers for patterns that match the path and not the method.
func (q *question) allowed(sites []*plan.Site) {
	methods := []string{http.MethodOptions}
	for _, site := range sites {
		for _, a := range site.Answers {
			switch a.Method {
			case "*":
				methods = append(append(methods, registered...), q.finder.Plan.Methods...)
			case http.MethodGet:
				methods = append(methods, http.MethodGet, http.MethodHead)
			default:
				methods = append(methods, a.Method)
			}
		}
	}
	methods = slices.DeleteFunc(methods, func(m string) bool { return m == http.MethodConnect || m == http.MethodTrace })
	slices.Sort(methods)
	q.answer.Allow = slices.Compact(methods)
	switch q.answer.Method {
	case http.MethodOptions:
		q.end(http.StatusNoContent, "OPTIONS is answered with the methods of the patterns that match")
	case http.MethodConnect, http.MethodTrace:
		q.end(http.StatusMethodNotAllowed, q.answer.Method+" is never served")
	default:
		q.end(http.StatusMethodNotAllowed, "a pattern matches the path, but not with this method")
	}
}

// badParam answers 400 if a route would match were every refused value a string: it
// names the parameter of the first such route in precedence.
func (q *question) badParam(canonical string) bool {
	for _, i := range q.finder.Plan.Precedence {
		r := q.m.Routes[i]
		loose := plan.Finder{Plan: plan.Build(&manifest.Manifest{Routes: []*manifest.Route{loosened(r)}})}
		found := loose.Find(q.answer.Method, canonical)
		if found.Route < 0 {
			continue
		}
		for k, p := range params(r) {
			if !q.finder.Accepts(p.Conv, found.Params[k]) {
				q.answer.Refused = p.Name
				q.end(http.StatusBadRequest, p.Conv.String()+" refuses the value of the parameter "+p.Name+" (bad_param: 400)")
				return true
			}
		}
	}
	return false
}

// loosened is a route with every converter but path taken for str.
func loosened(r *manifest.Route) *manifest.Route {
	loose, pattern := *r, manifest.Pattern{}
	for _, segment := range r.Pattern.Segments {
		pattern.Segments = append(pattern.Segments, loosenedSegment(segment))
	}
	loose.Pattern = &pattern
	return &loose
}

func loosenedSegment(segment manifest.Segment) manifest.Segment {
	loose := slices.Clone(segment)
	for i, part := range loose {
		if part.Param != nil && part.Param.Conv.Kind != manifest.Path {
			p := *part.Param
			p.Conv = manifest.Conv{Kind: manifest.Str}
			loose[i].Param = &p
		}
	}
	return loose
}

// canonicalPath splits a raw path, decodes it once, and writes an encoded slash as NUL,
// which cannot occur; or it tells what is wrong with it.
func canonicalPath(raw string) (path, fault string) {
	if !strings.HasPrefix(raw, "/") {
		return "", "the path does not start with /"
	}
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == '%' {
			if i+2 >= len(raw) || !isHex(raw[i+1]) || !isHex(raw[i+2]) {
				return "", "% is not followed by two hex digits"
			}
			c = hexValue(raw[i+1])<<4 | hexValue(raw[i+2])
			i += 2
			switch c {
			case 0:
				return "", "%00 in the path"
			case '/':
				c = 0
			}
		} else if c <= ' ' || c >= 0x7f || c == '#' {
			return "", "a character that has to be percent-encoded in a path"
		}
		b.WriteByte(c)
	}
	return b.String(), ""
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func hexValue(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

func hasDotSegment(canonical string) bool {
	for segment := range strings.SplitSeq(canonical, "/") {
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}
