package oracle

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Which route answers a request, and what is answered where none does, lives here.

// A Route is one route of a manifest. Methods are as written: "*" and "ANY" stand for
// every method but CONNECT and TRACE.
type Route struct {
	Methods []string
	Pattern string
}

// Options are the manifest's settings that have a say in routing.
type Options struct {
	RedirectSlash bool // trailing_slash: redirect
	BadParam400   bool // bad_param: 400
}

// A Result is the answer to a request.
type Result struct {
	// 200: Route answers; 204 (OPTIONS), 301, 308, 400, 404, 405, 501: nobody does
	Status   int
	Route    int      // index of the route that answers, or -1
	Params   []Param  // of Route, in order
	Allow    []string // of 204 and 405, sorted; nil for OPTIONS *
	Location string   // of 301 and 308: the reference that leads there, without a query
	Refused  string   // of a 400 by BadParam400: the name of the first parameter that refused
}

// A Table is a set of routes that requests are matched against. It is safe for
// concurrent use.
type Table struct {
	routes     []Route
	splitters  []*splitter // one for each route
	inManifest []string    // every method that a route names, "*" left out

	mu     sync.Mutex
	sorted map[string][]int // candidates of a method, in order of precedence
}

// registered are the methods of RFC 9110 §9.3, and PATCH (RFC 5789).
var registered = []string{"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT",
	"TRACE"}

// token is a method's grammar (RFC 9110 §5.6.2).
var token = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")

// encodedSlash stands for %2F in a canonical path. A path with a NUL is refused before,
// so nothing else can mean it.
const encodedSlash = "\x00"

// New reads the routes. It is an error if a pattern or a method is none, or if two
// routes of one method have equal patterns.
func New(routes []Route, own []Own) (*Table, error) {
	t := &Table{sorted: map[string][]int{}}
	for i, o := range own {
		twin := slices.ContainsFunc(own[:i], func(p Own) bool { return p.Name == o.Name })
		if twin || o.Name == "any" || slices.Contains(builtin, o.Name) {
			return nil, fmt.Errorf("converter %q: the name is taken", o.Name)
		}
	}
	for i, r := range routes {
		p, err := ParsePattern(r.Pattern, own)
		if err != nil {
			return nil, err
		}
		methods, err := checkMethods(r.Methods)
		if err != nil {
			return nil, fmt.Errorf("route %s: %w", r.Pattern, err)
		}
		for j, other := range t.routes {
			for _, m := range methods {
				if slices.Contains(other.Methods, m) && Compare(p, t.splitters[j].pattern) == 0 {
					return nil, fmt.Errorf("routes %d and %d: two routes answer %s %s", j, i, m,
						r.Pattern)
				}
			}
		}
		for _, m := range methods {
			if m != "*" {
				t.inManifest = append(t.inManifest, m)
			}
		}
		t.routes = append(t.routes, Route{methods, r.Pattern})
		t.splitters = append(t.splitters, newSplitter(p, own))
	}
	return t, nil
}

func checkMethods(written []string) ([]string, error) {
	var methods []string
	for _, m := range written {
		if m == "ANY" {
			m = "*"
		}
		switch {
		case m == "CONNECT" || m == "TRACE":
			return nil, fmt.Errorf("no route takes %s: it is always answered with 405", m)
		case !token.MatchString(m):
			return nil, fmt.Errorf("method %q is no token", m)
		case slices.Contains(methods, m):
			return nil, fmt.Errorf("method %q stands twice", m)
		}
		methods = append(methods, m)
	}
	if len(methods) == 0 {
		return nil, fmt.Errorf("no method")
	}
	return methods, nil
}

// Match answers a request by its method and the path of its target, not decoded.
func (t *Table) Match(method, rawPath string, opts Options) Result {
	if method == "OPTIONS" && rawPath == "*" {
		return Result{Status: http.StatusNoContent, Route: -1}
	}
	canonical, dots, err := canonicalPath(rawPath)
	if err != nil || !token.MatchString(method) {
		return Result{Status: http.StatusBadRequest, Route: -1}
	}
	never := method == "CONNECT" || method == "TRACE"
	if !never && !dots {
		if i, params, ok := t.first(method, canonical); ok {
			return Result{Status: http.StatusOK, Route: i, Params: params}
		}
		if location, ok := t.otherForm(method, rawPath); ok && opts.RedirectSlash {
			return redirect(method, location)
		}
	}
	if location, ok := withoutDots(rawPath); ok && !never {
		return redirect(method, location)
	}
	if !slices.Contains(registered, method) && !slices.Contains(t.inManifest, method) {
		return Result{Status: http.StatusNotImplemented, Route: -1}
	}
	var allow []string
	if !dots {
		allow = t.allow(canonical)
	}
	switch {
	case never && allow == nil:
		return Result{Status: http.StatusMethodNotAllowed, Route: -1, Allow: []string{"OPTIONS"}}
	case allow != nil && method == "OPTIONS":
		return Result{Status: http.StatusNoContent, Route: -1, Allow: allow}
	case allow != nil:
		return Result{Status: http.StatusMethodNotAllowed, Route: -1, Allow: allow}
	}
	if opts.BadParam400 && !dots {
		for _, i := range t.candidates(method) {
			if name, ok := t.splitters[i].refused(canonical); ok {
				return Result{Status: http.StatusBadRequest, Route: -1, Refused: name}
			}
		}
	}
	return Result{Status: http.StatusNotFound, Route: -1}
}

