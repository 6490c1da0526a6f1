package gen

// What a change of a manifest breaks for clients lives here. Two manifests are compared by
// what their servers answer: URLs that an old route takes, found by comparing patterns
// exactly (package manifest, Relate), are asked of both plans.

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/plan"
)

// A BreakKind is a kind of breaking change.
type BreakKind string

// The kinds.
const (
	RouteRemoved   BreakKind = "route-removed"
	MethodRemoved  BreakKind = "method-removed"
	ParamRetyped   BreakKind = "parameter-retyped"
	ParamNarrowed  BreakKind = "parameter-narrowed"
	URLTaken       BreakKind = "url-taken" // another route now answers
	LimitLowered   BreakKind = "limit-lowered"
	BodyChanged    BreakKind = "body-changed"
	ResultChanged  BreakKind = "result-changed"
	StaticRemoved  BreakKind = "static-removed"
	RedirectsEnded BreakKind = "redirects-ended"
)

// A Break is one breaking change.
type Break struct {
	Kind    BreakKind `json:"kind"`
	Route   string    `json:"route,omitempty"`  // full name, in the old manifest
	Method  string    `json:"method,omitempty"` // several with commas
	Pattern string    `json:"pattern,omitempty"`
	URL     string    `json:"url,omitempty"` // a path that shows it
	Message string    `json:"message"`
	OldLine int       `json:"oldLine,omitempty"`
	NewLine int       `json:"newLine,omitempty"`
}

// Breaking compares an old text of a manifest, by its name in messages, with the manifest
// in a file. The list is in the old manifest's order, settings first. Its errors are
// those of Compile, for either.
//
// Own converters are taken to accept what is asked of them: the generator does not run
// the functions that they name. A route whose name or pattern stays is the same route.
func Breaking(oldName string, oldText []byte, file string) ([]Break, error) {
	old, faults := manifest.Parse(oldName, oldText)
	if old == nil {
		return nil, &FaultsError{Report: &Report{File: oldName, source: oldText, list: faults}}
	}
	now, _, err := load(file)
	if err != nil {
		return nil, err
	}
	c := newComparison(old, now)
	c.settings()
	for i := range old.Routes {
		c.route(i)
	}
	return c.breaks, nil
}

// A side is one of the two manifests.
type side struct {
	*manifest.Manifest
	plan *plan.Plan
}

// A comparison is between two manifests.
type comparison struct {
	old, now side
	same     []int // of each old route: its index among the new ones, or -1
	breaks   []Break
}

func newComparison(old, now *manifest.Manifest) *comparison {
	c := &comparison{
		old: side{old, plan.Build(old)}, now: side{now, plan.Build(now)},
		breaks: []Break{},
	}
	shareConverters(old, now) // behind the plan, whose order is that of the new manifest's own
	byName, byShape := map[string]int{}, map[string]int{}
	for i, r := range now.Routes {
		byName[r.Name] = i
		for _, method := range r.Methods {
			byShape[method+" "+shapeOf(r)] = i
		}
	}
	for _, r := range old.Routes {
		i, ok := byShape[r.Methods[0]+" "+shapeOf(r)]
		if named, there := byName[r.Name]; there && (!ok || shapeOf(now.Routes[named]) == shapeOf(r)) {
			i, ok = named, true
		}
		if !ok {
			i = -1
		}
		c.same = append(c.same, i)
	}
	return c
}

// shareConverters gives routes of the new manifest the own converters of the old one
// where the names are the same, so that patterns of both can be compared.
func shareConverters(old, now *manifest.Manifest) {
	byName := map[string]*manifest.Own{}
	for _, own := range old.Converters {
		byName[own.Name] = own
	}
	for _, r := range now.Routes {
		for _, p := range params(r) {
			if p.Conv.Own != nil && byName[p.Conv.Own.Name] != nil {
				p.Conv.Own = byName[p.Conv.Own.Name]
			}
		}
	}
}

