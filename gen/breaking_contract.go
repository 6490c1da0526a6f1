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
)

// contract compares what else a route promises.
func (c *comparison) contract(i int) {
	a, b := c.old.Routes[i], c.now.Routes[c.same[i]]
	methods := strings.Join(a.Methods, ",")
	narrowed := slices.ContainsFunc(c.breaks, func(k Break) bool { return k.Kind == ParamNarrowed && k.OldLine == a.Line && k.Route == fullName(a) })
	if c.retyped(i) && !narrowed {
		c.add(ParamRetyped, i, methods, "", "%s", c.changedParams(i))
	}
	if a.Body.Kind != b.Body.Kind || typeText(a.Body.Type) != typeText(b.Body.Type) {
		c.add(BodyChanged, i, methods, "", "the body is %s, was %s", cmp.Or(bodyName(b.Body), "none"), cmp.Or(bodyName(a.Body), "none"))
	}
	if a.Returns.Kind != b.Returns.Kind || typeText(a.Returns.Type) != typeText(b.Returns.Type) || statusOf(a) != statusOf(b) {
		c.add(ResultChanged, i, methods, "", "the result is %s, was %s", resultName(b), resultName(a))
	}
	c.limit(i, methods, "max_body_size", a.MaxBody, b.MaxBody, -1)
	c.limit(i, methods, "timeout", int64(a.Timeout), int64(b.Timeout), 0)
}

func typeText(t *manifest.Type) string {
	if t == nil {
		return ""
	}
	return t.Text
}

// statusOf is the status of a declared result.
func statusOf(r *manifest.Route) int {
	standard := http.StatusOK
	if r.Returns.Kind == manifest.ReturnsNone {
		standard = http.StatusNoContent
	}
	return cmp.Or(r.Status, standard)
}

func resultName(r *manifest.Route) string {
	name := cmp.Or(returnsName(r.Returns), "a response of the handler's")
	if r.Status != 0 {
		name += fmt.Sprintf(" with status %d", r.Status)
	}
	return name
}

// limit compares a limit of a route. A value of none is that of the server, whose own
// change is told once.
func (c *comparison) limit(i int, methods, key string, was, is, none int64) {
	row := settingRow(key)
	if was == is {
		return
	}
	if was == none {
		was = c.old.SettingValue(row)
	}
	if is == none {
		is = c.now.SettingValue(row)
	}
	if lower(is, was) {
		c.add(LimitLowered, i, methods, "", "%s is %s, was %s", key, inUnits(row, is), inUnits(row, was))
	}
}

// lower compares limits, of which a negative one is no limit.
func lower(is, was int64) bool { return is >= 0 && (was < 0 || is < was) }

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
		was, is := c.old.SettingValue(row), c.now.SettingValue(row)
		switch row.Key {
		case "pre_drain": // how a server stops, which no client relies on
		case "min_body_rate": // asks more of clients the higher it is
			if is > was && is > 0 {
				add(LimitLowered, "%s is %s, was %s", row.Key, inUnits(row, is), inUnits(row, was))
			}
		default:
			if lower(is, was) {
				add(LimitLowered, "%s is %s, was %s", row.Key, inUnits(row, is), inUnits(row, was))
			}
		}
	}
	for _, s := range c.old.Static {
		if !slices.ContainsFunc(c.now.Static, func(n *manifest.Static) bool { return n.Prefix == s.Prefix }) {
			add(StaticRemoved, "no files are served under %s", s.Prefix)
		}
	}
	if c.old.RedirectSlash && !c.now.RedirectSlash {
		add(RedirectsEnded, "trailing_slash is strict, was redirect: URLs with a slash too many or too few are 404")
	}
}

// inUnits writes a setting's value as a manifest does.
func inUnits(row *manifest.SettingKey, v int64) string {
	if v < 0 {
		return "off"
	}
	if row.Unit == manifest.Duration {
		return time.Duration(v).String()
	}
	if row.Unit == manifest.Bytes {
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
