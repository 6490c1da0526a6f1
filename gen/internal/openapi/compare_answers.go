package openapi

import (
	"slices"
	"strings"
)

// What is answered, and which credentials are wanted, is compared here.

// responses compares successes: a client knows what it gets by the old document.
func (c *comparison) responses(was, is *Map) {
	for _, status := range was.Keys() {
		if !strings.HasPrefix(status, "2") && !strings.HasPrefix(status, "3") {
			continue
		}
		new := is.Map(status)
		if new == nil {
			new = is.Map(status[:1] + "XX")
		}
		if new == nil {
			c.add("result-changed", "it does not answer %s any more", status)
			continue
		}
		c.response(status, deref(c.old, was.Map(status)), deref(c.now, new))
	}
}

// response compares one: content types that are gone, types that are wider, fields that may be
// missing.
func (c *comparison) response(status string, was, is *Map) {
	content := is.Map("content")
	for _, name := range was.Map("content").Keys() {
		media := content.Map(name)
		if media == nil {
			c.add("result-changed", "the answer %s has no %s any more", status, name)
			continue
		}
		c.widened("the answer "+status, was.Map("content").Map(name).Map("schema"),
			media.Map("schema"))
		c.widened("each value of the answer "+status, was.Map("content").Map(name).Map(
			"x-itemSchema"), media.Map("x-itemSchema"))
	}
	headers := is.Map("headers")
	for _, name := range was.Map("headers").Keys() {
		old, new := deref(c.old, was.Map("headers").Map(name)), deref(c.now, headers.Map(name))
		must := old.Get("required") == true
		switch {
		case new == nil:
			c.add("result-changed", "the answer %s has no header %s any more", status, name)
		case must && new.Get("required") != true:
			c.add("result-changed", "the header %s of the answer %s may be missing now", name, status)
		default:
			c.widened("the header "+name+" of the answer "+status, contentSchema(old),
				contentSchema(new))
		}
	}
}

// widened tells what a schema may be now that clients do not know.
func (c *comparison) widened(at string, was, is *Map) {
	if was == nil {
		return
	}
	n := &narrowing{olds: c.now, news: c.old, answer: true}
	n.compare(at, is, was)
	for _, message := range n.found {
		c.add("result-changed", "%s", message)
	}
}

// security wants each way in which a client could show who it is to be one still.
func (c *comparison) security(was, is *Map) {
	old, new := waysIn(c.old, was), waysIn(c.now, is)
	if slices.ContainsFunc(new, func(m *Map) bool { return len(m.Keys()) == 0 }) {
		return // anybody may
	}
	for _, way := range old {
		if !slices.ContainsFunc(new, func(m *Map) bool { return c.suffices(way, m) }) {
			name := strings.Join(way.Keys(), " and ")
			if name == "" {
				c.add("credential-needed", "it wants a credential now: %s",
					strings.Join(new[0].Keys(), " and "))
				return
			}
			c.add("credential-needed", "the credential %s is not enough any more", name)
		}
	}
}

// waysIn are the alternatives of an operation, or of the document; one without a name is none.
func waysIn(doc, op *Map) (list []*Map) {
	from := op
	if op.Get("security") == nil {
		from = doc
	}
	for _, v := range from.List("security") {
		if m, ok := v.(*Map); ok {
			list = append(list, m)
		}
	}
	if list == nil {
		list = append(list, object())
	}
	return list
}

// suffices says that a client with the credentials of one way has all of another, with the scopes.
func (c *comparison) suffices(has, wants *Map) bool {
	for _, name := range wants.Keys() {
		old := c.old.Map("components").Map("securitySchemes").Map(name)
		new := c.now.Map("components").Map("securitySchemes").Map(name)
		if has.Get(name) == nil || sameScheme(old) != sameScheme(new) {
			return false
		}
		for _, scope := range wants.List(name) {
			if !slices.Contains(has.List(name), scope) {
				return false
			}
		}
	}
	return true
}

// sameScheme is what a client does for a scheme.
func sameScheme(s *Map) string {
	return strings.Join([]string{s.Text("type"), strings.ToLower(s.Text("scheme")), s.Text("in"),
		s.Text("name")}, " ")
}
