package types

import (
	"math/big"
	"strconv"

	"example.com/httpgen/gen/internal/diag"
)

// What the parts of a type mean together is checked here, once all of it has been read: bounds,
// defaults, and what may be absent or null.

// check looks at t and all that is in it.
//
// It comes behind reading, because the parts may stand in any order: max before min, `?` before
// `|null`. Elements come first.
func (p *parser) check(t *Type) {
	if t.Elem != nil {
		p.checkElem(t, t.Elem)
		p.check(t.Elem)
	}
	at := p.places[t]
	switch {
	case t.Nullable && t.Kind == Any:
		p.fault(BadAbsence, at.null, "take |null out", "any may be null already")
	case t.Nullable && t.Kind == File:
		p.fault(BadAbsence, at.null, "write file? where none may come", "a file is never null")
	}
	p.checkBounds(t)
	p.checkPattern(t)
	p.checkDefault(t)
}

// checkElem looks at what cannot be an element.
//
// The default of an element is told and forgotten, so that it is not looked at a second time.
func (p *parser) checkElem(t, elem *Type) {
	at := p.places[elem]
	if elem.Optional {
		p.fault(BadAbsence, at.optional, "write |null, if elements may be null",
			"an element cannot be absent").mend("|null", false)
	}
	if d := elem.Default; d != nil {
		p.fault(BadDefault, d.At, "take it out", "an element cannot have a default")
		elem.Default = nil
	}
	if elem.Kind == File && t.Kind == Map {
		p.fault(BadFile, at.base, "write []file, or a field for each", "a map cannot hold files")
	}
	if elem.Elem != nil && elem.Elem.Kind == File {
		p.fault(BadFile, at.base, "write []file", "files stand in one list")
	}
}

// checkBounds looks at the numbers of constraints, and whether a value can meet them all.
//
// `int(min=9, max=1)` is told, and so is `int(min=1, max=9, multiple=10)`: a type without values
// would make a service that refuses every request.
func (p *parser) checkBounds(t *Type) {
	r := t.Rules
	low, high, step := p.bound(t, r.Min), p.bound(t, r.Max), p.bound(t, r.Multiple)
	if step != nil && step.Sign() <= 0 {
		p.fault(BadBound, r.Multiple.At, "write a number above 0", "multiple is above 0")
		step = nil
	}
	if low != nil && high != nil && low.Cmp(high) > 0 {
		at := Range{min(r.Min.At.Off, r.Max.At.Off), 0}
		at.Len = max(r.Min.At.end(), r.Max.At.end()) - at.Off
		p.fault(BadBound, at, "swap them", "min=%s is more than max=%s", r.Min.Text, r.Max.Text)
		return
	}
	if step != nil {
		p.checkSteps(t, low, high, step)
	}
	if r.Unique != nil {
		p.checkUnique(t, low)
	}
}

// bound is the number of a constraint, or nil with a fault where it is none.
//
// Of a number it is any value that the type holds: uint8(max=300) is told. Of all others it is a
// length, and a length is a whole number of at most 31 bits, so that int holds it everywhere.
func (p *parser) bound(t *Type, lit *Literal) *big.Rat {
	if lit == nil {
		return nil
	}
	if lit.Quoted {
		f := p.fault(BadBound, lit.At, "write it without quotation marks", "a number is wanted")
		if isNumber(lit.Text) {
			f.mend(lit.Text, true)
		}
		return nil
	}
	if t.Kind.Integer() || t.Kind.Float() {
		if wrong, help := t.Kind.value(lit.Text); wrong != "" {
			p.fault(BadBound, lit.At, help, "%s %s", diag.Quoted(lit.Text), wrong)
			return nil
		}
		return number(lit.Text)
	}
	n, err := strconv.ParseUint(lit.Text, 10, 31)
	if err != nil || !isInteger(lit.Text) {
		help := "write a whole number of " + t.Kind.counts()
		if isInteger(lit.Text) {
			help = "write a number from 0 to 2147483647"
		}
		p.fault(BadBound, lit.At, help, "%s is no length", diag.Quoted(lit.Text))
		return nil
	}
	return new(big.Rat).SetUint64(n)
}

// counts is what min and max count.
func (k Kind) counts() string {
	switch k {
	case String:
		return "characters"
	case Base64:
		return "bytes"
	}
	return "elements"
}

// checkSteps wants a multiple between the bounds.
//
// Where a bound is missing that of the kind stands in: uint8(min=7, multiple=250) has one value,
// 250.
func (p *parser) checkSteps(t *Type, low, high, step *big.Rat) {
	least, most := t.Kind.span()
	if low == nil {
		low = least
	}
	if high == nil {
		high = most
	}
	if steps(low, high, step).Sign() > 0 {
		return
	}
	p.fault(BadBound, t.Rules.Multiple.At, "widen the bounds, or take a smaller one",
		"no multiple of %s lies between them", t.Rules.Multiple.Text)
}

// steps is how many multiples of step lie between low and high.
//
// Rational numbers, since floats would miscount: 0.1 to 0.3 has three multiples of 0.1.
func steps(low, high, step *big.Rat) *big.Int {
	floor := func(n *big.Rat) *big.Int {
		q := new(big.Rat).Quo(n, step)
		return new(big.Int).Div(q.Num(), q.Denom()) // Euclidean, and the divisor is positive
	}
	first := floor(new(big.Rat).Neg(low)) // -ceil(low/step)
	n := first.Add(first, floor(high))
	return n.Add(n, big.NewInt(1))
}

// checkUnique looks at unique, with the least length of the list.
//
// `[]bool(min=3, unique)` is told: three different values do not exist. Elements that are names of
// `types` are looked at later ([Type.Late]), when it is known what they are.
func (p *parser) checkUnique(t *Type, low *big.Rat) {
	elem := t.Elem
	if elem.Kind != Invalid && elem.Kind != Named && !elem.Kind.Scalar() {
		p.fault(BadConstraint, *t.Rules.Unique, "take it out: the handler can look",
			"unique is of lists of scalars and enums")
		return
	}
	if n := elem.values(); n != nil && low != nil && low.Cmp(new(big.Rat).SetInt(n)) > 0 {
		p.fault(BadBound, t.Rules.Min.At, "take unique out, or lower min",
			"there are %s different elements", n)
	}
}

// values is how many values the type has where they are countable at a glance, or nil.
//
// Texts have too many to count; floats would need the width of the type. null is one more.
func (t *Type) values() *big.Int {
	n := new(big.Int)
	switch {
	case t.Kind == Enum:
		n.SetInt64(int64(len(t.Words)))
	case t.Kind == Bool:
		n.SetInt64(2)
	case t.Kind.Integer():
		low, high := t.Kind.span()
		step := big.NewRat(1, 1)
		for _, b := range []struct {
			lit *Literal
			to  **big.Rat
		}{{t.Rules.Min, &low}, {t.Rules.Max, &high}, {t.Rules.Multiple, &step}} {
			if b.lit == nil {
				continue
			}
			v := number(b.lit.Text)
			if v == nil || b.to == &step && v.Sign() <= 0 {
				return nil
			}
			*b.to = v
		}
		n = steps(low, high, step)
	default:
		return nil
	}
	if t.Nullable {
		n.Add(n, big.NewInt(1))
	}
	return n
}
