package gen

// Manifests in which many patterns have to be asked one after another are warned about here.

import (
	"cmp"
	"fmt"
	"slices"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest/check"
	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/gen/internal/plan"
)

// widest is the number of patterns at one place that nothing tells apart beforehand from which
// on they are too many. An own converter is a call of the user's code for each of them.
const widest = 32

// wide warns of places where a text may have to be given to very many patterns in turn. The
// number says nothing about what is wrong with one of them, so that the message is at the first
// one too many.
func wide(p *plan.Plan) (list []check.Remark) {
	routes := p.FirstRoutes()
	for _, asks := range p.Wides(widest) {
		slices.SortStableFunc(asks, func(a, b plan.Ask) int {
			return cmp.Compare(routes[a], routes[b])
		})
		first := asks[widest]
		help := "put a literal before them or at their start or end, or take one parameter and " +
			"look at its value in the handler"
		if c := first.Child; c != nil && c.Whole != nil && c.Whole.Kind == pattern.OwnKind {
			help = "put a literal before them, or let one converter take all these values"
		}
		list = append(list, check.Remark{
			Code: diag.WidePlace,
			Message: fmt.Sprintf("%d patterns stand at this place of which nothing tells "+
				"beforehand which take a text: a request may be compared with all of them", len(asks)),
			Route: check.RemarkLabel{Route: routes[first]},
			Help:  help,
		})
	}
	return list
}
