package gen

// What the generator has to say about a manifest lives here.

import (
	"fmt"
	"io"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/plan"
)

// A Report is what was found in a manifest, sorted by place: faults and warnings.
// It keeps the source, so that it can be written long after the file has changed.
type Report struct {
	File     string // the manifest, as it was named
	source   []byte
	included []includedFile
	list     diag.List
	plan     *plan.Plan // nil if there are faults

	packageAt diag.Span // of the word behind package; zero: there is none
}

// Format is a way to write a Report.
type Format string

// The formats.
const (
	Text    Format = "text"    // the source lines with carets, notes and help
	Concise Format = "concise" // file:line:col: severity code: message, one line each
	JSON    Format = "json"    // one document, versioned
	SARIF   Format = "sarif"   // SARIF 2.1.0, for code scanning
	GitHub  Format = "github"  // workflow commands, shown beside the lines of a change
)

// Check reads and checks a manifest. Faults are no error: they are in the report. The
// error is that of a manifest that cannot be read.
func Check(file string) (*Report, error) {
	m, report, err := examine(file)
	if err != nil || m == nil || file == manifest.Stdin {
		return report, err
	}
	// that the folder gives no package name is said by Compile: -o may name another one
	_ = report.besideOthers(m, Options{Manifest: file})
	return report, nil
}

// Len is the number of faults and warnings.
func (r *Report) Len() int { return len(r.list) }

// Errors is the number of faults.
func (r *Report) Errors() int { return r.list.Errors() }

// Style says how the formats for people, Text and Concise, look.
type Style struct {
	Color bool // with ANSI colours
	ASCII bool // other characters are written as escapes
}

// Write writes the report in a format. Text and Concise stop after 20 entries and say
// how many more there are; the others are whole. The error is that of w.
func (r *Report) Write(w io.Writer, f Format, s Style) error {
	o := diag.Options{Color: s.Color, ASCII: s.ASCII}
	switch f {
	case Text:
		return diag.Text(w, r.File, r.source, r.list, o)
	case Concise:
		return diag.Concise(w, r.File, r.list, o)
	case JSON:
		return diag.JSON(w, r.found())
	case SARIF:
		return diag.SARIF(w, r.found())
	case GitHub:
		return diag.GitHub(w, r.File, r.list)
	}
	return fmt.Errorf("unknown format %q", f)
}

// found is the report as the renderers for programs want it.
func (r *Report) found() diag.Found { return diag.Found{File: r.File, List: r.list} }

// WriteReports writes several reports: JSON and SARIF as one document, the other formats
// one report after the other. The error is that of w.
// One document for several manifests is what programs can read; people get one list after the
// other.
func WriteReports(w io.Writer, f Format, s Style, reports ...*Report) error {
	all := make([]diag.Found, len(reports))
	for i, r := range reports {
		all[i] = r.found()
	}
	switch f {
	case JSON:
		return diag.JSON(w, all...)
	case SARIF:
		return diag.SARIF(w, all...)
	}
	said := false
	for _, r := range reports {
		if f == Text && said && r.Len() > 0 {
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		said = said || r.Len() > 0
		if err := r.Write(w, f, s); err != nil {
			return err
		}
	}
	return nil
}

// FaultsError is the error of a manifest with faults; nothing was generated from it.
type FaultsError struct {
	*Report
	Said bool // the report has been written already
}

// Error is the concise report.
func (e *FaultsError) Error() string {
	var text strings.Builder
	_ = e.Write(&text, Concise, Style{}) // a Builder takes everything
	return strings.TrimSuffix(text.String(), "\n")
}

// ReportDocument is what WriteReports writes as JSON, without any report: for a schema.
func ReportDocument() any { return diag.Document{} }
