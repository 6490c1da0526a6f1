package check

import (
	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
)

// Warnings that need more than the manifest come in here: a stage behind it finds them, and
// they get their level and their ignore comments like all others.

// A Remark is a warning about the path of a route.
// It is words and places without a span: later stages know routes by their index, and not
// where they were written.
type Remark struct {
	Code    string
	Message string
	Route   RemarkLabel
	Others  []RemarkLabel
	Notes   []string
	Help    string
}

// A RemarkLabel is a route, by its index, and what is said under its path.
type RemarkLabel struct {
	Route int
	Text  string
}

// Remarks reports what a later stage has found, which looks at sound drafts only.
func Remarks(draft *manifest.Draft, list []Remark) {
	d := linter{draft}
	pathOf := func(l RemarkLabel) diag.Span { return d.Manifest.Routes[l.Route].PathSpan }
	for _, r := range list {
		fault := d.warn(r.Code, pathOf(r.Route), r.Help, "%s", r.Message).Under(r.Route.Text)
		for _, other := range r.Others {
			fault.Also(pathOf(other), other.Text)
		}
		for _, note := range r.Notes {
			fault.Note(note)
		}
	}
}
