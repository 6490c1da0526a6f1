package gen

// Requests that show what a change breaks are made here: such as the old server took, and the new
// one does not. Where one can be made without knowing the user's code, it is told with the break.

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/relation"
	"example.com/httpgen/gen/internal/types"
)

// mostExample is the length past which an example is left out: it would hide what it shows.
const mostExample = 160

// A sample is a request in the making, and what becomes of it.
type sample struct {
	method, path string
	query        []string // escaped pairs
	with         []string // fields and body, as people write them
	fate         string
}

// String is the request and its fate in one line.
func (s *sample) String() string {
	text := s.method + " " + s.path
	if len(s.query) > 0 {
		text += "?" + strings.Join(s.query, "&")
	}
	if len(s.with) > 0 {
		text += " with " + strings.Join(s.with, " and ")
	}
	return text + " " + s.fate
}

// show adds an example to the last break. There may be none.
func (c *comparison) show(s *sample) {
	if s != nil && len(s.String()) <= mostExample {
		c.breaks[len(c.breaks)-1].Example = s.String()
	}
}

// path is one that the i-th old route answers, and the new one that it has become; "" where that
// is not known.
func (c *comparison) path(i int, method string) string {
	a, b := c.old.Routes[i], c.now.Routes[c.same[i]]
	if hasOwn(a) || hasOwn(b) {
		return ""
	}
	for _, path := range []string{relation.Relate(a.Pattern, b.Pattern).Witness,
		relation.Relate(a.Pattern, a.Pattern).Witness} {
		was, _ := c.old.answered(method, path)
		is, _ := c.now.answered(method, path)
		if path != "" && was == i && is == c.same[i] {
			return path
		}
	}
	return ""
}

// ask is a request that the old route took, without what it did not need; its inputs are refused
// by the new one. valid: the new one takes its inputs, so that it goes on to the body. nil where
// no such request is known.
func (c *comparison) ask(i int, valid bool) *sample { return c.askBut(i, nil, nil, valid) }

// askBut is ask with a value for one of the old inputs.
func (c *comparison) askBut(i int, but *types.Field, value any, valid bool) *sample {
	a, b := c.old.Routes[i], c.now.Routes[c.same[i]]
	s := &sample{method: expanded(a.Methods)[0], fate: "is now answered 400"}
	if s.path = c.path(i, s.method); s.path == "" {
		return nil
	}
	for _, kind := range []struct {
		was, is *model.Input
		add     func(*types.Field, any) bool
	}{{a.Query, b.Query, s.addQuery}, {a.Headers, b.Headers, s.addHeader},
		{a.Cookies, b.Cookies, s.addCookie}} {
		was, is := fieldsOf(kind.was), fieldsOf(kind.is)
		for _, f := range was {
			other := likeField(is, f)
			switch {
			case f == but && !kind.add(f, value):
				return nil
			case f != but && (needed(f) || valid && other != nil && needed(other)):
				if v := bothTake(f, other); v == nil || !kind.add(f, v) {
					return nil
				}
			}
		}
		for _, f := range is {
			if valid && needed(f) && likeField(was, f) == nil {
				return nil // no request of the old route's is taken
			}
		}
	}
	return s
}

// likeField is the field of a list that has the name of another, or nil.
func likeField(list []*types.Field, like *types.Field) *types.Field {
	i := slices.IndexFunc(list, func(f *types.Field) bool {
		return strings.EqualFold(f.Name, like.Name)
	})
	if i < 0 {
		return nil
	}
	return list[i]
}

// bothTake is a value that two fields take, or that the first does if there is no other; nil if
// none is known.
func bothTake(f, other *types.Field) any {
	for _, v := range types.Samples(f.Type) {
		if v != nil && v != "" && (other == nil || types.Takes(other.Type, v)) {
			return v
		}
	}
	return nil
}

// askWith is a request whose value of an input was taken and is not any more; is may be nil, for an
// input that is not read any more.
func (c *comparison) askWith(i int, was, is *types.Field) *sample {
	if is != nil {
		v, ok := types.Counter(was.Type, is.Type, false)
		if !ok {
			return nil
		}
		return c.askBut(i, was, v, false)
	}
	v := bothTake(was, nil)
	if v == nil {
		return nil
	}
	s := c.askBut(i, was, v, false)
	b := c.now.Routes[c.same[i]]
	inQuery := slices.Contains(fieldsOf(c.old.Routes[i].Query), was)
	if s != nil && !(b.UnknownReject && inQuery) {
		s.fate = "is answered as if it were not there"
	}
	return s
}

// askUndeclared is a request with a parameter that nobody declares.
func (c *comparison) askUndeclared(i int) *sample {
	s := c.ask(i, true)
	if s != nil {
		s.query = append(s.query, "undeclared=1")
	}
	return s
}

// texts are the texts of a value in a parameter, one of each element of a list.
func textsOf(v any) (list []string, ok bool) {
	values, isList := v.([]any)
	if !isList {
		values = []any{v}
	}
	for _, v := range values {
		text, ok := types.Text(v)
		if !ok {
			return nil, false
		}
		list = append(list, text)
	}
	return list, true
}

// addQuery adds a parameter as its style has it.
func (s *sample) addQuery(f *types.Field, v any) bool {
	list, ok := textsOf(v)
	if !ok || f.Style == types.DeepObject {
		return false
	}
	for i, text := range list {
		list[i] = url.QueryEscape(text)
	}
	name := url.QueryEscape(f.Name) + "="
	switch {
	case f.Explode || len(list) == 1:
		for _, text := range list {
			s.query = append(s.query, name+text)
		}
	case len(list) > 0:
		between := map[types.Style]string{types.SpaceDelimited: "%20", types.PipeDelimited: "|"}
		sep, ok := between[f.Style]
		if !ok {
			sep = ","
		}
		s.query = append(s.query, name+strings.Join(list, sep))
	}
	return true
}

// addHeader adds a header field. One without a value shows nothing.
func (s *sample) addHeader(f *types.Field, v any) bool {
	list, ok := textsOf(v)
	text := strings.Join(list, ",")
	if ok && text == strings.TrimSpace(text) && text != "" {
		s.with = append(s.with, f.Name+": "+text)
		return true
	}
	return false
}

// addCookie adds a cookie whose value needs no quotation marks.
func (s *sample) addCookie(f *types.Field, v any) bool {
	text, ok := types.Text(v)
	if !ok || strings.ContainsAny(text, " \",;\\") {
		return false
	}
	s.with = append(s.with, fmt.Sprintf("Cookie: %s=%s", f.Name, text))
	return true
}
