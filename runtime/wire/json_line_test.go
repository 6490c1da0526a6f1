package wire

import (
	"errors"
	"slices"
	"testing"
)

// What is wrong with a line of a body names its number, and nothing counts lines within it.
func TestLinesAreNumbered(t *testing.T) {
	decode := func(d *Decoder, at int, v *[]string) (next int, ok bool) {
		*v, next = listAt(d, at, d.StringAt)
		return next, d.OK()
	}
	var v []string
	if err := UnmarshalLine([]byte(`["a", "b"]`+"\r"), 7, &v, decode); err != nil || !slices.Equal(v, []string{"a", "b"}) {
		t.Errorf("%q, %v", v, err)
	}
	for _, row := range []struct {
		text string
		line int
		want []Fault
	}{
		{`["a", 1, true]`, 7, []Fault{
			{In: "body", At: "/1", Line: 7, Rule: RuleType, Message: "a number, a string is wanted"},
			{In: "body", At: "/2", Line: 7, Rule: RuleType, Message: "true or false, a string is wanted"}}},
		{`["ä", x]`, 7, []Fault{{In: "body", At: "/1", Line: 7, Rule: RuleSyntax, Message: "unexpected 'x', want a value at column 7"}}},
		{"[\n\"a\" x]", 0, []Fault{{In: "body", At: "", Rule: RuleSyntax, Message: "unexpected 'x', want a comma or ] at line 2, column 5 (offset 6)"}}},
	} {
		var told *JSONError
		if err := UnmarshalLine([]byte(row.text), row.line, &v, decode); !errors.As(err, &told) || !slices.Equal(told.Faults, row.want) || v != nil {
			t.Errorf("%s: %+v, %q", row.text, err, v)
		}
	}
}
