package manifest

import (
	"go/ast"
	"go/parser"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// Bodies are decoded here. JSON is of two kinds: what is a Go type and nothing else is
// encoding/json's, and what a manifest alone can say is that of generated code.

// A jsonType is the type of a JSON text.
//
//	model.Book         encoding/json's: Book may have methods of its own for it
//	NewBook            an entry of `types`: generated code reads and writes it
//	"[]model.Book?"    optional, and else nothing but Go: encoding/json's
//
// Generated code checks constraints as it reads, but it cannot know how a Go type wants to be
// written.
type jsonType struct {
	text *model.Type // in Go
	expr *types.Type // nil: encoding/json's
}

var bodyWords = []string{"form", "multipart", "text", "bytes", "lent_bytes", "stream"}

// bodyKinds are the bodies of bodyWords.
var bodyKinds = []model.BodyKind{
	model.FormBody, model.MultipartBody, model.TextBody, model.BytesBody, model.LentBytesBody,
	model.StreamBody,
}

// body decodes `body` of a route: a word such as form, a form of a type such as multipart(T), the
// type of a JSON text, or several by content type.
//
//	body: NewBook      read as JSON, there has to be one
//	body: NewBook?     an Optional in Go
//	body: model.Book?  a pointer in Go, nil where the request has no body
//	body: text?        a fault: an empty text is a text
//	body: {application/json: NewBook, text/csv: bytes}
func (d *decoder) body(r *model.Route, n *yaml.Node) model.Body {
	if n.Kind == yaml.MappingNode {
		return d.contents(r, n)
	}
	b := d.oneBody(n)
	switch {
	case b.Kind != model.JSONBody || !b.Optional || b.Type == nil:
	case b.Expr != nil:
		b.Type = &model.Type{Text: "runtime.Optional[" + b.Type.Text + "]", Span: b.Type.Span}
	case !mayBeNil(b.Type.Text):
		b.Type = &model.Type{Text: "*" + b.Type.Text, Span: b.Type.Span}
	}
	return b
}

// oneBody decodes a body that is no mapping. Its type is that of one which is there.
func (d *decoder) oneBody(n *yaml.Node) model.Body {
	text, optional := strings.CutSuffix(n.Value, "?")
	if i := slices.Index(bodyWords, text); i >= 0 {
		if optional && text != "multipart" {
			d.neverMissing(n, text)
		}
		return model.Body{Kind: bodyKinds[i], Optional: optional}
	}
	if b, ok := d.form(n); ok {
		return b
	}
	if b, ok := d.ndjson(n); ok || d.noBody(n) {
		return b
	}
	j := d.json(n, bodyWords)
	b := model.Body{Kind: model.JSONBody, Type: j.text, Expr: j.expr}
	if j.expr == nil {
		return b
	}
	if j.expr.Default != nil {
		d.Report(diag.BadDefault, d.Source.within(n, j.expr.Default.At.Off, j.expr.Default.At.Len),
			"write T? for a body that may be missing", "a body has no default")
	}
	b.Optional = j.expr.Optional
	if b.Optional && isGo(j.expr) {
		b.Expr = nil
	}
	return b
}

// neverMissing reports the ? of a body that is no JSON.
func (d *decoder) neverMissing(n *yaml.Node, kind string) {
	d.Report(diag.BadAbsence, d.Source.within(n, len(n.Value)-1, 1), "take the ? out",
		"a body of %s may be empty already", kind)
}

// ndjson decodes ndjson(T); ok is false if the text is none.
func (d *decoder) ndjson(n *yaml.Node) (b model.Body, ok bool) {
	rest, ok := strings.CutPrefix(n.Value, "ndjson")
	if rest = strings.TrimLeft(rest, " "); !ok || rest != "" && rest[0] != '(' && rest != "?" {
		return b, false
	}
	b.Kind = model.NDJSONBody
	rest, optional := strings.CutSuffix(rest, "?")
	of, closed := strings.CutSuffix(strings.TrimRight(rest, " "), ")")
	if !closed || strings.Trim(of, "( ") == "" {
		d.Report(diag.BadBody, d.Source.span(n), "write ndjson(T), where T is the type of each line",
			"%s is no body", diag.Quoted(n.Value))
		return b, true
	}
	if optional {
		d.neverMissing(n, "ndjson")
	}
	return d.lines(n, of[1:], strings.Index(n.Value, "(")+1), true
}

// lines decodes the type of the values of ndjson, of which the text stands at an offset in the
// value of n.
func (d *decoder) lines(n *yaml.Node, text string, off int) model.Body {
	j := d.jsonAt(n, text, off, bodyWords)
	if t := j.expr; t != nil && (t.Optional || t.Default != nil) {
		d.Report(diag.BadAbsence, d.textSpan(n, text, off), "write T|null for a line of null",
			"a line is there: it cannot be absent, nor have a default")
	}
	return model.Body{Kind: model.NDJSONBody, Type: j.text, Expr: j.expr}
}

// resultsOnly are words of `returns` that are no bodies, and what is written in their place.
var resultsOnly = map[string]string{
	"none": "take it out", "html": "write text", "file": "write stream, or multipart(T)",
	"chunks": "write stream", "http": "write stream", "events": "write ndjson(T)",
}

// noBody reports a result in the place of a body.
func (d *decoder) noBody(n *yaml.Node) bool {
	word, _, _ := strings.Cut(n.Value, "(")
	word = strings.TrimRight(word, " ?")
	help, ok := resultsOnly[word]
	if ok {
		d.Report(diag.BadBody, d.Source.span(n), help, "%s is a result, and no body", word)
	}
	return ok
}

// isGo says that nothing but Go is in a type, as far as encoding/json is asked.
func isGo(t *types.Type) bool {
	return t.Kind == types.Go && !t.Nullable && t.Rules == (types.Rules{})
}

// json decodes a type of a JSON text; words are what may stand in its place.
func (d *decoder) json(n *yaml.Node, words []string) jsonType {
	return d.jsonAt(n, n.Value, 0, words)
}

// jsonAt is json for a type that stands at an offset in the value of n.
//
// It is for events(T) and ndjson(T), in which T begins behind the parenthesis.
func (d *decoder) jsonAt(n *yaml.Node, text string, off int, words []string) jsonType {
	if !d.ours(text) {
		return jsonType{text: d.goType(n, text, off, words...)}
	}
	// What stands before it is blank to the parser: places stay what they are.
	t := d.expressionWith(n, strings.Repeat(" ", off)+text, nil)
	if t == nil || d.unnamedEnum(t, n) {
		return jsonType{}
	}
	return jsonType{&model.Type{Text: d.inGo(t), Span: d.textSpan(n, text, off)}, t}
}

// textSpan is where a text stands in the value of n: with its quotation marks, if it is all of it.
func (d *decoder) textSpan(n *yaml.Node, text string, off int) diag.Span {
	if off == 0 {
		return d.Source.span(n)
	}
	return d.Source.within(n, off, len(text))
}

// ours says that a text is meant as a type expression, and is not simply Go: it has signs or names
// that Go does not have there.
//
//	model.Book, []string       Go
//	NewBook, uuid              ours, by their names
//	string(max=3), model.A?    ours, by their signs
//	int, []string              ours, since nothing in them is Go alone
//	map[string]any             Go: who writes that means what encoding/json makes of it
//
// Names decide first: map[string]NewBook is correct Go, and means the entry of `types`. A signed
// text that is neither is still taken for ours, since package types tells better what is wrong.
func (d *decoder) ours(text string) bool {
	word := func(r rune) bool {
		return r != '_' && r != '-' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	for _, w := range strings.FieldsFunc(text, word) {
		if d.decls[w] != nil || slices.Contains(d.env.Own, w) ||
			slices.Contains(types.BuiltinNames, w) && !slices.Contains(goTypes, w) {
			return true
		}
	}
	expr, err := parser.ParseExpr(text)
	if err != nil {
		return strings.ContainsAny(text, "?|(=")
	}
	if isBuiltin(expr) {
		return true
	}
	found := false
	ast.Inspect(expr, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.CallExpr:
			found = true
		case *ast.BinaryExpr:
			found = found || strings.Contains(text, "|")
		}
		return !found
	})
	return found
}

