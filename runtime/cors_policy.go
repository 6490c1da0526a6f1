package runtime

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The policies for pages of other origins live here, as the manifest has them and ready for use.

// A CORS is one `cors` of the manifest, for generated code.
type CORS struct {
	Origins        []string // as AllowOrigins has them
	Headers        []string // request fields beside those that routes declare; "*" is all
	Credentials    bool
	Expose         []string      // fields of answers that pages may read; "*" is all
	MaxAge         time.Duration // of a preflight's answer; 0: the browser's, negative: none
	PrivateNetwork bool
}

// CrossOrigin is all that the manifest says of other origins.
type CrossOrigin struct {
	Default *CORS // nil: off
	// Others are the policies that take its place, each for some routes and prefixes.
	Others []CORSOf
	// Fields are the request fields that routes declare and that pages may send only if they are
	// allowed to.
	Fields []RouteFields
}

// RouteFields are those of one route.
type RouteFields struct {
	Route int // its place in the manifest, from 1
	Names []string
}

// CORSOf says what a policy is for.
type CORSOf struct {
	CORS   *CORS    // nil: off
	Below  []string // prefixes, decoded text: what no route answers below whole segments
	Routes []int    // places in the manifest, from 1
}

// AllowOrigins adds origins to every `cors` of the manifest, for those that are not the same in
// all places where a service runs. Each is scheme, host and port as browsers send them
// (https://app.example.com, http://localhost:5173); https://*.example.com stands for all hosts
// below that one and not for itself, http://localhost:* for every port, null for documents
// without an origin. "*", every origin, is for the manifest alone, which knows whether there are
// credentials. It panics if one is not of this form. Where the manifest has no `cors` it does
// nothing.
func AllowOrigins(list ...string) Option {
	for _, text := range list {
		if _, err := parseOrigin(text); err != nil {
			panic("runtime: AllowOrigins: " + err.Error())
		}
	}
	return func(s *settings) { s.origins = append(s.origins, list...) }
}

// crossOrigin is the manifest's CrossOrigin ready for use.
type crossOrigin struct {
	routes   []*corsPolicy // by Route.Index; nil is off
	headers  []string      // Access-Control-Allow-Headers of preflights, likewise
	top      *corsPolicy
	prefixes []corsPrefix // longer ones first
	uniform  bool         // one policy holds for all routes
	// methods are values of Access-Control-Allow-Methods: MethodSet → string. There are no more
	// than there are kinds of paths in the manifest.
	methods sync.Map
}

type corsPrefix struct {
	prefix string
	policy *corsPolicy
}

// corsPolicy is a CORS ready for use.
type corsPolicy struct {
	*CORS
	origins origins
	headers string // Access-Control-Allow-Headers where no route is known
	expose  string
	maxAge  string // "" is left out
}

// newCrossOrigin is nil where there is no policy.
func (a *App) newCrossOrigin() *crossOrigin {
	said := a.service.CORS
	if said == nil {
		return nil
	}
	n := len(a.service.Table.Routes)
	c := &crossOrigin{top: newPolicy(said.Default, a.settings.origins), uniform: true,
		routes: make([]*corsPolicy, n), headers: make([]string, n)}
	for i := range c.routes {
		c.routes[i] = c.top
	}
	for _, other := range said.Others {
		p := newPolicy(other.CORS, a.settings.origins)
		for _, number := range other.Routes {
			c.routes[number-1], c.uniform = p, false
		}
		for _, prefix := range other.Below {
			c.prefixes = append(c.prefixes, corsPrefix{strings.TrimRight(prefix, "/"), p})
		}
	}
	for i, p := range c.routes {
		if p != nil {
			c.headers[i] = p.headers
		}
	}
	for _, f := range said.Fields {
		if p := c.routes[f.Route-1]; p != nil {
			c.headers[f.Route-1] = p.headersWith(f.Names)
		}
	}
	slices.SortStableFunc(c.prefixes, func(a, b corsPrefix) int { return len(b.prefix) - len(a.prefix) })
	return c
}

// newPolicy panics if an origin is none: the generator has looked at them.
func newPolicy(said *CORS, more []string) *corsPolicy {
	if said == nil {
		return nil
	}
	p := &corsPolicy{CORS: said, expose: strings.Join(said.Expose, ", ")}
	for _, list := range [][]string{said.Origins, more} {
		for _, text := range list {
			if err := p.origins.add(text); err != nil {
				panic("httpgen: cors: " + err.Error())
			}
		}
	}
	p.headers = p.headersWith(nil)
	switch {
	case said.MaxAge < 0:
		p.maxAge = "0"
	case said.MaxAge > 0:
		p.maxAge = strconv.FormatInt(int64(said.MaxAge/time.Second), 10)
	}
	return p
}

// headersWith is what Access-Control-Allow-Headers says of a route that declares more fields.
func (p *corsPolicy) headersWith(declared []string) string {
	list := slices.Clone(p.Headers)
	for _, name := range declared {
		if !slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, name) }) {
			list = append(list, name)
		}
	}
	return strings.Join(list, ", ")
}
