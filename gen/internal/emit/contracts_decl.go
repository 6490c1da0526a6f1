package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/types"
)

// Entries of `types` as Go.

// decl writes the type of an entry, with what belongs to it.
func (e *emitter) decl(f *jen.File, d *types.Decl) {
	if d.Form == types.Words {
		e.enumType(f, d.Name, "", d.Type)
		e.codec(f, d)
		return
	}
	what := d.Name + " is declared by the manifest."
	if d.Form == types.Alias {
		what = d.Name + " is " + oneLiner(d.Type.String()) + "."
	}
	if d.Description != "" {
		what = d.Name + ": " + oneLine(d.Description)
	}
	if d.Form == types.Union && d.Description == "" {
		what = d.Name + " is one of " + memberNames(d) + "."
	}
	f.Comment("// " + what)
	switch d.Form {
	case types.Record:
		var rest []jen.Code
		if d.Keep {
			rest = []jen.Code{
				jen.Line(), comment("Rest are the members that the manifest does not declare."),
				jen.Id("Rest").Map(jen.String()).Qual("encoding/json", "RawMessage").
					Tag(map[string]string{"json": "-"}),
			}
		}
		e.structure(f, d.Name, d.Fields, !d.HasFiles(), rest...)
		for _, field := range d.Fields {
			if !inherited(d, field) {
				e.fieldEnum(f, field)
				if !d.HasFiles() {
					e.fieldEnumDecoder(f, field)
				}
			}
		}
	case types.Alias:
		if e.seenThrough(d) {
			f.Type().Id(d.Name).Op("=").Add(e.wrapped(d.Type, ""))
			f.Line()
			return
		}
		f.Type().Id(d.Name).Add(e.wrapped(d.Type, d.Name+"Value"))
		f.Line()
	case types.Union:
		e.union(f, d)
	}
	if !d.HasFiles() {
		e.codec(f, d)
	}
}

// memberNames are the members of a union, as a comment or a message has them.
func memberNames(d *types.Decl) string {
	var names []string
	for _, m := range d.Members {
		names = append(names, m.Decl.Name)
	}
	return strings.Join(names, ", ")
}

// inherited says that a field is one of a record that d extends: its enum is written there.
func inherited(d *types.Decl, field *types.Field) bool {
	for _, base := range d.Extends {
		for _, f := range base.Fields {
			if f.GoType == field.GoType && f.Name == field.Name {
				return true
			}
		}
	}
	return false
}

// fieldEnumDecoder writes what reads an enum that is written in place from JSON.
func (e *emitter) fieldEnumDecoder(f *jen.File, field *types.Field) {
	t := field.Type
	for t.Kind == types.List || t.Kind == types.Map {
		t = t.Elem
	}
	if t.Kind == types.Enum {
		e.decodeFunc(f, field.GoType, nil, func(g *jen.Group) { e.decodeWords(g, t) })
	}
}

// union writes the interface that all members have, and no other type:
//
//	// Event is one of Made, Gone.
//	type Event interface {
//		isEvent()
//	}
//
//	func (Made) isEvent() {}
func (e *emitter) union(f *jen.File, d *types.Decl) {
	f.Type().Id(d.Name).Interface(jen.Id("is" + d.Name).Params())
	f.Line()
	for _, m := range d.Members {
		f.Func().Params(jen.Id(m.Decl.Name)).Id("is" + d.Name).Params().Block()
		f.Line()
	}
}