// isBuiltin says that a Go type is a builtin one of ours, or a list or a map of it.
func isBuiltin(expr ast.Expr) bool {
	switch e := expr.(type) {
	case *ast.Ident:
		return e.Name != "any" && slices.Contains(types.BuiltinNames, e.Name) || e.Name == "float64"
	case *ast.ArrayType:
		return e.Len == nil && isBuiltin(e.Elt)
	case *ast.MapType:
		key, ok := e.Key.(*ast.Ident)
		return ok && key.Name == "string" && isBuiltin(e.Value)
	}
	return false
}

// goNames are the Go types of builtin ones that are not called the same.
var goNames = map[types.Kind]string{
	types.Float: "float64", types.UUID: "runtime.UUID", types.Date: "time.Time",
	types.Time: "time.Time", types.Duration: "time.Duration", types.URL: "*url.URL",
	types.Base64: "[]byte", types.Any: "json.RawMessage", types.File: "*runtime.FormFile",
}

// inGo spells a type in Go, but for what may be absent.
//
// A name of `types` is the name of its Go type. What may be absent is left to who holds it: a field
// is an Optional there, a body a pointer.
func (d *decoder) inGo(t *types.Type) string {
	text := goNames[t.Kind]
	switch {
	case t.Kind == types.List:
		text = "[]" + d.inGo(t.Elem)
	case t.Kind == types.Map:
		text = "map[string]" + d.inGo(t.Elem)
	case t.Kind == types.Named || t.Kind == types.Go:
		text = t.Name
	case t.Kind == types.Own:
		for _, c := range d.Manifest.Converters {
			if c.Name == t.Name && c.Type != nil {
				text = c.Type.Text
			}
		}
	case text == "":
		text = t.Kind.String()
	}
	if t.Nullable {
		return "runtime.Nullable[" + text + "]"
	}
	return text
}

// mayBeNil says that nil is a value of a type of Go.
//
// nil can then stand for a body that is not there, and no pointer is needed.
func mayBeNil(text string) bool {
	return strings.HasPrefix(text, "*") || strings.HasPrefix(text, "[]") ||
		strings.HasPrefix(text, "map[")
}
