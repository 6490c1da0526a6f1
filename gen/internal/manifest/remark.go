package manifest

import (
	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// Warnings that need more than the manifest come in here: a stage behind it finds them, and
// they get their level and their ignore comments like all others.

// A Remark is a warning about the path of a route.
type Remark struct {
	Code    string
	Message string
	Route   RemarkLabel
	Others  []RemarkLabel
	Notes   []string
	Help    []string
}

// A RemarkLabel is a route, by its index, and what is said under its path.
type RemarkLabel struct {
	Route int
	Text  string
}

// A Stage looks at a manifest that has no faults but warnings, some of which may be errors by
// their level. It is asked for every manifest that Parse returns.
type Stage func(*model.Manifest) []Remark

// stages lets each stage look at the manifest. A warning that is an error by its level may be
// taken back by a comment yet.
func (d *decoder) stages(list []Stage) {
	for i := range d.faults {
		if diag.Lookup(d.faults[i].Code).Severity == diag.Error {
			return
		}
	}
	label := func(l RemarkLabel) diag.Label {
		return diag.Label{Span: d.m.Routes[l.Route].PathSpan, Text: l.Text}
	}
	for _, stage := range list {
		for _, r := range stage(d.m) {
			fault := d.warn(r.Code, d.m.Routes[r.Route.Route].PathSpan, "", "%s", r.Message)
			if fault == nil {
				continue
			}
			fault.Primary, fault.Notes, fault.Help = label(r.Route), r.Notes, r.Help
			for _, other := range r.Others {
				fault.Others = append(fault.Others, label(other))
			}
		}
	}
}
