package manifest

import (
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/casing"
	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/nearest"
	"example.com/httpgen/gen/internal/types"
)

// Fields are decoded here: those of records, and the typed parameters of a query, of headers and
// of cookies. Each is an expression, or the long form of one.

// input decodes the typed parameters under a key of a route; nil if there are none.
//
//	query: {q: string, page: int = 1}    SearchQuery, for the handler Search
//
// Without a handler, which is a fault of its own, the struct has no name.
func (d *decoder) input(r *model.Route, f fields, key string, in carrier) *model.Input {
	n, ok := f.get(key)
	if !ok || len(n.Content) == 0 {
		return nil
	}
	input := &model.Input{Span: d.Source.span(f[key].name)}
	if r.Handler != "" {
		input.Ident = r.Handler + casing.Exported(key)
	}
	var names int
	if input.Fields, names = d.apart(d.fields(n, in), in); names > maxNames {
		d.Report(diag.NotCarried, input.Span, "take fewer, or a body",
			"a request has at most %d typed parameters of a kind, not %d", maxNames, names)
	}
	return input
}

// fields decodes a mapping of names to expressions or long forms.
func (d *decoder) fields(n *yaml.Node, in carrier) []*types.Field {
	var list []*types.Field
	cut := func(i int) int { return d.cutExpression(n, i) }
	d.pairsBut(n, cut, func(name, value *yaml.Node) {
		if f := d.field(name, value, in); f != nil {
			list = append(list, f)
		}
	})
	return list
}

// field decodes one; nil if it is none.
//
// The kind of parameter decides what holds where nothing is said: lists in a query repeat their
// name, and those in header fields stand in one, with commas. It is nil only after all of it has
// been looked at, so that a bad name does not hide a bad type.
func (d *decoder) field(name, value *yaml.Node, in carrier) *types.Field {
	f := &types.Field{
		Name: name.Value, Go: casing.Exported(name.Value), Explode: in == inQuery,
		Span: d.Source.span(name), TypeSpan: d.Source.span(value),
	}
	if in == inHeaders || in == inResult {
		f.Style = types.SimpleStyle
	}
	named := d.inputName(name, in)
	if value.Kind == yaml.MappingNode {
		f = d.longField(f, value, in)
	} else if !d.shortField(f, name, value, in) {
		return nil
	}
	if !named {
		return nil
	}
	return f
}

// shortField decodes an expression.
func (d *decoder) shortField(to *types.Field, name, value *yaml.Node, in carrier) bool {
	if !d.expressionThere(name, value) {
		return false
	}
	to.Type = d.fieldExpression(value, nil, in)
	return to.Type != nil && d.carried(to, value, in)
}

// longField decodes the mapping {type, …} into a field; nil if it is none.
//
//	page: int(min=1) = 1
//	page: {type: "int(min=1)", default: 1}
//
// The two are the same field. A default in both `type` and `default` is a fault even if they are
// equal: one would be changed some day, and the other not.
func (d *decoder) longField(to *types.Field, n *yaml.Node, in carrier) *types.Field {
	if d.nested(n) {
		return nil
	}
	f := d.object(n, AtField)
	if n, ok := f.get("go"); ok && d.exported(n, n.Value, 0, "the name of a field") {
		to.Go = n.Value
	}
	to.Description, to.Example = choice(f, "description"), choice(f, "example")
	to.Deprecated, to.Secret = choice(f, "deprecated") == "true", choice(f, "secret") == "true"
	value, ok := f.get("type")
	if !ok {
		return nil
	}
	to.TypeSpan = d.Source.span(value)
	standard, ok := f.get("default")
	switch {
	case !ok:
		standard = nil
	case d.hasDefault(value):
		d.Report(diag.BadDefault, d.Source.span(standard), "keep one of them",
			"the type has a default already").
			Also(to.TypeSpan, "this one")
		return nil
	}
	to.Type = d.fieldExpression(value, standard, in)
	if to.Type == nil || !d.carried(to, value, in) || !d.styled(to, f, in) {
		return nil
	}
	d.event(to, f, in)
	return to
}

// hasDefault says that an expression is one with a default.
func (d *decoder) hasDefault(n *yaml.Node) bool {
	env := d.env
	env.Go = nil // what is wrong with it is not asked
	t, _ := types.Parse(n.Value, env)
	return t != nil && t.Default != nil
}

// fieldExpression reads the expression of a field; standard is its `default`, or nil.
func (d *decoder) fieldExpression(n, standard *yaml.Node, in carrier) *types.Type {
	d.env.File = in == inJSON
	defer func() { d.env.File = false }()
	if standard != nil {
		return d.expressionWith(n, n.Value+" = "+literal(standard), standard)
	}
	return d.expression(n)
}

// nested reports a mapping that was meant as a record.
//
//	address: {street: string, city: string}    told: a record has a name in `types`
//	address: {typ: string}                     not told here: typ is nearly `type`
//
// A record in place would need a Go type that nobody has named.
func (d *decoder) nested(n *yaml.Node) bool {
	if len(n.Content) == 0 {
		return false
	}
	for i := 0; i < len(n.Content); i += 2 {
		if nearest.Of(n.Content[i].Value, supportedKeys(AtField)) != "" {
			return false
		}
	}
	d.Report(diag.NestedRecord, d.Source.span(n),
		"declare the record in `types`, and write its name here",
		"a mapping in a field's place is its long form: {type: …, description: …}")
	return true
}

// event reads what a field is in an event of a stream.
//
// Server-sent events are lines of text: the name, the id and the retry of one are a line each,
// which is why only scalars can be one.
func (d *decoder) event(to *types.Field, f fields, in carrier) {
	n, ok := f.get("sse")
	if !ok {
		return
	}
	to.SSE = map[string]types.SSE{"event": types.SSEEvent, "id": types.SSEID,
		"retry": types.SSERetry}[n.Value]
	base := to.Type.Base()
	switch at := d.Source.span(n); {
	case in != inJSON:
		d.Report(diag.BadEvent, at, "take it out",
			"sse is for the fields of records that are events of a stream")
	case to.SSE == types.SSERetry && !base.Kind.Integer():
		d.Report(diag.BadEvent, at, "write `type: int`",
			"the retry of an event is a number of milliseconds")
	case !isText(base) || to.Type.Nullable:
		d.Report(diag.BadEvent, at, "take it out, or let it be a scalar",
			"the %s of an event is one line of text", n.Value)
	}
}

// literal spells the value of `default` as an expression has it.
//
// What has blanks or signs is quoted, so that the whole of it is one literal: the author wrote it
// as a YAML value and need not know how expressions quote.
func literal(n *yaml.Node) string {
	odd := func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(" =,()\"`'", r) }
	lit := types.Literal{Text: n.Value, Quoted: n.Value == "" || strings.ContainsFunc(n.Value, odd)}
	return lit.String()
}

// unknownQuery reads what becomes of parameters that are not declared.
//
// To reject all without declaring any would refuse every request that has a query: that is rather a
// forgotten `query`.
func (d *decoder) unknownQuery(r *model.Route, f fields) {
	n, ok := f.get("unknown_query")
	if !ok {
		return
	}
	r.UnknownReject = n.Value == "reject"
	if r.UnknownReject && r.Query == nil {
		d.Report(diag.MissingKey, d.Source.span(f["unknown_query"].name),
			"declare the parameters with `query`", "without `query` every parameter is unknown")
	}
}
