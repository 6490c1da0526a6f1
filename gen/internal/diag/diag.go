// Package diag holds what the generator says to the author of a manifest: a
// diagnostic with its code, places, notes and help, the registry of codes, and the
// renderers.
//
// A [List] is collected by packages manifest and check, and written by one of [Text], [Concise],
// [JSON], [SARIF] and [GitHub]. None of them reads a file: the source comes with the
// call, and those of included files with their places.
package diag

import (
	"cmp"
	"slices"
)

// A Span is a place in the manifest: a 1-based line and column, columns counted in
// runes, and the length of the underlined text in runes (at least 1). A span whose
// Line is 0 is the file as a whole.
type Span struct {
	Line, Col, Len int
	In             *File // nil: the manifest itself
}

// Compare orders places as one reads them: the manifest, then the files that it includes.
func (s Span) Compare(t Span) int {
	return cmp.Or(cmp.Compare(s.In.order(), t.In.order()), cmp.Compare(s.Line, t.Line),
		cmp.Compare(s.Col, t.Col))
}

// A File is one that a manifest includes. It brings its name and its text along, since what
// renderers are called with is the manifest.
type File struct {
	Name  string // in messages
	Text  []byte
	Order int // among the files of its manifest, from 1
}

// order is 0 of the manifest.
func (f *File) order() int {
	if f == nil {
		return 0
	}
	return f.Order
}

// Of is the name of the file that a place is in; manifest is that of the manifest.
func (s Span) Of(manifest string) string {
	if s.In == nil {
		return manifest
	}
	return s.In.Name
}

// Severity of a diagnostic.
type Severity uint8

const (
	Error Severity = iota
	Warning
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// A Label is a place with a remark, shown under its carets.
//
// Of the primary label the text may be "": the message says it.
type Label struct {
	Span
	Text string
}

// A Diagnostic is one fault or warning. Code is stable for ever ("HG0203").
type Diagnostic struct {
	Code     string
	Severity Severity
	Message  string
	Primary  Label
	Others   []Label  // other places that take part
	Notes    []string // facts: a witness URL, what YAML made of it
	Help     []string // what to do
	Fixes    []Fix    // the same for programs, where an edit says it
}

// A Fix mends what a diagnostic is about. A safe one does what the author must have meant;
// one that is not is a guess, for a person to look at.
//
// Nothing here applies one: an editor does, which gets it by [JSON].
type Fix struct {
	Safe  bool
	Edits []Edit // in order, without overlap
}

// An Edit puts text in the place of Len runes at a place of the file that the diagnostic's
// primary place is in; Len may be 0, to insert.
type Edit struct {
	Line, Col, Len int
	Text           string
}

// A List is what was found in one manifest. The zero value is an empty list.
type List []Diagnostic

// Add appends d.
func (l *List) Add(d Diagnostic) { *l = append(*l, d) }

// Errors is the number of diagnostics that are errors.
func (l List) Errors() int {
	n := 0
	for i := range l {
		if l[i].Severity == Error {
			n++
		}
	}
	return n
}

// HasErrors says whether one of the diagnostics is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Sort orders the list by place, then errors before warnings, then by code and text, so
// that the same faults are always told in the same order.
//
// Passes report in the order in which they look, which is not that of the file, and changes when
// one of them is rewritten.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Diagnostic) int {
		return cmp.Or(
			a.Primary.Compare(b.Primary.Span),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message, b.Message),
		)
	})
}
