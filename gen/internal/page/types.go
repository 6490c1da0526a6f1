package page

import (
	"fmt"
	"strings"

	"example.com/httpgen/gen/internal/openapi"
)

// Types are drawn here: in a line where they are used, and as tables where they have names.

const schemaRef = "#/components/schemas/"

// resolved follows a reference.
func (p *drawing) resolved(m *openapi.Map) *openapi.Map {
	at, found := strings.CutPrefix(m.Text("$ref"), "#/components/")
	if !found {
		return m
	}
	kind, name, _ := strings.Cut(at, "/")
	return p.doc.Map("components").Map(kind).Map(name)
}

// base is a schema behind references and null.
func (p *drawing) base(s *openapi.Map) *openapi.Map {
	for range 20 {
		switch {
		case s.Get("$ref") != nil:
			s = p.resolved(s)
		case len(s.List("allOf")) == 1:
			s, _ = s.List("allOf")[0].(*openapi.Map)
		case len(s.List("anyOf")) > 0 && isNull(s.List("anyOf")[len(s.List("anyOf"))-1]):
			s, _ = s.List("anyOf")[0].(*openapi.Map)
		default:
			return s
		}
	}
	return s
}

func isNull(v any) bool {
	m, ok := v.(*openapi.Map)
	return ok && m.Text("type") == "null"
}

// kindOf is the type of a schema, without null.
func kindOf(s *openapi.Map) string {
	if kinds := s.List("type"); len(kinds) > 0 {
		kind, _ := kinds[0].(string)
		return kind
	}
	return s.Text("type")
}

// schemas are all types with names.
func (p *drawing) schemas() {
	schemas := p.doc.Map("components").Map("schemas")
	if len(schemas.Keys()) == 0 {
		return
	}
	p.add("<h2 class=\"tag\">Types</h2>\n")
	for _, name := range schemas.Keys() {
		s := schemas.Map(name)
		id := "type-" + text(name)
		p.add(`<section class="type" id="`, id, `" aria-labelledby="`, id, `-title">
<h3 id="`, id, `-title">`, text(name), ` <a class="here" href="#`, id, `" aria-label="Link to `,
			text(name), `">#</a></h3>
`)
		p.prose(s.Text("description"))
		if s.Map("properties") != nil {
			p.properties(s)
		} else {
			p.add("<p>")
			p.typeOf(s)
			p.add("</p>\n")
			p.limits(s)
		}
		p.add("</section>\n")
	}
}

// properties are those of an object, as a table.
func (p *drawing) properties(s *openapi.Map) {
	must := map[any]bool{}
	for _, name := range s.List("required") {
		must[name] = true
	}
	p.add(`<table><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">What</th></tr></thead><tbody>
`)
	properties := s.Map("properties")
	for _, name := range properties.Keys() {
		of := properties.Map(name)
		p.add(`<tr><th scope="row"><code>`, text(name), `</code>`)
		if must[name] {
			p.add(` <span class="mark">required</span>`)
		}
		p.add("</th><td>")
		p.typeOf(of)
		p.add("</td><td>")
		p.remarks(of, of)
		p.add("</td></tr>\n")
	}
	p.add("</tbody></table>\n")
	switch more := s.Get("additionalProperties").(type) {
	case bool:
		if more {
			p.add("<p>Other members are kept.</p>\n")
		}
	case *openapi.Map:
		p.add("<p>Other members are ")
		p.typeOf(more)
		p.add("</p>\n")
	}
}

// typeOf is a type in a line, with links to those that have names.
func (p *drawing) typeOf(s *openapi.Map) {
	if name, ok := strings.CutPrefix(s.Text("$ref"), schemaRef); ok {
		p.add(`<a href="#type-`, text(name), `">`, text(name), `</a>`)
		return
	}
	for _, key := range []string{"oneOf", "anyOf", "allOf"} {
		for i, item := range s.List(key) {
			if i > 0 {
				p.add(" or ")
			}
			if of, ok := item.(*openapi.Map); ok {
				p.typeOf(of)
			}
		}
		if s.List(key) != nil {
			if s.Get("nullable") == true {
				p.add(" or null")
			}
			return
		}
	}
	p.plainType(s)
	if kinds := s.List("type"); len(kinds) == 2 || s.Get("nullable") == true {
		p.add(" or null")
	}
}

func (p *drawing) plainType(s *openapi.Map) {
	kind := kindOf(s)
	switch {
	case s.List("enum") != nil:
		for i, word := range s.List("enum") {
			if i > 0 {
				p.add(" · ")
			}
			p.add("<code>", text(plain(word)), "</code>")
		}
	case kind == "array":
		p.add("list of ")
		p.typeOf(s.Map("items"))
	case s.Map("additionalProperties") != nil && s.Map("properties") == nil:
		p.add("map of ")
		p.typeOf(s.Map("additionalProperties"))
	case kind == "":
		p.add("any")
	case s.Map("properties") != nil:
		p.add("object with ")
		for i, name := range s.Map("properties").Keys() {
			if i > 0 {
				p.add(", ")
			}
			p.add("<code>", text(name), "</code> ")
			p.typeOf(s.Map("properties").Map(name))
		}
	default:
		p.add(text(kind))
	}
	for _, key := range []string{"format", "x-converter"} {
		if f := s.Text(key); f != "" {
			p.add(` <span class="format">`, text(f), `</span>`)
		}
	}
}

// remarks are what is said about a parameter or field, and its limits.
func (p *drawing) remarks(s, about *openapi.Map) {
	if d := about.Text("description"); d != "" {
		p.add(`<span class="prose">`, text(d), "</span> ")
	} else if d := s.Text("description"); d != "" {
		p.add(`<span class="prose">`, text(d), "</span> ")
	}
	if about.Get("deprecated") == true {
		p.add(`<span class="mark">deprecated</span> `)
	}
	p.limits(s)
	examples := append([]any{}, s.List("examples")...)
	if e := about.Get("example"); e != nil {
		examples = append(examples, e)
	}
	for _, e := range examples {
		p.add(`<span class="limit">for example <code>`, text(plain(e)), `</code></span> `)
	}
}

// limits are the constraints of a type, in words.
func (p *drawing) limits(s *openapi.Map) {
	for _, row := range []struct{ key, words string }{
		{"default", "default"}, {"minimum", "at least"}, {"maximum", "at most"},
		{"multipleOf", "multiple of"}, {"minLength", "characters at least"},
		{"maxLength", "characters at most"}, {"pattern", "matches"}, {"x-pattern-re2", "matches"},
		{"minItems", "items at least"}, {"maxItems", "items at most"},
		{"minProperties", "members at least"}, {"maxProperties", "members at most"},
	} {
		v := s.Get(row.key)
		if v == nil || row.key == "minLength" && fmt.Sprint(v) == "1" {
			continue
		}
		p.add(`<span class="limit">`, row.words, ` <code>`, text(plain(v)), `</code></span> `)
	}
	if s.Get("uniqueItems") == true {
		p.add(`<span class="limit">no two equal</span> `)
	}
}
