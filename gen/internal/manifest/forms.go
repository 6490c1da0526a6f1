package manifest

import (
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/nearest"
	"example.com/httpgen/gen/internal/types"
)

// Forms of a type are decoded here: form(T), multipart(T) and multipart_stream(T). T is a record,
// and what may stand in it is what a form can carry.

// formOf are bodies of a form of a type.
var formOf = regexp.MustCompile(`^(form|multipart|multipart_stream) *\((.*)\)$`)

// formKinds are the bodies of formOf.
var formKinds = map[string]model.BodyKind{
	"form": model.TypedFormBody, "multipart": model.TypedMultipartBody,
	"multipart_stream": model.MultipartStreamBody,
}

// maxNames is how many names a form, a query and the like have at most: what generated code counts.
const maxNames = 256

// form decodes the body of a form; ok is false if it is none.
//
//	form(Login)              the fields of Login, as a browser sends them
//	multipart(Upload)        with files among them
//	multipart_stream(Upload) the same, part by part
//	form(Login)?             there may be no form at all
//
// T stands without `?` and constraints: a body of this kind is one record.
func (d *decoder) form(n *yaml.Node) (b model.Body, ok bool) {
	text, optional := strings.CutSuffix(n.Value, "?")
	at := formOf.FindStringSubmatchIndex(text)
	if at == nil {
		return b, false
	}
	b = d.formOfRecord(n, text[at[2]:at[3]], text[at[4]:at[5]], at[4])
	b.Optional = optional
	return b, true
}

// formOfRecord decodes a form of a kind, of which the record's name stands at an offset in the
// value of n.
func (d *decoder) formOfRecord(n *yaml.Node, kind, text string, off int) (b model.Body) {
	f := formCarriage{carriage: carriage{decoder: d, node: n}, kind: kind}
	b.Kind = formKinds[f.kind]
	for len(text) > 0 && text[0] == ' ' {
		text, off = text[1:], off+1
	}
	for len(text) > 0 && text[len(text)-1] == ' ' {
		text = text[:len(text)-1]
	}
	f.at = d.Source.within(n, off, max(len(text), 1))
	decl := d.decls[text]
	switch {
	case decl == nil:
		near := nearest.Of(text, d.env.Types)
		help := "declare it in `types`"
		if near != "" {
			help = "did you mean " + near + "?"
		}
		d.Report(diag.UnknownType, f.at, help,
			"%s is of an entry of `types`, and there is no %s", f.kind, diag.Quoted(text)).
			Respell(text, near)
	case decl.Form != types.Record:
		d.Report(diag.NotCarried, f.at, "declare a record with it as a field",
			"a form has fields, and %s has none: it is no record", text).
			Also(decl.Span, "declared here")
	case f.fields(decl):
		b.Decl = decl
	}
	return b
}

// A formCarriage looks at the record of a form.
type formCarriage struct {
	carriage
	kind string // form, multipart or multipart_stream
	at   diag.Span
}

// refuseField reports a field that a form cannot carry.
func (c *formCarriage) refuseField(f *types.Field, help, format string, args ...any) bool {
	c.Report(diag.NotCarried, c.at, help, format, args...).Also(f.TypeSpan, "this field")
	return false
}

// fields looks at all fields of a record.
//
// A record in a form has its fields as name[field]: these are names like all others, and may
// collide with a field that is called so.
func (c *formCarriage) fields(decl *types.Decl) bool {
	if decl.Keep {
		c.Report(diag.NotCarried, c.at, "take a record without `unknown: keep`",
			"%s keeps what is unknown, and a form leaves it out", decl.Name).
			Also(decl.Span, "declared here")
		return false
	}
	ok, count := true, 0
	seen := map[string]*types.Field{}
	name := func(name string, f *types.Field) {
		count++
		if first := seen[name]; first != nil {
			c.Report(diag.FieldTwins, c.at, "give one of them another name",
				"two fields of %s are %s in a form", decl.Name, diag.Quoted(name)).
				Also(first.Span, "the one").Also(f.Span, "the other")
			ok = false
		}
		seen[name] = f
	}
	for _, f := range decl.Fields {
		if !c.field(decl, f) {
			ok = false
			continue
		}
		name(f.Name, f)
		if base := f.Type.Base(); isRecord(base) {
			for _, m := range base.Decl.Fields {
				name(f.Name+"["+m.Name+"]", f)
			}
		}
	}
	if count > maxNames {
		c.Report(diag.NotCarried, c.at, "take fewer",
			"%s has %d fields in a form, at most %d can be",
			decl.Name, count, maxNames)
		return false
	}
	return ok
}

// field looks at one field.
//
// It is refused for what it is after names have been followed: a list of names for records is as
// little a text as a list of records.
func (c *formCarriage) field(decl *types.Decl, f *types.Field) bool {
	base := f.Type.Base()
	elem := base
	if base.Kind == types.List {
		elem = base.Elem.Base()
	}
	where := decl.Name + "." + f.Name
	switch {
	case base.Kind == types.Named && (base.Decl == nil || base.Decl.Form == types.Alias):
		return false // it has been said
	case f.Type.IsFile() && c.kind == "form":
		return c.refuseField(f, "write multipart("+decl.Name+")",
			"%s is a file, which a form of this type cannot carry", where)
	case f.Type.IsFile():
		return true
	case f.Type.Nullable || base.Kind == types.List && base.Elem.Nullable:
		return c.refuseField(f, "leave |null out; `?` says that it may be absent",
			"a form is text: nothing in it is null, as %s may be", where)
	case isText(elem):
		return true
	case isRecord(base):
		return c.record(where, f, base.Decl)
	}
	return c.refuseField(f,
		"take a scalar, an enum, a converter, a list of these, or a record of them",
		"%s is nothing that a form can carry", where)
}

// record looks at a record in a form.
func (c *formCarriage) record(where string, f *types.Field, record *types.Decl) bool {
	for _, m := range record.Fields {
		if m.Type.Nullable || !isText(m.Type.Base()) {
			return c.refuseField(f, "take the fields that it needs, each by itself",
				"a record in a form has scalars alone, and %s.%s is none", where, m.Name)
		}
	}
	if record.Keep {
		return c.refuseField(f, "take a record without `unknown: keep`",
			"%s keeps what is unknown, and a form leaves it out", where)
	}
	return true
}

// lateFiles reports records with files in them that stand where no files come.
//
// It comes last, since only then is it known which records have files: `extends` may bring them in.
func (d *decoder) lateFiles() {
	misplaced := func(decl *types.Decl, at diag.Span) {
		d.Report(diag.MisplacedFile, at, "write `body: multipart("+decl.Name+")`",
			"%s has files: it is for multipart bodies alone", decl.Name).
			Also(decl.Span, "declared here")
	}
	for _, w := range d.written {
		if leaf := w.t.Leaf(); leaf.Decl != nil && leaf.Decl.HasFiles() {
			misplaced(leaf.Decl, d.Source.within(w.n, leaf.At.Off, leaf.At.Len))
		}
	}
	for _, decl := range d.Manifest.Types {
		for _, m := range decl.Members {
			if m.Decl.HasFiles() {
				misplaced(m.Decl, m.Span)
			}
		}
	}
}
