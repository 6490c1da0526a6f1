package page

import (
	"fmt"
	"strings"

	"example.com/httpgen/gen/internal/openapi"
)

// Operations are drawn here, with what the script needs to try them.

// operations draws all of them, under their tags.
func (p *drawing) operations() {
	tags, byTag := p.all()
	for _, tag := range tags {
		if len(byTag[tag]) == 0 {
			continue
		}
		if tag != "" {
			p.add(`<h2 class="tag">`, text(tag), "</h2>\n")
		} else {
			p.add("<h2 class=\"tag\">Operations</h2>\n")
		}
		for _, o := range byTag[tag] {
			p.operation(o)
		}
	}
}

// operation draws one: what the script needs to try it stands in attributes.
func (p *drawing) operation(o operation) {
	id := text(o.anchor())
	p.add(`<article id="`, id, `" data-method="`, text(o.method), `" data-path="`, text(o.path),
		`" aria-labelledby="`, id, `-title">
<h3 id="`, id, `-title">`, badge(o.method), ` <code>`, text(o.path), `</code> <a class="here" href="#`,
		id, `" aria-label="Link to `, text(o.of.Text("operationId")), `">#</a></h3>
<p class="summary">`, text(o.of.Text("summary")))
	if o.of.Get("deprecated") == true {
		p.add(` <span class="mark">deprecated</span>`)
	}
	p.add("</p>\n")
	p.prose(o.of.Text("description"))
	for _, r := range o.of.Maps("x-routes") {
		p.add("<p class=\"note\">Stands for <code>", text(r.Text("pattern")),
			"</code></p>\n")
	}
	p.security(o)
	p.parameters(o)
	p.body(o)
	p.answers(o)
	p.add("</article>\n")
}

// security says which credentials are wanted.
func (p *drawing) security(o operation) {
	schemes := p.doc.Map("components").Map("securitySchemes")
	for _, need := range o.of.Maps("security") {
		for _, name := range need.Keys() {
			s := schemes.Map(name)
			kind := s.Text("type")
			how := kind
			switch {
			case kind == "http":
				how = s.Text("scheme")
			case kind == "apiKey":
				how = fmt.Sprintf("key %s in the %s", s.Text("name"), s.Text("in"))
			}
			p.add(`<p class="note need" data-scheme="`, text(name), `" data-type="`, text(kind),
				`" data-kind="`, text(s.Text("scheme")), `" data-in="`, text(s.Text("in")),
				`" data-name="`, text(s.Text("name")), `">Needs <strong>`, text(name), `</strong> (`,
				text(how), `)`)
			if d := s.Text("description"); d != "" {
				p.add(": ", text(d))
			}
			p.add("</p>\n")
		}
	}
}

// parameters are a table.
func (p *drawing) parameters(o operation) {
	list := o.of.Maps("parameters")
	if len(list) == 0 {
		return
	}
	p.add(`<h4>Parameters</h4>
<table class="parameters"><thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Type</th><th scope="col">What</th></tr></thead><tbody>
`)
	for _, m := range list {
		schema := p.base(m.Map("schema"))
		style, explode := m.Text("style"), m.Get("explode")
		if explode == nil {
			explode = style == "" && m.Text("in") != "header" || style == "form"
		}
		p.add(`<tr data-name="`, text(m.Text("name")), `" data-in="`, text(m.Text("in")),
			`" data-type="`, text(kindOf(schema)), `" data-style="`, text(style), `" data-explode="`,
			fmt.Sprint(explode), `" data-required="`, fmt.Sprint(m.Get("required") == true),
			`" data-multi="`, fmt.Sprint(m.Get("x-multi-segment") == true), `"`)
		if words := schema.List("enum"); words != nil {
			p.add(` data-words="`, text(string(openapi.JSON(words))), `"`)
		}
		if e := m.Get("example"); e != nil {
			p.add(` data-example="`, text(plain(e)), `"`)
		}
		p.add(`><th scope="row"><code>`, text(m.Text("name")), `</code>`, required(m), `</th><td>`,
			text(m.Text("in")), `</td><td>`)
		p.typeOf(m.Map("schema"))
		p.add("</td><td>")
		p.remarks(m.Map("schema"), m)
		p.add("</td></tr>\n")
	}
	p.add("</tbody></table>\n")
}

func required(m *openapi.Map) string {
	if m.Get("required") == true {
		return ` <span class="mark">required</span>`
	}
	return ""
}

// plain is a value as a person would write it into a field.
func plain(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return strings.TrimSpace(string(openapi.JSON(v)))
}
