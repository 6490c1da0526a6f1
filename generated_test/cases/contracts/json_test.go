package contracts

import (
	"encoding/json"
	"testing"

	"example.com/httpgen/generated_test/dialogue"
)

const (
	asJSON = "\nContent-Type: application/json\n\n"
	least  = `"id":1,"name":"a","price":0.5,"note":null,"blob":"","counts":{}`
)

const item = "POST /item" + asJSON

var bodies = []dialogue.Line{
	{item + `{` + least + `}`, `201 {"id":1,"name":"a","price":0.5,"note":null,"kind":"paper","blob":"","counts":{}} | Content-Type: application/json; charset=utf-8`},
	{item + `{` + least + `,"zz":{"a":[1]}, "kind" : "ebook","tags":["a","b"]}`,
		`201 {"id":1,"name":"a","price":0.5,"tags":["a","b"],"note":null,"kind":"ebook","blob":"","counts":{},"zz":{"a":[1]}}`},
	{item + `{"id":9007199254740993,"name":"<é>","price":0.1,"note":"x","blob":"aGk=","counts":{"b":2,"a":1},"at":"2024-01-02T03:04:05.1+02:00",` +
		`"until":"2024-02-29","every":"1m30s","home":"https://a.example/","key":"F81d4fae-7dec-11d0-a765-00a0c91e6bf6","color":{"R":1,"G":2},` +
		`"more":[1, {"a":null}],"slug":"ab","isbn":"978"}`,
		`201 {"id":9007199254740993,"name":"<é>","price":0.1,"note":"x","kind":"paper","at":"2024-01-02T03:04:05.1+02:00","until":"2024-02-29",` +
			`"every":"1m30s","home":"https://a.example/","key":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6","blob":"aGk=","counts":{"a":1,"b":2},` +
			`"color":{"R":1,"G":2},"more":[1,{"a":null}],"slug":"ab","isbn":"978"}`},
	{item + `{"id":1,"name":"a","price":0.5,"note":null,"blob":null,"counts":null,"tags":null,"kind":null,"at":null}`,
		`201 {"id":1,"name":"a","price":0.5,"note":null,"kind":"paper","blob":"","counts":{}}`},
	{item + `{}`, `422 ~/id is missing`},
	{item + `{` + least + `,"tags":["a","a"]}`, `422 ~{"in": "body", "at": "/tags", "rule": "unique", "message": "has an element twice"}`},
	{item + `{` + least + `,"tags":["a",5]}`, `422 ~/tags/1: a number, a string is wanted`},
	{item + `{` + least + `,"color":{"R":1,"G":300,"X":1}}`, `422 ~/color/G: 300 is more than 255`},
	{item + `{` + least + `,"color":{"R":1,"G":30,"X":1}}`, `422 ~/color/X is not known`},
	{item + `{` + least + `,"kind":"x"}`, `422 ~is none of paper, ebook`},
	{item + `{` + least + `,"slug":"A1"}`, `422 ~/slug: `},
	{item + `{` + least + `,"isbn":"x"}`, `422 ~/isbn: \"x\" is no isbn`},
	{item + `{` + least + `,"password":"short"}`, `422 ~/password`},
	{item + `{` + least + `,"price":0.5}`, `400 ~the name \"price\" is there twice`},
	{item + `{` + least + `,"zz":1,"zz":2}`, `400 ~the name \"zz\" is there twice`},
	{item + `{` + least + `} {}`, `400 ~invalid JSON`},
	{item + `{` + least + `,}`, `400 ~invalid JSON`},
	{item + `{` + least, `400 ~invalid JSON`},
	{item + "{" + least + `,"a":"` + "\xff" + `"}`, `400 ~invalid JSON`},
	{item + `{` + least + `,"a":"\ud800"}`, `400 ~invalid JSON`},
	{item, `400 {"error": "body is empty"}`},
	{"POST /item", `400 {"error": "body is empty"}`},
	{"POST /item\nContent-Type: text/plain\n\n{}", `415 ~send Content-Type: application/json (it was text/plain) | Accept: application/json`},
	{"POST /item\nContent-Encoding: gzip" + asJSON + "{}", `415 ~send the body without Content-Encoding (it was gzip) | Accept-Encoding: identity`},
	{"POST /item\nContent-Encoding: gzip", `400 {"error": "body is empty"}`},
	{"POST /item\n\n{}", `415 | Accept: application/json`},
	{"POST /item\nContent-Type: Application/Vnd.api+JSON; charset=\"UTF-8\"\n\n{}", `422`},
	{"POST /item\nContent-Type: application/json; charset=latin1\n\n{}", `415 ~JSON is UTF-8`},
	{"POST /item\nContent-Type: application/json;\n\n{}", `422`},
	{"POST /items" + asJSON + `[]`, `200 []`},
	{"POST /items" + asJSON + `null`, `200 []`},
	{"POST /items" + asJSON + `[{` + least + `},{` + least + `}, {` + least + `}]`, `422 ~has 3 elements, at most 2 are wanted`},
	{"POST /items" + asJSON + `[{` + least + `,"name2":1},{"id":"5"}]`, `422 ~/1/id: a string, an integer is wanted`},
	{"POST /maybe", `200 false`},
	{"POST /maybe" + asJSON + " null\n", `200 false`},
	{"POST /maybe\n\nnull", `415`},
	{"POST /maybe" + asJSON + `{` + least + `}`, `200 true`},
	{"POST /event" + asJSON + `{"by":"x","kind":"made"}`, `200 {"kind":"made","by":"x"}`},
	{"POST /event" + asJSON + `{"kind":"gone"}`, `200 {"kind":"gone"}`},
	{"POST /event" + asJSON + `{"kind":"gone","by":"x"}`, `422 ~/by is not known`},
	{"POST /event" + asJSON + `{"kind":"gone","kind":"gone"}`, `400 ~twice`},
	{"POST /event" + asJSON + `{"kind":"left"}`, `422 ~/kind: \"left\" is none of made, gone`},
	{"POST /event" + asJSON + `{}`, `422 ~/kind is missing`},
	{"POST /event" + asJSON + `[]`, `422 ~an array, an object is wanted`},
	{"POST /events" + asJSON + `[{"kind":"gone","why":"w"}]`, `200 [{"kind":"gone","why":"w"}]`},
	{"POST /events" + asJSON + `[]`, `422 ~has 0 elements, at least 1 is wanted`},
	{"POST /contact" + asJSON + `{"phone":"1"}`, `200 {"phone":"1"}`},
	{"POST /contact" + asJSON + `{"email":"1"}`, `200 {"email":"1"}`},
	{"POST /contact" + asJSON + `{}`, `422 ~is none of Email, Phone`},
	{"POST /tree" + asJSON + `{"name":"a","left":{"name":"b","kids":[]},"kids":[{"name":"c","kids":[]}]}`,
		`200 {"name":"a","left":{"name":"b","kids":[]},"kids":[{"name":"c","kids":[]}]}`},
}

