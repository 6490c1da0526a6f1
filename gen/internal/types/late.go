package types

import "example.com/httpgen/gen/internal/diag"

// What can be said of an expression only when its names are resolved is said here.

// Late is what is wrong with a resolved type and has to do with the entries of `types` that it
// names: their defaults, and what unique can compare.
//
//	Sort = cheapest     a default that the enum Sort lacks
//	[]Book(unique)      Book is a record, which cannot be compared
//
// [Parse] cannot say it, since the entries of `types` may name each other in any order.
func (t *Type) Late() (faults []Fault) {
	if t.Elem != nil {
		faults = t.Elem.Late()
	}
	if u := t.Rules.Unique; u != nil && t.Elem.Kind == Named && !t.Elem.comparable() {
		faults = append(faults, Fault{
			Problem: BadConstraint, At: *u, Was: "unique",
			Message: "unique is of lists of scalars and enums",
			Help:    "take it out: the handler can look",
		})
	}
	if d := t.Default; d != nil && t.Kind == Named {
		if f := t.lateDefault(d); f != nil {
			f.At, f.Was = d.At, d.Text
			if d.Quoted { // how it is written is not known any more
				f.Was, f.Near, f.Safe = "", "", false
			}
			faults = append(faults, *f)
		}
	}
	return faults
}

// comparable says that two values of a type can be equal or not by a look at their text.
//
// A name that was not found is taken for one that can be: it has been reported already.
func (t *Type) comparable() bool {
	base := t.Base()
	if base.Kind == Named {
		return base.Decl == nil || base.Decl.Form == Words
	}
	return base.Kind.Scalar()
}

// lateDefault is what is wrong with a default of a named type, or nil. All constraints on the
// way to what the name stands for hold.
//
// It follows names as far as types may be deep, so that it ends in a loop, too.
func (t *Type) lateDefault(d *Literal) *Fault {
	at := t
	for range maxDepth {
		if at.Kind != Named {
			return at.defaultFault(d)
		}
		decl := at.Decl
		switch {
		case decl == nil:
			return nil
		case decl.Form == Record || decl.Form == Union:
			return &Fault{
				Problem: BadDefault, Message: diag.Quoted(d.Text) + " is no " + decl.Name,
				Help: "write " + t.Name + "?: records and unions have no default",
			}
		case decl.Type == nil:
			return nil
		}
		at = decl.Type
	}
	return nil
}

// EntryFaults is what is wrong with the expression of an entry of `types`, which names a Go type:
// whether a value may be absent or null, and its default, belong to where the name is used.
func EntryFaults(t *Type) (faults []Fault) {
	add := func(problem Problem, at Range, what, use string) {
		faults = append(faults, Fault{
			Problem: problem, At: at, Message: what + " belongs to where the name is used",
			Help: "take it out here, and write " + use + " there",
		})
	}
	if t.Optional {
		add(BadAbsence, t.At, "?", "T?")
	}
	if t.Nullable {
		add(BadAbsence, t.At, "|null", "T|null")
	}
	if t.Default != nil {
		add(BadDefault, t.Default.At, "a default", "T = "+shown(t.Default.String()))
	}
	return faults
}
