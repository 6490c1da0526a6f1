// Package edge writes configuration of proxies that lets exactly a manifest's URL space through,
// and says where an engine cannot.
//
//	Build    the model: for every pattern a regular expression over the raw target (text.go,
//	         segment.go), what its routes need of a proxy (needs.go), and all of them in lumps
//	         that share what they begin with (lump.go)
//	Report   what each engine sees of a target (view.go), asked about the targets on which
//	         engines are known to differ (samples.go): exact, over-exposed, lost (report.go)
//	Print    a printer for each engine
//
// Which method a path is asked with, whether a number is in its range and whether a file is there
// stays the service's business: what is let through is a path that some route, mount or static
// directory may answer.
package edge

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
)

// A Space is the URL space of a manifest, as an edge sees it.
type Space struct {
	Source    string // the manifest, as headers name it
	Upstream  string // host:port of the service
	Listen    string // host:port, or :port, where the edge listens
	Places    []*Place
	Own       *Place // segments "." in a path, which the service takes out by a redirect
	Times     Times
	MaxTarget int64 // bytes
	MaxHead   int64
	NotFound  Answer // what the service says to a path that it does not know
	App       string // a name for Kubernetes: a label of DNS
	Ready     string // raw path of a probe, or ""
	Live      string // the same
	Workload  bool   // with what runs the service there

	lumps    []*lump
	once     sync.Once
	covering []cover // of a gateway
	prefixes map[string]int
	exacts   map[string]bool
}

// An Answer is one that an edge gives itself.
type Answer struct{ Type, Body string }

// A Place is a set of paths: those of one pattern, of a mount or of a static directory. Routes
// whose patterns have the same paths are one.
type Place struct {
	Names   []string // of the routes, a mount's handler or a static directory's prefix
	Pattern string   // as written
	Methods []string // that its routes accept, sorted; nil: all
	Prefix  string   // decoded: what every path begins with
	Literal bool     // Prefix is the only path
	Slashes bool     // an encoded slash may stand in it
	Files   bool     // a static directory: what is no file is 404
	Needs   Needs

	parsed *pattern.Pattern // nil: a prefix
	slash  bool             // Prefix is the only path but for a slash at its end
	tokens []string         // which behind each other are the expression of a raw path
}

// Options say what a manifest does not know of an edge.
type Options struct {
	Source   string
	Upstream string // "": the manifest's, or 127.0.0.1:8000
	Listen   string // "": the manifest's, or :80
	Workload bool   // of gateway: with Service, Deployment and PodDisruptionBudget
}

// Build makes the space of a checked manifest.
func Build(m *model.Manifest, o Options) *Space {
	s := &Space{
		Source: o.Source, Upstream: cmp.Or(o.Upstream, m.Edge.Upstream, "127.0.0.1:8000"),
		Listen: cmp.Or(o.Listen, m.Edge.Listen, ":80"),
		Times:  timesOf(m), NotFound: notFound(m),
		App: labelOf(m.Package), Workload: o.Workload,
		Ready: rawText(m.Health.Ready), Live: rawText(m.Health.Live),
		MaxTarget: setting(m, "max_target_size", 8<<10),
		MaxHead:   setting(m, "max_head_size", 16<<10),
	}
	known := map[string]*Place{}
	for _, r := range m.Routes {
		p := placeOf(m, r)
		key := strings.Join(p.tokens, "")
		if first := known[key]; first != nil {
			first.join(p)
			continue
		}
		known[key] = p
		s.Places = append(s.Places, p)
	}
	for _, mount := range m.Mounts {
		s.Places = append(s.Places, prefixPlace(mount.Prefix, mount.Handler, below+possessive,
			needsOfMount(m)))
	}
	for _, d := range m.Static {
		s.Places = append(s.Places, filesPlace(d))
	}
	s.Places = append(s.Places, ownPlaces(m)...)
	s.Own = &Place{Names: []string{redirects}, Pattern: "segments . in a path", Prefix: "/",
		Slashes: true, tokens: []string{dotted}}
	slices.SortStableFunc(s.Places, func(a, b *Place) int {
		return strings.Compare(a.Prefix, b.Prefix)
	})
	s.lumps = lumpsOf(append(slices.Clone(s.Places), s.Own), maxLump)
	return s
}

// notFound is what the service says by default, so that an edge's 404 looks alike.
func notFound(m *model.Manifest) Answer {
	if m.Problem {
		return Answer{"application/problem+json", `{"title":"Not Found","status":404}`}
	}
	return Answer{"application/json", `{"error":"Not Found"}`}
}

// labelOf is a name as a label of DNS has it (RFC 1035 §2.3.1).
func labelOf(name string) string {
	name = strings.Trim(strings.ReplaceAll(strings.ToLower(name), "_", "-"), "-")
	if len(name) > 50 {
		name = strings.Trim(name[:50], "-")
	}
	for _, c := range name {
		if c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return "service"
		}
	}
	if name == "" || '0' <= name[0] && name[0] <= '9' {
		return "service"
	}
	return name
}

// setting is the value of a key of `server`, or the runtime's own default.
func setting(m *model.Manifest, key string, standard int64) int64 {
	for _, s := range m.Settings {
		if s.Key == key && s.Value != 0 {
			return s.Value
		}
	}
	return standard
}
