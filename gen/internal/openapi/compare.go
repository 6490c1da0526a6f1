package openapi

import (
	"fmt"
	"slices"
	"strings"
)

// What a change of a document breaks for clients is found here, by what the documents say: paths
// and methods that are gone, parameters, bodies and credentials that ask more, answers that clients
// do not know. The rules are oasdiff's for breaking changes, but that removed parameters and new
// values in answers are told, too.

// A Change is one that breaks clients.
type Change struct {
	Kind    string // as package gen calls kinds of breaks
	Method  string // in upper case
	Path    string // in the old document
	ID      string // the operationId there
	Line    int    // of the operation in the old document, or 0
	Message string
}

// A comparison is between two documents.
type comparison struct {
	old, now *Map
	changes  []Change
	at       Change // the operation that is compared
}

// Compare lists what clients of the old document notice of the new one, in the old one's order.
func Compare(old, now *Map) []Change {
	c := &comparison{old: old, now: now}
	paths, is := old.Map("paths"), byShape(now.Map("paths"))
	for _, path := range paths.Keys() {
		item := paths.Map(path)
		for _, method := range item.Keys() {
			if !isMethod(method) {
				continue
			}
			op := item.Map(method)
			c.at = Change{Method: strings.ToUpper(method), Path: path, ID: op.Text("operationId"),
				Line: item.Line(method)}
			new := is[nameless(path)]
			switch {
			case new.item == nil:
				c.add("route-removed", "the path %s is gone", path)
			case new.item.Map(method) == nil:
				c.add("method-removed", "%s takes no %s any more", path, c.at.Method)
			default:
				c.operation(item, op, new.item, new.item.Map(method), renamed(path, new.path))
			}
		}
	}
	return c.changes
}

func (c *comparison) add(kind, format string, args ...any) {
	ch := c.at
	ch.Kind, ch.Message = kind, fmt.Sprintf(format, args...)
	c.changes = append(c.changes, ch)
}

func isMethod(key string) bool { return slices.Contains(inOpenAPI, strings.ToUpper(key)) }

// A pathItem is one with its path.
type pathItem struct {
	path string
	item *Map
}

// byShape are the path items by their paths without names.
func byShape(paths *Map) map[string]pathItem {
	all := map[string]pathItem{}
	for _, path := range paths.Keys() {
		all[nameless(path)] = pathItem{path, paths.Map(path)}
	}
	return all
}

// nameless is a path without the names of its parameters: they are not on the wire.
func nameless(path string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(path, "{")
		b.WriteString(before)
		_, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			b.WriteString(rest)
			return b.String()
		}
		b.WriteString("{}")
		path = after
	}
}

// renamed are the new names of a path's parameters by the old ones.
func renamed(was, is string) map[string]string {
	old, new := paramsOf(was), paramsOf(is)
	names := map[string]string{}
	for i := range min(len(old), len(new)) {
		names[old[i]] = new[i]
	}
	return names
}

func paramsOf(path string) (names []string) {
	for {
		_, rest, found := strings.Cut(path, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return names
		}
		names = append(names, name)
		path = after
	}
}

// operation compares one that is still there.
func (c *comparison) operation(oldItem, was, newItem, is *Map, names map[string]string) {
	c.parameters(paramsIn(c.old, oldItem, was), paramsIn(c.now, newItem, is), names)
	c.body(deref(c.old, was.Map("requestBody")), deref(c.now, is.Map("requestBody")))
	c.responses(was.Map("responses"), is.Map("responses"))
	c.security(was, is)
}

// paramsIn are the parameters of an operation, with those of its path that it does not override.
func paramsIn(doc, item, op *Map) (list []*Map) {
	seen := map[string]bool{}
	for _, from := range []*Map{op, item} {
		for _, v := range from.List("parameters") {
			m, _ := v.(*Map)
			p := deref(doc, m)
			if key := paramKey(p); p != nil && !seen[key] {
				seen[key] = true
				list = append(list, p)
			}
		}
	}
	return list
}

// paramKey tells parameters apart: case does not matter in names of header fields.
func paramKey(p *Map) string {
	name := p.Text("name")
	if p.Text("in") == "header" {
		name = strings.ToLower(name)
	}
	return p.Text("in") + " " + name
}

