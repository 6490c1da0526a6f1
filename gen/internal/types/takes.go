package types

import (
	"encoding/json"
	"slices"
)

// Whether a type takes a JSON value is decided here, word by word: slowly, and for documents of
// our own. Generated code decides the same.

// A guess bounds the work of finding a document: records can hold each other in so many ways that
// nobody waits for the end.
type guess struct {
	depth int // of samples
	names int // that are being followed by takes
	left  int // steps

	sure    bool // no samples of what only the user's code knows
	lenient bool // members that nobody knows are passed over
}

const (
	guessDepth = 8
	guessSteps = 50_000
)

func newGuess() *guess { return &guess{left: guessSteps} }

// enter counts a step, and is false where there are no more.
func (g *guess) enter() bool {
	g.left--
	return g.left >= 0
}

// takes says whether a resolved type takes a value: nil, bool, json.Number, string, []any or
// map[string]any. What an own converter or a Go type takes is not known: any text, anything.
//
// Constraints are looked at, since a document that both members of a union seem to take is shown to
// the author: it has to be one that they do take.
func (g *guess) takes(t *Type, v any) bool {
	switch {
	case !g.enter():
		return false
	case v == nil && t.Nullable:
		return true
	case t.Kind == Any || t.Kind == Go || t.Kind == Invalid || t.Kind == Named && t.Decl == nil:
		return true
	case t.Kind == Named:
		return g.declTakes(t.Decl, v)
	case t.Kind == Enum:
		return takesWord(t.Words, t.Integers, v)
	}
	switch v := v.(type) {
	case bool:
		return t.Kind == Bool
	case json.Number:
		wrong, _ := t.Kind.value(string(v))
		return (t.Kind.Integer() || t.Kind.Float()) && wrong == "" &&
			t.Rules.broken(t.Kind, string(v)) == ""
	case string:
		wrong, _ := t.Kind.value(v)
		text := t.Kind.Scalar() && t.Kind != Bool && !t.Kind.Integer() && !t.Kind.Float()
		return t.Kind == Own || text && wrong == "" && t.Rules.broken(t.Kind, v) == ""
	case []any:
		return t.Kind == List && t.inLength(len(v)) && g.elems(t, v)
	case map[string]any:
		if t.Kind != Map || !t.inLength(len(v)) {
			return false
		}
		for _, e := range v {
			if !g.takes(t.Elem, e) {
				return false
			}
		}
		return true
	}
	return false
}

// inLength says that a list or map may have so many elements.
func (t *Type) inLength(n int) bool {
	return lengthOf(t.Rules.Min, 0) <= n && n <= lengthOf(t.Rules.Max, endless)
}

// elems says that each element is taken, and that all differ where they must.
func (g *guess) elems(t *Type, list []any) bool {
	for i, e := range list {
		if !g.takes(t.Elem, e) {
			return false
		}
		if t.Rules.Unique != nil && slices.ContainsFunc(list[:i], func(o any) bool {
			return encode(o) == encode(e)
		}) {
			return false
		}
	}
	return true
}

// takesWord says that a value is a word of an enum: of integers it is a number in JSON, else text.
func takesWord(words []Word, integers bool, v any) bool {
	var text string
	switch v := v.(type) {
	case json.Number:
		text = string(v)
	case string:
		text = v
	}
	_, isNumber := v.(json.Number)
	return isNumber == integers && v != nil &&
		slices.ContainsFunc(words, func(w Word) bool { return w.Text == text })
}

// declTakes says whether a value of d may be v.
func (g *guess) declTakes(d *Decl, v any) bool {
	if g.names > maxDepth || !g.enter() { // a union may be a member of itself
		return false
	}
	g.names++
	defer func() { g.names-- }()
	switch d.Form {
	case Alias:
		return d.Type == nil || g.takes(d.Type, v)
	case Words:
		return d.Type == nil || takesWord(d.Type.Words, d.Integers, v)
	case Union:
		return g.memberTakes(d, v)
	}
	members, ok := v.(map[string]any)
	if !ok {
		return false
	}
	o := objectOf(d)
	for _, name := range o.required() {
		if _, there := members[name]; !there {
			return false
		}
	}
	for name, value := range members {
		t, kinds := o.at(name)
		if t == nil && g.lenient {
			continue
		}
		if t == nil || value == nil && kinds&JSONNull == 0 || value != nil && !g.takes(t, value) {
			return false
		}
	}
	return true
}

// memberTakes says that a value is a member of a union. With By the field that tells is taken off
// first, since it stands in no member; a value without it is none.
func (g *guess) memberTakes(d *Decl, v any) bool {
	members, isObject := v.(map[string]any)
	for _, m := range d.Members {
		if m.Decl == nil {
			continue
		}
		value := v
		if d.By != "" {
			if !isObject || members[d.By] != any(m.Tag) {
				continue
			}
			rest := map[string]any{}
			for name, member := range members {
				if name != d.By {
					rest[name] = member
				}
			}
			value = rest
		}
		if g.declTakes(m.Decl, value) {
			return true
		}
	}
	return false
}
