package emit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/model"
)

// What the comments of handlers say.

// deprecated is the paragraph that Go tools know (go.dev/wiki/Deprecated).
const deprecated = "Deprecated: the manifest marks it so."

func oneLine(s string) string { return oneLiner(strings.Join(strings.Fields(s), " ")) }

// docOf is a method's comment. A handler's has a sentence for each route: a route added is a
// line added.
func docOf(m *method) []string {
	if len(m.routes) == 0 {
		return m.doc
	}
	var doc []string
	answers := m.name + " answers"
	if i := slices.IndexFunc(m.routes,
		func(r *model.Route) bool { return r.Summary != "" }); i >= 0 {
		doc = append(doc, m.name+": "+oneLine(m.routes[i].Summary), "")
		answers = "It answers"
	}
	old := 0
	for i, r := range m.routes {
		if i > 0 {
			answers = "It also answers"
		}
		doc = append(doc, answers+" "+methods(r)+with(r)+".")
		if r.Deprecated {
			old++
		}
	}
	if old == len(m.routes) {
		doc = append(doc, "", deprecated)
	}
	return doc
}

// with says what a route is answered with, but where the handler decides everything.
func with(r *model.Route) string {
	status := ""
	if r.Status != 0 && r.Status != 200 {
		status = fmt.Sprintf(", status %d", r.Status)
	}
	switch r.Returns.Kind {
	case model.ReturnsJSON:
		return " with JSON" + status
	case model.ReturnsText:
		return " with text" + status
	case model.ReturnsHTML:
		return " with HTML" + status
	case model.ReturnsBytes:
		return " with bytes" + status
	case model.ReturnsFile:
		return " with a file" + status
	case model.ReturnsEvents:
		return " with server-sent events" + status
	case model.ReturnsNDJSON:
		return " with lines of JSON" + status
	case model.ReturnsChunks:
		return " with bytes as they come" + status
	case model.ReturnsOneOf:
		return " with a " + r.Handler + "Result"
	case model.ReturnsHTTP:
		return " as net/http does"
	case model.ReturnsNone:
		return fmt.Sprintf(" with status %d", cmp.Or(r.Status, 204))
	}
	return ""
}
