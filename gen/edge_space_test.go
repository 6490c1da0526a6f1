package gen

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/edge"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/plan"
	"example.com/httpgen/generated_test/sets"
)

// TestSpaceIsWhatTheServiceAnswers asks the expressions of random sets, and the plan's
// interpreter: a raw path is in the space where the service answers some method with anything
// but 400 and 404. Ranges of numbers and days of dates are the service's own business.
func TestSpaceIsWhatTheServiceAnswers(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	counted := map[bool]int{}
	for range 150 {
		set := sets.Random(rng, 8)
		s := newService(t, set.Manifest())
		for range 60 {
			_, path := set.Request(rng)
			if strings.ContainsAny(path, "?# ") { // would be no path
				continue
			}
			path = disturbed(rng, path)
			want, got := s.knows(path), s.space.Match(path)
			if want != got && !(got && asksMore(path)) {
				t.Fatalf("%q: the service knows it: %v, in the space: %v\nof\n%s", path, want, got, set)
			}
			counted[got]++
		}
	}
	if counted[true] < 100 || counted[false] < 100 {
		t.Errorf("%d in, %d out: the paths are too much alike", counted[true], counted[false])
	}
}

// TestSpaceOfEveryByte asks a parameter and a literal every byte, raw and escaped.
func TestSpaceOfEveryByte(t *testing.T) {
	s := newService(t, "routes:\n- GET /p/<x> P\n- GET /q/<path:x> Q\n- GET /a.<x> R\n"+
		"- GET /.<x> S\n- GET /<x>. T\n- GET /<any(.,a,..):x>. U\n")
	for _, around := range []string{"/p/%s", "/p/a%s", "/q/a/%s/b", "/a.%s", "/.%s", "/%s.", "/%s", "%s"} {
		for b := range 256 {
			for _, text := range []string{string([]byte{byte(b)}), fmt.Sprintf("%%%02x", b),
				fmt.Sprintf("%%%02X.", b), fmt.Sprintf(".%c", b)} {
				path := fmt.Sprintf(around, text)
				if path == "*" { // asks about the server as a whole
					continue
				}
				if b <= ' ' || b >= 0x7f || b == '#' || b == '?' { // no target has it raw
					if !strings.Contains(text, "%") {
						if s.space.Match(path) {
							t.Errorf("%q is in the space", path)
						}
						continue
					}
				}
				if want, got := s.knows(path), s.space.Match(path); want != got {
					t.Errorf("%q: the service knows it: %v, in the space: %v", path, want, got)
				}
			}
		}
	}
}

// A service is the plan of a manifest, asked as the service of it would be.
type service struct {
	m       *model.Manifest
	space   *edge.Space
	finder  *plan.Finder
	methods []string
}

func newService(t *testing.T, text string) *service {
	t.Helper()
	m, faults := parsed("routes.yaml", []byte(text), unplanned)
	if m == nil {
		t.Fatalf("the manifest has faults: %v\n%s", faults, text)
	}
	return serviceOf(m)
}

func serviceOf(m *model.Manifest) *service {
	s := &service{m: m, space: edge.Build(m, edge.Options{Source: "routes.yaml"}),
		methods: []string{"GET", "OPTIONS"}}
	loose := *m
	loose.Routes = nil
	for _, r := range m.Routes {
		s.methods = append(s.methods, r.Methods...)
		loose.Routes = append(loose.Routes, withoutBounds(r))
	}
	slices.Sort(s.methods)
	s.methods = slices.Compact(s.methods)
	s.finder = &plan.Finder{Plan: plan.Build(&loose)}
	return s
}

// withoutBounds is a route whose str(min, max) are of any length.
func withoutBounds(r *model.Route) *model.Route {
	loose := *r
	loose.Pattern = &pattern.Pattern{}
	for _, segment := range r.Pattern.Segments {
		segment = slices.Clone(segment)
		for i, part := range segment {
			if part.Param != nil && part.Param.Conv.Kind == pattern.StrBounded {
				p := *part.Param
				p.Conv.Min, p.Conv.Max = 0, 0
				segment[i].Param = &p
			}
		}
		loose.Pattern.Segments = append(loose.Pattern.Segments, segment)
	}
	return &loose
}

