package check

import (
	"fmt"
	"strings"

	"example.com/httpgen/gen/internal/casing"
	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// The names of types, of their fields and of typed parameters are given and compared here. One
// handler has one struct of each kind of parameters, whatever routes it serves.

// typed names what types and typed parameters need in Go, and lets the routes of one handler share
// what they declare.
//
// It comes before signatures are compared, which name the structs of parameters.
func (d *namer) typed() {
	for _, t := range d.Manifest.Types {
		if t.Form == types.Words && t.Type != nil {
			nameWords(t.Name, t.Type.Words)
		}
		d.fieldNames(t.Name, t.Fields, recordNames(t))
	}
	known := map[string]*model.Input{}
	for _, e := range d.Entries {
		r := e.Route
		r.Query = d.input(known, r.Query, r.Method(), queryNames)
		r.Headers = d.input(known, r.Headers, r.Method(), nil)
		r.Cookies = d.input(known, r.Cookies, r.Method(), nil)
	}
}

// input names what is in a struct of parameters, or takes the one that the handler has already.
//
// A struct is called by its handler, so that two routes of one handler that declare other
// parameters would need two of one name.
func (d *namer) input(known map[string]*model.Input, in *model.Input, handler string,
	taken map[string]string) *model.Input {
	if in == nil || in.Ident == "" {
		return in
	}
	first := known[in.Ident]
	if first == nil {
		known[in.Ident] = in
		d.inputsOf = append(d.inputsOf, in)
		d.fieldNames(in.Ident, in.Fields, taken)
		return in
	}
	if !sameFields(first.Fields, in.Fields) {
		d.Report(diag.InputsDiffer, in.Span,
			"declare the same in both, or give one route another handler",
			"%s would have two kinds of %s", handler, in.Ident).
			Also(first.Span, "the other")
	}
	return first
}

// sameFields says whether two lists declare the same.
//
// What is said for documentation alone may differ.
func sameFields(a, b []*types.Field) bool {
	if len(a) != len(b) {
		return false
	}
	for i, f := range a {
		g := b[i]
		if f.Name != g.Name || f.Go != g.Go || f.Type.String() != g.Type.String() ||
			f.Style != g.Style || f.Explode != g.Explode || f.Secret != g.Secret {
			return false
		}
	}
	return true
}

// queryNames are methods of the struct of a query, and what they are.
var queryNames = map[string]string{"Encode": "a method of every query"}

// recordNames are what the struct of a record has beside its fields.
func recordNames(t *types.Decl) map[string]string {
	names := map[string]string{}
	for _, m := range []string{"AppendJSON", "MarshalJSON", "UnmarshalJSON", "Validate"} {
		names[m] = "a method of every record"
	}
	if t.Keep {
		names["Rest"] = "the field for what is unknown"
	}
	return names
}

// fieldNames compares the fields of a struct with each other and with its other names, and names
// the types of enums that stand in them. A field from another record has its names from there.
//
//	Book: {page-size: int, page_size: int}    both would be PageSize
//	Book: {validate: bool}                    Validate is a method of every record
//	Book: {sort: "enum(a, b)"}                type BookSort string
func (d *namer) fieldNames(owner string, fields []*types.Field, taken map[string]string) {
	first := map[string]*types.Field{}
	for _, f := range fields {
		help := fmt.Sprintf("write it as {type: %s, go: %s}", quotedType(f.Type),
			freeField(f.Go, first, taken))
		switch before := first[f.Go]; {
		case taken[f.Go] != "":
			d.Report(diag.NameCollision, f.Span, help,
				"the field would be %s in Go, and that is %s", f.Go, taken[f.Go])
		case before != nil:
			d.Report(diag.NameCollision, f.Span, help, "%s and %s would both be %s in Go",
				diag.Quoted(before.Name), diag.Quoted(f.Name), f.Go).
				Also(before.Span, "the first")
		default:
			first[f.Go] = f
		}
		leaf := f.Type.Leaf()
		if leaf.Kind != types.Enum {
			continue
		}
		if f.GoType == "" {
			f.GoType = owner + f.Go
			nameWords(f.GoType, leaf.Words)
			d.enumsOf = append(d.enumsOf, f)
		}
	}
}

// freeField is a name that no other field has.
func freeField(like string, first map[string]*types.Field, taken map[string]string) string {
	for n := 2; ; n++ {
		name := fmt.Sprintf("%s%d", like, n)
		if first[name] == nil && taken[name] == "" {
			return name
		}
	}
}

// quotedType is an expression as a value inside of {…}.
func quotedType(t *types.Type) string {
	text := t.String()
	if strings.ContainsAny(text, "[]{}(),?#&*!|>'\"%@` ") {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return text
}

// nameWords names the constants of an enum: its type's name, and that of the word.
//
//	Sort: enum(title, Cheapest="-price")      SortTitle, SortCheapest
func nameWords(owner string, words []types.Word) {
	for i := range words {
		w := &words[i]
		if w.Const = owner + w.Go; w.Go == "" {
			w.Const = owner + casing.Const(w.Text)
		}
	}
}

// typeNames lists what types and typed parameters declare.
func (d *namer) typeNames() (list []declared) {
	const rename = "give the type another name"
	for _, t := range d.Manifest.Types {
		list = append(list, declared{t.Name, "an entry of `types`", t.Span, rename, true})
		switch {
		case t.Form == types.Union:
			list = append(list,
				declared{"Append" + t.Name + "JSON", "the function that writes " + t.Name, t.Span,
					rename, false},
				declared{"Decode" + t.Name + "JSON", "the function that reads " + t.Name, t.Span,
					rename, false})
		case t.Form == types.Words && t.Type != nil:
			list = append(list, d.wordNames(t.Type)...)
		}
	}
	for _, f := range d.enumsOf {
		list = append(list, declared{f.GoType, "the type of the field " + diag.Quoted(f.Name),
			f.TypeSpan,
			"name the field otherwise by `go`, or declare the enum in `types`", true})
		list = append(list, d.wordNames(f.Type.Leaf())...)
	}
	for _, in := range d.inputsOf {
		const help = "give the handler another name"
		list = append(list, declared{in.Ident, "the struct of parameters " + in.Ident, in.Span,
			help, true})
		if strings.HasSuffix(in.Ident, "Query") { // the only one that clients build
			list = append(list, declared{"New" + in.Ident, "the function that makes a " + in.Ident,
				in.Span, help, false})
		}
	}
	return list
}

// wordNames lists the constants of an enum.
func (d *namer) wordNames(t *types.Type) (list []declared) {
	for i, w := range t.Words {
		help := fmt.Sprintf("give the word a name of its own, such as Other=%q", w.Text)
		list = append(list, declared{w.Const, "the constant of " + diag.Quoted(w.Text),
			d.WordSpan(t, i), help, false})
	}
	return list
}
