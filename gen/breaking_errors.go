package gen

// What every client of an error sees is compared here.

import (
	"fmt"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/pattern"
)

// errorAnswers compares what holds for the errors of all routes.
func (c *comparison) errorAnswers() {
	add := func(kind BreakKind, line int, format string, args ...any) {
		b := Break{Kind: kind, OldLine: line, Message: fmt.Sprintf(format, args...)}
		c.breaks = append(c.breaks, b)
	}
	if c.old.Problem != c.now.Problem {
		form := map[bool]string{true: "application/problem+json", false: "{\"error\": message}"}
		add(ErrorFormat, 0, "problem is %t, was %t: bodies of errors are %s, were %s",
			c.now.Problem, c.old.Problem, form[c.now.Problem], form[c.old.Problem])
	}
	if c.old.BadParam400 != c.now.BadParam400 && slices.ContainsFunc(c.old.Routes, mayRefuse) {
		status := map[bool]string{true: "400", false: "404"}
		add(ErrorStatus, 0, "bad_param is %s, was %s: so are paths whose parameter is refused",
			status[c.now.BadParam400], status[c.old.BadParam400])
	}
	for _, h := range c.old.Errors {
		if !handles(c.now.Errors, h) {
			add(HandlerRemoved, h.Span.Line, noMore, h.Handler, errorKey(h))
		}
	}
}

const noMore = "%s handles %s no more: clients get the default answer"

// mayRefuse says whether a route has a parameter that refuses something.
//
// str and path take every text that is there; bad_param means nothing where there is no other
// parameter.
func mayRefuse(r *model.Route) bool {
	return slices.ContainsFunc(r.Pattern.Params(), func(p *pattern.Param) bool {
		return p.Conv.Kind != pattern.Str && p.Conv.Kind != pattern.Path
	})
}

// errorHandlers tells which error handlers of the i-th old route and of its groups are gone.
// Those for all routes have been told.
func (c *comparison) errorHandlers(i int) {
	a, b := c.old.Routes[i], c.now.Routes[c.same[i]]
	now := slices.Concat(ownErrors(b), c.now.Errors)
	told := slices.Clone(c.old.Errors)
	for _, h := range ownErrors(a) {
		if !handles(now, h) && !handles(told, h) {
			told = append(told, h)
			c.add(HandlerRemoved, i, strings.Join(a.Methods, ","), "", noMore, h.Handler,
				errorKey(h))
		}
	}
}

// ownErrors are the error handlers of a route and of the groups around it.
func ownErrors(r *model.Route) []*model.ErrorHandler {
	list := slices.Clone(r.Errors)
	for g := r.Group; g != nil; g = g.Parent {
		list = append(list, g.Errors...)
	}
	return list
}

// handles says whether a list has a handler for what another one handles.
func handles(list []*model.ErrorHandler, h *model.ErrorHandler) bool {
	return slices.ContainsFunc(list, func(other *model.ErrorHandler) bool {
		return errorKey(other) == errorKey(h)
	})
}

// errorKey is the status or type of an error as a manifest has it.
func errorKey(h *model.ErrorHandler) string {
	if h.Type != nil {
		return h.Type.Text
	}
	return fmt.Sprint(h.Status)
}
