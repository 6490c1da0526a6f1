package types

import (
	"fmt"
	"maps"
	"slices"

	"example.com/httpgen/gen/internal/diag"
)

// Whether the members of a union can be told apart is decided here.
//
// With a field that names them (By) they are: the field stands in no member, and each has a tag
// of its own. Without, a member is known by the kind of JSON that it is, and an object by which
// fields it has and of which kinds their values are; constraints and words are not looked at.
// Exactly: a record may be meant by an object that has all of its required fields and no field
// that it lacks, each of a kind that the field takes.

// A UnionFault is a member of a union that cannot stand in it, or not beside another.
type UnionFault struct {
	Member int    // index of Members
	Other  int    // of the member before it that is in the way, or -1
	Field  *Field // of Member that is in the way, or nil

	Message, Help string

	// Document is JSON that may be both members, or "". Both: each of them takes it; else what
	// tells them apart is not looked at.
	Document string
	Both     bool
}

// UnionFaults are what is wrong with the members of a resolved union: at most one a member.
func (d *Decl) UnionFaults() (faults []UnionFault) {
	for i, m := range d.Members {
		if m.Decl == nil {
			continue
		}
		var f *UnionFault
		if d.By != "" {
			f = d.taggedFault(i)
		} else {
			f = d.untaggedFault(i)
		}
		if f != nil {
			f.Member = i
			faults = append(faults, *f)
		}
	}
	return faults
}

// taggedFault looks at a member of a union that is told apart by a field.
//
//	oneof: {by: kind, of: {made: Made, gone: Gone}}
//
// Of a tag that stands twice nobody knows what to read, of a type under two tags what to write. A
// member that is no record has no place for the field, and one that has such a field itself would
// have it twice.
func (d *Decl) taggedFault(i int) *UnionFault {
	m := d.Members[i]
	for j, o := range d.Members[:i] {
		switch {
		case o.Tag == m.Tag:
			return beside(j, "give each its own", "%s and %s have the same value of %s: %s",
				o.Decl.label(), m.Decl.label(), d.By, diag.Quoted(m.Tag))
		case o.Decl == m.Decl:
			return beside(j, "declare a type of its own for it", "%s stands twice", m.Decl.label())
		}
	}
	o := objectOf(m.Decl)
	if o == nil || o.decl == nil {
		return beside(-1, "make a record of it",
			"%s is no record: it has no place for the field %s", m.Decl.label(), d.By)
	}
	if f := o.field(d.By); f != nil {
		fault := beside(-1, "take it out of "+m.Decl.Name+": the union writes and reads it",
			"%s has a field %s, which tells the members apart", m.Decl.Name, d.By)
		fault.Field = f
		return fault
	}
	return nil
}

// beside is a fault of a member and the one of an index before it.
func beside(other int, help, format string, args ...any) *UnionFault {
	return &UnionFault{Other: other, Message: fmt.Sprintf(format, args...), Help: help}
}

// label is the name of a declaration, where it was found.
func (d *Decl) label() string {
	if d == nil {
		return "a member"
	}
	return d.Name
}

// untaggedFault compares a member with those before it.
//
// One fault is enough: who mends it changes the members, and all others with it.
func (d *Decl) untaggedFault(i int) *UnionFault {
	m := d.Members[i].Decl
	if m.isUnion() {
		return beside(-1, "write its members", "%s is a union itself", m.Name)
	}
	for j, o := range d.Members[:i] {
		if o.Decl == nil || o.Decl.isUnion() {
			continue
		}
		if o.Decl == m {
			return beside(j, "keep one of them", "%s stands twice", m.Name)
		}
		if f := clash(o.Decl, m); f != nil {
			f.Other = j
			return f
		}
	}
	if base := (&Type{Kind: Named, Decl: m}).Base(); base.Kind == URL || base.Kind == Go {
		return m.Methodless()
	}
	return nil
}

// Methodless is the fault of a member that Go gives no methods to.
func (d *Decl) Methodless() *UnionFault {
	return beside(-1, "make a record of it, with a field for it",
		"%s is another name for a type that cannot get the method of a member", d.Name)
}

// isUnion says that a declaration is a union, or another name of one.
func (d *Decl) isUnion() bool {
	if d.Form == Alias && d.Type != nil {
		d = d.Type.Base().Decl
	}
	return d != nil && d.Form == Union
}

