package types

import (
	"encoding/json"
	"math/big"
	"regexp/syntax"
	"strconv"
	"strings"
)

// Texts and numbers that constraints may take are guessed here.

// textSamples are texts of the least length, and what the pattern matches.
//
// They are tried by who asks: some may break a constraint. A pattern is written with few and with
// more repetitions, since min may ask for a longer text than the shortest that matches.
func (t *Type) textSamples() []any {
	n := min(lengthOf(t.Rules.Min, 0), 10_000)
	list := []any{strings.Repeat("a", max(n, 1)), "abc", "", strings.Repeat("0", n)}
	if t.Rules.Pattern == nil {
		return list
	}
	re, err := syntax.Parse(t.Rules.Pattern.Text, syntax.Perl)
	if err != nil {
		return list
	}
	for _, more := range []int{0, 1, 2, 3, 5, 8, n} {
		var b strings.Builder
		match(&b, re, more)
		list = append(list, b.String(), b.String()+strings.Repeat("a", max(n-b.Len(), 0)))
	}
	return list
}

// match writes a text that an expression matches, as a rule; what repeats is written more times
// than it must.
//
// Assertions are passed over and the first of alternatives is taken: where that makes a text that
// does not match, no sample comes of it.
func match(b *strings.Builder, re *syntax.Regexp, more int) {
	times := 1
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			b.WriteRune(r)
		}
	case syntax.OpCharClass:
		b.WriteRune(inClass(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('a')
	case syntax.OpStar, syntax.OpQuest:
		times = more
		if re.Op == syntax.OpQuest {
			times = min(more, 1)
		}
	case syntax.OpPlus:
		times = 1 + more
	case syntax.OpRepeat:
		if times = re.Min + more; re.Max >= 0 {
			times = min(times, re.Max)
		}
	case syntax.OpAlternate:
		match(b, re.Sub[0], more)
		return
	}
	for range times {
		for _, sub := range re.Sub {
			if b.Len() < 10_000 {
				match(b, sub, more)
			}
		}
	}
}

// inClass is a rune of a class, such as people write if there is one.
func inClass(ranges []rune) rune {
	for _, nice := range "a0A-_ " {
		for i := 0; i < len(ranges); i += 2 {
			if ranges[i] <= nice && nice <= ranges[i+1] {
				return nice
			}
		}
	}
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i] >= ' ' {
			return ranges[i]
		}
	}
	return ranges[0]
}

// numberSamples are small numbers, the bounds, and the multiples next to them.
func (t *Type) numberSamples() (list []any) {
	for _, text := range []string{"1", "0", "2", "-1", "0.5"} {
		list = append(list, json.Number(text))
	}
	one := big.NewRat(1, 1)
	for _, bound := range []*Literal{t.Rules.Min, t.Rules.Max, t.Rules.Multiple} {
		if bound == nil {
			continue
		}
		n := number(bound.Text)
		if n == nil {
			continue
		}
		list = append(list, json.Number(bound.Text))
		if step := t.Rules.Multiple; step != nil {
			if s := number(step.Text); s != nil && s.Sign() > 0 {
				q := new(big.Rat).Quo(n, s)
				q.SetInt(new(big.Int).Div(q.Num(), q.Denom()))
				list = append(list, decimal(q.Mul(q, s)), decimal(new(big.Rat).Add(q, s)))
			}
			continue
		}
		list = append(list, decimal(new(big.Rat).Add(n, one)), decimal(new(big.Rat).Sub(n, one)))
	}
	return list
}

// decimal is a number as JSON has it.
//
// A fraction is the nearest float: 1/3 has no end in decimal.
func decimal(n *big.Rat) json.Number {
	if n.IsInt() {
		return json.Number(n.RatString())
	}
	f, _ := n.Float64()
	return json.Number(strconv.FormatFloat(f, 'g', -1, 64))
}