// shapeOf is a pattern without the names of its parameters.
func shapeOf(r *manifest.Route) string {
	var b strings.Builder
	for _, segment := range r.Pattern.Segments {
		b.WriteByte('/')
		for _, part := range segment {
			if part.Param != nil {
				fmt.Fprintf(&b, "<%s>", part.Param.Conv)
			} else {
				b.WriteString(strings.ReplaceAll(part.Literal, "<", "<<"))
			}
		}
	}
	return b.String()
}

func fullName(r *manifest.Route) string {
	if r.Group != nil && r.Group.Name != "" {
		return r.Group.Name + "." + r.Name
	}
	return r.Name
}

// add notes a break of an old route.
func (c *comparison) add(kind BreakKind, i int, method, url, format string, args ...any) {
	r := c.old.Routes[i]
	b := Break{Kind: kind, Route: fullName(r), Method: method, Pattern: r.Path, URL: url, Message: fmt.Sprintf(format, args...), OldLine: r.Line}
	if c.same[i] >= 0 {
		b.NewLine = c.now.Routes[c.same[i]].Line
	}
	c.breaks = append(c.breaks, b)
}

// route compares what becomes of the i-th old route.
func (c *comparison) route(i int) {
	r := c.old.Routes[i]
	urls := c.urls(i)
	var gone, refused []string // methods
	for _, method := range expanded(r.Methods) {
		switch c.fate(i, method, urls) {
		case http.StatusNotFound:
			gone = append(gone, method)
		case http.StatusMethodNotAllowed:
			refused = append(refused, method)
		}
	}
	for _, lost := range []struct {
		methods []string
		kind    BreakKind
		text    string
	}{{gone, RouteRemoved, "no route answers"}, {refused, MethodRemoved, "the path takes other methods only at"}} {
		if len(lost.methods) > 0 {
			url := c.first(i, lost.methods[0], urls)
			c.add(lost.kind, i, strings.Join(lost.methods, ","), url, "%s %s %s", lost.text, strings.Join(lost.methods, ","), url)
		}
	}
	if c.same[i] >= 0 && len(gone)+len(refused) == 0 {
		c.contract(i)
	}
}

// expanded are the methods of a route, with those that * stands for.
func expanded(methods []string) []string {
	if slices.Contains(methods, "*") {
		return []string{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}
	}
	return methods
}