// clash says why two members cannot be told apart, or is nil.
//
//	Email: string, Phone: string          both are texts
//	Email: string, Point: {x: int}        told apart: a text and an object
//	A: {a: int}, B: {b: int}              told apart: each lacks a field that the other needs
//	A: {a: int}, B: {a: int, b: "int?"}   both take {"a":1}
//
// Constraints would tell more, but what a value is must not depend on whether it is valid: a
// request with a number too large would get an error about another type.
func clash(a, b *Decl) *UnionFault {
	shared := a.JSON() & b.JSON()
	if shared == 0 {
		return nil
	}
	x, y := objectOf(a), objectOf(b)
	if shared == JSONObject && x != nil && y != nil {
		keys, told := x.shared(y)
		if told {
			return nil
		}
		f := &UnionFault{Help: tagHelp(x, y, keys)}
		f.Document, f.Both = commonObject(x, y, keys)
		f.Message = fmt.Sprintf("%s and %s cannot be told apart: %s", a.Name, b.Name, f.said())
		return f
	}
	f := &UnionFault{Help: "make records of them, and tell them apart by a field: `by: kind`"}
	f.Document, f.Both = common(&Type{Kind: Named, Decl: a}, &Type{Kind: Named, Decl: b})
	f.Message = fmt.Sprintf("%s and %s cannot be told apart: each may be of JSON's kind %s", a.Name,
		b.Name, shared)
	if f.Both && len(f.Document) <= mostDocument {
		f.Message = fmt.Sprintf("%s and %s cannot be told apart: %s", a.Name, b.Name, f.said())
	}
	return f
}

// mostDocument is how long a document is shown, in bytes.
const mostDocument = 300

// said is the end of the sentence that shows the document.
func (f *UnionFault) said() string {
	switch {
	case f.Document == "" || len(f.Document) > mostDocument:
		return "they have the same fields"
	case f.Both:
		return "both take " + f.Document
	}
	return "by its fields " + f.Document + " may be both"
}

// tagHelp says how to tell two objects apart.
func tagHelp(x, y *object, keys []string) string {
	for _, key := range keys {
		a, b := x.field(key), y.field(key)
		if a != nil && b != nil && a.Type.isWords() && b.Type.isWords() {
			return fmt.Sprintf("take %[1]s out of both, and write `by: %[1]s` with its words", key)
		}
	}
	return "give each a required field that the other lacks, or add one that tells: `by: kind`"
}

// isWords says that a type is an enum.
func (t *Type) isWords() bool {
	if t == nil {
		return false
	}
	base := t.Base()
	return base.Kind == Enum || base.Kind == Named && base.Decl != nil && base.Decl.Form == Words
}

// An object is what a record or map says of JSON objects.
type object struct {
	decl   *Decl // a record, or nil of a map
	fields map[string]*Field
	rest   *Type // of the other members; nil: there are none
}

var anything = &Type{Kind: Any}

// objectOf is nil for what is no record and no map.
func objectOf(d *Decl) *object {
	for range maxDepth {
		if d == nil || d.Form == Record {
			break
		}
		if d.Form != Alias || d.Type == nil {
			return nil
		}
		switch d.Type.Kind {
		case Map:
			return &object{rest: d.Type.Elem}
		case Named:
			d = d.Type.Decl
		default:
			return nil
		}
	}
	if d == nil || d.Form != Record {
		return nil
	}
	o := &object{decl: d, fields: map[string]*Field{}}
	for _, f := range d.Fields {
		o.fields[f.Name] = f
	}
	if d.Keep {
		o.rest = anything
	}
	return o
}

func (o *object) field(name string) *Field { return o.fields[name] }

// required are the names of the fields that must be there, sorted.
func (o *object) required() (names []string) {
	for _, name := range slices.Sorted(maps.Keys(o.fields)) {
		if t := o.fields[name].Type; t != nil && t.Required() {
			names = append(names, name)
		}
	}
	return names
}

// at is what stands under a name: its type, and the kinds of JSON that it may be; 0 if the object
// has no such member.
func (o *object) at(name string) (*Type, JSON) {
	if f := o.fields[name]; f != nil {
		if f.Type == nil {
			return anything, allJSON
		}
		return f.Type, f.JSON()
	}
	if o.rest != nil {
		return o.rest, o.rest.JSON()
	}
	return nil, 0
}

// shared are the names that an object of both has at least, or told: there is none.
//
// A field that only one of them requires counts, too: where the other has no such member, no object
// is both.
func (o *object) shared(p *object) (names []string, told bool) {
	names = append(o.required(), p.required()...)
	slices.Sort(names)
	names = slices.Compact(names)
	for _, name := range names {
		_, x := o.at(name)
		_, y := p.at(name)
		if x&y == 0 {
			return nil, true
		}
	}
	return names, false
}
