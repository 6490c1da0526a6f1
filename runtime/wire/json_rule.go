package wire

import (
	"regexp"
	"unicode/utf8"
)

// The constraints of JSON values live here. Each is asked behind the value that it is about; it
// is true where the value keeps to it, and else tells a fault.

// Chars wants a text of min to max characters; a negative max is none.
func (d *Decoder) Chars(text string, min, max int) bool {
	return d.count(utf8.RuneCountInString(text), min, max, "character")
}

// Bytes wants so many bytes.
func (d *Decoder) Bytes(v []byte, min, max int) bool { return d.count(len(v), min, max, "byte") }

// Elements wants so many of a list or map.
func (d *Decoder) Elements(n, min, max int) bool { return d.count(n, min, max, "element") }

// Unique wants an array not to repeat an element.
func (d *Decoder) Unique(repeats bool) bool {
	return !repeats || d.refuse(RuleUnique, elementTwice)
}

func (d *Decoder) count(n, min, max int, what string) bool {
	rule, message := countFault(n, min, max, what)
	return rule == "" || d.refuse(rule, message)
}

// refuse is Fault, and false.
func (d *Decoder) refuse(rule, message string) bool {
	d.Fault(rule, message)
	return false
}

// Match wants a text that the pattern matches.
func (d *Decoder) Match(text string, pattern *regexp.Regexp) bool {
	return pattern.MatchString(text) || d.refuse(RulePattern, d.quoted(text)+unlike(pattern))
}

// AtLeast wants a whole number of at least least.
func (d *Decoder) AtLeast(v, least int64) bool {
	return v >= least || d.breaks(RuleMin, signed(v), below(signed(least)))
}

// AtMost wants a whole number of at most most.
func (d *Decoder) AtMost(v, most int64) bool {
	return v <= most || d.breaks(RuleMax, signed(v), above(signed(most)))
}

// AtLeastUint is AtLeast of numbers without a sign.
func (d *Decoder) AtLeastUint(v, least uint64) bool {
	return v >= least || d.breaks(RuleMin, unsigned(v), below(unsigned(least)))
}

// AtMostUint is AtMost of numbers without a sign.
func (d *Decoder) AtMostUint(v, most uint64) bool {
	return v <= most || d.breaks(RuleMax, unsigned(v), above(unsigned(most)))
}

// AtLeastFloat is AtLeast of numbers with a fraction.
func (d *Decoder) AtLeastFloat(v, least float64) bool {
	return v >= least || d.breaks(RuleMin, shortest(v), below(shortest(least)))
}

// AtMostFloat is AtMost of numbers with a fraction.
func (d *Decoder) AtMostFloat(v, most float64) bool {
	return v <= most || d.breaks(RuleMax, shortest(v), above(shortest(most)))
}

// Multiple wants a whole number that of divides.
func (d *Decoder) Multiple(v, of int64) bool {
	return v%of == 0 || d.breaks(RuleMultiple, signed(v), indivisible(signed(of)))
}

// MultipleUint is Multiple of numbers without a sign.
func (d *Decoder) MultipleUint(v, of uint64) bool {
	return v%of == 0 || d.breaks(RuleMultiple, unsigned(v), indivisible(unsigned(of)))
}

// MultipleFloat is Multiple of numbers with a fraction; IsMultiple says what that is.
func (d *Decoder) MultipleFloat(v, of float64) bool {
	return IsMultiple(v, of) || d.breaks(RuleMultiple, shortest(v), indivisible(shortest(of)))
}

// breaks tells a fault of a number, and is false.
func (d *Decoder) breaks(rule, value, how string) bool { return d.refuse(rule, d.given(value)+how) }

// NoneOf tells that the word or number that was read last is none of those that there are, and
// is false. It may be asked once for each.
func (d *Decoder) NoneOf(words string) bool {
	if d.data == nil {
		return false
	}
	var text string
	if d.data[d.at-1] == '"' {
		word, _ := nameOf(d.data, d.nameAt, nil)
		text = d.quoted(string(word))
	} else {
		start := d.at
		for start > 0 && (d.data[start-1]-'0' <= 9 || d.data[start-1] == '-') {
			start--
		}
		text = d.given(string(d.data[start:d.at]))
	}
	return d.refuse(RuleEnum, text+noneOf(words))
}

// NoTag tells that the tag that Tag found is none of those that there are, and passes over the
// value.
func (d *Decoder) NoTag(name string, tag []byte, words string) {
	text := d.quoted(string(tag))
	if d.Skip() {
		d.MemberFault(name, RuleEnum, text+noneOf(words))
	}
}

// NoMember tells that a value is none of a union's members, and passes over it.
func (d *Decoder) NoMember(names string) {
	if d.Skip() {
		d.Fault(RuleUnion, "is none of "+names)
	}
}
