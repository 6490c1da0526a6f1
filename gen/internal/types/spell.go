package types

import "strings"

// An expression is spelt back to text here.

// String is the type in its one spelling: Parse of it gives the type again, but for places. An
// invalid type is "".
//
//	[]string( max = 20 )?   []string(max=20)?
//	T?|null                 T|null?
//	enum("a", "b c")        enum(a, "b c")
//
// Fields of two routes are compared by it, so that blanks and the order of constraints and marks do
// not matter.
func (t *Type) String() string {
	var b strings.Builder
	t.spell(&b)
	return b.String()
}

// spell writes a type with all that follows it, in the order of the grammar.
func (t *Type) spell(b *strings.Builder) {
	switch t.Kind {
	case Named, Own, Go:
		b.WriteString(t.Name)
	case Enum:
		t.spellWords(b)
	case List:
		b.WriteString("[]")
		t.Elem.spellInside(b)
	case Map:
		b.WriteString("map[string]")
		t.Elem.spellInside(b)
	default:
		b.WriteString(t.Kind.String())
	}
	t.Rules.spell(b)
	if t.Nullable {
		b.WriteString("|null")
	}
	if t.Optional {
		b.WriteString("?")
	}
	if t.Default != nil {
		b.WriteString(" = " + t.Default.String())
	}
}

// spellInside spells an element: in parentheses where something would bind to the list.
func (t *Type) spellInside(b *strings.Builder) {
	if t.plain() {
		t.spell(b)
		return
	}
	b.WriteByte('(')
	t.spell(b)
	b.WriteByte(')')
}

// plain says that nothing follows the type itself.
func (t *Type) plain() bool {
	return t.Rules == (Rules{}) && !t.Nullable && !t.Optional && t.Default == nil
}

// spellWords quotes what is no bare word, and words that would make an enum of numbers.
func (t *Type) spellWords(b *strings.Builder) {
	numbers := true
	for _, w := range t.Words {
		numbers = numbers && isInteger(w.Text)
	}
	b.WriteString("enum(")
	for i, w := range t.Words {
		if i > 0 {
			b.WriteString(", ")
		}
		if w.Go != "" {
			b.WriteString(w.Go + "=")
		}
		if bareWord(w.Text) && numbers == t.Integers {
			b.WriteString(w.Text)
		} else {
			b.WriteString(quote(w.Text))
		}
	}
	b.WriteByte(')')
}

// spell writes constraints in one order, whatever that of the manifest.
func (r *Rules) spell(b *strings.Builder) {
	var list []string
	for _, rule := range []struct {
		name  string
		value *Literal
	}{{"min", r.Min}, {"max", r.Max}, {"multiple", r.Multiple}, {"pattern", r.Pattern}} {
		if rule.value != nil {
			list = append(list, rule.name+"="+rule.value.String())
		}
	}
	if r.Unique != nil {
		list = append(list, "unique")
	}
	if list != nil {
		b.WriteString("(" + strings.Join(list, ", ") + ")")
	}
}

var kindNames = [...]string{
	Invalid: "", String: "string", Int: "int", Int8: "int8", Int16: "int16", Int32: "int32",
	Int64: "int64", Uint: "uint", Uint8: "uint8", Uint16: "uint16", Uint32: "uint32",
	Uint64: "uint64", Float32: "float32", Float: "float", Bool: "bool", UUID: "uuid",
	Date: "date", Time: "time", Duration: "duration", URL: "url", Base64: "base64", Any: "any",
	File: "file", Enum: "enum", List: "list", Map: "map", Named: "type", Own: "converter",
	Go: "Go type",
}

// String is the name of a builtin type, and a word for the other kinds.
func (k Kind) String() string { return kindNames[k] }
