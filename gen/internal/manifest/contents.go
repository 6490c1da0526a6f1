package manifest

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// Bodies of several content types are decoded here: which one a request has says its
// Content-Type, and so which form its body is read in.

const (
	formType      = "application/x-www-form-urlencoded"
	multipartType = "multipart/form-data"
)

// linesTypes are the content types of one JSON text a line, as the runtime takes them.
var linesTypes = []string{
	"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl",
	"application/jsonlines", "application/x-jsonlines",
}

// contents decodes a mapping of content types.
//
//	body:
//	  application/json: NewBook?           ? at one of them: there may be no body, of whatever type
//	  multipart/form-data: Upload          the same as multipart(Upload)
//	  multipart/form-data: multipart_stream(Upload)
//	  application/x-ndjson: NewBook        the same as ndjson(NewBook)
//	  text/csv: bytes
func (d *decoder) contents(r *model.Route, n *yaml.Node) model.Body {
	all := model.Body{Kind: model.OneOfBody}
	if len(n.Content) == 0 {
		d.Report(diag.BadContent, d.Source.span(n), "write {application/json: T}",
			"no content type is declared")
	}
	var before []contentKey
	d.pairs(n, func(name, value *yaml.Node) {
		ok := d.contentType(name, before, bodyContent)
		before = append(before, contentKey{name.Value, d.Source.span(name)})
		if _, there := d.word(name, value); !there || !ok {
			return
		}
		c := &model.Content{Type: strings.ToLower(name.Value), Span: d.Source.span(name)}
		c.Body = d.bodyAs(value, c.Type)
		all.Optional = all.Optional || c.Body.Optional
		c.Body.Optional = false
		if c.Body.Expr != nil {
			c.Body.Expr.Optional = false
		}
		if first := linesIn(all.Contents); first != nil && c.Body.Kind == model.NDJSONBody {
			d.Report(diag.BadContent, c.Span, "take it out",
				"%s is another name of %s, which takes both", c.Type, first.Type).
				Also(first.Span, "the first")
			return
		}
		all.Contents = append(all.Contents, c)
	})
	var types []string
	for _, c := range all.Contents {
		types = append(types, c.Type)
	}
	for i, suffix := range contentSuffixes(types, bodySuffix) {
		if r.Handler != "" {
			all.Contents[i].Ident = r.Handler + "Body" + suffix
		}
	}
	return all
}

// linesIn is the content type that is read line by line, or nil.
func linesIn(list []*model.Content) *model.Content {
	for _, c := range list {
		if c.Body.Kind == model.NDJSONBody {
			return c
		}
	}
	return nil
}

// bareName is the name of a type and nothing else, or of one that may be missing.
var bareName = regexp.MustCompile(`^([A-Za-z_][A-Za-z_0-9]*)(\??)$`)

// bodyAs decodes what a body of one content type is. A type by itself is read in the form that
// the content type says.
func (d *decoder) bodyAs(n *yaml.Node, content string) (b model.Body) {
	bare := bareName.FindStringSubmatch(n.Value)
	word := bare != nil && slices.Contains(bodyWords, bare[1])
	switch _, lines := strings.CutPrefix(n.Value, "ndjson"); {
	case content == formType && bare != nil && !word:
		b = d.formOfRecord(n, "form", bare[1], 0)
		b.Optional = bare[2] != ""
	case content == multipartType && bare != nil && !word:
		b = d.formOfRecord(n, "multipart", bare[1], 0)
		b.Optional = bare[2] != ""
	case slices.Contains(linesTypes, content) && !word && !lines:
		b = d.lines(n, n.Value, 0)
	default:
		b = d.oneBody(n)
	}
	d.fitsBody(n, b, content)
	return b
}

// fitsBody checks that a body can be read from a content type. text, bytes, lent_bytes and stream are the
// handler's to read, whatever it is.
func (d *decoder) fitsBody(n *yaml.Node, b model.Body, content string) {
	wants, fits := "", false
	switch b.Kind {
	case model.JSONBody:
		wants, fits = "application/json", isJSONBody(content) || b.Type == nil // that is told
	case model.FormBody, model.TypedFormBody:
		wants, fits = formType, content == formType
	case model.MultipartBody, model.TypedMultipartBody, model.MultipartStreamBody:
		wants, fits = multipartType, content == multipartType
	case model.NDJSONBody:
		wants, fits = linesTypes[0], slices.Contains(linesTypes, content)
	default:
		return
	}
	if !fits {
		d.Report(diag.BadContent, d.Source.span(n),
			"write text, bytes or stream: the handler reads "+content,
			"%s is read from %s, and %s is something else", diag.Quoted(n.Value), wants, content)
	}
}

// isJSONBody says that a body of a content type is read as JSON.
func isJSONBody(content string) bool {
	return content == "application/json" ||
		strings.HasPrefix(content, "application/") && strings.HasSuffix(content, "+json")
}

// bodySuffix is how a content type is called in the name of a body's struct: by the word for its
// form, where it has one, else as results are.
func bodySuffix(content string) string {
	switch {
	case content == formType:
		return "Form"
	case content == multipartType:
		return "Multipart"
	case content == "text/plain":
		return "Text"
	case slices.Contains(linesTypes, content):
		return "NDJSON"
	}
	return shortSuffix(content)
}
