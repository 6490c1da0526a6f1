package check

import (
	"fmt"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// Bodies of several content types are compared and named here, as results are.

// bodies lets the routes of one handler share what their bodies may be.
//
// Two routes of one handler that declare others would need two types of one name.
func (d *namer) bodies() {
	first := map[string]*model.Route{}
	for _, e := range d.Entries {
		r := e.Route
		if r.Body.Kind != model.OneOfBody || r.Handler == "" {
			continue
		}
		known := first[r.Handler]
		if known == nil {
			first[r.Handler] = r
			continue
		}
		if contentsText(known.Body) != contentsText(r.Body) {
			fault := d.Report(diag.BodiesDiffer, e.Handler,
				"declare the same in both, or give one route another handler",
				"%s declares another body than before", r.Method())
			if list := known.Body.Contents; len(list) > 0 {
				fault.Also(list[0].Span, "the first")
			}
		}
		r.Body = known.Body
	}
}

// contentsText is what a body declares, to be compared with others and never shown.
func contentsText(b model.Body) string {
	var list strings.Builder
	fmt.Fprintln(&list, b.Optional)
	for _, c := range b.Contents {
		fmt.Fprintf(&list, "%q %d %s", c.Type, c.Body.Kind, textOf(c.Body.Type))
		if c.Body.Expr != nil { // constraints, too
			fmt.Fprintf(&list, " %s", c.Body.Expr)
		}
		if c.Body.Decl != nil {
			fmt.Fprintf(&list, " %s", c.Body.Decl.Name)
		}
		list.WriteByte('\n')
	}
	return list.String()
}

// bodyNames are the names that bodies declare in the generated package.
//
//	POST /books CreateBook, body: {application/json: NewBook, text/csv: bytes}
//
// declares CreateBookBody, CreateBookBodyJSON and CreateBookBodyCSV.
func (d *namer) bodyNames() (list []declared) {
	done := map[string]bool{}
	for _, e := range d.Entries {
		r := e.Route
		if r.Body.Kind != model.OneOfBody || r.Handler == "" || done[r.Handler] {
			continue
		}
		done[r.Handler] = true
		const help = "give the handler another name"
		list = append(list, declared{r.Handler + "Body", "the body of " + r.Method(), e.Handler,
			help, true})
		for _, c := range r.Body.Contents {
			list = append(list, declared{c.Ident, fmt.Sprintf("a body of %s", r.Method()), c.Span,
				help, true})
		}
	}
	return list
}
