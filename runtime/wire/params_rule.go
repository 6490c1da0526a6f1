package wire

import (
	"math"
	"regexp"
	"strconv"
	"unicode/utf8"
)

// The constraints of typed parameters live here. Each is true where the value keeps to it, and
// else adds a fault.

// Chars wants a text of min to max characters; a negative max is none.
func (p *Params) Chars(text string, min, max int) bool {
	return p.count(utf8.RuneCountInString(text), min, max, "character")
}

// Bytes wants so many bytes.
func (p *Params) Bytes(v []byte, min, max int) bool { return p.count(len(v), min, max, "byte") }

func (p *Params) count(n, min, max int, what string) bool {
	rule, message := countFault(n, min, max, what)
	if rule == "" {
		return true
	}
	p.Fault(rule, message)
	return false
}

// countFault is the rule that a count breaks, or "".
func countFault(n, min, max int, what string) (rule, message string) {
	switch {
	case n < min:
		return RuleMin, "has " + counted(n, what) + ", at least " + strconv.Itoa(min) + " are wanted"
	case max >= 0 && n > max:
		return RuleMax, "has " + counted(n, what) + ", at most " + strconv.Itoa(max) + " are wanted"
	}
	return "", ""
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// Elements wants list name to have min to max elements.
func (p *Params) Elements(name string, n, min, max int) {
	if rule, message := countFault(n, min, max, "element"); rule != "" {
		p.Faults.Add(Fault{In: p.in, Name: name, Rule: rule, Message: message})
	}
}

// Match wants a text that the pattern matches.
func (p *Params) Match(text string, pattern *regexp.Regexp) bool {
	if pattern.MatchString(text) {
		return true
	}
	p.Fault(RulePattern, p.shown(text)+" does not match "+pattern.String())
	return false
}

// AtLeast wants a whole number of at least least.
func (p *Params) AtLeast(v, least int64) bool {
	if v < least {
		p.below(strconv.FormatInt(v, 10), strconv.FormatInt(least, 10))
	}
	return v >= least
}

// AtMost wants a whole number of at most most.
func (p *Params) AtMost(v, most int64) bool {
	if v > most {
		p.above(strconv.FormatInt(v, 10), strconv.FormatInt(most, 10))
	}
	return v <= most
}

// AtLeastUint is AtLeast of numbers without a sign.
func (p *Params) AtLeastUint(v, least uint64) bool {
	if v < least {
		p.below(strconv.FormatUint(v, 10), strconv.FormatUint(least, 10))
	}
	return v >= least
}

// AtMostUint is AtMost of numbers without a sign.
func (p *Params) AtMostUint(v, most uint64) bool {
	if v > most {
		p.above(strconv.FormatUint(v, 10), strconv.FormatUint(most, 10))
	}
	return v <= most
}

// AtLeastFloat is AtLeast of numbers with a fraction.
func (p *Params) AtLeastFloat(v, least float64) bool {
	if v < least {
		p.below(shortest(v), shortest(least))
	}
	return v >= least
}

// AtMostFloat is AtMost of numbers with a fraction.
func (p *Params) AtMostFloat(v, most float64) bool {
	if v > most {
		p.above(shortest(v), shortest(most))
	}
	return v <= most
}

func shortest(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func (p *Params) below(v, least string) {
	if p.hidden {
		v = "the value"
	}
	p.Fault(RuleMin, v+" is less than "+least)
}

func (p *Params) above(v, most string) {
	if p.hidden {
		v = "the value"
	}
	p.Fault(RuleMax, v+" is more than "+most)
}

// Multiple wants a whole number that of divides.
func (p *Params) Multiple(v, of int64) bool {
	if v%of != 0 {
		p.multiple(strconv.FormatInt(v, 10), strconv.FormatInt(of, 10))
	}
	return v%of == 0
}

// MultipleUint is Multiple of numbers without a sign.
func (p *Params) MultipleUint(v, of uint64) bool {
	if v%of != 0 {
		p.multiple(strconv.FormatUint(v, 10), strconv.FormatUint(of, 10))
	}
	return v%of == 0
}

// MultipleFloat is Multiple of numbers with a fraction; IsMultiple says what that is.
func (p *Params) MultipleFloat(v, of float64) bool {
	if !IsMultiple(v, of) {
		p.multiple(shortest(v), shortest(of))
		return false
	}
	return true
}

func (p *Params) multiple(v, of string) {
	if p.hidden {
		v = "the value"
	}
	p.Fault(RuleMultiple, v+" is not a multiple of "+of)
}

// IsMultiple says whether v is a multiple of a number as people write both: 0.3 is one of 0.1,
// although neither is what a float64 holds. The quotient has to be whole but for what float64
// cannot tell.
func IsMultiple(v, of float64) bool {
	q := v / of
	return math.Abs(q-math.Round(q)) <= math.Abs(q)*0x1p-51
}

// NoneOf adds the fault of a text that is none of the words.
func (p *Params) NoneOf(text, words string) {
	p.Fault(RuleEnum, p.shown(text)+" is none of "+words)
}

// Refused adds the fault of a text that an own converter refuses.
func (p *Params) Refused(kind string) {
	p.Fault(RuleType, p.shown(p.value)+" is no "+kind)
}
