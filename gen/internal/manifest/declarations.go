package manifest

import (
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/types"
)

// The entries of `types` are decoded here. All names come first, since each may name any other.

// types decodes the section, of all files.
//
// The first pass makes a declaration of each name and nothing else; the second reads what stands
// behind the names. So an entry can name one that stands below it, and a message about an unknown
// type knows all that there are.
//
//	types:
//	  Page: {items: "[]Book", next: string?}    a record
//	  Book: {extends: Thing, fields: {…}}       a record in its long form
//	  Sort: enum(title, price)                  an enum
//	  Event: {oneof: {by: kind, of: {…}}}       a union
//	  Title: string(max=200)                    a name for an expression
func (d *decoder) types(all []fields) {
	for _, file := range all {
		d.typeNames(file)
	}
	for _, file := range all {
		n, ok := file.get("types")
		if !ok || n.Kind != yaml.MappingNode {
			continue
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			name, value := n.Content[i], n.Content[i+1]
			// what stands twice has been said
			if decl := d.decls[name.Value]; decl != nil && decl.Span == d.Source.span(name) {
				d.declaration(decl, name, value)
			}
		}
	}
	d.extend()
	for _, decl := range d.Manifest.Types {
		if d.deep(decl) {
			break // others are by the same names
		}
	}
}

// typeNames makes a declaration of each name in one file.
func (d *decoder) typeNames(file fields) {
	n, ok := file.get("types")
	if !ok {
		return
	}
	cut := func(i int) int { return d.cutExpression(n, i) }
	d.pairsBut(n, cut, func(name, _ *yaml.Node) {
		if !d.exported(name, name.Value, 0, "a type") {
			return
		}
		if slices.Contains(d.env.Own, name.Value) {
			d.Report(diag.NameCollision, d.Source.span(name), "give one of them another name",
				"%s is a converter, too: an expression could mean either", name.Value)
			return
		}
		if first := d.decls[name.Value]; first != nil {
			d.twiceIn("type", name, first.Span)
			return
		}
		decl := &types.Decl{Name: name.Value, Span: d.Source.span(name)}
		d.decls[decl.Name] = decl
		d.env.Types = append(d.env.Types, decl.Name)
		d.Manifest.Types = append(d.Manifest.Types, decl)
	})
}

// deep reports a name that stands for too many others, one behind the other. Names that stand for
// themselves are left to who looks at all types.
//
// Nothing that follows names goes further than types may be deep, and would give up in silence.
func (d *decoder) deep(decl *types.Decl) bool {
	seen := map[*types.Decl]bool{}
	for at := decl; at != nil && at.Form == types.Alias && at.Type != nil; at = at.Type.Decl {
		if seen[at] {
			return false
		}
		if seen[at] = true; len(seen) > maxDepth/2 {
			d.Report(diag.TooBigExpression, decl.Span, "name the last of them",
				"%s stands for more than %d names, one behind the other", decl.Name, maxDepth/2)
			return true
		}
	}
	return false
}

// declaration decodes one entry.
func (d *decoder) declaration(decl *types.Decl, name, value *yaml.Node) {
	switch place := TypePlace(value); {
	case value.Kind != yaml.MappingNode:
		d.namedExpression(decl, name, value)
	case place == AtRecord:
		d.record(decl, value)
	case place == AtUnion:
		d.union(decl, value)
	case !d.lacksFields(value):
		decl.Form = types.Record
		decl.Fields = d.fields(value, inJSON)
	}
}

// lacksFields reports keys of the long form of a record beside its fields, which would be fields
// themselves.
//
//	Book: {extends: Thing, title: string}    `fields` is missing: extends would be a field
//	Book: {unknown: string, title: string}   a record with a field called unknown
//
// Only values that the long form could have are taken for its keys, since all words are good names
// of fields.
func (d *decoder) lacksFields(n *yaml.Node) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		decl := d.decls[value.Value]
		switch {
		case key.Value == "unknown" && value.Value == "keep":
		case key.Value == "extends" && (value.Kind == yaml.SequenceNode || decl != nil):
		default:
			continue
		}
		d.Report(diag.MissingKey, d.Source.span(key), fmt.Sprintf(
			"write {%[1]s: …, fields: {…}}; a field of that name is %[1]s: {type: …}", key.Value),
			"beside %q the fields of a record stand under `fields`", key.Value)
		return true
	}
	return false
}

