package types

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/nearest"
)

// Defaults are read and checked here.

// setDefault reads the literal behind "=", which stands at eq. It is the last of an expression.
//
// It ends at a blank: of `string = a b` the b is too much, and the help shows all of it in
// quotation marks.
func (p *parser) setDefault(t *Type, eq int) bool {
	p.blanks()
	lit, ok := p.literal(")\"`")
	if !ok {
		return false
	}
	if lit == nil {
		p.fault(BadDefault, Range{eq, 1}, `write a value, or "" for the empty text`,
			"no value stands behind =")
		return false
	}
	t.Default = lit
	return true
}

// checkDefault looks at a default. What an entry of `types` takes is not known yet: see
// [Type.Late].
//
// A mark behind a bare text is told, because it could be meant either way: `string = x?` is the
// text "x?", or a string that may be absent.
func (p *parser) checkDefault(t *Type) {
	d := t.Default
	if d == nil {
		return
	}
	if t.Optional {
		p.fault(BadDefault, p.places[t].optional, "take ? out",
			"what has a default is never absent")
		return
	}
	if t.Kind == Named || t.Kind == Invalid {
		return
	}
	marked := strings.HasSuffix(d.Text, "?") || strings.Contains(d.Text, "|")
	if t.Kind == String && !d.Quoted && marked {
		p.fault(BadDefault, d.At, "write "+shown(quote(d.Text))+", or the mark before =",
			"a default with ? or | stands in quotation marks").mend(quote(d.Text), false)
		return
	}
	if f := t.defaultFault(d); f != nil {
		f.At = d.At
		p.fault(f.Problem, f.At, f.Help, "%s", f.Message).mend(f.Near, f.Safe)
	}
}

// defaultFault is what is wrong with a default of t, or nil. It has no place.
//
//	int = x                    "x" is no int
//	int(max=3) = 7             "7" breaks max=3
//	bool = "true"              values of bool stand without quotation marks
//	[]int = 1                  a list has no default: without one it is empty
//	model.ISBN = 1             cannot be checked here: its parse function is the user's
//
// A default is checked when code is generated: a service would else take, for requests without the
// value, one that it refuses when a request has it.
func (t *Type) defaultFault(d *Literal) *Fault {
	kind := t.Kind.String()
	bad := func(help, message string) *Fault {
		return &Fault{Problem: BadDefault, Message: message, Help: help}
	}
	shown := diag.Quoted(d.Text)
	switch {
	case t.Kind == List || t.Kind == Map:
		return bad("take it out: without one it is empty", "a "+kind+" has no default")
	case t.Kind == Own || t.Kind == Go:
		return bad("write "+t.Name+"?, and use Or in the handler",
			"a default of "+t.Name+" cannot be checked here")
	case t.Kind == Any || t.Kind == File || t.Kind == Invalid:
		return bad("write "+kind+"? instead", "a value of "+kind+" has no default")
	case t.Nullable && !d.Quoted && d.Text == "null":
		return bad("write |null? and no default: what is absent can be told from null",
			"null is no default")
	case t.Kind == Enum:
		return t.enumDefault(d)
	case d.Quoted && (t.Kind.Integer() || t.Kind.Float() || t.Kind == Bool):
		f := bad("write it without quotation marks",
			"values of "+kind+" stand without quotation marks")
		if wrong, _ := t.Kind.value(d.Text); wrong == "" {
			f.Near, f.Safe = d.Text, true
		}
		return f
	}
	if wrong, help := t.Kind.value(d.Text); wrong != "" {
		return bad(help, shown+" "+wrong)
	}
	if broken := t.Rules.broken(t.Kind, d.Text); broken != "" {
		return bad("write a default that the constraints take", shown+" breaks "+broken)
	}
	return nil
}

// enumDefault wants one of the words.
//
// A word is known by its text, not by the name that it has in Go: of `enum(Cheapest="-price")` the
// default is "-price".
func (t *Type) enumDefault(d *Literal) *Fault {
	var words []string
	for _, w := range t.Words {
		words = append(words, w.Text)
	}
	if slices.Contains(words, d.Text) && !(d.Quoted && t.Integers) {
		return nil
	}
	f := &Fault{Problem: BadDefault, Message: diag.Quoted(d.Text) + " is no word of the enum"}
	f.Help = "write one of its words"
	near := nearest.Of(d.Text, words)
	if d.Quoted && slices.Contains(words, d.Text) {
		f.Help, near = "write it without quotation marks", d.Text
	} else if near != "" {
		f.Help = "did you mean " + near + "?"
	}
	if bareWord(near) {
		f.Near = near
	}
	return f
}

// broken is the constraint that a value of a scalar kind breaks, or "". What is wrong with the
// constraints themselves has been said.
//
//	string(max=2), "abc"       max=2: characters, whatever bytes they take
//	base64(max=2), "aGVsbG8="  max=2: bytes, of which the text stands for 5
//	int(multiple=3), "7"       multiple=3
//
// The pattern is searched for as package regexp does it: without anchors a part of the text is
// enough.
func (r *Rules) broken(k Kind, text string) string {
	size := number(text)
	switch k {
	case String:
		size = new(big.Rat).SetInt64(int64(utf8.RuneCountInString(text)))
	case Base64:
		size = new(big.Rat).SetInt64(int64(base64Len(text)))
	}
	limit := func(l *Literal) *big.Rat {
		if l == nil || size == nil {
			return nil
		}
		return number(l.Text)
	}
	if n := limit(r.Min); n != nil && size.Cmp(n) < 0 {
		return "min=" + r.Min.Text
	}
	if n := limit(r.Max); n != nil && size.Cmp(n) > 0 {
		return "max=" + r.Max.Text
	}
	if n := limit(r.Multiple); n != nil && n.Sign() > 0 && !new(big.Rat).Quo(size, n).IsInt() {
		return "multiple=" + r.Multiple.Text
	}
	if r.Pattern != nil {
		if re, err := regexp.Compile(r.Pattern.Text); err == nil && !re.MatchString(text) {
			return "the pattern"
		}
	}
	return ""
}
