package gen

// Manifests for which a path can take very long to match are warned about here.

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/manifest/check"
	"example.com/httpgen/gen/internal/plan"
)

// heaviest is the number of steps for each byte of the longest path above which matching is
// slow. The services whose routes are in generated_test/routesets take 5 at most. A step is a
// byte looked at, some 2 to 10 ns, so that the longest path takes 1 to 5 ms: one connection
// that sends nothing else keeps a core busy with a few MB/s.
const heaviest = 64

// heavy warns of the worst path, if it is too bad.
// It names the three patterns that look at most bytes, because mending one of them is what
// the author can do; the path itself is for whoever wants to see it happen.
func heavy(p *plan.Plan) []check.Remark {
	work := p.Work()
	if work.Steps(manifest.MaxPath) <= heaviest*manifest.MaxPath {
		return nil
	}
	w := p.Witness()
	burdens := burdensOf(p, w)
	if len(burdens) == 0 {
		return nil // what does not grow with the path stays below it in a manifest of 4 MiB
	}
	first := burdens[0]
	perByte := (work.Steps(manifest.MaxPath) + manifest.MaxPath - 1) / manifest.MaxPath
	r := check.Remark{
		Code: diag.HeavyPath,
		Message: fmt.Sprintf(
			"to match a path can take %d steps for each of its bytes, more than %d", perByte,
			heaviest),
		Route: check.RemarkLabel{Route: first.route, Text: first.text()},
		Notes: []string{
			fmt.Sprintf("%s does it: %s", shownWitness(w), sharedBy(len(burdens))),
			fmt.Sprintf("a path of %d bytes can take %.1f million steps",
				manifest.MaxPath, float64(work.Steps(manifest.MaxPath))/1e6),
		},
		Help: first.help(p),
	}
	for _, b := range burdens[1:min(len(burdens), 3)] {
		r.Others = append(r.Others, check.RemarkLabel{Route: b.route, Text: b.text()})
	}
	return []check.Remark{r}
}

// A burden is what one pattern costs, for each byte of the worst path.
type burden struct {
	on      plan.Ask
	route   int
	perByte int
}

// text is what is said under the path of a route.
func (b burden) text() string {
	if b.perByte == 1 {
		return "looks at each byte"
	}
	return fmt.Sprintf("looks at each byte %d times", b.perByte)
}

// burdensOf are the patterns that look at every byte of a path, the heaviest first.
// They are measured and not computed: the worst path is walked once, and what each node asked
// is counted.
func burdensOf(p *plan.Plan, w plan.Witness) (list []burden) {
	f := plan.Finder{Plan: p, Spent: map[plan.Ask]int{}}
	path := w.Path(1024)
	f.Find("TRACE", path) // which no route answers
	routes, long := p.FirstRoutes(), len(path)-len(w.Start)-len(w.End)
	for on, steps := range f.Spent {
		if perByte := steps / long; perByte > 0 {
			list = append(list, burden{on, routes[on], perByte})
		}
	}
	slices.SortFunc(list, func(a, b burden) int {
		return cmp.Or(cmp.Compare(b.perByte, a.perByte), cmp.Compare(a.route, b.route))
	})
	return list
}

// help says how to mend a pattern that costs too much.
func (b burden) help(p *plan.Plan) string {
	r := p.Manifest.Routes[b.route]
	words := 0
	for _, param := range r.Pattern.Params() {
		words = max(words, len(param.Conv.Words))
	}
	switch {
	case 2*words > b.perByte:
		return "give any(…) a segment of its own, where it costs next to nothing, " +
			"or take one parameter and look at its value in the handler"
	case b.on.End != nil:
		return "put the segments that tell these patterns apart in front of their path, " +
			"where literals are compared once, or take the rest as one path and look at it in " +
			"the handler"
	}
	return "put a segment that tells these patterns apart in front of them, " +
		"or take one parameter and look at its value in the handler"
}

// shownWitness is the worst path, cut short, as a client sends it.
func shownWitness(w plan.Witness) string {
	return rawPath(w.Start) + strings.Repeat(rawPath(w.Fill), 8) + "…" + rawPath(w.End)
}

// rawPath escapes a canonical path.
func rawPath(canonical string) string {
	segments := strings.Split(canonical, "/")
	for i, s := range segments {
		segments[i] = url.PathEscape(strings.ReplaceAll(s, "\x00", "/"))
	}
	return strings.Join(segments, "/")
}

// sharedBy says how many patterns share the burden.
func sharedBy(patterns int) string {
	if patterns == 1 {
		return "one pattern looks at each of its bytes"
	}
	return fmt.Sprintf("%d patterns look at each of its bytes", patterns)
}
