package page

import (
	"fmt"
	"strings"

	"example.com/httpgen/gen/internal/openapi"
)

// Bodies and answers are drawn here.

// body is what a request may hold, by content type.
func (p *drawing) body(o operation) {
	body := o.of.Map("requestBody")
	if body == nil {
		return
	}
	p.add("<h4>Body", required(body), "</h4>\n")
	content := body.Map("content")
	for _, name := range content.Keys() {
		media := content.Map(name)
		p.add(`<div class="media" data-content="`, text(name), `"`)
		if fields := p.formFields(name, media); fields != "" {
			p.add(` data-fields="`, text(fields), `"`)
		} else if p.base(media.Map("schema")).Text("format") == "binary" {
			p.add(` data-binary="true"`)
		} else if isJSON(name) {
			e := newExample(p)
			p.add(` data-example="`, text(strings.TrimSpace(string(
				openapi.JSON(e.of(media.Map("schema")))))), `"`)
		}
		p.add("><p><code>", text(name), "</code> ")
		p.mediaType(media)
		p.add("</p></div>\n")
	}
}

func isJSON(name string) bool {
	return name == "application/json" || strings.HasSuffix(name, "+json")
}

// formFields are the fields of a form, for the script: name, type, whether it must be there.
func (p *drawing) formFields(name string, media *openapi.Map) string {
	if name != "multipart/form-data" && name != "application/x-www-form-urlencoded" {
		return ""
	}
	schema := p.base(media.Map("schema"))
	must := map[string]bool{}
	for _, n := range schema.List("required") {
		must[fmt.Sprint(n)] = true
	}
	list := []any{}
	properties := schema.Map("properties")
	for _, field := range properties.Keys() {
		of := p.base(properties.Map(field))
		kind, many := kindOf(of), false
		if kind == "array" {
			of, many = p.base(of.Map("items")), true
			kind = kindOf(of)
		}
		if of.Text("format") == "binary" {
			kind = "file"
		}
		list = append(list, []any{field, kind, must[field], many})
	}
	return string(openapi.JSON(list))
}

// answers are a table by status.
func (p *drawing) answers(o operation) {
	p.add(`<h4>Answers</h4>
<table><thead><tr><th scope="col">Status</th><th scope="col">What</th></tr></thead><tbody>
`)
	responses := o.of.Map("responses")
	for _, status := range responses.Keys() {
		r := p.resolved(responses.Map(status))
		p.add(`<tr><th scope="row">`, text(status), "</th><td>", text(r.Text("description")))
		content := r.Map("content")
		for _, name := range content.Keys() {
			p.add("<br><code>", text(name), "</code> ")
			p.mediaType(content.Map(name))
		}
		headers := r.Map("headers")
		for _, name := range headers.Keys() {
			p.add("<br>with <code>", text(name), "</code> ")
			p.typeOf(headers.Map(name).Map("schema"))
			if d := headers.Map(name).Text("description"); d != "" {
				p.add(" ", text(d))
			}
		}
		p.add("</td></tr>\n")
	}
	p.add("</tbody></table>\n")
}

// mediaType is the type of a body, or of each value of a stream.
func (p *drawing) mediaType(media *openapi.Map) {
	if item := media.Map("x-itemSchema"); item != nil {
		p.add("of ")
		p.typeOf(item)
		p.add(", one after the other")
		return
	}
	p.typeOf(media.Map("schema"))
}
