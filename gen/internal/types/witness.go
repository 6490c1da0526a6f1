package types

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// JSON documents that show what a type takes are made here. They are guesses, each of which is
// looked at (takes.go): where none is found there may be one all the same.

// mostSamples bounds how many values of a type are tried, mostParts of how many they are made.
const (
	mostSamples = 24
	mostParts   = 500
)

// common is a document that both types take, or one of a; both says which.
func common(a, b *Type) (document string, both bool) {
	v, both, ok := commonValue(a, b)
	if !ok {
		return "", false
	}
	return encode(v), both
}

// commonValue looks for a value among the samples of both. Where none is taken by both it is one of
// either: the two are not told apart all the same, and something has to be shown.
func commonValue(a, b *Type) (v any, both, ok bool) {
	g := newGuess()
	x, y := g.samples(a), g.samples(b)
	for _, v := range slices.Concat(x, y) {
		if g := newGuess(); g.takes(a, v) && g.takes(b, v) {
			return v, true, true
		}
	}
	for _, v := range slices.Concat(x, y) {
		return v, false, true
	}
	return nil, false, false
}

// commonObject is a document of the members that two objects share.
func commonObject(x, y *object, keys []string) (document string, both bool) {
	v := map[string]any{}
	both = true
	for _, key := range keys {
		a, xk := x.at(key)
		b, yk := y.at(key)
		value, taken, ok := commonValue(a, b)
		switch {
		case taken:
		case xk&yk&JSONNull != 0: // not of the types, but for what is absent or empty
			value = nil
		case !ok:
			return "", false
		default:
			both = false
		}
		v[key] = value
	}
	return encode(v), both
}

// encode writes a value as one would.
func encode(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return ""
	}
	return strings.TrimSpace(b.String())
}

// samples are values that a resolved type takes.
func (g *guess) samples(t *Type) (list []any) {
	if t == nil || g.depth > guessDepth || !g.enter() {
		return nil
	}
	g.depth++
	defer func() { g.depth-- }()
	var tries []any
	switch {
	case g.sure && (t.Kind == Own || t.Kind == Go):
		return nil
	case t.Kind == Named && t.Decl != nil:
		tries = g.declSamples(t.Decl)
	case t.Kind == Enum:
		tries = wordSamples(t.Words, t.Integers)
	case t.Kind == List:
		tries = g.listSamples(t)
	case t.Kind == Map:
		tries = g.mapSamples(t)
	case t.Kind == String:
		tries = t.textSamples()
	case t.Kind.Integer() || t.Kind.Float():
		tries = t.numberSamples()
	default:
		tries = plainSamples[t.Kind]
	}
	for _, v := range tries {
		if len(list) < mostSamples && g.takes(t, v) {
			list = append(list, v)
		}
	}
	switch {
	case t.Nullable && t.Kind == Named: // the shortest first: the name may lead back here
		list = append([]any{nil}, list...)
	case t.Nullable:
		list = append(list, nil)
	}
	return list
}

var plainSamples = map[Kind][]any{
	Bool:     {true, false},
	UUID:     {"6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
	Date:     {"2026-01-31"},
	Time:     {"2026-01-31T12:00:00Z"},
	Duration: {"1m30s"},
	URL:      {"https://example.com/"},
	Base64:   {"aGVsbG8=", "", "aGVsbG8gd29ybGQsIGFnYWlu"},
	Own:      {"abc"},
	Go:       {map[string]any{}, "abc", json.Number("1"), true, []any{}},
	Any:      {map[string]any{}, "abc", json.Number("1"), true, []any{}},
}

// declSamples are values of a declaration: of a union those of its members, with the field that
// tells them apart.
func (g *guess) declSamples(d *Decl) (list []any) {
	switch d.Form {
	case Alias:
		return g.samples(d.Type)
	case Words:
		if d.Type != nil {
			return wordSamples(d.Type.Words, d.Integers)
		}
	case Record:
		if v := g.recordSample(d); v != nil {
			return []any{v}
		}
	case Union:
		for _, m := range d.Members {
			for _, v := range g.samples(&Type{Kind: Named, Decl: m.Decl}) {
				if o, isObject := v.(map[string]any); isObject && d.By != "" {
					o = maps.Clone(o)
					o[d.By] = m.Tag
					v = o
				}
				list = append(list, v)
			}
		}
	}
	return list
}

// recordSample has the required fields alone.
//
// A field that may be left out would only make the document longer. It is nil where a required
// field has no sample, or where there is too much in it to be shown.
func (g *guess) recordSample(d *Decl) map[string]any {
	o := objectOf(d)
	v := map[string]any{}
	for _, name := range o.required() {
		values := g.samples(o.fields[name].Type)
		if len(values) == 0 {
			return nil
		}
		v[name] = values[0]
	}
	if parts(v, mostParts) > mostParts {
		return nil
	}
	return v
}

// appendSmall appends a value that is not made of too many.
func appendSmall(list []any, v any) []any {
	if parts(v, mostParts) > mostParts {
		return list
	}
	return append(list, v)
}

// parts counts the values in v, up to one more than most.
func parts(v any, most int) int {
	n := 1
	count := func(e any) {
		if n <= most {
			n += parts(e, most-n)
		}
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			count(e)
		}
	case map[string]any:
		for _, e := range v {
			count(e)
		}
	}
	return n
}

// wordSamples are the first words of an enum, as JSON has them.
func wordSamples(words []Word, integers bool) (list []any) {
	for _, w := range words[:min(len(words), mostSamples)] {
		if integers {
			list = append(list, json.Number(w.Text))
		} else {
			list = append(list, w.Text)
		}
	}
	return list
}

// listSamples are the shortest lists, also of different elements.
func (g *guess) listSamples(t *Type) (list []any) {
	n := lengthOf(t.Rules.Min, 0)
	if n == 0 {
		list = append(list, []any{})
	}
	elems := g.samples(t.Elem)
	if len(elems) == 0 || n > mostParts {
		return list
	}
	values := make([]any, max(n, 1))
	for i := range values {
		values[i] = elems[i%len(elems)]
	}
	return appendSmall(list, values)
}

// mapSamples are the smallest maps: the empty one, if it may be, and the smallest that has a value.
func (g *guess) mapSamples(t *Type) (list []any) {
	n := lengthOf(t.Rules.Min, 0)
	if n == 0 {
		list = append(list, map[string]any{})
	}
	elems := g.samples(t.Elem)
	if len(elems) == 0 || n > mostParts {
		return list
	}
	v := map[string]any{}
	for i := range max(n, 1) {
		v["key"+strconv.Itoa(i)] = elems[0]
	}
	return appendSmall(list, v)
}
