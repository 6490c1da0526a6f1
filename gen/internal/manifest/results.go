package manifest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// Results are decoded here: one, or several by status and content type.

// resultWords are the words that may stand in the place of a type.
var resultWords = []string{"text", "html", "bytes", "none", "file", "events", "ndjson", "chunks", "http"}

// result decodes `returns`.
//
//	returns: Book                           one result, of status 200 or `status`
//	returns: {200: Book, 404: Missing}      one of several: the handler chooses
//	returns:
//	  200: {headers: {ETag: string}, body: Book}
//	  406: {body: {text/plain: text, application/json: Problem}}
//
// Each of several is a struct called by the handler and the status, GetBook200, and where one
// status has several content types by these, too. They are sorted, so that the order of statuses in
// the file changes no generated line.
func (d *decoder) result(r *model.Route, n *yaml.Node) model.Returns {
	if n.Kind != yaml.MappingNode {
		return d.oneResult(n)
	}
	if len(n.Content) == 0 {
		d.Report(diag.BadResult, d.Source.span(n), "write {200: T, 404: U}, or leave `returns` out",
			"no result is declared")
	}
	all := model.Returns{Kind: model.ReturnsOneOf}
	d.pairs(n, func(name, value *yaml.Node) {
		status, ok := d.resultStatus(name)
		if !ok {
			return
		}
		for _, res := range d.resultsOf(name, value, status) {
			if r.Handler != "" {
				res.Ident = r.Handler + strconv.Itoa(status)
			}
			all.Results = append(all.Results, res)
		}
	})
	slices.SortStableFunc(all.Results, func(a, b *model.Result) int { return a.Status - b.Status })
	nameContents(all.Results)
	return all
}

// resultStatus reads a key of the mapping.
func (d *decoder) resultStatus(n *yaml.Node) (status int, ok bool) {
	status, err := strconv.Atoi(n.Value)
	if err != nil || len(n.Value) != 3 || status < 200 || status > 599 {
		d.Report(diag.BadStatus, d.Source.span(n), "write a number from 200 to 599",
			"%s cannot be the status of a result", diag.Quoted(n.Value))
		return 0, false
	}
	return status, true
}

// statusBesideResults reports `status` beside a mapping of them.
func (d *decoder) statusBesideResults(n *yaml.Node, f fields) {
	d.Report(diag.StatusBody, d.Source.span(f["status"].name),
		"take it out: the keys of `returns` are the statuses",
		"status is for one result, and `returns` has several").
		Also(d.Source.span(f["returns"].value), "with statuses of their own")
}

// isMapping says whether the value of a key is a mapping.
func isMapping(f fields, key string) bool {
	v, ok := f[key]
	return ok && v.value.Kind == yaml.MappingNode
}

// resultsOf decodes what stands at a status: one result, or one for each content type.
//
// Header fields belong to the status, not to a content type: all of its results share them.
func (d *decoder) resultsOf(name, value *yaml.Node, status int) []*model.Result {
	at := d.Source.span(name)
	if value.Kind != yaml.MappingNode {
		if _, ok := d.word(name, value); !ok {
			return nil
		}
		return []*model.Result{{Status: status, Body: d.bodyOf(value, status, ""), Span: at}}
	}
	f := d.object(value, AtResult)
	var headers []*types.Field
	if n, ok := f.get("headers"); ok {
		headers = d.resultHeaders(n)
	}
	body, ok := f.get("body")
	switch {
	case !ok:
		none := model.Returns{Kind: model.ReturnsNone}
		return []*model.Result{{Status: status, Body: none, Headers: headers, Span: at}}
	case body.Kind != yaml.MappingNode:
		ret := d.bodyOf(body, status, "")
		return []*model.Result{{Status: status, Body: ret, Headers: headers, Span: at}}
	}
	var list []*model.Result
	if len(body.Content) == 0 {
		d.Report(diag.BadContent, d.Source.span(body), "write {application/json: T}",
			"no content type is declared")
	}
	var before []contentKey
	d.pairs(body, func(name, value *yaml.Node) {
		content, ok := name.Value, d.contentType(name, before, resultContent)
		before = append(before, contentKey{content, d.Source.span(name)})
		if _, there := d.word(name, value); !there || !ok {
			return
		}
		res := &model.Result{Status: status, Content: content, Headers: headers,
			Span: d.Source.span(name)}
		res.Body = d.bodyOf(value, status, content)
		list = append(list, res)
	})
	return list
}

