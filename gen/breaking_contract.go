package gen

// What a route or a server promises beside its URLs is compared here.

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/plan"
	"example.com/httpgen/gen/internal/relation"
)

// contract compares what else a route promises.
// It is asked where the URLs are still answered by the route: of what is gone nothing else
// matters.
func (c *comparison) contract(i int) {
	a, b := c.old.Routes[i], c.now.Routes[c.same[i]]
	methods := strings.Join(a.Methods, ",")
	c.retype(i, methods)
	c.credentials(i, methods)
	c.inputs(i, methods)
	if !widerBody(a.Body, b.Body) {
		before := len(c.breaks)
		c.body(i, methods)
		c.showBodies(i, before)
	}
	before := len(c.breaks)
	c.results(i, methods)
	c.showResults(i, before)
	c.limit(i, methods, "max_body_size", a.Limits.MaxBody, b.Limits.MaxBody)
	c.limit(i, methods, "min_body_rate", a.Limits.MinBodyRate, b.Limits.MinBodyRate)
	c.limit(i, methods, "timeout", int64(a.Limits.Timeout), int64(b.Limits.Timeout))
	c.errorHandlers(i)
}

// retype tells of a parameter that takes something else where no URL shows it, because what
// an own converter takes is known to its parse function alone.
func (c *comparison) retype(i int, methods string) {
	a, b := c.old.Routes[i], c.now.Routes[c.same[i]]
	if !c.retyped(i) {
		return
	}
	rel := relation.Relate(a.Pattern, b.Pattern)
	var names []string
	for _, own := range rel.Depends {
		names = append(names, own.Name)
	}
	switch own := strings.Join(names, " and "); {
	case len(names) == 0 && rel.Kind != relation.Disjoint: // URLs have told, or it takes more
	case rel.Kind == relation.MoreGeneral:
		c.add(ParamNarrowed, i, methods, "", "%s, which does not take all of it",
			c.changedParams(i))
	case rel.Kind == relation.Overlaps:
		c.add(ParamRetyped, i, methods, "", "%s: whether it takes less depends on %s",
			c.changedParams(i), own)
	case rel.Kind == relation.Disjoint && hasOwn(a):
		c.add(ParamNarrowed, i, methods, "", "%s, which takes none of it", c.changedParams(i))
	}
}

// typeText is a type as written, "" for none: what it is in Go is not known here, so that a
// change of it within its package is not told.
func typeText(t *model.Type) string {
	if t == nil {
		return ""
	}
	return t.Text
}

// statusOf is the status of a declared result.
func statusOf(r *model.Route) int {
	standard := http.StatusOK
	if r.Returns.Kind == model.ReturnsNone {
		standard = http.StatusNoContent
	}
	return cmp.Or(r.Status, standard)
}

// resultName is a result as people say it: "model.Book with status 201".
func resultName(r *model.Route) string {
	name := cmp.Or(returnsName(r.Returns), unsaid)
	if r.Status != 0 {
		name += fmt.Sprintf(" with status %d", r.Status)
	}
	return name
}

// limit compares a limit of a route. 0 is that of the server, whose own change is told once.
func (c *comparison) limit(i int, methods, key string, was, is int64) {
	row := settingRow(key)
	if was == is {
		return
	}
	if was == 0 {
		was = row.In(c.old.Manifest)
	}
	if is == 0 {
		is = row.In(c.now.Manifest)
	}
	if stricter(row, is, was) {
		c.add(LimitLowered, i, methods, "", "%s is %s, was %s", key, inUnits(row, is),
			inUnits(row, was))
	}
}

// stricter says whether a limit lets clients do less than it did; a negative one is no
// limit. A rate asks more of them the higher it is.
//
//	max_body_size  1MiB after off      stricter
//	timeout        5s after 2s         not
//	min_body_rate  4KiB after 1KiB     stricter: it is a demand, and no allowance
func stricter(row *manifest.SettingKey, is, was int64) bool {
	if row.Key == "min_body_rate" {
		return is > was && is > 0
	}
	return is >= 0 && (was < 0 || is < was)
}

// settingRow is the table's row of a key that there is.
func settingRow(key string) *manifest.SettingKey {
	for i := range manifest.SettingTable {
		if manifest.SettingTable[i].Key == key {
			return &manifest.SettingTable[i]
		}
	}
	panic("no setting " + key)
}

// settings compares what holds for all routes.
func (c *comparison) settings() {
	add := func(kind BreakKind, format string, args ...any) {
		c.breaks = append(c.breaks, Break{Kind: kind, Message: fmt.Sprintf(format, args...)})
	}
	for i := range manifest.SettingTable {
		row := &manifest.SettingTable[i]
		was, is := row.In(c.old.Manifest), row.In(c.now.Manifest)
		if row.Key == "pre_drain" { // how a server stops, which no client relies on
			continue
		}
		if stricter(row, is, was) {
			add(LimitLowered, "%s is %s, was %s", row.Key, inUnits(row, is), inUnits(row, was))
		}
	}
	for _, s := range c.old.Static {
		if !slices.ContainsFunc(c.now.Static,
			func(n *model.Static) bool { return n.Prefix == s.Prefix }) {
			add(StaticRemoved, "no files are served under %s", s.Prefix)
		}
	}
	for _, m := range c.old.Mounts {
		if !slices.ContainsFunc(c.now.Mounts,
			func(n *model.Mount) bool { return n.Prefix == m.Prefix }) {
			add(MountRemoved, "no handler is mounted at %s", m.Prefix)
		}
	}
	c.redirects()
	c.errorAnswers()
}

// redirects tells of redirects by trailing_slash that have ended, by the first that has.
func (c *comparison) redirects() {
	if !c.old.RedirectSlash || c.now.RedirectSlash {
		return
	}
	finder := plan.Finder{Plan: c.old.plan}
	for _, r := range c.old.Routes {
		url := otherForm(relation.Relate(r.Pattern, r.Pattern).Witness)
		method := expanded(r.Methods)[0]
		if url == "" || finder.Redirected(method, url) == "" {
			continue
		}
		if route, _ := c.old.answered(method, url); route >= 0 {
			continue
		}
		if route, status := c.now.answered(method, url); route < 0 {
			const message = "trailing_slash is strict, was redirect: %s %s is now answered %d, " +
				"and so are others with a slash too many or too few"
			b := Break{Kind: RedirectsEnded, URL: url, Message: fmt.Sprintf(message, method, url,
				status)}
			c.breaks = append(c.breaks, b)
			return
		}
	}
}

// otherForm is a path with a slash more at the end, or one less.
// /a/ and /a are forms of each other; "" has none.
func otherForm(url string) string {
	if short, ok := strings.CutSuffix(url, "/"); ok || url == "" {
		return short
	}
	return url + "/"
}

// inUnits writes a setting's value as a manifest does.
// It takes the largest binary unit without a rest: 1048576 is 1MiB, 1500 stays 1500.
func inUnits(row *manifest.SettingKey, v int64) string {
	if v < 0 {
		return "off"
	}
	if row.Unit == model.Duration {
		return time.Duration(v).String()
	}
	if row.Unit == model.Bytes {
		for _, u := range []struct {
			name string
			size int64
		}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
			if v >= u.size && v%u.size == 0 {
				return fmt.Sprintf("%d%s", v/u.size, u.name)
			}
		}
	}
	return fmt.Sprint(v)
}
