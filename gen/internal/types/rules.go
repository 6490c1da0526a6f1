package types

import (
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/nearest"
)

// Constraints are read here, and which goes with which type is known.

// takes are the constraints of a kind.
//
// A kind that takes none has its say elsewhere: a date or a uuid has one form, an enum its words,
// an own converter its parse function, and an entry of `types` its declaration.
func (k Kind) takes() []string {
	switch {
	case k == String:
		return []string{"min", "max", "pattern"}
	case k.Integer() || k == Float32 || k == Float:
		return []string{"min", "max", "multiple"}
	case k == Base64 || k == Map:
		return []string{"min", "max"}
	case k == List:
		return []string{"min", "max", "unique"}
	}
	return nil
}

var ruleNames = []string{"min", "max", "multiple", "pattern", "unique"}

// foreignRules are constraints as JSON Schema and validators call them, without _ and in lower
// case.
var foreignRules = map[string]string{
	"minlength": "min", "minitems": "min", "minimum": "min", "minproperties": "min", "gte": "min",
	"ge": "min", "minlen": "min", "from": "min", "least": "min",
	"maxlength": "max", "maxitems": "max", "maximum": "max", "maxproperties": "max", "lte": "max",
	"le": "max", "maxlen": "max", "to": "max", "most": "max", "limit": "max",
	"multipleof": "multiple", "step": "multiple",
	"regex": "pattern", "regexp": "pattern", "match": "pattern", "matches": "pattern",
	"re":          "pattern",
	"uniqueitems": "unique", "distinct": "unique",
}

// rules reads "(" rule *( "," rule ) ")" behind t.
//
// A constraint of elements behind a list is told at the end, when all of them are known: the
// mending moves the whole of them into the element, `[](string(pattern="…"))`.
func (p *parser) rules(t *Type) bool {
	open := p.pos
	p.pos++
	inner := "" // a constraint of the elements of a list
	for n := 0; ; n++ {
		p.blanks()
		start := p.pos
		key := p.name()
		switch at := p.since(start); {
		case key == "" && p.peek() == ')' && n == 0:
			p.pos++
			base := p.places[t].base
			if t.Kind == Invalid { // func(), which has been said
				return true
			}
			p.fault(BadConstraint, p.since(base.Off), "take the parentheses out",
				"the parentheses are empty").mend(p.of(base), true)
			return true
		case key == "":
			return p.noRule(t, open)
		case !p.rule(t, key, at):
			return false
		case t.Elem != nil && !slices.Contains(t.Kind.takes(), key) &&
			slices.Contains(t.Elem.Kind.takes(), key):
			inner = key
		}
		if p.blanks(); p.take(",") {
			if p.lastComma() {
				return false
			}
			continue
		}
		if !p.take(")") {
			p.endOfRules(open)
			return false
		}
		if inner != "" {
			p.innerRule(t, inner)
		}
		return true
	}
}

// noRule complains where a constraint should begin: mostly a bare number stands there.
//
//	string(20)      max=20: a guess
//	string(1..20)   min=1, max=20
func (p *parser) noRule(t *Type, open int) bool {
	start := p.pos
	if p.pos == len(p.text) {
		p.unclosed(open)
		return false
	}
	lit, ok := p.literal(",)")
	if !ok {
		return false
	}
	if lit == nil {
		p.stray("take it out")
		return false
	}
	help := "write min=…, max=… or another constraint by its name"
	f := p.fault(BadConstraint, p.since(start), help, "%s has no name", diag.Quoted(lit.Text))
	takes := t.Kind.takes()
	switch from, to, isRange := strings.Cut(lit.Text, ".."); {
	case lit.Quoted && slices.Contains(takes, "pattern"):
		f.mend("pattern="+lit.String(), false)
	case isInteger(lit.Text) && slices.Contains(takes, "max"):
		f.mend("max="+lit.Text, false)
	case isRange && isInteger(from) && isInteger(to) && slices.Contains(takes, "max"):
		f.mend("min="+from+", max="+to, true)
	}
	if f.Near != "" {
		f.Help = "write " + f.Near
	}
	return false
}

// endOfRules complains about what stands behind a constraint.
func (p *parser) endOfRules(open int) {
	if p.pos == len(p.text) {
		p.unclosed(open)
		return
	}
	switch p.peek() {
	case '<', '>', '!':
		p.stray("write min=1 for at least 1, max=9 for at most 9")
	default:
		p.stray("put a comma between constraints, and quote what has blanks")
	}
}

// innerRule reports a constraint of elements that stands behind the list.
func (p *parser) innerRule(t *Type, key string) {
	at := Range{p.places[t.Elem].base.Off, 0}
	at.Len = p.pos - at.Off
	near := "(" + p.of(at) + ")"
	p.fault(BadConstraint, at, "write "+shown(p.text[p.places[t].base.Off:at.Off]+near),
		"%s is no constraint of a %s, but of its elements", key, t.Kind).mend(near, false)
}

