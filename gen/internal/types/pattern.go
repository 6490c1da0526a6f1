package types

import (
	"errors"
	"math"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
)

// Patterns are checked here: they are RE2, as package regexp has it, and leave texts of the
// length that min and max ask for.

// checkPattern looks at the pattern of a string.
//
//	string(pattern="a(")                  does not compile
//	string(pattern=`[^\x00-\x{10FFFF}]`)  nothing matches it
//	string(max=3, pattern="^[a-z]{5}$")   what matches has at least 5 characters
//
// Whether a text exists is asked by lengths alone: it finds the mistakes that people make, and
// never refuses a type that has values.
func (p *parser) checkPattern(t *Type) {
	lit := t.Rules.Pattern
	if lit == nil {
		return
	}
	if _, err := regexp.Compile(lit.Text); err != nil {
		p.badPattern(lit, err)
		return
	}
	tree, err := syntax.Parse(lit.Text, syntax.Perl)
	if err != nil {
		return // regexp parses the same
	}
	least, most := matchLength(tree)
	if !anchored(tree) {
		most = endless
	}
	low, high := lengthOf(t.Rules.Min, 0), lengthOf(t.Rules.Max, endless)
	switch {
	case least == endless:
		p.fault(BadPattern, lit.At, "write a pattern that a text can match",
			"nothing matches the pattern")
	case least > high:
		p.fault(BadBound, t.Rules.Max.At, "raise max, or shorten the pattern",
			"what matches the pattern has at least %d characters", least)
	case most < low:
		p.fault(BadBound, t.Rules.Min.At, "lower min, or lengthen the pattern",
			"what matches the pattern has at most %d characters", most)
	}
}

// badPattern says what package regexp says, at the place that it means.
//
// An escape in a quoted literal moves what stands behind it, so that the place is then the whole
// literal. Lookaround gets a help of its own: other engines have it.
func (p *parser) badPattern(lit *Literal, err error) {
	at, what := lit.At, err.Error()
	if e := (*syntax.Error)(nil); errors.As(err, &e) {
		what = e.Code.String() + ": " + e.Expr
		plain := p.text[at.Off+1:at.end()-1] == lit.Text // no escapes, so places are the same
		if i := strings.Index(lit.Text, e.Expr); plain && i >= 0 && e.Expr != "" {
			at = Range{at.Off + 1 + i, len(e.Expr)}
		}
	}
	help := "write an expression of Go's regexp (RE2)"
	for _, around := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
		if strings.Contains(what, around) {
			help = "RE2 has no lookaround: matching takes linear time"
		}
	}
	p.fault(BadPattern, at, help, "the pattern does not compile: %s", what)
}

// endless is a length without bound, and the least length of what matches nothing.
const endless = math.MaxInt32

// lengthOf is the number of a bound that counts, or none where there is none or it is no length,
// which [parser.bound] reports.
func lengthOf(lit *Literal, none int) int {
	if lit == nil {
		return none
	}
	n, err := strconv.ParseUint(lit.Text, 10, 31)
	if err != nil {
		return none
	}
	return int(n)
}

// anchored says that an expression matches whole texts alone: it begins with ^ or \A and ends
// with $ or \z, outside of alternatives.
func anchored(re *syntax.Regexp) bool {
	if re.Op == syntax.OpCapture {
		return anchored(re.Sub[0])
	}
	if re.Op != syntax.OpConcat {
		return false
	}
	first, last := re.Sub[0], re.Sub[len(re.Sub)-1]
	return first.Op == syntax.OpBeginText && last.Op == syntax.OpEndText
}

// matchLength is how many characters what matches has at least and at most.
//
// Both are bounds and need not be met: assertions such as ^ and \b count nothing, and the least
// length of what cannot match is endless.
func matchLength(re *syntax.Regexp) (least, most int) {
	switch re.Op {
	case syntax.OpNoMatch:
		return endless, 0
	case syntax.OpLiteral:
		return len(re.Rune), len(re.Rune)
	case syntax.OpCharClass:
		if len(re.Rune) == 0 {
			return endless, 0
		}
		return 1, 1
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1, 1
	case syntax.OpCapture:
		return matchLength(re.Sub[0])
	case syntax.OpQuest:
		_, most = matchLength(re.Sub[0])
		return 0, most
	case syntax.OpStar:
		return 0, endless
	case syntax.OpPlus:
		least, _ = matchLength(re.Sub[0])
		return least, endless
	case syntax.OpRepeat:
		least, most = matchLength(re.Sub[0])
		if re.Max < 0 && most > 0 {
			return min(least*re.Min, endless), endless
		}
		return min(least*re.Min, endless), min(most*max(re.Max, 0), endless)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			l, m := matchLength(sub)
			least, most = min(least+l, endless), min(most+m, endless)
		}
	case syntax.OpAlternate:
		least = endless
		for _, sub := range re.Sub {
			l, m := matchLength(sub)
			least, most = min(least, l), max(most, m)
		}
	}
	return least, most
}
