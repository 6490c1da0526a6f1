package check

import (
	"fmt"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/types"
)

// Types are looked at beside each other here: those that lead back to themselves, and unions that
// do not tell what they are. Package types finds them; this file says where they stand.

// Types looks at the types of a manifest. Fields that hold their own record become pointers.
//
// Names that stand for each other come first, and end the pass: all that is asked behind it follows
// names.
func Types(draft *manifest.Draft) {
	d := typeChecker{draft}
	decls := draft.Manifest.Types
	loops := types.AliasLoops(decls)
	for _, l := range loops {
		d.aliases(l)
	}
	if len(loops) > 0 {
		return // nothing that follows names would end
	}
	for _, l := range types.Contain(decls) {
		d.records(l)
	}
	if d.Sound() {
		d.endless()
	}
	for _, t := range decls {
		if t.Form == types.Union {
			d.union(t)
		}
	}
}

// endless reports the first type of which no value ends, for another reason than its fields.
//
// One is told, since the others are mostly endless because of it.
func (d typeChecker) endless() {
	if endless := types.Endless(d.Manifest.Types); len(endless) > 0 {
		first := endless[0]
		d.Report(diag.EndlessType, first.Span,
			"let something on the way be absent or null, or be one of others that end",
			"no value of %s ever ends: each needs another", first.Name)
	}
}

type typeChecker struct {
	*manifest.Draft
}

// aliases reports names that stand for each other.
func (d typeChecker) aliases(l types.Loop) {
	first := l.Decls[0]
	fault := d.Report(diag.EndlessType, first.Span, "let one of them be a type",
		"%s stands for itself", first.Name)
	for _, t := range l.Decls[1:] {
		fault.Also(t.Span, "by way of "+t.Name)
	}
}

// records reports records that need themselves.
func (d typeChecker) records(l types.Loop) {
	first := l.Decls[0]
	fault := d.Report(diag.EndlessType, l.Fields[0].TypeSpan,
		fmt.Sprintf("write %[1]s? or %[1]s|null where it may be missing, or a list",
			l.Fields[0].Type.Name),
		"a value of %s would hold another of %s, without end", first.Name, first.Name)
	for _, f := range l.Fields[1:] {
		fault.Also(f.TypeSpan, "by way of this field")
	}
}

// union reports members that cannot stand in a union, or not beside each other.
func (d typeChecker) union(t *types.Decl) {
	for _, f := range append(t.UnionFaults(), d.pointers(t)...) {
		code := diag.BadUnion
		if f.Document != "" {
			code = diag.LikeMembers
		}
		fault := d.Report(code, t.Members[f.Member].Span, f.Help, "%s", f.Message)
		if f.Other >= 0 {
			fault.Also(t.Members[f.Other].Span, "the other")
		}
		if f.Field != nil {
			fault.Also(f.Field.Span, "this field")
		}
	}
}

// pointers are the members of a union that are names for a converter's type which is a pointer: of
// converters package types knows the names alone. By a field such members are not told apart.
func (d typeChecker) pointers(t *types.Decl) (faults []types.UnionFault) {
	for i, m := range t.Members {
		if m.Decl == nil || t.By != "" {
			continue
		}
		base := (&types.Type{Kind: types.Named, Decl: m.Decl}).Base()
		for _, c := range d.Manifest.Converters {
			if base.Kind == types.Own && c.Name == base.Name && strings.HasPrefix(c.Type.Text, "*") {
				f := m.Decl.Methodless()
				f.Member = i
				faults = append(faults, *f)
			}
		}
	}
	return faults
}
