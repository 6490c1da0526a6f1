package manifest

import (
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/casing"
	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// Content types and header fields of results are decoded here.

// A contentKey is a content type as it is written, and where.
type contentKey struct {
	text string
	span diag.Span
}

// Whose content type it is, for what is said of a range.
const (
	resultContent = "write each type, or leave `returns` out and choose in the handler"
	bodyContent   = "write each type, or `stream` instead of the mapping"
)

// contentType checks a key of `body`. It is not ok if it is no content type, or there before.
//
// Parameters of a result stay as they are written (text/plain; charset=ascii): the whole text is
// sent. Those of a request do not choose. Ranges such as text/* are for Accept, where a client
// says what it takes.
func (d *decoder) contentType(n *yaml.Node, before []contentKey, whose string) (ok bool) {
	at := d.Source.span(n)
	whole, parameters, _ := strings.Cut(n.Value, ";")
	major, minor, found := strings.Cut(strings.TrimSpace(whole), "/")
	switch {
	case !found || !tokens(major) || !tokens(minor):
		d.Report(diag.BadContent, at, "write one such as application/json", "%s is no content type",
			diag.Quoted(n.Value))
		return false
	case whose == bodyContent && strings.HasPrefix(minor, "*+"):
		d.Report(diag.BadContent, at, "write application/json, which takes each …+json, too",
			"a body has one content type, not all of %s", n.Value)
		return false
	case major == "*" || strings.HasPrefix(minor, "*"):
		what := "an answer"
		if whose == bodyContent {
			what = "a body"
		}
		d.Report(diag.BadContent, at, whose, "%s has one content type, not all of %s", what, n.Value)
		return false
	case strings.ContainsFunc(n.Value, func(r rune) bool { return r < ' ' || r > '~' }):
		d.Report(diag.BadContent, at, "write ASCII", "%s is no content type", diag.Quoted(n.Value))
		return false
	case whose == bodyContent && whole != n.Value:
		d.Report(diag.BadContent, at, "write "+strings.TrimSpace(whole),
			"a request's content type is told apart without its parameters, such as %s",
			diag.Quoted(strings.TrimSpace(parameters)))
		return false
	}
	for _, other := range before {
		if strings.EqualFold(other.text, n.Value) {
			d.Report(diag.BadContent, at, "take one out", "the content type %s stands twice",
				n.Value).
				Also(other.span, "first here")
			return false
		}
	}
	return true
}

// tokens says that a text is a token (RFC 9110 §5.6.2).
func tokens(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !isToken(r) })
}

// fitsContent checks that a body can be of a content type.
//
//	application/json, application/problem+json    a type, text or bytes
//	text/csv                                      text or bytes: nobody here writes CSV
//
// text and bytes fit any content type, since the handler makes them.
func (d *decoder) fitsContent(n *yaml.Node, ret model.Returns, content string) {
	whole, _, _ := strings.Cut(strings.ToLower(content), ";")
	whole = strings.TrimSpace(whole)
	json := whole == "application/json" || whole == "text/json" || strings.HasSuffix(whole, "+json")
	switch at := d.Source.span(n); {
	case ret.Kind == model.ReturnsJSON && !json:
		d.Report(diag.BadContent, at, "write text or bytes: the handler makes the text of "+whole,
			"a type is written as JSON, and %s is none", whole)
	case ret.Kind == model.ReturnsEvents && whole != "text/event-stream":
		d.Report(diag.BadContent, at, "write text/event-stream", "events are text/event-stream")
	case ret.Kind == model.ReturnsNone:
		d.Report(diag.BadContent, at, "take the content type out",
			"what has no body has no content type")
	}
}

// nameContents tells the structs of one status apart, where there are several: by what their
// subtypes end with, or where two are equal, by the whole subtype, or by all of it.
func nameContents(list []*model.Result) {
	for from := 0; from < len(list); {
		to := from
		for to < len(list) && list[to].Status == list[from].Status {
			to++
		}
		if same := list[from:to]; len(same) > 1 {
			var types []string
			for _, res := range same {
				types = append(types, res.Content)
			}
			for i, suffix := range contentSuffixes(types, shortSuffix) {
				if same[i].Ident != "" {
					same[i].Ident += suffix
				}
			}
		}
		from = to
	}
}

