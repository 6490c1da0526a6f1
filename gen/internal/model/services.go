package model

import (
	"slices"
	"strings"
	"time"

	"example.com/httpgen/gen/internal/diag"
)

// What services need beside routes lives here: probes, and pages of other origins.

// Health are the paths of probes; "" is none.
type Health struct {
	Live, Ready string
	Span        diag.Span // of the first of the two
}

// Compress is one `compress`. Routes of one mean the same one.
type Compress struct {
	Off     bool
	Codings []string
	MinSize int64    // bytes; 0: not set
	Types   []string // nil: not set
	Span    diag.Span
}

// CORS is one `cors`. Routes of one mean the same one.
type CORS struct {
	Off            bool
	Origins        []string
	Headers        []string // request fields beside those that routes declare; "*" is all
	Credentials    bool
	Expose         []string
	MaxAge         time.Duration // 0: not set, negative: off
	PrivateNetwork bool
	Span           diag.Span
}

// CrossOrigin says whether there is any policy but off.
func (m *Manifest) CrossOrigin() bool {
	return m.CORS.on() || slices.ContainsFunc(m.Routes, func(r *Route) bool { return r.CORS.on() }) ||
		slices.ContainsFunc(m.Groups, func(g *Group) bool { return g.CORS.on() })
}

func (c *CORS) on() bool { return c != nil && !c.Off }

// A CORSOf is a policy that takes the place of the manifest's.
type CORSOf struct {
	*CORS
	Below  []string // literal prefixes of groups
	Routes []int    // indexes
}

// OtherCORS are those of groups and routes, in the order in which they are written.
func (m *Manifest) OtherCORS() (list []*CORSOf) {
	byPolicy := map[*CORS]*CORSOf{}
	of := func(c *CORS) *CORSOf {
		if byPolicy[c] == nil {
			byPolicy[c] = &CORSOf{CORS: c}
			list = append(list, byPolicy[c])
		}
		return byPolicy[c]
	}
	for _, g := range m.Groups {
		whole := g.WholePrefix()
		if literal := strings.ReplaceAll(whole, "<<", ""); g.CORS != nil &&
			strings.Trim(whole, "/") != "" && !strings.Contains(literal, "<") {
			of(g.CORS).Below = append(of(g.CORS).Below, strings.ReplaceAll(whole, "<<", "<"))
		}
	}
	for i, r := range m.Routes {
		if r.CORS != m.CORS {
			of(r.CORS).Routes = append(of(r.CORS).Routes, i)
		}
	}
	slices.SortStableFunc(list, func(a, b *CORSOf) int {
		return a.Span.Compare(b.Span)
	})
	return list
}

// SentFields are the request fields that a route declares and that a page of another origin may
// not send by itself: its typed ones, the type of its body, and what its hooks are called with
// (Fetch §2.2.2 lists those that are always allowed).
func (m *Manifest) SentFields(r *Route) (names []string) {
	add := func(name string) {
		switch strings.ToLower(name) {
		case "accept", "accept-language", "content-language":
			return
		}
		if !slices.ContainsFunc(names, func(s string) bool { return strings.EqualFold(s, name) }) {
			names = append(names, name)
		}
	}
	if r.Headers != nil {
		for _, f := range r.Headers.Fields {
			add(f.Name)
		}
	}
	if r.Body.Kind != NoBody {
		add("Content-Type")
	}
	if len(r.Decode) > 0 {
		add("Content-Encoding")
	}
	before := slices.Concat(r.lists(func(h *Hooks) []*Hook { return h.Before })...)
	for _, h := range slices.Concat(m.Before, before) {
		switch c := h.Credential; {
		case c.Kind == Basic, c.Kind == Bearer:
			add("Authorization")
		case c.Kind == APIKey && c.In == "header":
			add(c.Key)
		}
	}
	return names
}
