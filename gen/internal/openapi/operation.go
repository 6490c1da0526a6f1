package openapi

import (
	"cmp"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/casing"
	"example.com/httpgen/gen/internal/model"
)

// One route and method becomes an operation here, and two become one.

// operation is that of a route and one of its methods.
func (b *builder) operation(s *shape, method string, r *model.Route) *Map {
	params := append(b.pathParameters(s, r), b.inputs(r)...)
	op := object(
		"operationId", b.operationID(r, method),
		"summary", cmp.Or(strings.TrimSpace(r.Summary), spoken(r.Name)),
		"description", strings.TrimSpace(r.Description),
		"deprecated", r.Deprecated,
		"tags", tagsOf(r),
		"parameters", params,
		"requestBody", b.requestBody(r, method))
	op.Set("responses", b.answers(r))
	if r.UnknownReject {
		op.Set("x-unknown-query", "reject")
	}
	if need := b.security(r); need != nil {
		op.Set("security", need)
	}
	return op
}

// spoken is a name as people say it: ListBooks is "List books". Readers of a document list
// operations by their summaries.
func spoken(name string) string {
	words := casing.Words(name)
	for i, w := range words {
		if words[i] = w; i > 0 && w != strings.ToUpper(w) {
			words[i] = strings.ToLower(w)
		}
	}
	return strings.Join(words, " ")
}

// operationID is the route's name; of its further methods the name with the method's.
func (b *builder) operationID(r *model.Route, method string) string {
	if expand(r.Methods)[0] == method {
		return r.Name
	}
	wanted := r.Name + upper(strings.ToLower(method))
	id := wanted
	for n := 2; b.ids[id]; n++ {
		id = wanted + number(n)
	}
	b.ids[id] = true
	return id
}

// join adds to an operation what another takes and answers.
func (b *builder) join(op, other *Map) {
	op.Set("parameters", joinParameters(op.List("parameters"), other.List("parameters")))
	if len(op.List("parameters")) == 0 {
		op = op.drop("parameters")
	}
	x, y := op.Map("requestBody"), other.Map("requestBody")
	switch {
	case x == nil && y != nil:
		op.Set("requestBody", y.clone().drop("required"))
	case x != nil && y == nil:
		op.Set("requestBody", x.clone().drop("required"))
	case x != nil:
		both := x.clone().Set("content", joinContent(x.Map("content"), y.Map("content")))
		if y.Get("required") == nil {
			both.drop("required")
		}
		op.Set("requestBody", both)
	}
	responses := op.Map("responses").clone()
	for _, status := range other.Map("responses").Keys() {
		is := other.Map("responses").Map(status)
		if was := responses.Map(status); was != nil && compact(was) != compact(is) {
			is = joinResponses(b.resolved(was), b.resolved(is))
		}
		responses.Set(status, is)
	}
	op.Set("responses", responses)
	b.joinSecurity(op, other)
}

// joinSecurity lets either do: none is an empty requirement.
func (b *builder) joinSecurity(op, other *Map) {
	x, y := op.List("security"), other.List("security")
	if compact(x) == compact(y) {
		return
	}
	if x == nil {
		x = []any{object()}
	}
	if y == nil {
		y = []any{object()}
	}
	op.Set("security", append(slices.Clone(x), y...))
}

// resolved is a response itself where it is a reference to one.
func (b *builder) resolved(r *Map) *Map {
	if at := r.Text("$ref"); at != "" {
		return b.responses.Map(at[strings.LastIndexByte(at, '/')+1:])
	}
	return r
}

// joinParameters are those of either; one that only one of them has need not be there.
func joinParameters(x, y []any) (list []any) {
	find := func(in []any, p *Map) *Map {
		for _, o := range in {
			if o := o.(*Map); o.Get("name") == p.Get("name") && o.Get("in") == p.Get("in") {
				return o
			}
		}
		return nil
	}
	for _, p := range x {
		p := p.(*Map).clone()
		other := find(y, p)
		switch {
		case other == nil:
			p.drop("required")
		default:
			p.Set("schema", anyOf(p.Map("schema"), other.Map("schema")))
			if other.Get("required") == nil {
				p.drop("required")
			}
		}
		list = append(list, p)
	}
	for _, p := range y {
		if p := p.(*Map); find(x, p) == nil {
			list = append(list, p.clone().drop("required"))
		}
	}
	return list
}

// joinResponses is a response that may be either.
func joinResponses(x, y *Map) *Map {
	both := x.clone()
	if d := y.Text("description"); d != x.Text("description") {
		both.Set("description", textOf(x.Text("description"), d))
	}
	headers := object()
	for _, from := range []*Map{x.Map("headers"), y.Map("headers")} {
		for _, k := range from.Keys() {
			headers.Set(k, from.Map(k).clone().drop("required"))
		}
	}
	if len(headers.keys) > 0 {
		both.Set("headers", headers)
	}
	if c := joinContent(x.Map("content"), y.Map("content")); len(c.keys) > 0 {
		both.Set("content", c)
	}
	return both
}

// joinContent are the content types of either.
func joinContent(x, y *Map) *Map {
	both := object()
	for _, k := range x.Keys() {
		both.Set(k, x.Get(k))
	}
	for _, k := range y.Keys() {
		is := y.Map(k)
		if was := both.Map(k); was != nil {
			is = was.clone().Set("schema", anyOf(was.Map("schema"), is.Map("schema")))
		}
		both.Set(k, is)
	}
	return both
}

// anyOf is a schema of either; of nil or any it is any.
func anyOf(x, y *Map) *Map {
	switch {
	case x == nil || y == nil:
		return object()
	case compact(x) == compact(y):
		return x
	}
	var list []any
	for _, s := range []*Map{x, y} {
		if inner := s.List("anyOf"); inner != nil && len(s.keys) == 1 {
			list = append(list, inner...)
			continue
		}
		list = append(list, s)
	}
	return object("anyOf", list)
}

// drop takes a member out.
func (m *Map) drop(key string) *Map {
	if _, there := m.values[key]; there {
		delete(m.values, key)
		m.keys = slices.DeleteFunc(slices.Clone(m.keys), func(k string) bool { return k == key })
	}
	return m
}