// bodyOf decodes the body of one of several results.
//
// 204, 205 and 304 have no content (RFC 9110 §15.3.5, §15.3.6, §15.4.5).
func (d *decoder) bodyOf(n *yaml.Node, status int, content string) model.Returns {
	ret := d.oneResult(n)
	at := d.Source.span(n)
	switch {
	case (status == 204 || status == 205 || status == 304) && ret.Kind != model.ReturnsNone:
		d.Report(diag.StatusBody, at, "write none, or another status",
			"an answer of status %d has no body", status)
	case ret.Kind == model.ReturnsHTTP:
		d.Report(diag.BadResult, at, "write `returns: http`, without statuses, or another result",
			"http is the whole answer: the handler writes status and fields itself")
	case ret.Type != nil && strings.HasPrefix(ret.Type.Text, "*") &&
		(ret.Expr == nil || ret.Expr.Kind == types.Go): // a url is a pointer in Go alone
		d.Report(diag.BadResult, at,
			"write "+ret.Type.Text[1:]+", and none under another status where there is nothing",
			"a result of several is no pointer: nothing says what nil would be answered with").
			Respell(n.Value, strings.TrimPrefix(n.Value, "*"))
	case content != "":
		d.fitsContent(n, ret, content)
	}
	return ret
}

// sequences are the words that have the type of their values behind them.
var sequences = map[string]model.ReturnsKind{
	"events": model.ReturnsEvents, "ndjson": model.ReturnsNDJSON,
}

// oneResult decodes a result that is no mapping.
//
// After a fault it is none, of which no type is asked.
func (d *decoder) oneResult(n *yaml.Node) model.Returns {
	switch text := n.Value; text {
	case "file":
		return model.Returns{Kind: model.ReturnsFile}
	case "chunks":
		return model.Returns{Kind: model.ReturnsChunks}
	case "events", "ndjson":
		d.Report(diag.BadResult, d.Source.span(n), "write "+text+"(T), where T is the type of each",
			"%s needs the type of its values", text)
		return model.Returns{Kind: model.ReturnsNone}
	case "text":
		return model.Returns{Kind: model.ReturnsText}
	case "html":
		return model.Returns{Kind: model.ReturnsHTML}
	case "bytes":
		return model.Returns{Kind: model.ReturnsBytes}
	case "none":
		return model.Returns{Kind: model.ReturnsNone}
	case "http":
		return model.Returns{Kind: model.ReturnsHTTP}
	}
	if status, err := strconv.Atoi(n.Value); err == nil && len(n.Value) == 3 {
		help := fmt.Sprintf("write `returns: {%d: T}`", status)
		if status == 204 {
			help = "write `returns: none`: it is answered with 204"
		}
		d.Report(diag.BadResult, d.Source.span(n), help, "%s is a status, and no result", n.Value)
		return model.Returns{Kind: model.ReturnsNone}
	}
	for word, kind := range sequences {
		if rest, ok := strings.CutPrefix(n.Value, word+"("); ok {
			of, closed := strings.CutSuffix(strings.TrimRight(rest, " "), ")")
			if !closed || strings.TrimSpace(of) == "" {
				d.Report(diag.BadResult, d.Source.span(n), "write "+word+
					"(T), where T is the type of each",
					"%s is no result", diag.Quoted(n.Value))
				return model.Returns{Kind: model.ReturnsNone}
			}
			ret := d.typedResult(n, of, len(word)+1)
			ret.Kind = kind
			return ret
		}
	}
	return d.typedResult(n, n.Value, 0)
}

// typedResult decodes a type, of which the text stands at an offset in the value of n.
//
// A result that may be absent has no meaning in HTTP: there is an answer, and what stands for
// nothing is another status.
func (d *decoder) typedResult(n *yaml.Node, text string, off int) model.Returns {
	j := d.jsonAt(n, text, off, resultWords)
	if t := j.expr; t != nil && (t.Optional || t.Default != nil) {
		d.Report(diag.BadAbsence, d.textSpan(n, text, off),
			"write T|null, or leave `returns` out and choose in the handler",
			"a result is there: it cannot be absent, nor have a default")
	}
	return model.Returns{Kind: model.ReturnsJSON, Type: j.text, Expr: j.expr}
}
