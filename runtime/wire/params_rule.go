package wire

import (
	"regexp"
	"unicode/utf8"
)

// The constraints of typed parameters are asked here. Each is true where the value keeps to it,
// and else adds a fault.

// Chars wants a text of least to most characters; a negative most is none.
func (p *Params) Chars(text string, least, most int) bool {
	if len(text) <= most && len(text) >= utf8.UTFMax*least { // whatever they are
		return true
	}
	return p.count(utf8.RuneCountInString(text), least, most, "character")
}

// Bytes wants so many bytes.
func (p *Params) Bytes(v []byte, least, most int) bool {
	return p.count(len(v), least, most, "byte")
}

func (p *Params) count(n, least, most int, what string) bool {
	rule, message := countFault(n, least, most, what)
	if rule != "" {
		p.Fault(rule, message)
	}
	return rule == ""
}

// Match wants a text that the pattern matches.
func (p *Params) Match(text string, pattern *regexp.Regexp) bool {
	if pattern.MatchString(text) {
		return true
	}
	p.Fault(RulePattern, p.shown(text)+unlike(pattern))
	return false
}

// AtLeast wants a whole number of at least least.
func (p *Params) AtLeast(v, least int64) bool {
	return v >= least || p.breaks(RuleMin, signed(v), below(signed(least)))
}

// AtMost wants a whole number of at most most.
func (p *Params) AtMost(v, most int64) bool {
	return v <= most || p.breaks(RuleMax, signed(v), above(signed(most)))
}

// Multiple wants a whole number that of divides.
func (p *Params) Multiple(v, of int64) bool {
	return v%of == 0 || p.breaks(RuleMultiple, signed(v), indivisible(signed(of)))
}

// AtLeastUint is AtLeast of numbers without a sign.
func (p *Params) AtLeastUint(v, least uint64) bool {
	return v >= least || p.breaks(RuleMin, unsigned(v), below(unsigned(least)))
}

// AtMostUint is AtMost of numbers without a sign.
func (p *Params) AtMostUint(v, most uint64) bool {
	return v <= most || p.breaks(RuleMax, unsigned(v), above(unsigned(most)))
}

// MultipleUint is Multiple of numbers without a sign.
func (p *Params) MultipleUint(v, of uint64) bool {
	return v%of == 0 || p.breaks(RuleMultiple, unsigned(v), indivisible(unsigned(of)))
}

// AtLeastFloat is AtLeast of numbers with a fraction.
func (p *Params) AtLeastFloat(v, least float64) bool {
	return v >= least || p.breaks(RuleMin, shortest(v), below(shortest(least)))
}

// AtMostFloat is AtMost of numbers with a fraction.
func (p *Params) AtMostFloat(v, most float64) bool {
	return v <= most || p.breaks(RuleMax, shortest(v), above(shortest(most)))
}

// MultipleFloat is Multiple of numbers with a fraction; IsMultiple says what that is.
func (p *Params) MultipleFloat(v, of float64) bool {
	return IsMultiple(v, of) || p.breaks(RuleMultiple, shortest(v), indivisible(shortest(of)))
}

// breaks adds a fault of a number, and is false.
func (p *Params) breaks(rule, value, how string) bool {
	if p.hidden {
		value = "the value"
	}
	p.Fault(rule, value+how)
	return false
}

// Elements wants list name to have least to most elements.
func (p *Params) Elements(name string, n, least, most int) {
	if rule, message := countFault(n, least, most, "element"); rule != "" {
		p.Faults.Add(Fault{In: p.in, Name: name, Rule: rule, Message: message})
	}
}

// Unique wants list name not to repeat an element.
func (p *Params) Unique(name string, repeats bool) {
	if repeats {
		p.Faults.Add(Fault{In: p.in, Name: name, Rule: RuleUnique, Message: elementTwice})
	}
}

// NoneOf adds the fault of a text that is none of the words.
func (p *Params) NoneOf(text, words string) {
	p.Fault(RuleEnum, p.shown(text)+noneOf(words))
}

// Refused adds the fault of a text that an own converter refuses.
func (p *Params) Refused(kind string) {
	p.Fault(RuleType, p.shown(p.value)+" is no "+kind)
}
