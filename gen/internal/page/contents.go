package page

import (
	"strings"

	"example.com/httpgen/gen/internal/openapi"
)

// The list of operations and types lives here.

// An operation is one with its place in the document.
type operation struct {
	of           *openapi.Map
	path, method string
}

func (o operation) anchor() string { return "op-" + o.of.Text("operationId") }

// all are the operations by tag, in the order of the document: those without a tag first.
func (p *drawing) all() (tags []string, byTag map[string][]operation) {
	byTag = map[string][]operation{}
	tags = []string{""}
	for _, tag := range p.doc.Maps("tags") {
		tags = append(tags, tag.Text("name"))
	}
	paths := p.doc.Map("paths")
	for _, path := range paths.Keys() {
		item := paths.Map(path)
		for _, method := range item.Keys() {
			list := []operation{{item.Map(method), path, strings.ToUpper(method)}}
			if method == "x-additionalOperations" {
				list = nil
				for _, other := range item.Map(method).Keys() {
					list = append(list, operation{item.Map(method).Map(other), path, other})
				}
			}
			for _, o := range list {
				tag := ""
				if own := o.of.List("tags"); len(own) > 0 {
					tag, _ = own[0].(string)
				}
				byTag[tag] = append(byTag[tag], o)
			}
		}
	}
	return tags, byTag
}

// contents is the list of all operations and types.
func (p *drawing) contents() {
	p.add(`<nav aria-label="Operations">
<p id="finder" hidden><label for="find">Find <kbd>/</kbd></label><input id="find" type="search" autocomplete="off" spellcheck="false" aria-describedby="found"><span id="found" role="status"></span></p>
`)
	tags, byTag := p.all()
	for _, tag := range tags {
		if len(byTag[tag]) == 0 {
			continue
		}
		if tag != "" {
			p.add("<h2>", text(tag), "</h2>\n")
		}
		p.add("<ul>\n")
		for _, o := range byTag[tag] {
			p.add(`<li><a href="#`, text(o.anchor()), `">`, badge(o.method), ` <span>`, text(o.path),
				"</span></a></li>\n")
		}
		p.add("</ul>\n")
	}
	if names := p.doc.Map("components").Map("schemas").Keys(); len(names) > 0 {
		p.add("<h2>Types</h2>\n<ul>\n")
		for _, name := range names {
			p.add(`<li><a href="#type-`, text(name), `">`, text(name), "</a></li>\n")
		}
		p.add("</ul>\n")
	}
	p.add("</nav>\n")
}

func badge(method string) string {
	class := map[string]string{"GET": "get", "POST": "post", "PUT": "put", "PATCH": "put",
		"DELETE": "delete"}[method]
	return `<span class="method ` + class + `">` + text(method) + `</span>`
}
