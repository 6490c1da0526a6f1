package openapi

import (
	"fmt"
	"slices"
	"strings"
)

// Schemas are compared here: whether one takes all that another does.

// A narrowing finds values of an old schema that a new one does not take. Of answers the roles are
// the other way round: the new schema's values are asked of the old one, which clients know.
type narrowing struct {
	olds, news *Map // the documents, for references
	answer     bool
	seen       map[[2]*Map]bool // what is being compared, or was: schemas may contain themselves
	fits       map[[2]*Map]bool // alternatives that were tried
	found      []string
}

func (n *narrowing) add(at, format string, args ...any) {
	n.found = append(n.found, at+" "+fmt.Sprintf(format, args...))
}

// bound tells of a limit: strict is that of the schema that takes less.
func (n *narrowing) bound(at, what string, loose, strict any) {
	is, was := strict, loose
	if n.answer {
		is, was = loose, strict
	}
	switch {
	case is == nil:
		n.add(at, "has no %s any more, was %s", what, compact(was))
	case was == nil:
		n.add(at, "now has %s %s", what, compact(is))
	default:
		n.add(at, "has %s %s, was %s", what, compact(is), compact(was))
	}
}

// compare looks for what of a value of was is none of is. Both may be nil: any value.
func (n *narrowing) compare(at string, was, is *Map) {
	was, is = deref(n.olds, was), deref(n.news, is)
	if len(is.Keys()) == 0 || n.seen[[2]*Map{was, is}] || len(n.found) > 50 {
		return
	}
	if n.seen == nil {
		n.seen, n.fits = map[[2]*Map]bool{}, map[[2]*Map]bool{}
	}
	n.seen[[2]*Map{was, is}] = true
	was, is = whole(n.olds, was, nil), whole(n.news, is, nil)
	if a, b := alternatives(was), alternatives(is); a != nil || b != nil {
		n.unions(at, a, b, was, is)
		return
	}
	if !n.kinds(at, was, is) {
		return
	}
	n.words(at, was, is)
	n.limits(at, was, is)
	n.texts(at, was, is)
	if items := is.Map("items"); items != nil && takesKind(was, "array") {
		n.compare("an item of "+at, was.Map("items"), items)
	}
	if takesKind(was, "object") && takesKind(is, "object") {
		n.members(at, was, is)
	}
}

// whole is a schema behind references, with what it is made of by allOf; of those within are parts
// that are being put together.
func whole(doc, s *Map, within []*Map) *Map {
	s = deref(doc, s)
	parts := s.List("allOf")
	if parts == nil {
		return s
	}
	if slices.Contains(within, s) || len(within) > 20 {
		return object()
	}
	within = append(slices.Clone(within), s)
	all := s.clone().drop("allOf")
	properties, required := object(), slices.Clone(all.List("required"))
	for _, p := range append(slices.Clone(parts), any(s.clone().drop("allOf"))) {
		m, _ := p.(*Map)
		m = whole(doc, m, within)
		for _, k := range m.Keys() {
			switch k {
			case "properties":
				for _, name := range m.Map(k).Keys() {
					properties.Set(name, m.Map(k).Get(name))
				}
			case "required":
				required = append(required, m.List(k)...)
			default:
				all.Set(k, m.Get(k))
			}
		}
	}
	if len(properties.keys) > 0 {
		all.Set("properties", properties)
	}
	if len(required) > 0 {
		all.Set("required", required)
	}
	return all
}

// kindsOf are the types of a schema, null among them; nil is any.
func kindsOf(s *Map) (kinds []string) {
	for _, v := range s.List("type") {
		kind, _ := v.(string)
		kinds = append(kinds, kind)
	}
	if kind := s.Text("type"); kind != "" {
		kinds = append(kinds, kind)
	}
	if kinds != nil && s.Get("nullable") == true {
		kinds = append(kinds, "null")
	}
	return kinds
}

func takesKind(s *Map, kind string) bool {
	kinds := kindsOf(s)
	return kinds == nil || slices.Contains(kinds, kind) ||
		kind == "integer" && slices.Contains(kinds, "number")
}

// kinds compares types; false says that there is nothing more to compare.
func (n *narrowing) kinds(at string, was, is *Map) bool {
	a, b := kindsOf(was), kindsOf(is)
	if b == nil {
		return true
	}
	if a == nil {
		n.bound(at, "the type", nil, strings.Join(b, " or "))
		return false
	}
	for _, kind := range a {
		if takesKind(is, kind) {
			continue
		}
		if kind == "null" {
			if n.answer {
				n.add(at, "may be null now")
			} else {
				n.add(at, "cannot be null any more")
			}
			continue
		}
		n.bound(at, "the type", strings.Join(a, " or "), strings.Join(b, " or "))
		return false
	}
	return true
}

// words compares enums and consts.
func (n *narrowing) words(at string, was, is *Map) {
	a, b := enumOf(was), enumOf(is)
	if b == nil {
		return
	}
	if a == nil {
		if n.answer {
			n.add(at, "may be any value now")
		} else {
			n.add(at, "is one of %s now", compact(b))
		}
		return
	}
	for _, v := range a {
		text := compact(v)
		if slices.ContainsFunc(b, func(w any) bool { return compact(w) == text }) {
			continue
		}
		if n.answer {
			n.add(at, "may be %s now", text)
		} else {
			n.add(at, "cannot be %s any more", text)
		}
	}
}

func enumOf(s *Map) []any {
	if list := s.List("enum"); list != nil {
		return list
	}
	if v := s.Get("const"); v != nil {
		return []any{v}
	}
	return nil
}