// parameters compares them by where they stand and what they are called.
func (c *comparison) parameters(was, is []*Map, names map[string]string) {
	byKey := map[string]*Map{}
	for _, p := range was {
		key := paramKey(p)
		if new := names[p.Text("name")]; p.Text("in") == "path" && new != "" {
			key = "path " + new
		}
		byKey[key] = p
	}
	for _, p := range is {
		old := byKey[paramKey(p)]
		delete(byKey, paramKey(p))
		at := paramName(p)
		switch must := p.Get("required") == true; {
		case old == nil && must && p.Text("in") != "path":
			c.add("input-required", "%s has to be there", at)
			continue
		case old == nil:
			continue
		case must && old.Get("required") != true:
			c.add("input-required", "%s has to be there now", at)
		}
		kind := "input-narrowed"
		if p.Text("in") == "path" {
			kind = "parameter-narrowed"
		}
		if styleOf(old) != styleOf(p) {
			c.add(kind, "%s is written in another style", at)
		}
		c.narrowed(kind, at, contentSchema(old), contentSchema(p))
	}
	for _, p := range was {
		if byKey[paramKey(p)] == p && p.Text("in") != "path" {
			c.add("input-removed", "%s is not read any more", paramName(p))
		}
	}
}

func paramName(p *Map) string {
	what := map[string]string{"query": "the query parameter ", "header": "the header ",
		"cookie": "the cookie ", "path": "the path parameter "}[p.Text("in")]
	return what + p.Text("name")
}

// styleOf is how a parameter is written, whether that is said or taken for granted.
func styleOf(p *Map) string {
	style, explode := p.Text("style"), p.Get("explode")
	if style == "" {
		style = "simple"
		if in := p.Text("in"); in == "query" || in == "cookie" {
			style = "form"
		}
	}
	if explode == nil {
		explode = style == "form"
	}
	return fmt.Sprint(style, explode)
}

// contentSchema is the schema of a parameter or header, which may stand in its one content type.
func contentSchema(p *Map) *Map {
	if s := p.Map("schema"); s != nil {
		return s
	}
	for _, k := range p.Map("content").Keys() {
		return p.Map("content").Map(k).Map("schema")
	}
	return nil
}

// body compares what is taken by content type.
func (c *comparison) body(was, is *Map) {
	if is == nil {
		if was != nil {
			c.add("body-changed", "the body is not read any more")
		}
		return
	}
	if is.Get("required") == true && was.Get("required") != true {
		c.add("body-changed", "the body has to be there now")
	}
	content := is.Map("content")
	for _, name := range was.Map("content").Keys() {
		media := taken(content, name)
		if media == nil {
			c.add("body-changed", "a body of %s is not taken any more", name)
			continue
		}
		c.narrowed("body-changed", "the body", was.Map("content").Map(name).Map("schema"),
			media.Map("schema"))
	}
}

// taken is what a content type is among others, which may be ranges.
func taken(content *Map, name string) *Map {
	if m := content.Map(name); m != nil {
		return m
	}
	major, _, _ := strings.Cut(name, "/")
	if m := content.Map(major + "/*"); m != nil {
		return m
	}
	return content.Map("*/*")
}

// narrowed tells what a schema does not take any more.
func (c *comparison) narrowed(kind, at string, was, is *Map) {
	n := &narrowing{olds: c.old, news: c.now}
	n.compare(at, was, is)
	for _, message := range n.found {
		c.add(kind, "%s", message)
	}
}

// deref follows a reference within a document.
func deref(doc, m *Map) *Map {
	for range 20 {
		at := m.Text("$ref")
		if at == "" {
			return m
		}
		m = pointed(doc, at)
	}
	return nil
}

// pointed is what a reference points to in its own document (RFC 6901); nil elsewhere.
func pointed(doc *Map, at string) *Map {
	path, ok := strings.CutPrefix(at, "#/")
	if !ok {
		return nil
	}
	m := doc
	for word := range strings.SplitSeq(path, "/") {
		m = m.Map(strings.NewReplacer("~1", "/", "~0", "~").Replace(word))
	}
	return m
}
