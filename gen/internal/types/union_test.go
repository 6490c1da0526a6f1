package types

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestUnionFaults shows which unions are refused, and with which document. An empty want is a
// union whose members are told apart; "cannot be told apart" is left out behind the names.
func TestUnionFaults(t *testing.T) {
	for _, row := range []struct{ name, world, want string }{
		{
			"a required field each", "Email: {email: string}\nPhone: {phone: string}\nU: Email or Phone",
			"",
		},
		{
			"a field more", "A: {id: int}\nB: {id: int; name: string}\nU: A or B",
			"",
		},
		{
			"a field more that may be absent", "A: {id: int}\nB: {id: int; name: string?}\nU: A or B",
			`A and B: both take {"id":1}`,
		},
		{"values of other kinds", "A: {v: string}\nB: {v: int}\nU: A or B", ""},
		{
			"lists and maps take null", "A: {v: []string}\nB: {v: map[string]int}\nU: A or B",
			`A and B: both take {"v":null}`,
		},
		{
			"kinds of what may be absent", "A: {v: string?}\nB: {v: int?}\nU: A or B",
			`A and B: both take {}`,
		},
		{
			"words are not looked at", "A: {kind: enum(a)}\nB: {kind: enum(b)}\nU: A or B",
			`A and B: by its fields {"kind":"a"} may be both`,
		},
		{
			"constraints are not looked at", "A: {n: int(max=3)}\nB: {n: int(min=4)}\nU: A or B",
			`A and B: by its fields {"n":1} may be both`,
		},
		{
			"constraints that both meet", "A: {n: int(max=30)}\nB: {n: int(min=4, multiple=5)}\nU: A or B",
			`A and B: both take {"n":30}`,
		},
		{
			"patterns", `A: {s: string(pattern="^[a-z]{3}$")}` + "\n" + `B: {s: string(min=2)}` + "\nU: A or B",
			`A and B: both take {"s":"abc"}`,
		},
		{
			"kinds of JSON", "A: string(min=1)\nB: int\nC: {n: int}\nD: []string\nE: bool\nU: A or B or C or D or E",
			"",
		},
		{"two texts", "A: date\nB: uuid\nU: A or B", "A and B: each may be of JSON's kind string"},
		{"text and words", "A: string\nB: enum(x, y)\nU: A or B", `A and B: both take "x"`},
		{"two numbers", "A: int\nB: float\nU: A or B", `A and B: both take 1`},
		{"two lists", "A: []int\nB: []string\nU: A or B", `A and B: both take []`},
		{
			"a list of lists", "A: [][]int(min=1)\nB: []any(min=1)\nU: A or B",
			`A and B: both take [[]]`,
		},
		{
			"a record and a map", "A: {n: int}\nB: map[string]int\nU: A or B",
			`A and B: both take {"n":1}`,
		},
		{"a record and a map of others", "A: {n: int}\nB: map[string]string\nU: A or B", ""},
		{"two maps", "A: map[string]int\nB: map[string]string\nU: A or B", `A and B: both take {}`},
		{"one that keeps the rest", "A: {a: int; ...}\nB: {b: int}\nU: A or B", ""},
		{
			"two that keep the rest", "A: {a: int; ...}\nB: {b: int; ...}\nU: A or B",
			`A and B: both take {"a":1,"b":1}`,
		},
		{"anything", "A: any\nB: string\nU: A or B", `A and B: both take "abc"`},
		{"a Go type", "A: {n: int}\nB: model.Book\nU: A or B", `A and B: both take {"n":1}`},
		{
			"a default is none to be there", "A: {id: int}\nB: {id: int; page: int = 1}\nU: A or B",
			`A and B: both take {"id":1}`,
		},
		{"another name of a union", "A: {n: int}\nU: A or N\nN: U", "N is a union itself"},
		{
			"a document that is too long", "A: {s: string(min=400)}\nB: {s: string(min=300)}\nU: A or B",
			"A and B: they have the same fields",
		},
		{"a text that is too long", "A: string(min=400)\nB: string\nU: A or B",
			"A and B: each may be of JSON's kind string"},
		{"no document", "A: {s: string(min=30000)}\nB: {s: string}\nU: A or B", `A and B: by its fields {"s":"a"} may be both`},
		{"twice", "A: {n: int}\nU: A or A", "A stands twice"},
		{"a union", "A: {n: int}\nB: {m: int}\nV: A or B\nU: V or A", "V is a union itself"},
		{
			"the third", "A: {a: int}\nB: {b: int}\nC: {a: int; b: int?}\nU: A or B or C",
			`A and C: both take {"a":1}`,
		},
		{
			"records in records", "P: {x: int; y: int}\nA: {p: P}\nB: {p: P; q: P?}\nU: A or B",
			`A and B: both take {"p":{"x":1,"y":1}}`,
		},
		{
			"a record of itself", "A: {next: A?; n: int}\nB: {next: B?; n: int}\nU: A or B",
			`A and B: both take {"n":1}`,
		},
		{
			"other names of records", "R: {n: int}\nA: R\nB: {n: int}\nU: A or B",
			`A and B: both take {"n":1}`,
		},
		{"a tag each", "A: {n: int}\nB: {n: int}\nU: kind a=A, b=B", ""},
		{
			"a tag twice", "A: {n: int}\nB: {n: int}\nU: kind a=A, a=B",
			`A and B have the same value of kind: "a"`,
		},
		{"a member twice", "A: {n: int}\nU: kind a=A, b=A", "A stands twice"},
		{
			"a field like the tag", "A: {kind: int}\nU: kind a=A",
			"A has a field kind, which tells the members apart",
		},
		{
			"no record", "A: []int\nB: {n: int}\nU: kind a=A, b=B",
			"A is no record: it has no place for the field kind",
		},
		{
			"a map", "A: map[string]int\nU: kind a=A",
			"A is no record: it has no place for the field kind",
		},
	} {
		faults := world(t, row.world)["U"].UnionFaults()
		got := ""
		if len(faults) > 0 {
			got = strings.Replace(faults[0].Message, " cannot be told apart", "", 1)
			if faults[0].Help == "" {
				t.Errorf("%s: there is no help", row.name)
			}
		}
		if got != row.want || len(faults) > 1 {
			t.Errorf("%s: %q, want %q (%d faults)", row.name, got, row.want, len(faults))
		}
	}
}

