package types

import (
	"reflect"
	"strings"
	"testing"
)

// testEnv has what rows name.
var testEnv = Env{
	Own:   []string{"isbn", "even"},
	Types: []string{"NewBook", "Sort", "Title"},
	File:  true,
}

// goodTexts are expressions, with the spelling behind => where it is another.
var goodTexts = []string{
	"string", "int", "int8", "uint64", "float32", "bool", "uuid", "date", "time", "duration",
	"url", "base64", "any", "file", "[]file",
	"float64 => float",
	"isbn", "NewBook", "[]NewBook", "map[string]Sort", "[]isbn?",
	"Book", "model.Book", "*model.Book", "[]*model.Book", "[]model.Book",
	"map[string]model.Book", "map[string][]model.Book", "[4]int", "map[int]string",
	"map[model.Key]NewBook", "model.Page[model.Item]", "model.Pair[string, int]", "**model.Book",
	"isbn.ISBN", "enum.Color", "time.Time", "[]file.Header",
	"string?", "string|null", "string|null?",
	"string?|null => string|null?",
	" int\n => int",
	"string(min=1, max=200)",
	"string( max = 200 ,min=1 ) => string(min=1, max=200)",
	`string(pattern="^[a-z]+$")`,
	"string(pattern=`^\\d+$`)",
	`string(pattern="^\\d+$") => string(pattern=` + "`^\\d+$`)",
	`string(pattern="[)]")`,
	`string(min=4, pattern="^[a-z]{1,3}")`, `string(min=4, pattern="[a-z]$")`,
	`string(min=3, max=3, pattern="^[a-z]{3}$")`,
	"int(min=-5, max=9, multiple=3)", "uint8(max=255)", "int64(min=-9223372036854775808)",
	"uint64(max=18446744073709551615)", "float(min=0.5, max=1e3, multiple=0.1)",
	"base64(max=1024)?",
	"[]string(max=20)", "[](string(max=20))(max=50)", "[]int(min=1, max=50, unique)",
	"[](int(min=1, max=3))(min=3, unique)", "[](bool|null)(min=3, unique)",
	"[][]string(max=2)", "[]([]string(max=2))", "map[string]int(min=1)",
	"map[string](int(min=1))(min=1)", "[](string|null)", "[](NewBook|null)?",
	"[]model.Book(max=3)", "[](model.Book|null)", "[]model.Book?",
	"(string) => string", "((string(max=3)))? => string(max=3)?", "(string|null)? => string|null?",
	"[](string) => []string", "[]( string( max=3 ) ) => [](string(max=3))",
	"enum(a, b)", "enum( a,b ) => enum(a, b)",
	"[]enum(a, b)(max=1)", "[]enum(a, b)(unique)?",
	"enum(title, Cheapest=-price)",
	`enum(title, Cheapest="-price") => enum(title, Cheapest=-price)`,
	`enum("very hot", "a,b", "")`, "enum(1, 2)", "enum(Low=-1, High=1)", `enum("1", "2")`,
	"enum(01, 02)", "enum(1, a)", "enum(true, null, on)", "enum(ä, ö)", "enum(a/b, a:b, a?)",
	"int = 1", "int=1 => int = 1", `string = ""`, "string = abc", `string = "two words"`,
	"string(max=3)|null = abc", "bool = true", "float = 1e-3",
	"uuid = 6ba7b810-9dad-11d1-80b4-00c04fd430c8",
	"date = 2026-01-31", "time = 2026-01-31T12:00:00+02:00", "duration = 1m30s",
	"url = https://example.com/?a=b", "base64 = aGVsbG8=", "enum(a, b) = b", "enum(1, 2) = 2",
	"Sort = title", `Sort? `, "string|null = \"null\"",
}

// TestGood wants the one spelling of each expression.
func TestGood(t *testing.T) {
	for _, row := range goodTexts {
		text, want, ok := strings.Cut(row, " => ")
		if !ok {
			want = strings.TrimSpace(row)
		}
		got, faults := Parse(text, testEnv)
		if got == nil || len(faults) > 0 {
			t.Errorf("%s: %+v", text, faults)
			continue
		}
		if got.String() != want {
			t.Errorf("%s is spelt %s, want %s", text, got, want)
		}
		again, _ := Parse(got.String(), testEnv)
		if !equal(got, again) {
			t.Errorf("%s is another type when it is spelt %s", text, got)
		}
	}
}

// equal compares types without their places.
func equal(a, b *Type) bool {
	return a != nil && b != nil && reflect.DeepEqual(unplaced(a), unplaced(b))
}

func unplaced(t *Type) *Type {
	c := *t
	c.At = Range{}
	c.Words = nil
	for _, w := range t.Words {
		w.At = Range{}
		c.Words = append(c.Words, w)
	}
	lit := func(l *Literal) *Literal {
		if l == nil {
			return nil
		}
		return &Literal{Text: l.Text, Quoted: l.Quoted}
	}
	c.Rules = Rules{
		Min: lit(t.Rules.Min), Max: lit(t.Rules.Max), Multiple: lit(t.Rules.Multiple),
		Pattern: lit(t.Rules.Pattern),
	}
	if t.Rules.Unique != nil {
		c.Rules.Unique = &Range{}
	}
	c.Default = lit(t.Default)
	if t.Elem != nil {
		c.Elem = unplaced(t.Elem)
	}
	return &c
}
