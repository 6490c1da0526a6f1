package wire

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// Members of unions, and members that nobody declared, are tested here.

func TestChoose(t *testing.T) {
	c := Choice{
		Names: []string{"email", "note", "phone"},
		Members: []Member{
			{Kinds: JSONString | JSONNull},
			{Kinds: JSONObject, Record: true, Fields: []Kinds{JSONRequired | JSONString, JSONString | JSONNull, 0}},
			{Kinds: JSONObject, Record: true, Open: true, Fields: []Kinds{0, 0, JSONRequired | JSONNumber}},
			{Kinds: JSONNumber | JSONArray},
		},
	}
	for text, want := range map[string]int{
		`"a"`: 0, `null`: 0, `5`: 3, `[{"email":5}]`: 3, `true`: -1, `{}`: -1, ``: -1,
		`{"email":"a"}`: 1, `{"email":"a","note":null}`: 1, `{"email":5}`: -1, `{"email":"a","note":5}`: -1, `{"email":"a","x":5}`: -1, `{"\u0065mail":"a"}`: 1,
		`{"phone":5}`: 2, `{"phone":5,"x":{"email":"a"}}`: 2, `{"phone":5,"email":"a"}`: 2, `{"phone":"5"}`: -1, ` {"note":"a"}`: -1,
	} {
		var d Decoder
		d.Reset([]byte(text))
		at := d.Offset()
		if got := d.Choose(&c); got != want || at != 0 {
			t.Errorf("%s is %d, want %d", text, got, want)
		}
		if d.NoMember("A, B"); want == -1 && text != "" {
			if err := d.End(); err == nil || err.Error() != "is none of A, B" {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
	many := Choice{Names: make([]string, 40), Members: []Member{{Kinds: JSONObject, Record: true, Fields: make([]Kinds, 40)}}}
	for i := range many.Names {
		many.Names[i] = fmt.Sprint("f", i)
		many.Members[0].Fields[i] = JSONBool
	}
	var d Decoder
	for text, want := range map[string]int{`{"f39":true}`: 0, `{"f39":5}`: -1, `{"f40":true}`: -1} {
		if d.Reset([]byte(text)); d.Choose(&many) != want {
			t.Errorf("%s is not %d", text, want)
		}
	}
}

func TestMembersThatAreKept(t *testing.T) {
	read := func(text string) (map[string]json.RawMessage, error) {
		var rest map[string]json.RawMessage
		none := NewFields()
		err := Unmarshal([]byte(text), &rest, func(d *Decoder, at int, rest *map[string]json.RawMessage) (int, bool) {
			var names Names
			field, at, _ := d.ObjectAt(at, none)
			for field != End {
				at = d.At(at).Keep(&names, rest)
				field, at = d.MemberAt(at, none, 0)
			}
			return at, d.OK()
		})
		return rest, err
	}
	rest, err := read(`{ "b" : [ 1 , {"c":null} ],"\u0061":"é"}`)
	if err != nil || len(rest) != 2 || string(rest["b"]) != `[ 1 , {"c":null} ]` || string(rest["a"]) != `"é"` {
		t.Errorf("%q %v", rest, err)
	}
	if b, err := AppendRest([]byte("b"), rest); err != nil || string(b) != `b,"a":"é","b":[1,{"c":null}]` {
		t.Errorf("%s %v", b, err)
	}
	if _, err := read(`{"a":1,"\u0061":2}`); err == nil {
		t.Error("a name that is there twice is kept")
	}
	rest["z"] = json.RawMessage("{")
	if b, err := AppendRest([]byte("b"), rest); err == nil || string(b) != "b" {
		t.Errorf("%s %v", b, err)
	}
	if got := Sorted(rest); !slices.Equal(got, slices.Sorted(maps.Keys(rest))) {
		t.Error(got)
	}
}

// Faults have the place of what was read last.
func TestPlacesOfFaults(t *testing.T) {
	var d Decoder
	d.Reset([]byte(`[{"a":[1,1]},{"b":{}}]`))
	d.Array()
	d.More()
	d.Object()
	d.Next()
	d.Skip()
	d.Unique(true)
	d.Unique(false)
	d.Next()
	d.Missing("x/y~")
	d.MemberFault("a", RuleMax, "is too much")
	d.More()
	d.Skip()
	d.Fault(RuleValid, "is refused")
	d.More()
	err := d.End()
	const want = "/0/a: has an element twice; /0/x~1y~0: is missing; /0/a: is too much; /1: is refused"
	if err == nil || strings.ReplaceAll(err.Error(), " has", ": has") == "" {
		t.Fatal(err)
	}
	var got []string
	for _, f := range err.(*JSONError).Faults {
		got = append(got, f.At+": "+f.Message)
	}
	if strings.Join(got, "; ") != want {
		t.Errorf("%s, want %s", strings.Join(got, "; "), want)
	}
}
