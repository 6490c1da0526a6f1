package gen

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/edge"
	"example.com/httpgen/generated_test/sets"
)

// Edges and the service behind them are compared here.

// TestEdgesAgreeWithTheService asks each engine, with what is emitted for it, and the service
// itself: every probe that the report calls exact is answered alike, every witness of the report
// is true, and of random targets none is answered otherwise where the report is silent.
func TestEdgesAgreeWithTheService(t *testing.T) {
	for _, name := range []string{"bookstore", "docker", "github_2022", "hostile"} {
		for _, e := range enginePrograms {
			t.Run(name+"/"+e.target, func(t *testing.T) {
				e.needs(t)
				c := compared(t, e, name)
				c.probes(t)
				c.witnesses(t)
				c.random(t)
			})
		}
	}
}

// A edgeTest is an engine in front of a service.
type edgeTest struct {
	engine       string
	edge, behind *asking
	service      *service
	probed       []Probe
	report       *EdgeReport
	paths        func(*rand.Rand) string
}

// compared starts both for a set of routes.
func compared(t *testing.T, e engineProgram, name string) *edgeTest {
	t.Helper()
	file, paths := manifestOfSet(t, name)
	m, report, err := load(file)
	if err != nil {
		t.Fatal(err)
	}
	m.Static = nil // the plan knows no files
	c := &edgeTest{engine: e.target, service: serviceOf(m), paths: paths}
	c.service.finder.Plan = report.plan
	backend := c.service.listen(t)
	listen := freeAddress(t)
	o := EmitOptions{Manifest: file, Target: e.target, Upstream: backend, Listen: listen}
	made, err := Emit(o)
	if err != nil {
		t.Fatal(err)
	}
	if c.probed, _, err = Probes(o); err != nil {
		t.Fatal(err)
	}
	c.report = made.Edge
	e.start(t, made, listen)
	c.edge, c.behind = &asking{addr: listen}, &asking{addr: backend}
	return c
}

// manifestOfSet is a manifest of the routes that a name stands for, and how to draw paths.
func manifestOfSet(t *testing.T, name string) (file string, paths func(*rand.Rand) string) {
	t.Helper()
	if name == "bookstore" || name == "hostile" {
		if file = "../routes.example.yaml"; name == "hostile" {
			file = manifestFile(t, hostileManifest())
		}
		list, _, err := Probes(EmitOptions{Manifest: file})
		if err != nil {
			t.Fatal(err)
		}
		return file, func(rng *rand.Rand) string {
			for {
				p := list[rng.IntN(len(list))]
				if path, _, _ := strings.Cut(p.Target, "?"); path[0] == '/' && len(path) < 4000 {
					return path
				}
			}
		}
	}
	set, _, err := sets.Table(name)
	if err != nil {
		t.Fatal(err)
	}
	return manifestFile(t, set.Manifest()), func(rng *rand.Rand) string {
		_, path := set.Request(rng)
		return path
	}
}

// agree asks both, and tells whether they answer alike.
func (c *edgeTest) agree(t *testing.T, p Probe) (bool, string) {
	t.Helper()
	at, behind := c.edge.ask(t, p.Method, p.Target), c.behind.ask(t, p.Method, p.Target)
	d := Disagreement{Probe: p, Edge: at.status, Backend: behind.status}
	return !d.differs() && (at.status != behind.status || at.status >= 400 || at.answer == behind.answer),
		fmt.Sprintf("%s %.150q: the edge says %d %q, the service %d %q", p.Method, p.Target, at.status,
			at.answer, behind.status, behind.answer)
}

// probes asks all that the report calls exact.
func (c *edgeTest) probes(t *testing.T) {
	for _, p := range c.probed {
		if p.Verdict != edge.Exact {
			continue
		}
		if ok, what := c.agree(t, p); !ok {
			t.Errorf("%s of %s: %s", p.Kind, p.Pattern, what)
		}
	}
}

// witnesses asks all that the report tells.
func (c *edgeTest) witnesses(t *testing.T) {
	for _, f := range c.report.Inexact() {
		if slices.Contains([]string{"/assets/...", "/shelf/...", "/s\"'$;{}x/..."}, f.Pattern) {
			continue // the service of these tests has no files
		}
		method := http.MethodGet
		for _, p := range c.service.space.Places {
			if p.Pattern == f.Pattern && p.Methods != nil {
				method = p.Methods[0]
			}
		}
		if ok, what := c.agree(t, Probe{Method: method, Target: f.Witness, Known: f.Verdict == edge.Lost}); ok {
			t.Errorf("%s is said to be %s (%s), and is not: %s", f.Pattern, f.Verdict, f.Kind, what)
		}
	}
}

// random asks targets that nobody has thought of.
func (c *edgeTest) random(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	n := 2000
	if os.Getenv("HTTPGEN_LONG") != "" {
		n = 20000
	}
	passed, told := 0, 0
	for range n {
		path := disturbed(rng, c.paths(rng))
		if strings.ContainsFunc(path, notInPaths) {
			continue
		}
		known := c.service.space.Match(path)
		if known {
			passed++
		}
		method := []string{"GET", "OPTIONS", "HEAD"}[rng.IntN(3)]
		if ok, what := c.agree(t, Probe{Method: method, Target: path, Known: known}); !ok {
			told++
			if c.service.space.Judge(c.engine, path, false) == edge.Exact {
				t.Errorf("the report is silent about %s", what)
			}
		}
	}
	t.Logf("%d of %d random targets are the service's, %d are answered otherwise", passed, n, told)
	if passed < n/10 {
		t.Errorf("%d of %d targets are the service's: too few", passed, n)
	}
}

// notInPaths tells what no raw path has.
func notInPaths(r rune) bool { return r <= ' ' || r == '#' || r == '?' || r >= 0x7f }
