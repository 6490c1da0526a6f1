package diag

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// What is found in one manifest is collected here, before it is sorted and written.

// A Report collects diagnostics.
//
// It holds what was found and no source: passes add to it in any order, and [Report.List] sorts.
// Warnings get their last level, and are taken back, by [Report.Keep].
type Report struct {
	rest  func(at Span) string
	found []*Diagnostic
}

// NewReport returns an empty report. rest is what stands in the line of a place from there on, ""
// where there is no such line: a fix is made only where what it mends stands there.
func NewReport(rest func(at Span) string) *Report { return &Report{rest: rest} }

// Add reports something, with the severity of its code. What it returns takes what else there
// is to say. help may be "".
func (r *Report) Add(code string, at Span, help, format string, args ...any) *Fault {
	d := &Diagnostic{
		Code: code, Severity: Lookup(code).Severity,
		Message: fmt.Sprintf(format, args...), Primary: Label{Span: at},
	}
	if help != "" {
		d.Help = []string{help}
	}
	r.found = append(r.found, d)
	return &Fault{d, r.rest}
}

// Take adds what was found elsewhere.
func (r *Report) Take(list List) {
	for _, d := range list {
		r.found = append(r.found, &d)
	}
}

// Keep drops all that keep does not want; keep may change what it is shown.
func (r *Report) Keep(keep func(*Diagnostic) bool) {
	r.found = slices.DeleteFunc(r.found, func(d *Diagnostic) bool { return !keep(d) })
}

// Len is how much has been found so far.
func (r *Report) Len() int { return len(r.found) }

// Has says whether something of what was found is so.
func (r *Report) Has(so func(*Diagnostic) bool) bool { return slices.ContainsFunc(r.found, so) }

// HasErrors says whether an error was found.
func (r *Report) HasErrors() bool {
	return r.Has(func(d *Diagnostic) bool { return d.Severity == Error })
}

// List is what was found, sorted.
func (r *Report) List() List {
	var list List
	for _, d := range r.found {
		list.Add(*d)
	}
	list.Sort()
	return list
}

// A Fault is something that was reported, to say more of it. Of nil, which is nothing that was
// reported, nothing more is said.
//
// So a pass reports, and says the rest in the same breath, also where a warning is off and nothing
// was reported:
//
//	report.Add(code, at, help, "two routes are called %s", name).Also(first, "first here")
type Fault struct {
	d    *Diagnostic
	rest func(at Span) string
}

// Under puts a remark under the carets of its place.
func (f *Fault) Under(text string) *Fault {
	if f != nil {
		f.d.Primary.Text = text
	}
	return f
}

// Also shows another place that takes part, unless at is the file as a whole.
func (f *Fault) Also(at Span, text string) *Fault {
	if f != nil && at.Line > 0 {
		f.d.Others = append(f.d.Others, Label{at, text})
	}
	return f
}

// Note adds a fact.
func (f *Fault) Note(text string) *Fault {
	if f != nil {
		f.d.Notes = append(f.d.Notes, text)
	}
	return f
}

// As gives it another severity than that of its code.
func (f *Fault) As(s Severity) *Fault {
	if f != nil {
		f.d.Severity = s
	}
	return f
}

// Fix adds an edit of its place: text in the stead of old. Where old does not stand there as it
// is (a scalar has escapes), there is none. A fix is safe if nothing else can have been meant.
//
//	qeury            Fix("qeury", "query", false) replaces these five runes
//	"q\u0065ury"     it does nothing: what stands there is not what YAML read
func (f *Fault) Fix(old, text string, safe bool) *Fault {
	if f == nil {
		return nil
	}
	at := f.d.Primary
	if at.Line == 0 || old == "" || !strings.HasPrefix(f.rest(at.Span), old) {
		return f
	}
	edit := Edit{Line: at.Line, Col: at.Col, Len: utf8.RuneCountInString(old), Text: text}
	f.d.Fixes = append(f.d.Fixes, Fix{Safe: safe, Edits: []Edit{edit}})
	return f
}

// Respell is Fix for a word that is probably another, misspelt, or "": safe if only case differs.
func (f *Fault) Respell(word, near string) *Fault {
	if near == "" {
		return f
	}
	return f.Fix(word, near, strings.EqualFold(word, near))
}

// Quoted shows a piece of the manifest in a message: on one line, and not at length.
func Quoted(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return fmt.Sprintf("%q", text)
}
