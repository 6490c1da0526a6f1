package gen

// Which route would answer a request lives here: the plan's interpreter, and what the
// server does where no route answers: an automatic 204 of OPTIONS, a redirect, 400, 404, 405
// or 501.

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/plan"
)

// An Answer tells what a server of the manifest would do with a request.
// It is what the server would do without hooks and files: these depend on more than the
// manifest.
type Answer struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	// Status is that of the answer where no route gives one: 204 to OPTIONS, 301, 308,
	// 400, 404, 405, 501. It is 0 if Route or Mount answers, and as a rule 200 if Probe says
	// which of `health` does, live or ready.
	Status   int      `json:"status,omitempty"`
	Route    *Route   `json:"route,omitempty"`
	Mount    *Mount   `json:"mount,omitempty"`
	Probe    string   `json:"probe,omitempty"`
	Values   []Value  `json:"values,omitempty"`   // of Route's parameters, in order
	Allow    []string `json:"allow,omitempty"`    // of 204 and 405
	Location string   `json:"location,omitempty"` // of 301 and 308: relative to Path
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

// Name says in one word what answers: the full name of the route, the handler of the mount, the
// probe, or the status, "404".
func (a *Answer) Name() string {
	switch {
	case a.Route != nil:
		return a.Route.FullName()
	case a.Mount != nil:
		return a.Mount.Handler
	case a.Probe != "":
		return a.Probe
	}
	return strconv.Itoa(a.Status)
}

// A Matcher tells which routes of a manifest answer.
type Matcher struct {
	m    *model.Manifest
	plan *plan.Plan
}

// NewMatcher reads a manifest. Its errors are those of Compile.
func NewMatcher(file string) (*Matcher, error) {
	m, report, err := load(file)
	if err != nil {
		return nil, err
	}
	return &Matcher{m, report.plan}, nil
}

// Match tells which route answers a method and a raw path; a query behind the path is left out.
// Static directories are not asked, and own converters are taken to accept their value.
func (m *Matcher) Match(method, path string) *Answer {
	path, _, _ = strings.Cut(path, "?")
	return match(m.m, m.plan, method, path, nil)
}

// Match asks a manifest once.
func Match(file, method, path string) (*Answer, error) {
	m, err := NewMatcher(file)
	if err != nil {
		return nil, err
	}
	return m.Match(method, path), nil
}

// match asks a plan. own says whether an own converter takes a text; nil: it does.
func match(m *model.Manifest, p *plan.Plan, method, path string,
	own func(*pattern.Own, string) bool) *Answer {
	q := &question{
		m: m, finder: &plan.Finder{Plan: p, Own: own},
		answer: &Answer{Method: method, Path: path},
	}
	q.ask()
	return q.answer
}

// A question is one request on its way through the rules.
// It is asked of the model and the plan, so that nothing of a manifest's YAML is needed to
// answer.
type question struct {
	m      *model.Manifest
	finder *plan.Finder
	answer *Answer
}

// ask puts the question to the plan, and says its answer in words.
func (q *question) ask() {
	method := q.answer.Method
	if q.answer.Probe = q.probe(); q.answer.Probe != "" {
		q.end(http.StatusOK, "the "+q.answer.Probe+" probe of `health`, before everything else")
		return
	}
	a := q.finder.Match(method, q.answer.Path)
	q.answer.Allow, q.answer.Location, q.answer.Refused = a.Allow, a.Location, a.Refused
	q.end(a.Status, q.reason(a))
	if a.Status == http.StatusOK {
		q.routed(a)
	} else if m := q.mounted(); m != nil {
		mount := mountOf(q.m, m)
		q.answer.Mount, q.answer.Allow, q.answer.Location, q.answer.Refused = &mount, nil, "", ""
		q.end(0, "no route answers, and the path is below a mount")
	}
	if canonical, status, _ := plan.Canonical(q.answer.Path); status == 0 {
		q.candidates(canonical, a.Route)
	}
}

// probe is which path of `health` is asked for, or "".
func (q *question) probe() string {
	h, path := q.m.Health, q.answer.Path
	switch {
	case q.answer.Method != http.MethodGet && q.answer.Method != http.MethodHead:
	case path != "" && path == h.Live:
		return "live"
	case path != "" && path == h.Ready:
		return "ready"
	}
	return ""
}

// reason says why a request is answered with this status.
// The cases come in the order in which the server decides, so that the first that holds is
// the reason.
func (q *question) reason(a plan.Answer) string {
	switch method := q.answer.Method; {
	case a.Location != "" && strings.Contains(q.answer.Path+"/", "/./"):
		return `segments "." are taken out`
	case a.Location != "":
		return "trailing_slash: redirect"
	case a.Reason != "":
		return a.Reason
	case a.Status == http.StatusOK:
		return "the first in precedence of the routes that match"
	case a.Status == http.StatusNoContent && q.answer.Path == "*":
		return "OPTIONS * asks about the server as a whole"
	case a.Status == http.StatusNoContent:
		return "OPTIONS is answered with the methods of the patterns that match"
	case a.Status == http.StatusNotImplemented:
		return "no route takes the method, and it is none of RFC 9110"
	case method == http.MethodConnect || method == http.MethodTrace:
		return method + " is never served"
	case a.Status == http.StatusMethodNotAllowed:
		return "a pattern matches the path, but not with this method"
	case a.Status == http.StatusBadRequest:
		return "the converter of the parameter " + a.Refused + " refuses its value (bad_param: 400)"
	}
	return "no pattern matches the path"
}

// end notes the status and why.
func (q *question) end(status int, reason string) {
	q.answer.Status, q.answer.Reason = status, reason
}

// routed is the answer of a route.
func (q *question) routed(a plan.Answer) {
	r := q.m.Routes[a.Route]
	route := routeOf(q.m, r)
	q.answer.Status, q.answer.Route = 0, &route
	for i, p := range route.Params {
		q.answer.Values = append(q.answer.Values, Value{Name: p.Name, Value: a.Params[i]})
	}
	q.answer.Assumed = converterNames(r)
}

// loosened is a route with every converter but path taken for str.
// Whether a request would match it, and the route itself does not, tells a refused value from
// a path of another shape.
func loosened(r *model.Route) *model.Route {
	loose, pattern := *r, pattern.Pattern{}
	for _, segment := range r.Pattern.Segments {
		pattern.Segments = append(pattern.Segments, loosenedSegment(segment))
	}
	loose.Pattern = &pattern
	return &loose
}

// loosenedSegment is one segment of it; the route's own is not touched.
func loosenedSegment(segment pattern.Segment) pattern.Segment {
	loose := slices.Clone(segment)
	for i, part := range loose {
		if part.Param != nil && part.Param.Conv.Kind != pattern.Path {
			p := *part.Param
			p.Conv = pattern.Conv{Kind: pattern.Str}
			loose[i].Param = &p
		}
	}
	return loose
}