// TestUnionsTellApart compares the answer for two random records with all documents of the names
// in them, each value of one kind.
func TestUnionsTellApart(t *testing.T) {
	src := rand.New(rand.NewPCG(3, 4))
	types := []string{"string", "int", "bool", "string?", "int?", "[]int", "map[string]int", "any"}
	record := func() string {
		var fields []string
		for _, name := range []string{"a", "b", "c"} {
			if src.IntN(3) > 0 {
				fields = append(fields, name+": "+types[src.IntN(len(types))])
			}
		}
		if src.IntN(5) == 0 {
			fields = append(fields, "...")
		}
		return "{" + strings.Join(fields, "; ") + "}"
	}
	refused := 0
	all := documents("abc")
	for range 400 {
		text := fmt.Sprintf("A: %s\nB: %s\nU: A or B", record(), record())
		w := world(t, text)
		faults := w["U"].UnionFaults()
		var both any
		for _, v := range all {
			if newGuess().declTakes(w["A"], v) && newGuess().declTakes(w["B"], v) {
				both = v
				break
			}
		}
		if (len(faults) > 0) != (both != nil) {
			t.Fatalf("%s\n%v, and both take %v", text, faults, both)
		}
		if len(faults) == 0 {
			continue
		}
		refused++
		var v any
		d := json.NewDecoder(strings.NewReader(faults[0].Document))
		d.UseNumber()
		if err := d.Decode(&v); err != nil || !faults[0].Both {
			t.Fatalf("%s\nthe document is %s (%v)", text, faults[0].Document, err)
		}
		if !newGuess().declTakes(w["A"], v) || !newGuess().declTakes(w["B"], v) {
			t.Fatalf("%s\nboth are said to take %s", text, faults[0].Document)
		}
	}
	if refused < 50 || refused > 350 {
		t.Errorf("%d of 400 unions are refused", refused)
	}
}

// documents are the objects of some of the names, with a value of every kind.
func documents(names string) []any {
	list := []any{map[string]any{}}
	for _, name := range names {
		for _, o := range list {
			for _, v := range []any{
				nil, true, json.Number("1"), "x", []any{}, map[string]any{},
			} {
				clone := map[string]any{string(name): v}
				for k, member := range o.(map[string]any) {
					clone[k] = member
				}
				list = append(list, clone)
			}
		}
	}
	return list
}

// TestGuessEnds builds documents where records hold each other in very many ways.
func TestGuessEnds(t *testing.T) {
	var b strings.Builder
	for i := range 20 {
		fmt.Fprintf(&b, "R%d: {", i)
		for j := range 20 {
			fmt.Fprintf(&b, "f%d: R%d(min=0); ", j, (i+1)%20)
		}
		b.WriteString("}\n")
	}
	text := strings.ReplaceAll(b.String(), "(min=0)", "")
	text = strings.Replace(text, "f0: R1;", "f0: R1?;", 1)
	w := world(t, text+"U: R0 or R1")
	if faults := w["U"].UnionFaults(); len(faults) != 1 {
		t.Errorf("%v", faults)
	}
	w = world(t, "A: [][][][][]int(min=400)\nB: []any\nU: A or B")
	w["A"].Type.Elem.Rules = w["A"].Type.Rules
	w["A"].Type.Elem.Elem.Rules = w["A"].Type.Rules
	if faults := w["U"].UnionFaults(); len(faults) != 1 {
		t.Errorf("%v", faults)
	}
}