// urls are paths that the i-th old pattern takes: one, and for each new pattern that
// takes some of its paths, one that both take and one that only the old one takes.
func (c *comparison) urls(i int) []string {
	p := c.old.Routes[i].Pattern
	urls := []string{manifest.Relate(p, p).Witness}
	for _, r := range c.now.Routes {
		if meet(p, r.Pattern) {
			relation := manifest.Relate(p, r.Pattern)
			urls = append(urls, relation.Witness, relation.OnlyA)
		}
	}
	urls = slices.DeleteFunc(urls, func(u string) bool { return u == "" })
	slices.SortStableFunc(urls[min(1, len(urls)):], func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	seen := map[string]bool{}
	return slices.DeleteFunc(urls, func(u string) bool {
		twice := seen[u]
		seen[u] = true
		return twice
	})
}

// meet is false for most patterns that have no path in common, at no cost: their first
// segments are different literals.
func meet(a, b *manifest.Pattern) bool {
	for i := range min(len(a.Segments), len(b.Segments)) {
		x, y := a.Segments[i], b.Segments[i]
		if x.Rank() != manifest.RankLiteral || y.Rank() != manifest.RankLiteral {
			return x.Rank() == manifest.RankPath || y.Rank() == manifest.RankPath || meetBehind(a, b, i+1)
		}
		if x.Literal() != y.Literal() {
			return false
		}
	}
	return true
}

// meetBehind goes on where a segment was not decided.
func meetBehind(a, b *manifest.Pattern, i int) bool {
	return meet(&manifest.Pattern{Segments: a.Segments[min(i, len(a.Segments)):]}, &manifest.Pattern{Segments: b.Segments[min(i, len(b.Segments)):]})
}

// answered asks one side which route answers; -1 and a status if none does.
func (s side) answered(method, url string) (route, status int) {
	canonical, refused, _ := plan.Canonical(url)
	if refused != 0 {
		return -1, refused
	}
	finder := plan.Finder{Plan: s.plan}
	found := finder.Find(method, canonical)
	switch {
	case found.Route >= 0:
		return found.Route, 0
	case len(found.Matched) > 0:
		return -1, http.StatusMethodNotAllowed
	}
	return -1, http.StatusNotFound
}

// first is the first of the URLs that the i-th old route answers.
func (c *comparison) first(i int, method string, urls []string) string {
	for _, url := range urls {
		if route, _ := c.old.answered(method, url); route == i {
			return url
		}
	}
	return ""
}

// fate tells what becomes of the URLs that the i-th old route answers: 404 or 405 if none
// is answered any more, else 0, and what is lost or taken by another route is noted.
func (c *comparison) fate(i int, method string, urls []string) int {
	kept, status := 0, 0
	var lost string
	taken := map[int]string{}
	var takers []int
	for _, url := range urls {
		if route, _ := c.old.answered(method, url); route != i {
			continue
		}
		route, no := c.now.answered(method, url)
		switch {
		case route >= 0 && c.isSame(i, route):
			kept++
		case route >= 0:
			if taken[route] == "" {
				taken[route] = url
				takers = append(takers, route)
			}
		default:
			lost, status = cmp.Or(lost, url), cmp.Or(status, no)
		}
	}
	if kept == 0 && len(takers) == 0 && !c.retyped(i) {
		return status
	}
	if lost != "" {
		c.narrowed(i, method, lost, status)
	}
	for _, route := range takers {
		r := c.now.Routes[route]
		c.add(URLTaken, i, method, taken[route], "%s %s is now answered by %s (%s)", method, taken[route], fullName(r), r.Path)
	}
	return 0
}

// isSame tells whether a new route is what the i-th old one has become.
func (c *comparison) isSame(i, route int) bool {
	return c.same[i] == route || shapeOf(c.old.Routes[i]) == shapeOf(c.now.Routes[route])
}

// retyped tells a route that is there still, with other converters at the same places.
func (c *comparison) retyped(i int) bool {
	if c.same[i] < 0 {
		return false
	}
	a, b := c.old.Routes[i], c.now.Routes[c.same[i]]
	return len(params(a)) > 0 && shapeOf(a) != shapeOf(b) && shapeOf(loosened(a)) == shapeOf(loosened(b))
}

// narrowed notes that a URL is lost, and by which parameters if that can be told.
func (c *comparison) narrowed(i int, method, url string, status int) {
	message := fmt.Sprintf("%s %s is now answered %d", method, url, status)
	if c.retyped(i) {
		message = c.changedParams(i) + ": " + message
	}
	c.add(ParamNarrowed, i, method, url, "%s", message)
}

// changedParams says which converters are others: "id is uuid, was int".
func (c *comparison) changedParams(i int) string {
	was, is := params(c.old.Routes[i]), params(c.now.Routes[c.same[i]])
	var list []string
	for k := range min(len(was), len(is)) {
		if a, b := was[k].Conv.String(), is[k].Conv.String(); a != b {
			list = append(list, fmt.Sprintf("the parameter %s is %s, was %s", was[k].Name, b, a))
		}
	}
	return strings.Join(list, ", ")
}

// BreakingMarkdown writes breaking changes as an entry of a changelog.
func BreakingMarkdown(w io.Writer, list []Break) error {
	if len(list) == 0 {
		return nil
	}
	text := "### Breaking changes\n\n"
	for _, b := range list {
		where := ""
		if b.Route != "" {
			where = fmt.Sprintf(" `%s %s` (%s)", b.Method, b.Pattern, b.Route)
		}
		text += fmt.Sprintf("- **%s**%s: %s\n", strings.ReplaceAll(string(b.Kind), "-", " "), where, strings.ReplaceAll(b.Message, "<", "\\<"))
	}
	_, err := io.WriteString(w, text)
	return err
}
