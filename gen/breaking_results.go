package gen

// What routes answer with is compared here.

import (
	"cmp"
	"fmt"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// results compares what a route answers with, whether it is written as one result or as several
// by status: clients see no difference. What is new beside the old is no break.
//
//	was {200: Book}            is {200: Book, 404: Missing}    no break: clients expect errors
//	was {200: Book, 404: M}    is {200: Book}                  there is no result of status 404
//	was Book                   is none                         the result is none, was Book
func (c *comparison) results(i int, methods string) {
	a, b := c.old.Routes[i], c.now.Routes[c.same[i]]
	if a.Returns.Kind == model.ReturnsHTTP ||
		a.Returns.Kind == model.ReturnsResponse && b.Returns.Kind == model.ReturnsHTTP {
		return // nothing was promised
	}
	if a.Returns.Kind != model.ReturnsOneOf && b.Returns.Kind != model.ReturnsOneOf {
		if statusOf(a) != statusOf(b) {
			c.add(ResultChanged, i, methods, "", "the result is %s, was %s", resultName(b),
				resultName(a))
		} else if why := bodyBreak(a.Returns, b.Returns, "the result"); why != "" {
			c.add(ResultChanged, i, methods, "", "%s", why)
		}
		return
	}
	if a.Returns.Kind == model.ReturnsResponse {
		return // nothing was promised
	}
	if b.Returns.Kind == model.ReturnsResponse {
		c.add(ResultChanged, i, methods, "", "the result is %s, was %s", resultName(b),
			resultName(a))
		return
	}
	list := allResults(b)
	for _, was := range allResults(a) {
		for _, why := range resultBreaks(was, find(list, was)) {
			c.add(ResultChanged, i, methods, "", "%s", why)
		}
	}
}

// resultBreaks says what has become of a result, of which there may be none any more.
func resultBreaks(was, is *model.Result) (list []string) {
	what := fmt.Sprintf("status %d", was.Status)
	if was.Content != "" {
		what += " as " + was.Content
	}
	if is == nil {
		return []string{fmt.Sprintf("there is no result of %s, was %s", what,
			returnsName(was.Body))}
	}
	if why := bodyBreak(was.Body, is.Body, "the result of "+what); why != "" {
		list = append(list, why)
	}
	for _, header := range was.Headers {
		if why := headerBreak(header, is.Headers, what); why != "" {
			list = append(list, why)
		}
	}
	return list
}

// allResults are those of a route, also of one that declares a single one.
func allResults(r *model.Route) []*model.Result {
	if r.Returns.Kind == model.ReturnsOneOf {
		return r.Returns.Results
	}
	return []*model.Result{{Status: statusOf(r), Body: r.Returns}}
}

// find is the result in a list of the status and content type of another, or nil.
func find(list []*model.Result, like *model.Result) *model.Result {
	for _, res := range list {
		if res.Status == like.Status && contentOf(res) == contentOf(like) {
			return res
		}
	}
	return nil
}

// contentOf is the content type of a result, "" where its body does not have it from us.
func contentOf(res *model.Result) string {
	return strings.ToLower(cmp.Or(res.Content, map[model.ReturnsKind]string{
		model.ReturnsJSON: "application/json", model.ReturnsText: "text/plain",
		model.ReturnsHTML:   "text/html",
		model.ReturnsBytes:  "application/octet-stream",
		model.ReturnsChunks: "application/octet-stream",
		model.ReturnsEvents: "text/event-stream", model.ReturnsNDJSON: "application/x-ndjson",
	}[res.Body.Kind]))
}

// headerBreak says what has become of a header field, "" where clients need not care.
func headerBreak(was *types.Field, list []*types.Field, of string) string {
	at := "the header field " + was.Name + " of " + of
	for _, is := range list {
		switch {
		case !strings.EqualFold(is.Name, was.Name):
		case is.Type.Optional && !was.Type.Optional:
			return at + " may be missing now"
		default:
			return (&narrowing{sent: true}).narrower(is.Type, was.Type, at)
		}
	}
	return at + " is gone"
}

// bodyBreak says what clients of a body would not understand any more, or "".
//
// Two types of the manifest are compared by what is in them, Go types by their names alone.
func bodyBreak(was, is model.Returns, at string) string {
	switch {
	case was.Kind == is.Kind && was.Expr != nil && is.Expr != nil:
		return (&narrowing{sent: true}).narrower(is.Expr, was.Expr, at)
	case returnsName(was) != returnsName(is):
		return fmt.Sprintf("%s is %s, was %s", at, cmp.Or(returnsName(is), unsaid),
			cmp.Or(returnsName(was), unsaid))
	}
	return ""
}

// unsaid is the result of a handler that makes a response itself.
const unsaid = "a response of the handler's"
