package manifest

import (
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/nearest"
	"example.com/httpgen/gen/internal/types"
)

// Records that extend others are put together here.

// An extension is what `extends` of a record says: a name, or a list of them.
type extension struct {
	decl *types.Decl
	node *yaml.Node
}

// extend puts the fields of bases in front, those of bases' bases first of all.
func (d *decoder) extend() {
	e := extender{decoder: d, nodes: map[*types.Decl]*yaml.Node{}, state: map[*types.Decl]int{}}
	for _, b := range d.bases {
		e.nodes[b.decl] = b.node
	}
	for _, b := range d.bases {
		e.record(b.decl)
	}
}

// An extender goes through records, each once and behind its bases.
type extender struct {
	*decoder
	nodes map[*types.Decl]*yaml.Node
	state map[*types.Decl]int // 0 new, 1 on the way, 2 done
}

// record puts one together, its bases first. An entry that is on the way already extends itself:
// who asks for it reports that.
func (e *extender) record(decl *types.Decl) {
	n := e.nodes[decl]
	if n == nil || e.state[decl] != 0 {
		return
	}
	e.state[decl] = 1
	defer func() { e.state[decl] = 2 }()
	items := n.Content
	if n.Kind == yaml.ScalarNode {
		items = []*yaml.Node{n}
	}
	var front []*types.Field
	for _, item := range items {
		if !e.isKind(item, yaml.ScalarNode, "an item of \"extends\"",
			"write the name of a record") {
			continue
		}
		if base := e.base(decl, item); base != nil {
			decl.Extends = append(decl.Extends, base)
			decl.Keep = decl.Keep || base.Keep
			front = e.append(front, base.Fields, e.Source.span(item), base)
		}
	}
	own := decl.Fields
	decl.Fields = front
	for _, f := range own {
		if twin := fieldOf(front, f.Name); twin != nil {
			e.Report(diag.DuplicateField, f.Span, "leave it out, or give one of them another name",
				"the field %s comes from a record that %s extends, too", diag.Quoted(f.Name),
				decl.Name).
				Also(twin.Span, "there")
			continue
		}
		decl.Fields = append(decl.Fields, f)
	}
}

// append adds the fields of a base; one that two bases share, because both extend one record, is
// there once.
//
//	Named: {name: string}
//	Dog: {extends: Named, …}, Cat: {extends: Named, …}
//	Both: {extends: [Dog, Cat]}       name is there once: it is the same field
//	Both: {extends: [Dog, Shop]}      a fault, if Shop has a name of its own
func (e *extender) append(list, fields []*types.Field, at diag.Span,
	base *types.Decl) []*types.Field {
	for _, f := range fields {
		twin := fieldOf(list, f.Name)
		switch {
		case twin == nil:
			list = append(list, f)
		case twin != f:
			e.Report(diag.DuplicateField, at, "give one of the two fields another name",
				"the field %s of %s comes from another base, too", diag.Quoted(f.Name), base.Name).
				Also(f.Span, "this one").
				Also(twin.Span, "the other")
		}
	}
	return list
}

// fieldOf is the field of a name in a list, or nil.
func fieldOf(list []*types.Field, name string) *types.Field {
	i := slices.IndexFunc(list, func(f *types.Field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return list[i]
}

// base is the record that an item of `extends` names, its own bases put in front; nil if it is
// none.
func (e *extender) base(decl *types.Decl, item *yaml.Node) *types.Decl {
	at := e.Source.span(item)
	base := e.declared(item, "what a record extends")
	switch {
	case base == nil:
		return nil
	case base.Form != types.Record:
		e.Report(diag.BadExtends, at, "name a type that is a mapping of fields", "%s is no record",
			base.Name).
			Also(base.Span, "declared here")
		return nil
	case slices.Contains(decl.Extends, base):
		e.Report(diag.BadExtends, at, "take it out", "%s stands twice", base.Name)
		return nil
	}
	if e.record(base); e.state[base] == 1 {
		e.Report(diag.BadExtends, at, "take one of them out", "%s would extend itself", decl.Name).
			Also(base.Span, "which it extends")
		return nil
	}
	return base
}

// declared is the entry of `types` that a word names; nil if there is none.
func (d *decoder) declared(n *yaml.Node, what string) *types.Decl {
	if n.Value == "" {
		d.Report(diag.EmptyValue, d.Source.span(n), "write the name of a type", "%s needs a name",
			what)
		return nil
	}
	if decl := d.decls[n.Value]; decl != nil {
		return decl
	}
	near := nearest.Of(n.Value, d.env.Types)
	help := "declare it in `types`"
	if near != "" {
		help = fmt.Sprintf("did you mean %s?", near)
	}
	d.Report(diag.UnknownType, d.Source.span(n), help,
		"%s is an entry of `types`, and there is no %s", what, diag.Quoted(n.Value)).
		Respell(n.Value, near)
	return nil
}