// canonicalPath splits a raw path on slashes first, then decodes each segment once.
// dots says that a segment is "." or "..", which no route matches.
func canonicalPath(rawPath string) (canonical string, dots bool, err error) {
	if !strings.HasPrefix(rawPath, "/") {
		return "", false, fmt.Errorf("path %q does not start with /", rawPath)
	}
	for segment := range strings.SplitSeq(rawPath[1:], "/") {
		text, err := url.PathUnescape(segment)
		if err != nil {
			return "", false, err
		}
		if strings.Contains(text, "\x00") {
			return "", false, fmt.Errorf("path %q has a NUL", rawPath)
		}
		if text == "." || text == ".." {
			dots = true
		}
		canonical += "/" + strings.ReplaceAll(text, "/", encodedSlash)
	}
	return canonical, dots, nil
}

// first is the rule: the first in precedence that matches method and path.
func (t *Table) first(method, canonical string) (route int, params []Param, ok bool) {
	for _, i := range t.candidates(method) {
		if params, ok := t.splitters[i].split(canonical); ok {
			return i, params, true
		}
	}
	return -1, nil, false
}

// candidates returns the routes that accept the method, sorted by precedence.
func (t *Table) candidates(method string) []int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if sorted, ok := t.sorted[method]; ok {
		return sorted
	}
	var sorted []int
	for i, r := range t.routes {
		if place(method, r.Methods) >= 0 {
			sorted = append(sorted, i)
		}
	}
	slices.SortFunc(sorted, func(i, j int) int {
		if c := Compare(t.splitters[i].pattern, t.splitters[j].pattern); c != 0 {
			return c
		}
		return place(method, t.routes[i].Methods) - place(method, t.routes[j].Methods)
	})
	t.sorted[method] = sorted
	return sorted
}

// place is where a route of these methods stands among those of equal patterns, from 0
// on, or -1 if it does not accept the method.
func place(method string, methods []string) int {
	order := []string{method, "*"}
	if method == "HEAD" {
		order = []string{"HEAD", "GET", "*"}
	}
	return slices.IndexFunc(order, func(m string) bool { return slices.Contains(methods, m) })
}

// otherForm returns the raw path with its trailing slash added or taken away where a
// route for this method has that form.
func (t *Table) otherForm(method, rawPath string) (location string, ok bool) {
	other, had := strings.CutSuffix(rawPath, "/")
	if !had {
		other = rawPath + "/"
	}
	if other == "" || anotherHost(other) {
		return "", false
	}
	canonical, _, err := canonicalPath(other)
	if err != nil {
		return "", false
	}
	if _, _, ok = t.first(method, canonical); !ok {
		return "", false
	}
	name := other[strings.LastIndex(other, "/")+1:]
	if had {
		return "../" + name, true
	}
	name = rawPath[strings.LastIndex(rawPath, "/")+1:]
	return notAScheme(name + "/"), true
}

// withoutDots returns where a path leads to whose literal "." segments are its only fault.
func withoutDots(rawPath string) (location string, ok bool) {
	target := rawPath
	for strings.Contains(target, "/./") {
		target = strings.Replace(target, "/./", "/", 1)
	}
	if strings.HasSuffix(target, "/.") {
		target = strings.TrimSuffix(target, ".")
	}
	if _, dots, err := canonicalPath(target); target == rawPath || err != nil || dots ||
		anotherHost(target) {
		return "", false
	}
	return notAScheme(target[strings.LastIndex(target, "/")+1:]), true
}

// anotherHost says whether some client takes the path for a host, and its rest for the path.
func anotherHost(path string) bool { return regexp.MustCompile(`^/[/\\]`).MatchString(path) }

// notAScheme keeps a reference from being empty, or absolute by a colon (RFC 3986 §4.2).
func notAScheme(reference string) string {
	if regexp.MustCompile("^$|^[^/]*:").MatchString(reference) {
		return "./" + reference
	}
	return reference
}

// redirect keeps method and body where there may be one.
func redirect(method, location string) Result {
	if method == "GET" || method == "HEAD" {
		return Result{Status: http.StatusMovedPermanently, Route: -1, Location: location}
	}
	return Result{Status: http.StatusPermanentRedirect, Route: -1, Location: location}
}

// allow is the union of the methods of every pattern that matches, with HEAD beside GET,
// and OPTIONS; nil if none matches. A "*" stands for the methods that have a name here,
// the registered ones and the manifest's, but CONNECT and TRACE.
func (t *Table) allow(canonical string) []string {
	var allow []string
	for i, r := range t.routes {
		if _, ok := t.splitters[i].split(canonical); !ok {
			continue
		}
		allow = append(allow, "OPTIONS")
		for _, m := range r.Methods {
			switch m {
			case "*":
				for _, known := range slices.Concat(registered, t.inManifest) {
					if known != "CONNECT" && known != "TRACE" {
						allow = append(allow, known)
					}
				}
			case "GET":
				allow = append(allow, "GET", "HEAD")
			default:
				allow = append(allow, m)
			}
		}
	}
	slices.Sort(allow)
	return slices.Compact(allow)
}
