package gen

// What becomes of the URLs that an old route answers is found out here.

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/plan"
	"example.com/httpgen/gen/internal/relation"
)

// route compares what becomes of the i-th old route.
// Methods with one fate are one break: a route that is gone is told once, and not for each of
// its methods.
func (c *comparison) route(i int) {
	r := c.old.Routes[i]
	urls := c.urls(i)
	var gone, refused, moved []string // methods
	for _, method := range expanded(r.Methods) {
		switch c.fate(i, method, urls) {
		case http.StatusNotFound:
			gone = append(gone, method)
		case http.StatusMethodNotAllowed:
			refused = append(refused, method)
		case http.StatusPermanentRedirect:
			moved = append(moved, method)
		}
	}
	for _, lost := range []struct {
		methods []string
		kind    BreakKind
		text    string
	}{
		{gone, RouteRemoved, "no route answers "},
		{refused, MethodRemoved, "the path takes other methods only at "},
		{moved, Redirected, "trailing_slash redirects "},
	} {
		if len(lost.methods) == 0 {
			continue
		}
		methods := strings.Join(lost.methods, ",")
		url := c.first(i, lost.methods[0], urls)
		shown := url
		if hasOwn(r) { // which URLs it took is not known
			url, shown = "", r.Path
		}
		text := lost.text + methods + " " + shown
		if lost.kind == Redirected {
			text += " to " + otherForm(shown)
		}
		c.add(lost.kind, i, methods, url, "%s", text)
	}
	if c.same[i] >= 0 && len(gone)+len(refused)+len(moved) == 0 {
		c.contract(i)
	}
}

// hasOwn says whether a route has a parameter of an own converter.
//
// A URL that shows a break would then be a guess: the functions of own converters are not run.
func hasOwn(r *model.Route) bool {
	return slices.ContainsFunc(r.Pattern.Params(), func(p *pattern.Param) bool {
		return p.Conv.Own != nil
	})
}

// expanded are the methods of a route, with those that * stands for.
//
// Of a route for all, those of RFC 9110 but CONNECT and TRACE are asked, and PATCH: what others
// there are cannot be listed.
func expanded(methods []string) []string {
	if slices.Contains(methods, "*") {
		return []string{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}
	}
	return methods
}

// urls are paths that the i-th old pattern takes: one, and for each new pattern that
// takes some of its paths, one that both take and one that only the old one takes.
// These are enough: between two patterns requests differ only in whether one, the other or
// both take them, and for each of these cases one path is asked.
func (c *comparison) urls(i int) []string {
	p := c.old.Routes[i].Pattern
	urls := []string{relation.Relate(p, p).Witness}
	for _, r := range c.now.Routes {
		if relation.MayOverlap(p, r.Pattern) {
			rel := relation.Relate(p, r.Pattern)
			urls = append(urls, rel.Witness, rel.OnlyA)
		}
	}
	urls = slices.DeleteFunc(urls, func(u string) bool { return u == "" })
	slices.SortStableFunc(urls[min(1, len(urls)):],
		func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	seen := map[string]bool{}
	return slices.DeleteFunc(urls, func(u string) bool {
		twice := seen[u]
		seen[u] = true
		return twice
	})
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
	case s.RedirectSlash && finder.Redirected(method, url) != "":
		return -1, http.StatusPermanentRedirect
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

// fate tells what becomes of the URLs that the i-th old route answers: 308, 404 or 405 if
// none is answered any more, else 0, and what is lost or taken by another route is noted.
// A URL counts only if the old route answered it: what another one answered is that one's.
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
		case route >= 0 && c.mayTake(i, route):
			if taken[route] == "" {
				taken[route] = url
				takers = append(takers, route)
			}
		case route < 0:
			lost, status = cmp.Or(lost, url), cmp.Or(status, no)
		}
	}
	if kept == 0 && len(takers) == 0 && !c.retyped(i) {
		return status
	}
	if lost != "" && !hasOwn(c.old.Routes[i]) {
		c.narrowed(i, method, lost, status)
	}
	for _, route := range takers {
		c.taken(i, method, taken[route], route)
	}
	return 0
}

// mayTake says whether it is certain that a new route takes URLs that the i-th old one took,
// whatever own converters accept.
func (c *comparison) mayTake(i, route int) bool {
	rel := relation.Relate(c.old.Routes[i].Pattern, c.now.Routes[route].Pattern)
	return len(rel.Depends) == 0 || rel.Kind != relation.Overlaps
}

// taken notes that a new route takes URLs of the i-th old one. Where own converters decide
// which, those of the narrower pattern are meant.
func (c *comparison) taken(i int, method, url string, route int) {
	old, r := c.old.Routes[i], c.now.Routes[route]
	what := url
	if rel := relation.Relate(old.Pattern, r.Pattern); len(rel.Depends) > 0 {
		url, what = "", r.Path
		if rel.Kind == relation.MoreSpecific {
			what = old.Path
		}
	}
	c.add(URLTaken, i, method, url, "%s %s is now answered by %s (%s)",
		method, what, r.FullName(), r.Path)
}

// isSame tells whether a new route is what the i-th old one has become.
func (c *comparison) isSame(i, route int) bool {
	return c.same[i] == route ||
		c.old.Routes[i].Pattern.Text(pattern.Nameless) == c.now.Routes[route].Pattern.Text(
			pattern.Nameless)
}

// retyped tells a route that is there still, with other converters at the same places.
//
//	/books/<int:id> to /books/<uuid:id>    retyped
//	/books/<int:id> to /books/<int:n>      the same: names do not matter
//	/books/<int:id> to /book/<int:id>      moved
func (c *comparison) retyped(i int) bool {
	if c.same[i] < 0 {
		return false
	}
	a, b := c.old.Routes[i], c.now.Routes[c.same[i]]
	return len(a.Pattern.Params()) > 0 && a.Pattern.Text(pattern.Nameless) != b.Pattern.Text(
		pattern.Nameless) && loosened(a).Pattern.Text(pattern.Nameless) == loosened(b).
		Pattern.Text(pattern.Nameless)
}

// narrowed notes that a URL is lost, and by which parameters if that can be told.
func (c *comparison) narrowed(i int, method, url string, status int) {
	message := fmt.Sprintf("%s %s is now answered %d", method, url, status)
	if status == http.StatusPermanentRedirect {
		message = fmt.Sprintf("%s %s is now redirected", method, url)
	}
	if c.retyped(i) {
		message = c.changedParams(i) + ": " + message
	}
	c.add(ParamNarrowed, i, method, url, "%s", message)
}

// changedParams says which converters are others: "id is uuid, was int".
func (c *comparison) changedParams(i int) string {
	was, is := c.old.Routes[i].Pattern.Params(), c.now.Routes[c.same[i]].Pattern.Params()
	var list []string
	for k := range min(len(was), len(is)) {
		if a, b := was[k].Conv.String(), is[k].Conv.String(); a != b {
			list = append(list, fmt.Sprintf("the parameter %s is %s, was %s", was[k].Name, b, a))
		}
	}
	return strings.Join(list, ", ")
}