// TypePlace is where the keys of an entry of `types` stand: AtRecord, AtUnion, or 0 where they are
// the fields of a record, or there are none.
//
// A field may be called oneof, too: so `oneof` counts as a key only in front of a mapping that is
// not the long form of a field.
func TypePlace(n *yaml.Node) Place {
	switch {
	case n.Kind != yaml.MappingNode:
		return 0
	case valueOf(n, "fields") != nil:
		return AtRecord
	}
	if v := valueOf(n, "oneof"); v != nil && v.Kind == yaml.MappingNode &&
		valueOf(v, "type") == nil {
		return AtUnion
	}
	return 0
}

// valueOf is the value of a key of a mapping, or nil.
func valueOf(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// namedExpression decodes an entry that is an expression: an enum, or a name for another type.
//
// What belongs to the places where the name is used (`?`, |null, a default) is refused here: it
// would be said at one place and hold at others.
func (d *decoder) namedExpression(decl *types.Decl, name, value *yaml.Node) {
	if !d.expressionThere(name, value) {
		return
	}
	t := d.expression(value)
	if t == nil {
		return
	}
	faults := types.EntryFaults(t)
	for _, f := range faults {
		d.problem(value, nil, f)
	}
	switch {
	case faults != nil, t.Kind != types.Enum && d.unnamedEnum(t, value):
		return
	case t.Kind == types.Enum:
		decl.Form, decl.Integers = types.Words, t.Integers
	}
	decl.Type = t
}

// unnamedEnum reports an enum that is an element of what is no field.
//
// The enum of a field is called by its record and the field, as BookSort of {sort: enum(a, b)} in
// Book; there is nothing by which another could be called.
func (d *decoder) unnamedEnum(t *types.Type, n *yaml.Node) bool {
	leaf := t.Leaf()
	if leaf.Kind != types.Enum {
		return false
	}
	d.Report(diag.UnnamedEnum, d.Source.within(n, leaf.At.Off, leaf.At.Len),
		"declare it in `types`, and write its name here", "the enum needs a name in Go")
	return true
}

// record decodes the long form of a record.
//
// Fields and bases are put together when all records are decoded ([decoder.extend]).
func (d *decoder) record(decl *types.Decl, n *yaml.Node) {
	f := d.object(n, AtRecord)
	decl.Form = types.Record
	decl.Description = choice(f, "description")
	decl.Keep = choice(f, "unknown") == "keep"
	if fields, ok := f.get("fields"); ok {
		decl.Fields = d.fields(fields, inJSON)
	}
	if extends, ok := f.get("extends"); ok {
		d.bases = append(d.bases, extension{decl, extends})
	}
}

// union decodes a union.
func (d *decoder) union(decl *types.Decl, n *yaml.Node) {
	f := d.object(n, AtUnion)
	decl.Form = types.Union
	decl.Description = choice(f, "description")
	oneof, ok := f.get("oneof")
	if !ok {
		return
	}
	f = d.object(oneof, AtOneOf)
	decl.By = choice(f, "by")
	if of, ok := f.get("of"); ok {
		d.members(decl, of, f)
	}
}

// members decodes `of`; f are the keys beside it.
//
//	of: [Email, Phone]               without `by`: told apart by what they are
//	of: {made: Made, gone: Gone}     with `by`: its values, and the type that each stands for
//
// The two forms go with `by` or its absence, so that a key forgotten is told and not guessed.
func (d *decoder) members(decl *types.Decl, of *yaml.Node, f fields) {
	by, told := f.get("by")
	switch {
	case len(of.Content) == 0:
		d.Report(diag.EmptyValue, d.Source.span(of), "name the types",
			"a union of no type has no values")
	case told && of.Kind == yaml.SequenceNode:
		d.Report(diag.BadUnion, d.Source.span(of), "write `of: {made: Made, gone: Gone}`",
			"with `by` each type needs the value of %s that stands for it", diag.Quoted(by.Value)).
			Also(d.Source.span(by), "tells them apart")
	case !told && of.Kind == yaml.MappingNode:
		d.Report(diag.BadUnion, d.Source.span(of),
			"add `by: …`, the field that holds them, or write a list",
			"values for the types, and no field that holds them")
	case told:
		d.pairs(of, func(tag, name *yaml.Node) {
			if _, ok := d.word(tag, name); ok {
				d.member(decl, tag.Value, name)
			}
		})
	default:
		for _, name := range of.Content {
			if d.isKind(name, yaml.ScalarNode, "an item of \"of\"", "write the name of a type") {
				d.member(decl, "", name)
			}
		}
	}
}

// member decodes one type of a union.
func (d *decoder) member(decl *types.Decl, tag string, name *yaml.Node) {
	m := types.Member{Tag: tag, Span: d.Source.span(name)}
	if m.Decl = d.declared(name, "a type of a union"); m.Decl == nil {
		return
	}
	decl.Members = append(decl.Members, m)
}