// contentSuffixes spells what tells content types apart, in the shortest of three ways that does so
// for each of them:
//
//	application/json, text/csv                    JSON, CSV
//	application/json, application/problem+json    JSON would stand twice: JSON, ProblemJSON
//	text/xml, application/xml                     TextXML, ApplicationXML
//
// The shortest way is the caller's.
func contentSuffixes(list []string, short func(string) string) []string {
	suffixes := make([]string, len(list))
	for _, spell := range []func(string) string{short, subtypeSuffix, wholeSuffix} {
		count := map[string]int{}
		for _, s := range suffixes {
			count[s]++
		}
		for i, content := range list {
			if suffixes[i] == "" || count[suffixes[i]] > 1 {
				suffixes[i] = spell(strings.ToLower(content))
			}
		}
	}
	return suffixes
}

// shortSuffix is JSON for application/json and application/vnd.shop+json.
func shortSuffix(content string) string {
	sub := subtype(content)
	return contentWord(sub[strings.LastIndexByte(sub, '+')+1:])
}

// subtypeSuffix is ProblemJSON for application/problem+json.
func subtypeSuffix(content string) string { return contentWord(subtype(content)) }

// wholeSuffix is TextXML for text/xml.
func wholeSuffix(content string) string {
	major, _, _ := strings.Cut(content, "/")
	return contentWord(major) + contentWord(content[len(major):])
}

// subtype is what stands behind the slash, without parameters and without the x- of old names.
func subtype(content string) string {
	content, _, _ = strings.Cut(content, ";")
	_, sub, _ := strings.Cut(strings.TrimSpace(content), "/")
	return strings.TrimPrefix(sub, "x-")
}

// contentWord spells a part of a content type as a Go name. Names of formats are written in
// one case.
func contentWord(text string) (name string) {
	for _, w := range casing.Words(text) {
		switch w {
		case "csv", "tsv", "pdf", "png", "gif", "jpeg", "svg", "ndjson", "yaml", "zip":
			name += strings.ToUpper(w)
		case "x": // of an old name: x-tar
		default:
			name += casing.Exported(w)
		}
	}
	return name
}

// ownFields are header fields of answers that no result sets, and why.
var ownFields = map[string]string{
	"content-type":      "the content type is a key of `body`",
	"content-length":    "the server counts",
	"transfer-encoding": "it says where the body ends, which is the server's to say",
	"date":              "the server sends it with every answer",
	"connection": "it is about the connection: a handler that ends it returns a " +
		"runtime.Response",
	"keep-alive":       "it is about the connection, not the answer",
	"proxy-connection": "it is about the connection, not the answer",
	"te":               "requests have it, answers do not",
	"trailer":          "it is about the body, which the server frames",
}

// resultHeaders decodes the header fields of a result.
//
// They have the same form as those of requests, but for what a result has no use of: a default, and
// fields that the server sends by itself.
func (d *decoder) resultHeaders(n *yaml.Node) []*types.Field {
	var list []*types.Field
	d.pairs(n, func(name, value *yaml.Node) {
		at, key := d.Source.span(name), strings.ToLower(name.Value)
		if !tokens(name.Value) {
			d.Report(diag.OwnField, at,
				"write letters, digits and any of !#$%&'*+-.^_`|~ (RFC 9110 §5.6.2)",
				"%s is no name of a header field", diag.Quoted(name.Value))
			return
		}
		if why := ownFields[key]; why != "" {
			d.Report(diag.OwnField, at, why, "%s is the server's own", name.Value)
			return
		}
		for _, other := range list {
			if strings.EqualFold(other.Name, name.Value) {
				d.Report(diag.OwnField, at, "take one out", "%s stands twice", name.Value).
					Also(other.Span, "first here")
				return
			}
		}
		f := d.field(name, value, inResult)
		if f == nil {
			return
		}
		if standard := f.Type.Default; standard != nil {
			d.Report(diag.BadDefault, f.TypeSpan, "write T? for a field that may be left out",
				"a result has no defaults: the handler says what is sent")
			return
		}
		list = append(list, f)
	})
	return list
}
