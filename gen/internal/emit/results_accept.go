package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// Results of which a client chooses the content type.

// A choice is a status that has several content types.
type choice struct {
	status int
	types  []string
}

// choicesOf are those of a route.
func choicesOf(r *model.Route) (list []choice) {
	for _, res := range r.Returns.Results {
		n := len(list) - 1
		switch {
		case res.Content == "":
		case n >= 0 && list[n].status == res.Status:
			list[n].types = append(list[n].types, res.Content)
		default:
			list = append(list, choice{res.Status, []string{res.Content}})
		}
	}
	return slices.DeleteFunc(list, func(c choice) bool { return len(c.types) < 2 })
}

// offersOf are the content types of a status, or nil where there is nothing to choose.
func offersOf(r *model.Route, status int) []string {
	for _, c := range choicesOf(r) {
		if c.status == status {
			return c.types
		}
	}
	return nil
}

// checkedEarly says that the one status of success of a route has several content types: a
// client that takes none of them is told before the handler does anything.
func checkedEarly(r *model.Route) bool {
	var good []int
	for _, res := range r.Returns.Results {
		if res.Status < 300 && !slices.Contains(good, res.Status) {
			good = append(good, res.Status)
		}
	}
	return len(good) == 1 && offersOf(r, good[0]) != nil
}

// checkAccept writes, before a handler is called,
//
//	if err := runtime.CheckAccept(req, "application/json", "text/csv"); err != nil {
//		return runtime.Response{}, err
//	}
func (e *emitter) checkAccept(g *jen.Group, r *model.Route) {
	if !checkedEarly(r) {
		return
	}
	for _, c := range choicesOf(r) {
		if c.status < 300 {
			e.accept(g, c.types)
		}
	}
}

func (e *emitter) accept(g *jen.Group, offers []string) {
	args := []jen.Code{jen.Id("req")}
	for _, o := range offers {
		args = append(args, jen.Lit(o))
	}
	g.If(jen.Err().Op(":=").Add(e.rt("CheckAccept")).Call(args...), jen.Err().Op("!=").Nil()).Block(
		jen.Return(e.rt("Response").Values(), jen.Err()))
}
