package wire

import (
	"regexp"
	"strconv"
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
	return !repeats || d.refuse(RuleUnique, "has an element twice")
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
	return pattern.MatchString(text) ||
		d.refuse(RulePattern, d.quoted(text)+" does not match "+pattern.String())
}

// AtLeast wants a whole number of at least least.
func (d *Decoder) AtLeast(v, least int64) bool {
	return v >= least || d.below(strconv.FormatInt(v, 10), strconv.FormatInt(least, 10))
}

// AtMost wants a whole number of at most most.
func (d *Decoder) AtMost(v, most int64) bool {
	return v <= most || d.above(strconv.FormatInt(v, 10), strconv.FormatInt(most, 10))
}

// AtLeastUint is AtLeast of numbers without a sign.
func (d *Decoder) AtLeastUint(v, least uint64) bool {
	return v >= least || d.below(strconv.FormatUint(v, 10), strconv.FormatUint(least, 10))
}

// AtMostUint is AtMost of numbers without a sign.
func (d *Decoder) AtMostUint(v, most uint64) bool {
	return v <= most || d.above(strconv.FormatUint(v, 10), strconv.FormatUint(most, 10))
}

// AtLeastFloat is AtLeast of numbers with a fraction.
func (d *Decoder) AtLeastFloat(v, least float64) bool {
	return v >= least || d.below(shortest(v), shortest(least))
}

// AtMostFloat is AtMost of numbers with a fraction.
func (d *Decoder) AtMostFloat(v, most float64) bool {
	return v <= most || d.above(shortest(v), shortest(most))
}

// Multiple wants a whole number that of divides.
func (d *Decoder) Multiple(v, of int64) bool {
	return v%of == 0 || d.indivisible(strconv.FormatInt(v, 10), strconv.FormatInt(of, 10))
}

// MultipleUint is Multiple of numbers without a sign.
func (d *Decoder) MultipleUint(v, of uint64) bool {
	return v%of == 0 || d.indivisible(strconv.FormatUint(v, 10), strconv.FormatUint(of, 10))
}

// MultipleFloat is Multiple of numbers with a fraction; IsMultiple says what that is.
func (d *Decoder) MultipleFloat(v, of float64) bool {
	return IsMultiple(v, of) || d.indivisible(shortest(v), shortest(of))
}

func (d *Decoder) below(v, least string) bool {
	return d.refuse(RuleMin, d.given(v)+" is less than "+least)
}

func (d *Decoder) above(v, most string) bool {
	return d.refuse(RuleMax, d.given(v)+" is more than "+most)
}

func (d *Decoder) indivisible(v, of string) bool {
	return d.refuse(RuleMultiple, d.given(v)+" is not a multiple of "+of)
}

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
	return d.refuse(RuleEnum, text+" is none of "+words)
}

// NoTag tells that the tag that Tag found is none of those that there are, and passes over the
// value.
func (d *Decoder) NoTag(name string, tag []byte, words string) {
	text := d.quoted(string(tag))
	if d.Skip() {
		d.MemberFault(name, RuleEnum, text+" is none of "+words)
	}
}

// NoMember tells that a value is none of a union's members, and passes over it.
func (d *Decoder) NoMember(names string) {
	if d.Skip() {
		d.Fault(RuleUnion, "is none of "+names)
	}
}
