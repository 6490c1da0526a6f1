package types

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Values that show what has become of a type are made here: such as it takes, and such as it took
// and takes no more. As in witness.go they are guesses, each of which is looked at.

// Samples are values that a resolved type takes, the plainest first: nil, bool, json.Number,
// string, []any or map[string]any. There are none of what only the user's code knows.
func Samples(t *Type) []any {
	g := newGuess()
	g.sure = true
	return g.samples(t)
}

// Takes says whether a resolved type takes a value, as Samples have them.
func Takes(t *Type, v any) bool { return newGuess().takes(t, v) }

// Document writes a value as JSON.
func Document(v any) string { return encode(v) }

// Counter is a value that was takes and is does not. Of records, lenient passes over members that
// nobody knows, as a client does with what a server sends.
func Counter(was, is *Type, lenient bool) (v any, ok bool) {
	g := newGuess()
	g.sure = true
	for _, v := range g.counters(was, is) {
		old, now := newGuess(), newGuess()
		now.lenient = lenient
		if old.takes(was, v) && !now.takes(is, v) && now.left >= 0 {
			return v, true
		}
	}
	return nil, false
}

// counters are values that might be such: samples of the old type, what is just beyond the
// constraints of the new one, and the same in elements, fields and members.
func (g *guess) counters(was, is *Type) (list []any) {
	if was == nil || is == nil || g.depth > guessDepth || !g.enter() {
		return nil
	}
	list = g.samples(was)
	g.depth++
	defer func() { g.depth-- }()
	was, is = was.standsFor(), is.standsFor()
	if was == nil || is == nil || was.Kind == Own || was.Kind == Go {
		return list
	}
	list = append(list, beyond(is)...)
	switch {
	case was.Kind == List && is.Kind == List:
		for _, v := range g.counters(was.Elem, is.Elem) {
			list = append(list, g.lists(was, v)...)
		}
		list = append(list, g.otherLengths(was, is)...)
	case was.Kind == Map && is.Kind == Map:
		for _, v := range g.counters(was.Elem, is.Elem) {
			list = append(list, map[string]any{"key": v})
		}
	case was.Decl != nil && is.Decl != nil:
		list = append(list, g.declCounters(was.Decl, is.Decl)...)
	case was.Kind == Enum:
		list = append(list, allWords(was.Words, was.Integers)...)
	}
	return list
}

// standsFor follows names that stand for other types; nil where that has no end.
func (t *Type) standsFor() *Type {
	for range maxDepth {
		if t == nil || t.Kind != Named || t.Decl == nil || t.Decl.Form != Alias {
			return t
		}
		t = t.Decl.Type
	}
	return nil
}

// most bounds the length of a text that is made to be too long: what is longer shows nothing.
const mostText = 60

// beyond are values just outside of constraints.
func beyond(t *Type) (list []any) {
	switch {
	case t.Kind == String:
		for _, n := range []int{lengthOf(t.Rules.Max, -2) + 1, lengthOf(t.Rules.Min, 0) - 1} {
			if n >= 0 && n <= mostText {
				list = append(list, strings.Repeat("a", n))
			}
		}
		if t.Rules.Pattern != nil {
			list = append(list, "-", "a", "0", "a b")
		}
	case t.Kind.Integer(), t.Kind.Float():
		list = append(t.numberSamples(), json.Number("300"), json.Number("-300"),
			json.Number("70000"), json.Number("5000000000"))
	}
	return list
}

// allWords are the words of an enum, as JSON has them.
func allWords(words []Word, integers bool) (list []any) {
	for part := range slices.Chunk(words, mostSamples) {
		list = append(list, wordSamples(part, integers)...)
	}
	return list
}

// lists are the shortest lists of a type with an element in them.
func (g *guess) lists(t *Type, elem any) (list []any) {
	values := []any{elem}
	for _, other := range g.samples(t.Elem) {
		if len(values) < lengthOf(t.Rules.Min, 0) {
			values = append(values, other)
		}
	}
	return append(list, values)
}

// otherLengths are lists of a length, or with equal elements, that a new type may not take.
func (g *guess) otherLengths(was, is *Type) (list []any) {
	elems := g.samples(was.Elem)
	if len(elems) == 0 {
		return nil
	}
	for _, n := range []int{lengthOf(is.Rules.Max, -2) + 1, lengthOf(is.Rules.Min, 0) - 1, 2} {
		if n < 0 || n > mostText {
			continue
		}
		equal, different := make([]any, n), make([]any, n)
		for i := range n {
			equal[i], different[i] = elems[0], elems[i%len(elems)]
		}
		list = append(list, different, equal)
	}
	return list
}

// declCounters are those of two declarations.
func (g *guess) declCounters(was, is *Decl) (list []any) {
	switch {
	case was.Form == Words && was.Type != nil:
		return allWords(was.Type.Words, was.Integers)
	case was.Form == Record && is.Form == Record:
		return g.recordCounters(was, is)
	case was.Form == Union:
		return g.unionCounters(was, is)
	}
	return nil
}

// recordCounters are a record with one of its fields as another would not have it.
func (g *guess) recordCounters(was, is *Decl) (list []any) {
	plain := g.recordSample(was)
	if plain == nil {
		return nil
	}
	now := objectOf(is)
	for _, f := range was.Fields {
		if f.Type == nil {
			continue
		}
		values := g.samples(f.Type)
		if other := now.fields[f.Name]; other != nil {
			values = g.counters(f.Type, other.Type)
		}
		for _, v := range values {
			with := maps.Clone(plain)
			with[f.Name] = v
			list = appendSmall(list, with)
		}
	}
	if was.Keep {
		with := maps.Clone(plain)
		with["other"] = true
		list = appendSmall(list, with)
	}
	return list
}

// unionCounters are those of the members that both unions have.
func (g *guess) unionCounters(was, is *Decl) (list []any) {
	for _, m := range was.Members {
		if m.Decl == nil {
			continue
		}
		i := slices.IndexFunc(is.Members, func(o Member) bool {
			return o.Tag == m.Tag && o.Decl != nil && (o.Tag != "" || o.Decl.Name == m.Decl.Name)
		})
		if is.Form != Union || i < 0 {
			continue
		}
		one, other := &Type{Kind: Named, Decl: m.Decl}, &Type{Kind: Named, Decl: is.Members[i].Decl}
		for _, v := range g.counters(one, other) {
			if o, isObject := v.(map[string]any); isObject && was.By != "" {
				o = maps.Clone(o)
				o[was.By] = m.Tag
				v = o
			}
			list = append(list, v)
		}
	}
	return list
}

// Text is a value as a parameter has it; not ok for what is no scalar.
func Text(v any) (text string, ok bool) {
	switch v := v.(type) {
	case bool:
		return encode(v), true
	case json.Number:
		return string(v), true
	case string:
		return v, utf8.ValidString(v)
	}
	return "", false
}
