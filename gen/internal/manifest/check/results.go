package check

import (
	"fmt"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// The structs of results are named here. One handler has one set of them, whatever routes it
// serves.

// results names the enums in header fields of results, and lets the routes of one handler share
// what they declare.
//
// A method of an interface has one signature, and so one result type: two routes of one handler
// that declare other results would need two types of one name.
func (d *namer) results() {
	first := map[string]*model.Route{}
	for _, e := range d.Entries {
		r := e.Route
		if r.Returns.Kind != model.ReturnsOneOf || r.Handler == "" {
			continue
		}
		known := first[r.Handler]
		if known == nil {
			first[r.Handler] = r
			d.resultFields(r.Returns.Results)
			continue
		}
		if resultsText(known.Returns.Results) != resultsText(r.Returns.Results) {
			d.Report(diag.ResultsDiffer, e.Handler,
				"declare the same in both, or give one route another handler",
				"%s declares other results than before", r.Method()).
				Also(known.Returns.Results[0].Span, "the first")
		}
		r.Returns = known.Returns
	}
}

// bodyName is what the struct of a result has beside its header fields.
var bodyName = map[string]string{"Body": "the body of every result"}

// resultFields names what is in the structs of results. Content types of one status share their
// header fields.
func (d *namer) resultFields(list []*model.Result) {
	for i, res := range list {
		if i == 0 || list[i-1].Status != res.Status {
			d.fieldNames(res.Ident, res.Headers, bodyName)
		}
	}
}

// resultsText is what a list of results declares.
//
// It is compared, and never shown: two lists are the same if and only if their texts are.
func resultsText(list []*model.Result) string {
	var b strings.Builder
	for _, res := range list {
		fmt.Fprintf(&b, "%d %q %d %s", res.Status, res.Content, res.Body.Kind,
			textOf(res.Body.Type))
		for _, h := range res.Headers {
			fmt.Fprintf(&b, " %s %s %s", h.Name, h.Go, h.Type)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// resultNames are the names that results declare in the generated package.
//
//	GET /books/<id> Get, returns: {200: Book, 404: Missing}
//
// declares GetResult, Get200 and Get404.
func (d *namer) resultNames() (list []declared) {
	done := map[string]bool{}
	for _, e := range d.Entries {
		r := e.Route
		if r.Returns.Kind != model.ReturnsOneOf || r.Handler == "" || done[r.Handler] {
			continue
		}
		done[r.Handler] = true
		const help = "give the handler another name"
		list = append(list, declared{r.Handler + "Result", "the result of " + r.Method(), e.Handler,
			help, true})
		for _, res := range r.Returns.Results {
			list = append(list, declared{res.Ident, fmt.Sprintf("a result of %s", r.Method()),
				res.Span, help, true})
		}
	}
	return list
}
