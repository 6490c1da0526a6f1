package openapi

import (
	"fmt"
	"slices"
	"strings"
)

// Schemas that are one of several are compared here.

// alternatives are those of a schema that is one of several, null among them.
func alternatives(s *Map) []any {
	for _, key := range []string{"oneOf", "anyOf"} {
		if list := s.List(key); list != nil {
			if s.Get("nullable") == true {
				list = append(slices.Clone(list), object("type", "null"))
			}
			return list
		}
	}
	return nil
}

// fit says whether one alternative takes all that another does. It is asked once: while it is being
// found out, the two do.
func (n *narrowing) fit(was, is *Map) bool {
	key := [2]*Map{deref(n.olds, was), deref(n.news, is)}
	fits, known := n.fits[key]
	if !known {
		n.fits[key] = true
		probe := narrowing{olds: n.olds, news: n.news, answer: n.answer, fits: n.fits,
			seen: map[[2]*Map]bool{}}
		probe.compare("", was, is)
		fits = len(probe.found) == 0
		n.fits[key] = fits
	}
	return fits
}

// spread are alternatives with those that are unions themselves taken apart, each once.
func spread(doc *Map, list []any, seen map[*Map]bool) (all []any) {
	for _, v := range list {
		m, _ := v.(*Map)
		at := deref(doc, m)
		if seen[at] && at != nil {
			continue
		}
		seen[at] = true
		one := whole(doc, m, nil)
		inner := alternatives(one)
		switch {
		case inner != nil:
			all = append(all, spread(doc, inner, seen)...)
		case len(kindsOf(one)) > 1 || m.Get("$ref") == nil:
			all = append(all, apart(one)...)
		default:
			all = append(all, v) // by its name in messages
		}
	}
	return all
}

// apart is a schema and null, where it may be null: 3.0 and 3.1 say so in other ways.
func apart(s *Map) []any {
	kinds := kindsOf(s)
	i := slices.Index(kinds, "null")
	if i < 0 || len(kinds) < 2 {
		return []any{s}
	}
	var rest []any
	for _, kind := range slices.Delete(kinds, i, i+1) {
		rest = append(rest, kind)
	}
	return []any{s.clone().drop("nullable").Set("type", rest), object("type", "null")}
}

// unions wants a place in the new schema for each alternative of the old one.
func (n *narrowing) unions(at string, a, b []any, was, is *Map) {
	if a == nil {
		a = apart(was)
	}
	if b == nil {
		b = apart(is)
	}
	a, b = spread(n.olds, a, map[*Map]bool{}), spread(n.news, b, map[*Map]bool{})
	for i, one := range a {
		x, _ := one.(*Map)
		if slices.ContainsFunc(b, func(other any) bool {
			y, _ := other.(*Map)
			return n.fit(x, y)
		}) {
			continue
		}
		if len(a) == 1 && len(b) == 1 {
			y, _ := b[0].(*Map)
			n.compare(at, x, y)
			continue
		}
		name := x.Text("$ref")
		if name = name[strings.LastIndexByte(name, '/')+1:]; name == "" {
			name = fmt.Sprintf("alternative %d", i+1)
		}
		if n.answer {
			n.add(at, "may be %s now", name)
		} else {
			n.add(at, "is not taken as %s any more", name)
		}
	}
}
