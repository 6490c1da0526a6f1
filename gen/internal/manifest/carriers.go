package manifest

import (
	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/types"
)

// What may stand in a query, in headers and in cookies is told here: each carries text alone, in
// forms of its own.

// A carrier is what carries the values of fields.
type carrier uint8

const (
	inJSON carrier = iota
	inQuery
	inHeaders
	inCookies
	inResult // header fields of answers
)

// String is how one value of it is called.
func (c carrier) String() string {
	return [...]string{"a field", "a query parameter", "a header field", "a cookie",
		"a header field"}[c]
}

// carried reports a type whose values a carrier cannot carry. n is the expression.
//
//	query: {tag: "[]string"}            tag=a&tag=b
//	query: {filter: Filter}             a record of scalars
//	query: {book: model.Book}           a fault: there is no text of a Go type
//	cookies: {tag: "[]string"}          a fault: a cookie has one value
//	headers: {if-match: "string|null"}  a fault: a header field is text or is not there
//
// Generated code could not read what is refused here.
func (d *decoder) carried(f *types.Field, n *yaml.Node, in carrier) bool {
	if in == inJSON {
		return true
	}
	r := carriage{decoder: d, node: n, in: in}
	base, ok := r.base(f.Type)
	switch {
	case !ok:
		return false
	case base.Kind == types.List && in == inCookies:
		return r.refuse(f.Type, "take one cookie for each, or a string that the handler splits",
			"a cookie holds one value, and no list")
	case base.Kind == types.List:
		return r.single(base.Elem, "an element of a list")
	case isRecord(base) && in == inQuery:
		return r.members(f.Type, base.Decl)
	}
	return r.scalar(f.Type, base, in.String())
}

// A carriage looks at one expression.
type carriage struct {
	*decoder
	node *yaml.Node
	in   carrier
}

// refuse reports what stands at t.
//
// It returns false, so that a caller can report and refuse at once.
func (c *carriage) refuse(t *types.Type, help, format string, args ...any) bool {
	c.Report(diag.NotCarried, c.Source.within(c.node, t.At.Off, t.At.Len), help, format, args...)
	return false
}

// base follows the names of `types` to what decides; it is not ok where a value may be null on the
// way, or where a fault has been reported.
func (c *carriage) base(t *types.Type) (*types.Type, bool) {
	if t.Nullable {
		return nil, c.refuse(t, "leave |null out; `?` says that it may be absent",
			"%s is text: nothing in it is null", c.in)
	}
	base := t.Base()
	if base.Kind == types.Named && (base.Decl == nil || base.Decl.Form == types.Alias) {
		return nil, false
	}
	return base, true
}

// single is for one text.
func (c *carriage) single(t *types.Type, what string) bool {
	base, ok := c.base(t)
	return ok && c.scalar(t, base, what)
}

// scalar refuses what is not one text; what is how the message calls it. The help depends on what
// the author wrote: a Go type can be made a converter, a map in a query a record.
func (c *carriage) scalar(t, base *types.Type, what string) bool {
	if isText(base) {
		return true
	}
	help := "write a scalar, an enum or a converter of your own"
	kind := ""
	switch {
	case base.Kind == types.Any:
		kind = "JSON of any kind"
	case base.Kind == types.Map:
		kind = "a map"
		if c.in == inQuery {
			help = "declare its keys as a record in `types`"
		}
	case base.Kind == types.List:
		kind = "a list"
	case base.Kind == types.Go:
		kind = "a Go type"
		help = "make it a converter: `converters: {…: {type: " + base.Name +
			", parse: …, format: …}}`"
	case isRecord(base):
		kind = "a record"
	case base.Kind == types.Named:
		kind = "a union"
	}
	return c.refuse(t, help, "%s cannot be %s", what, kind)
}

// isText says that values are one text each.
func isText(base *types.Type) bool {
	return base.Kind.Scalar() && base.Kind != types.Any || base.Kind == types.Own ||
		base.Kind == types.Named && base.Decl != nil && base.Decl.Form == types.Words
}

// isRecord says that a base is an entry of `types` that has fields.
func isRecord(base *types.Type) bool {
	return base.Kind == types.Named && base.Decl != nil && base.Decl.Form == types.Record
}

// members wants the fields of a record in a query to be one text each.
//
// A record in a record, or a list in one, would need names such as f[a][b], of which clients have
// no common form. `unknown: keep` is refused as well: it would take in every other parameter of the
// query.
func (c *carriage) members(t *types.Type, record *types.Decl) bool {
	at := c.Source.within(c.node, t.At.Off, t.At.Len)
	if record.HasFiles() {
		return false // lateFiles says it
	}
	for _, f := range record.Fields {
		if f.Type.Nullable || !isText(f.Type.Base()) {
			c.Report(diag.NotCarried, at,
				"take the fields into the query that it needs, each by itself",
				"a record in a query has scalars alone, and %s.%s is none", record.Name, f.Name).
				Also(f.TypeSpan, "this field")
			return false
		}
	}
	if record.Keep {
		c.Report(diag.NotCarried, at, "take a record without `unknown: keep`",
			"%s keeps what is unknown, and in a query that is everything else", record.Name).
			Also(record.Span, "declared here")
		return false
	}
	return true
}