// knows tells whether some method is answered with anything but 400 and 404.
func (s *service) knows(path string) bool {
	return slices.ContainsFunc(s.methods, func(method string) bool {
		a := match(s.m, s.finder.Plan, method, path, nil)
		return method != "*" && a.Status != 400 && a.Status != 404
	})
}

var beyond = regexp.MustCompile(`[0-9]{3}|[0-9]{4}-[0-9]{2}-[0-9]{2}`)

// asksMore tells a path with what a converter may refuse although it has the shape.
func asksMore(path string) bool {
	text, err := url.PathUnescape(path)
	return err == nil && beyond.MatchString(text)
}

// disturbed is a path with something done to it that proxies are known to make nothing of, or
// something else.
func disturbed(rng *rand.Rand, path string) string {
	for rng.IntN(3) == 0 {
		at := 1 + rng.IntN(len(path))
		switch rng.IntN(6) {
		case 0:
			if at < len(path) && path[at] != '%' && path[at] != '/' && path[at-1] != '%' &&
				(at < 2 || path[at-2] != '%') {
				path = path[:at] + fmt.Sprintf("%%%02x", path[at]) + path[at+1:]
			}
		case 1:
			path = path[:at] + "/" + path[at:]
		case 2:
			path = path[:at] + "/./" + path[at:]
		case 3:
			path += []string{"/", "/.", "/..", "//", "/%2e"}[rng.IntN(5)]
		case 4:
			path = path[:at] + []string{"%2F", "%2f..", ".", "\\", "{", "%5C", ";"}[rng.IntN(7)] + path[at:]
		case 5:
			path = "/" + []string{".", "", "a/..", "\\"}[rng.IntN(4)] + path
		}
	}
	return path
}

// TestSpaceOfFiles has what may be a file, or a page, and nothing else.
func TestSpaceOfFiles(t *testing.T) {
	s := newService(t, "routes: []\nstatic:\n- {prefix: /a, dir: d}\n- {prefix: /p, dir: d, fallback: x.html}\n").space
	for path, want := range map[string]bool{
		"/a": true, "/a/": true, "/a/b.css": true, "/a/b/c/": true, "/%61/b%20c": true, "/a/b%2ecss": true,
		"/a/.well-known/x": true, "/a/%2ewell-known": true, "/a/b..c": true,
		"/a//b": false, "/a/b%2Fc": false, "/a/b\\c": false, "/a/b%5cc": false, "/a/.git/config": false,
		"/a/%2egit": false, "/a/../b": false, "/a/b%00": false, "/ab": false, "/": false, "/a/b%": false,
		"/p/x/y": true, "/p//": true, "/p/a%2Fb": true, "/p/.x": false, "/p/a/.x": false, "/p/..": false,
	} {
		if got := s.Match(path); got != want {
			t.Errorf("%s is in the space: %v", path, got)
		}
	}
	if root := newService(t, "routes: []\nstatic: [{prefix: /, dir: d}]\n").space; !root.Match("/") ||
		!root.Match("/a/b") || root.Match("/.env") || root.Match("//a") {
		t.Error("files at the root are not what they should be")
	}
}

// TestSpaceOfThePage has the page about the service, its document, and probes.
func TestSpaceOfThePage(t *testing.T) {
	s := newService(t, "docs: /docs\nhealth: {ready: /readyz}\nroutes: [GET /a A]\n").space
	for path, want := range map[string]bool{"/docs": true, "/docs/openapi.json": true, "/d%6fcs": true,
		"/readyz": true, "/healthz": false, "/docs/": false, "/docs/x": false, "/a": true} {
		if got := s.Match(path); got != want {
			t.Errorf("%s is in the space: %v", path, got)
		}
	}
}
