package gen

// Bodies that show what a change breaks are made here, and what is no break of them is known.

import (
	"net/url"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// widerBody says that whoever sent a body, or none, may go on to do so.
//
//	was none       is Book?, text, bytes     nobody has to send one
//	was Book       is bytes, stream          whatever was taken is taken
func widerBody(was, is model.Body) bool {
	if was.Kind == model.NoBody {
		return mayLackBody(is)
	}
	return is.Kind == model.BytesBody || is.Kind == model.LentBytesBody ||
		is.Kind == model.StreamBody
}

// mayLackBody says that a request without a body is answered, whatever its content type.
func mayLackBody(b model.Body) bool {
	switch b.Kind {
	case model.NoBody, model.TextBody, model.BytesBody, model.LentBytesBody, model.StreamBody:
		return true
	}
	return b.Optional
}

// mediaOf are content types by how a body is read; what reads several has none.
var mediaOf = map[model.BodyKind]string{
	model.JSONBody:            "application/json",
	model.FormBody:            "application/x-www-form-urlencoded",
	model.TypedFormBody:       "application/x-www-form-urlencoded",
	model.MultipartBody:       "multipart/form-data",
	model.TypedMultipartBody:  "multipart/form-data",
	model.MultipartStreamBody: "multipart/form-data",
}

// showBodies adds an example to what was said of a body: to the breaks from a place in their list
// on, which are of one route.
func (c *comparison) showBodies(i, from int) {
	for k := from; k < len(c.breaks); k++ {
		s := c.askBody(i)
		if s != nil && len(s.String()) <= mostExample {
			c.breaks[k].Example = s.String()
		}
	}
}

// askBody is a request with a body that was taken and is not any more.
func (c *comparison) askBody(i int) *sample {
	a, b := c.old.Routes[i].Body, c.now.Routes[c.same[i]].Body
	s := c.ask(i, true)
	if s == nil {
		return nil
	}
	old, now := mediaOf[a.Kind], mediaOf[b.Kind]
	switch {
	case a.Kind == model.NoBody && (b.Kind == model.JSONBody || now == "multipart/form-data"),
		a.Optional && !b.Optional && onlyMissing(a, b):
		s.with = append(s.with, "no body")
	case old != now && old != "" && now != "":
		s.with, s.fate = append(s.with, "Content-Type: "+old), "is now answered 415"
	case a.Expr != nil && b.Expr != nil && a.Kind == model.JSONBody && b.Kind == a.Kind:
		v, ok := types.Counter(a.Expr, b.Expr, false)
		if !ok {
			return nil
		}
		s.with, s.fate = append(s.with, types.Document(v)), "is now answered 422"
	case a.Kind == model.TypedFormBody && b.Kind == a.Kind && a.Decl != nil && b.Decl != nil:
		v, ok := types.Counter(named(a.Decl), named(b.Decl), false)
		form, flat := formText(a.Decl, v)
		if !ok || !flat {
			return nil
		}
		s.with = append(s.with, "the form "+form)
	default:
		return nil
	}
	return s
}

// onlyMissing says that two bodies of JSON differ in whether they may be missing, and in nothing
// else.
func onlyMissing(a, b model.Body) bool {
	if a.Expr == nil || b.Expr == nil {
		return a.Kind == b.Kind && typeText(a.Type) == typeText(b.Type)
	}
	return (&narrowing{}).narrower(a.Expr, b.Expr, "") == ""
}

// formText is a record as a form of scalars and lists of them; not ok where it is not flat.
func formText(d *types.Decl, v any) (text string, ok bool) {
	members, ok := v.(map[string]any)
	var pairs []string
	for _, f := range d.Fields {
		value, there := members[f.Name]
		if !there {
			continue
		}
		list, flat := textsOf(value)
		if !flat || value == nil {
			return "", false
		}
		for _, text := range list {
			pairs = append(pairs, url.QueryEscape(f.Name)+"="+url.QueryEscape(text))
		}
	}
	return strings.Join(pairs, "&"), ok && len(pairs) > 0
}

// addBody adds a body that both sides take, where there has to be one.
func (s *sample) addBody(was, is model.Body) bool {
	if mayLackBody(was) {
		return mayLackBody(is)
	}
	if was.Kind != model.JSONBody || is.Kind != was.Kind || was.Expr == nil || is.Expr == nil {
		return false
	}
	for _, v := range types.Samples(was.Expr) {
		if types.Takes(is.Expr, v) {
			s.with = append(s.with, types.Document(v))
			return true
		}
	}
	return false
}

// showResults adds the request whose answer differs to the breaks from a place on, and what may be
// in it now where that can be told.
func (c *comparison) showResults(i, from int) {
	if from == len(c.breaks) {
		return
	}
	s := c.ask(i, true)
	if s == nil || !s.addBody(c.old.Routes[i].Body, c.now.Routes[c.same[i]].Body) {
		return
	}
	a, b := c.old.Routes[i].Returns, c.now.Routes[c.same[i]].Returns
	s.fate = "is answered otherwise"
	if a.Kind == b.Kind && a.Expr != nil && b.Expr != nil {
		if v, ok := types.Counter(b.Expr, a.Expr, true); ok {
			s.fate = "may be answered " + types.Document(v)
		}
	}
	for k := from; k < len(c.breaks); k++ {
		if len(s.String()) <= mostExample {
			c.breaks[k].Example = s.String()
		}
	}
}
