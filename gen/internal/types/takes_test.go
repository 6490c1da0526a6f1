package types

import (
	"encoding/json"
	"strings"
	"testing"
)

// takesWorld is what the types of rows name.
const takesWorld = `
	Sort: enum(title, price)
	Level: enum(1, 2)
	Title: string(min=2, max=5)
	Book: {title: Title; pages: int?; tags: []string}
	Novel: {title: string; ...}
	Either: Sort or Level
	Event: kind book=Book, novel=Novel
	Tree: {left: Tree?; right: Tree|null}
	Ring: Ring or Level
	Deep: {a: Book; b: Either; c: map[string]Title(min=2); d: []Level(min=3)}
`

// TestTakes holds types with JSON values that they take, and values that they do not.
func TestTakes(t *testing.T) {
	for _, row := range []struct{ typ, takes, not string }{
		{"string(min=2, max=3)", `"ab" "äöü"`, `"a" "abcd" 1 null`},
		{`string(pattern="^a")`, `"ab"`, `"ba"`},
		{"string|null", `"" null`, `1`},
		{"int8(min=2, multiple=2)", `2 4 126`, `0 3 128 2.0 "2" true`},
		{"float(max=1)", `1 0.5 -1e3`, `1.1 "1"`},
		{"bool", `true false`, `"true" 1`},
		{"base64(max=2)", `"" "aGk="`, `"aGVsbG8=" "a"`},
		{"uuid", `"6ba7b810-9dad-11d1-80b4-00c04fd430c8"`,
			`"6ba7b810-9dad-11d1-80b4-00c04fd430cg" "6ba7b810" "6ba7b810x9dad-11d1-80b4-00c04fd430c8"`},
		{"date", `"2026-01-31"`, `"2026-02-30" 20260131`},
		{"isbn", `"978"`, `978`},
		{"any", `1 null {}`, ``},
		{"model.Book", `1 null {}`, ``},
		{"[]int(min=1, max=2, unique)", `[1] [1,2]`, `[] [1,1] [1,2,3] ["1"] {}`},
		{"map[string]int(max=1)", `{} {"a":1}`, `{"a":1,"b":2} {"a":"b"} []`},
		{"enum(a, b)", `"a"`, `"c" 1 null`},
		{"enum(1, 2)", `1`, `3 "1"`},
		{"Sort", `"title"`, `"titel" null`},
		{"Level", `1`, `"1"`},
		{"Book", `{"title":"abc","tags":[]} {"title":"abc","tags":null,"pages":null}`,
			`{"title":"abc"} {"title":"a","tags":[]} {"title":null,"tags":[]} [] ` +
				`{"title":"abc","tags":[],"other":1}`},
		{"Novel", `{"title":"a","other":[1]}`, `{"other":1}`},
		{"Either", `"price" 2`, `"2" {}`},
		{"Event", `{"kind":"novel","title":"a","x":1} {"kind":"book","title":"abc","tags":[]}`,
			`{"kind":"other","title":"a"} {"title":"a"} "novel" {"kind":"book","title":"abc"}`},
		{"Tree", `{"right":null} {"left":{"right":null},"right":{"right":null}}`, `{} {"left":{}}`},
		{"Ring", `1`, `"1"`},
	} {
		typ := world(t, takesWorld+"X: "+row.typ)["X"].Type
		for value := range strings.FieldsSeq(row.takes) {
			if !newGuess().takes(typ, decode(t, value)) {
				t.Errorf("%s does not take %s", row.typ, value)
			}
		}
		for value := range strings.FieldsSeq(row.not) {
			if newGuess().takes(typ, decode(t, value)) {
				t.Errorf("%s takes %s", row.typ, value)
			}
		}
	}
}

func decode(t *testing.T, text string) (v any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// TestSamples wants a document of every type for which one can be guessed.
func TestSamples(t *testing.T) {
	for _, row := range []struct{ typ, want string }{
		{"string", `"a"`},
		{"string(min=3)", `"aaa"`},
		{"string(max=0)", `""`},
		{`string(pattern="^[a-z]{3}-[0-9]+$")`, `"aaa-0"`},
		{`string(pattern="^(x|y)z?$")`, `"x"`},
		{`string(pattern="^(x|y)z?$", min=2)`, `"xz"`},
		{`string(pattern="^.b*$", min=6)`, `"abbbbb"`},
		{`string(pattern="^[é]+\\n$")`, `"é\n"`},
		{`string(pattern="^[\\x00-\\x1f]$")`, `"\u0000"`},
		{`string(pattern="^a{2,}$", min=9)`, `"aaaaaaaaa"`},
		{"int", "1"},
		{"int(min=7)", "7"},
		{"int(max=-7)", "-7"},
		{"int(min=7, multiple=5)", "10"},
		{"float(min=0.2, max=0.4, multiple=0.25)", "0.25"},
		{"bool", "true"},
		{"base64(min=7)", `"aGVsbG8gd29ybGQsIGFnYWlu"`},
		{"[]int(min=2, unique)", "[1,0]"},
		{"[]Sort(min=2, unique)", `["title","price"]`},
		{"map[string]bool(min=2)", `{"key0":true,"key1":true}`},
		{"Level", "1"},
		{"Book", `{"tags":[],"title":"aa"}`},
		{"Event", `{"kind":"book","tags":[],"title":"aa"}`},
		{"Tree", `{"right":null}`},
		{"Deep", `{"a":{"tags":[],"title":"aa"},"b":"title","c":{"key0":"aa","key1":"aa"},"d":[1,2,1]}`},
		{"string(min=20000)", ""},
		{"[]int(min=1000)", ""},
		{`string(pattern="^a{5}$", min=5, max=5)`, `"aaaaa"`},
	} {
		typ := world(t, takesWorld+"X: "+row.typ)["X"].Type
		if got, _ := common(typ, typ); got != row.want {
			t.Errorf("%s: %s, want %s", row.typ, got, row.want)
		}
	}
}
