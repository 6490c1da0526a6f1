package manifest

import (
	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// Groups with a namespace of their own are decoded here.

// separate gives a group a namespace, if it is to have one: then there is a name to call it by.
//
//   - group: /admin
//     name: Admin
//     separate: true
func (d *decoder) separate(g *model.Group, f fields) {
	if choice(f, "separate") != "true" {
		return
	}
	if _, named := f["name"]; !named {
		d.Report(diag.MissingKey, d.Source.span(f["separate"].name),
			"add `name: …`: Handlers gives the methods of the group by a method of this name",
			"a separate group needs the key \"name\"")
	}
	if g.NameSpan.Line > 0 { // of a name with a fault, nothing is separate
		g.Separate, g.Space = true, g.Name
	}
}

// intoSpace puts a namespace in front of the names of hooks and error handlers.
func intoSpace(space string, errors []*model.ErrorHandler, hooks ...[]*model.Hook) {
	for _, h := range errors {
		h.Handler = space + h.Handler
	}
	for _, list := range hooks {
		for _, h := range list {
			h.Name = space + h.Name
		}
	}
}

// interfaceOf is the interface that methods gather in which stand in a group, or in none.
func interfaceOf(g *model.Group) string {
	if g == nil {
		return "Handlers"
	}
	return g.Interface
}