func TestJSONBodies(t *testing.T) { dialogue.Run(t, service, bodies) }

// What users put into their own structs is read and written in the same way.
func TestTypesInUsersStructs(t *testing.T) {
	var v struct {
		Item *Item
		Sort Sort
		Tree Tree
	}
	text := `{"Item":{` + least + `},"Sort":"very hot","Tree":{"name":"a","kids":[]}}`
	if err := json.Unmarshal([]byte(text), &v); err != nil || v.Item.ID != 1 || v.Sort != SortVeryHot {
		t.Fatalf("%+v %v", v, err)
	}
	if got, err := json.Marshal(v.Tree); err != nil || string(got) != `{"name":"a","kids":[]}` {
		t.Errorf("%s %v", got, err)
	}
	if err := json.Unmarshal([]byte(`{"Sort":"cold"}`), &v); err == nil {
		t.Error("an unknown word is taken")
	}
	if err := json.Unmarshal([]byte(`{"Tree":{"name":"a","kids":[],"x":1}}`), &v); err == nil {
		t.Error("an unknown member is taken")
	}
}

func TestValidate(t *testing.T) {
	good := Item{Name: "a", Kind: ItemKindPaper}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	bad := Item{Name: "far too long a name", Kind: "x"}
	if err := bad.Validate(); err == nil {
		t.Error("nothing is wrong with it")
	}
}