// rule reads what follows the name of a constraint.
//
// It goes on behind what it has reported, unless the end of the value cannot be found.
func (p *parser) rule(t *Type, key string, at Range) bool {
	p.blanks()
	var value *Literal
	ok, eq := true, p.pos
	if p.take("=") || p.take(":") {
		if p.text[eq] == ':' {
			p.fault(Syntax, Range{eq, 1}, "write "+key+"=…", ": cannot stand here").
				mend("=", true)
		}
		p.blanks()
		if key == "pattern" && strings.IndexByte("\"`'", p.peek()) < 0 {
			return p.barePattern()
		}
		value, ok = p.literal(",)")
		if ok && value == nil {
			p.fault(BadConstraint, Range{eq, 1}, "write "+key+"=…",
				"no value stands behind %s=", key)
			return true
		}
	}
	if !ok {
		return false
	}
	if strings.IndexByte("<>!", p.peek()) >= 0 || !p.known(t, key, at) {
		return true
	}
	whole := p.since(at.Off)
	if value != nil {
		whole.Len = value.At.end() - at.Off
	}
	switch {
	case key == "unique" && value != nil:
		p.fault(BadConstraint, whole, "write unique", "unique has no value").
			mend("unique", value.Text == "true")
	case key != "unique" && value == nil:
		p.fault(BadConstraint, at, "write "+key+"=…", "%s has no value", key)
	default:
		p.setRule(t, key, value, whole, at)
	}
	return true
}

// setRule keeps a constraint, which stands once.
func (p *parser) setRule(t *Type, key string, value *Literal, whole, at Range) {
	if key == "unique" {
		if t.Rules.Unique != nil {
			p.fault(BadConstraint, at, "keep one of them", "unique stands twice")
		}
		t.Rules.Unique = &at
		return
	}
	field := map[string]**Literal{
		"min": &t.Rules.Min, "max": &t.Rules.Max, "multiple": &t.Rules.Multiple,
		"pattern": &t.Rules.Pattern,
	}[key]
	if *field != nil {
		p.fault(BadConstraint, whole, "keep one of them", "%s stands twice", key)
	}
	*field = value
}

// barePattern reports an expression without quotation marks, which has no end of its own.
//
// Parentheses and commas of the pattern cannot be told from those of the expression, so that the
// last parenthesis of the text is taken for the end of the constraints.
func (p *parser) barePattern() bool {
	start := p.pos
	end := strings.LastIndexByte(p.text, ')')
	if end <= start {
		end = len(p.text)
	}
	p.pos = end
	at := p.since(start)
	near := quote(p.of(at))
	p.fault(BadPattern, at, "write "+shown(near), "a pattern stands in quotation marks").
		mend(near, false)
	return false
}

// known says that a type takes a constraint, and reports what it does not. Constraints of
// elements are left to innerRule, and those of a type that is none to who mends it.
func (p *parser) known(t *Type, key string, at Range) bool {
	takes := t.Kind.takes()
	switch {
	case slices.Contains(takes, key):
		return true
	case t.Kind == Invalid && slices.Contains(ruleNames, key):
		return false
	case t.Elem != nil && slices.Contains(t.Elem.Kind.takes(), key):
		return false
	case slices.Contains(ruleNames, key):
		p.notTaken(t, key, at)
		return false
	}
	near := foreignRules[strings.ToLower(strings.ReplaceAll(key, "_", ""))]
	sure := near != ""
	if !sure {
		near = nearest.Of(key, ruleNames)
		sure = strings.EqualFold(key, near)
	}
	help := "write " + strings.Join(takes, ", ")
	if takes == nil {
		help = "take it out"
	}
	if near != "" {
		help = "write " + near
	}
	p.fault(BadConstraint, at, help, "there is no constraint %s", key).mend(near, sure)
	return false
}

// notTaken says why a type does not take a constraint.
//
// It says where the constraint would belong: in the declaration of a named type, the parse function
// of a converter, the Validate method of a Go type.
func (p *parser) notTaken(t *Type, key string, at Range) {
	what, help := t.Kind.String(), "take it out"
	switch takes := t.Kind.takes(); {
	case t.Kind == Named || t.Kind == Own || t.Kind == Go:
		what = t.Name
		help = "its parse function says what it takes"
		if t.Kind == Named {
			help = "write the constraint where " + what + " is declared"
		} else if t.Kind == Go {
			help = "its method Validate() error can say what it takes"
		}
	case t.Kind == Enum:
		what = "an enum"
	case takes != nil:
		if t.Elem != nil {
			what = "a " + what
		}
		help = what + " takes " + strings.Join(takes, ", ")
	}
	p.fault(BadConstraint, at, help, "%s does not take %s", what, key)
}
