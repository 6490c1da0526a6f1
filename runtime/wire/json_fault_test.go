package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// What is said about JSON that is wrong is tested here.

// faultsOf are the faults of a text as a thing, one a line, each with its rule.
func faultsOf(text string, refused bool) string {
	var d Decoder
	d.Reset([]byte(text))
	readThing(&d, refused)
	err := d.End()
	if err == nil {
		return ""
	}
	var b strings.Builder
	for _, f := range err.(*JSONError).Faults {
		fmt.Fprintf(&b, "%s %s: %s\n", f.Rule, f.At, f.Message)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestValuesThatAreWrongAreTold(t *testing.T) {
	long := strings.Repeat("x", 200)
	for _, row := range []struct{ text, want string }{
		{`{"id":5}`, ""},
		{`null`, "type : null, an object is wanted"},
		{`[1,{}]`, "type : an array, an object is wanted"},
		{`{}`, "required /id: is missing"},
		{`{"id":"9007199254740993"}`, "type /id: a string, an integer is wanted"},
		{`{"id":null}`, "type /id: null, an integer is wanted"},
		{`{"id":1.0}`, "type /id: 1.0 is not an integer"},
		{`{"id":1e2}`, "type /id: 1e2 is not an integer"},
		{`{"id":true}`, "type /id: true or false, an integer is wanted"},
		{`{"id":{"a":[1,"]"]}}`, "type /id: an object, an integer is wanted"},
		{`{"id":99999999999999999999}`, "type /id: 99999999999999999999 is out of the range of int64"},
		{`{"id":` + strings.Repeat("9", 200) + `}`, "type /id: " + strings.Repeat("9", 100) + "… is out of the range of int64"},
		{`{"id":0}`, "min /id: 0 is less than 1"},
		{`{"id":105}`, "max /id: 105 is more than 100"},
		{`{"id":-9223372036854775808}`, "min /id: -9223372036854775808 is less than 1"},
		{`{"id":7}`, "multiple /id: 7 is not a multiple of 5"},
		{`{"id":5,"small":128}`, "type /small: 128 is out of the range of int8"},
		{`{"id":5,"count":-1}`, "type /count: -1 is below 0"},
		{`{"id":5,"count":0}`, "min /count: 0 is less than 1"},
		{`{"id":5,"count":105}`, "max /count: 105 is more than 100"},
		{`{"id":5,"count":7}`, "multiple /count: 7 is not a multiple of 5"},
		{`{"id":5,"count":"1"}`, "type /count: a string, an integer is wanted"},
		{`{"id":5,"price":"1"}`, "type /price: a string, a number is wanted"},
		{`{"id":5,"price":-1e400}`, "type /price: -1e400 is out of range"},
		{`{"id":5,"price":0.25}`, "min /price: 0.25 is less than 0.5"},
		{`{"id":5,"price":10.5}`, "max /price: 10.5 is more than 9.5"},
		{`{"id":5,"price":0.55}`, "multiple /price: 0.55 is not a multiple of 0.1"},
		{`{"id":5,"name":null}`, "type /name: null, a string is wanted"},
		{`{"id":5,"name":5}`, "type /name: a number, a string is wanted"},
		{`{"id":5,"name":""}`, "min /name: has 0 characters, at least 1 is wanted"},
		{`{"id":5,"name":"éééééééééé"}`, "pattern /name: \"éééééééééé\" does not match ^[a-z]*$"},
		{`{"id":5,"name":"ééééééééééé"}`, "max /name: has 11 characters, at most 10 are wanted"},
		{`{"id":5,"ok":"true"}`, "type /ok: a string, true or false is wanted"},
		{`{"id":5,"at":"2026-11-28"}`, "type /at: \"2026-11-28\" is not a time, such as 2026-11-28T10:00:00Z"},
		{`{"id":5,"at":1}`, "type /at: a number, a string is wanted"},
		{`{"id":5,"day":"2026-02-30"}`, "type /day: \"2026-02-30\" is not a day, such as 2026-11-28"},
		{`{"id":5,"time":"1"}`, "type /time: \"1\" is not a duration, such as 1m30s"},
		{`{"id":5,"url":":"}`, "type /url: \":\" is not a URL"},
		{`{"id":5,"uuid":"x"}`, "type /uuid: \"x\" is not a UUID"},
		{`{"id":5,"data":"YQ"}`, "type /data: is not base64"},
		{`{"id":5,"data":"YWFhYQ=="}`, "max /data: has 4 bytes, at most 3 are wanted"},
		{`{"id":5,"own":"978"}`, "type /own: \"978\" is no isbn"},
		{`{"id":5,"word":"shut"}`, "enum /word: \"shut\" is none of open, sent, done"},
		{`{"id":5,"word":"sh\u0075t"}`, "enum /word: \"shut\" is none of open, sent, done"},
		{`{"id":5,"word":"` + long + `"}`, "enum /word: \"" + long[:100] + "…\" is none of open, sent, done"},
		{`{"id":5,"word":1}`, "type /word: a number, a string is wanted"},
		{`{"id":5,"level":-23}`, "enum /level: -23 is none of -1, 1"},
		{`{"id":5,"secret":"Hidden"}`, "pattern /secret: the value does not match ^[a-z]*$"},
		{`{"id":5,"secret":"a","name":"B"}`, "pattern /name: \"B\" does not match ^[a-z]*$"},
		{`{"id":5,"a/b~c":1}`, "type /a~1b~0c: a number, true or false is wanted"},
		{`{"id":5,"things":[{"id":5},{"id":"x"}]}`, "type /things/1/id: a string, an integer is wanted"},
		{`{"id":5,"things":[{"id":5},null]}`, "type /things/1: null, an object is wanted"},
		{`{"id":5,"things":null}`, ""},
		{`{"id":5,"things":{}}`, "type /things: an object, an array is wanted"},
		{`{"id":5,"things":[{"id":5},{"id":5},{"id":5}]}`, "max /things: has 3 elements, at most 2 are wanted"},
		{`{"id":5,"things":[{"things":[{}]},{"id":5}]}`, "required /things/0/things/0/id: is missing\nrequired /things/0/id: is missing"},
		{`{"id":5,"map":{"a":1,"\u0062\n":2}}`, "type /map/a: a number, true or false is wanted\ntype /map/b\n: a number, true or false is wanted"},
		{`{"id":5,"map":null}`, ""},
		{`{"id":5,"map":[]}`, "type /map: an array, an object is wanted"},
		{`{"id":5,"NAME":"a","\u0061":1}`, "unknown /NAME: is not known\nunknown /a: is not known"},
		{`{"id":5,"` + long + `":1}`, "unknown /" + long[:100] + "…: is not known"},
		{`{"x":[1,{"y":null}],"id":5}`, "unknown /x: is not known"},
		{" {\n \"id\" : \"a\" ,\n \"name\" : 5 }\n", "type /id: a string, an integer is wanted\ntype /name: a number, a string is wanted"},
		{`{"id":5,"any":{"n":1}}`, ""},
		{`{"id":5,"order":{"id":"x"}}`, "type /order/id: a string, an integer is wanted\nrequired /order/title: is missing\nrequired /order/cents: is missing\n" +
			"required /order/price: is missing\nrequired /order/paid: is missing\nrequired /order/state: is missing\nrequired /order/placed: is missing\n" +
			"required /order/discount: is missing\nrequired /order/tags: is missing\nrequired /order/lines: is missing\nrequired /order/customer: is missing"},
	} {
		if got := faultsOf(row.text, true); got != row.want {
			t.Errorf("%s\ngot  %s\nwant %s", row.text, got, row.want)
		}
	}
	if got := faultsOf(`{"id":5,"x":1,"y":{"z":[]}}`, false); got != "" {
		t.Errorf("unknown members that may be: %s", got)
	}
	if got := faultsOf(`{"id":5,"any":{"n":"Hidden"}}`, true); !strings.HasPrefix(got, "type /any: does not fit: ") {
		t.Errorf("a value of a Go type: %s", got)
	}
}

func TestTextsThatAreNoJSONAreTold(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{``, "syntax : the text ends inside what should be a value at line 1, column 1 (offset 0)"},
		{`{"id":5}x`, "syntax : unexpected 'x', want nothing more at line 1, column 9 (offset 8)"},
		{`{"id":5}{"id":5}`, "syntax : unexpected '{', want nothing more at line 1, column 9 (offset 8)"},
		{"\ufeff{}", "syntax : a byte order mark, want a value at line 1, column 1 (offset 0)"},
		{"{\n\"name\":\"é\",\n \"id\":x}", "syntax /id: unexpected 'x', want a value at line 3, column 7 (offset 21)"},
		{"{\"name\":\"éx\", id:1}", "syntax : unexpected 'i', want a name in quotation marks at line 1, column 15 (offset 15)"},
		{`{"id":5,}`, "syntax : unexpected '}', want a name in quotation marks at line 1, column 9 (offset 8)"},
		{`{"id":5 "name":""}`, "syntax : unexpected '\"', want a comma or } at line 1, column 9 (offset 8)"},
		{`{"id" 5}`, "syntax /id: unexpected '5', want a colon at line 1, column 7 (offset 6)"},
		{`{"id":5,"id":6}`, `syntax /id: the name "id" is there twice at line 1, column 9 (offset 8)`},
		{`{"id":5,"i\u0064":6}`, `syntax /id: the name "id" is there twice at line 1, column 9 (offset 8)`},
		{`{"id":5,"x":1,"x":2}`, `syntax /x: the name "x" is there twice at line 1, column 15 (offset 14)`},
		{`{"id":5,"x":{"y":{"a":1,"b":1,"a":1}}}`, `syntax /x/y/a: the name "a" is there twice at line 1, column 31 (offset 30)`},
		{`{"things":[{"id":5},{"id":01}]}`, "syntax /things/1/id: unexpected '1', want no digit behind a 0 that begins a number at line 1, column 28 (offset 27)"},
		{`{"things":[{"id":5},]}`, "syntax /things/1: unexpected ']', want a value at line 1, column 21 (offset 20)"},
		{`{"things":[{"id":5}}`, "syntax /things: unexpected '}', want a comma or ] at line 1, column 20 (offset 19)"},
		{`{"id":5,"name":"\ud800"}`, `syntax /name: half a surrogate pair, \ud800 at line 1, column 17 (offset 16)`},
		{"{\"id\":5,\"name\":\"\xff\"}", "syntax /name: it is not UTF-8 at line 1, column 17 (offset 16)"},
		{"{\"id\":5,\"name\":\"a\nb\"}", `syntax /name: a control character in a string, write \u000a at line 1, column 18 (offset 17)`},
		{`{"id":5,"name":"a`, "syntax /name: the text ends inside a string at line 1, column 18 (offset 17)"},
		{`{"id":5,"x":` + strings.Repeat("[", 128), "syntax /x" + strings.Repeat("/0", 127) + ": it is nested deeper than 128 levels at line 1, column 140 (offset 139)"},
		// What is no JSON is told alone: 400 and not 422.
		{`{"id":"x","name":5,"y":1,`, "syntax : the text ends inside an object at line 1, column 26 (offset 25)"},
	} {
		if got := faultsOf(row.text, true); got != row.want {
			t.Errorf("%s\ngot  %s\nwant %s", row.text, got, row.want)
		}
	}
}

// At most 32 faults are told, the first ones, and the others counted; and a text that is no
// JSON behind them is none.
func TestManyFaults(t *testing.T) {
	text := `{"id":5,"things":[` + strings.Repeat(`{"id":"x"},`, 40) + `{}]}`
	var d Decoder
	d.Reset([]byte(text))
	readThing(&d, true)
	var err *JSONError
	if !errors.As(d.End(), &err) || len(err.Faults) != 32 || err.More != 10 || err.Syntax() || err.Faults[31].At != "/things/31/id" {
		t.Errorf("%v", err)
	}
	if !strings.HasPrefix(err.Error(), "/things/0/id: a string, an integer is wanted; /things/1/id: ") || !strings.HasSuffix(err.Error(), "; and 10 more") {
		t.Errorf("%v", err)
	}
	if got := faultsOf(text+"}", true); !strings.HasPrefix(got, "syntax : unexpected '}', want nothing more") {
		t.Error(got)
	}
}

// Wherever a text is cut, it is no JSON, and that is said of its end.
func TestTextsThatAreCut(t *testing.T) {
	for _, text := range []string{someDocument(), `[{"id":5,"things":[{"id":10}],"name":"\u00e9\ud83d\ude00\n","price":-1.5e+3,"map":{"a":true},"x":[1,{"y":null}]}]`} {
		for end := range text {
			cut := []byte(text[:end])
			checkText(t, cut)
			checkAround(t, cut)
			var list orders
			var err *JSONError
			if !errors.As(list.UnmarshalJSON(cut), &err) || !err.Syntax() || list != nil {
				t.Fatalf("%s: %v", cut, err)
			}
			if want := fmt.Sprintf("(offset %d)", end); !strings.HasSuffix(err.Error(), want) {
				t.Fatalf("%s: %v, want %s", cut, err, want)
			}
		}
	}
}

// A text of which one byte is another: no reader panics, the codec agrees with encoding/json on
// what it takes, and with the oracle on what is JSON.
func FuzzCodec(f *testing.F) {
	f.Add([]byte(someDocument()))
	f.Add([]byte(`[{"id":1,"title":"a","cents":1,"price":1.5,"paid":true,"state":"open","placed":"2026-11-28T10:00:00.5+02:00","discount":null,"tags":null,"lines":[],"customer":{"id":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6","name":"","email":""}}]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var got orders
		err := got.UnmarshalJSON(text)
		_, noJSON := oracle(text)
		var told *JSONError
		if errors.As(err, &told); noJSON != nil && (told == nil || !told.Syntax()) || noJSON == nil && told != nil && told.Syntax() {
			t.Fatalf("%q: %v, the oracle says %v", text, err, noJSON)
		}
		if err != nil {
			return
		}
		again, err := got.AppendJSON(nil)
		if err != nil {
			t.Fatalf("%q: what was read cannot be written: %v", text, err)
		}
		var back orders
		if err := back.UnmarshalJSON(again); err != nil {
			t.Fatalf("%q: what was written, %q, cannot be read: %v", text, again, err)
		}
		var theirs []plainOrder
		if err := json.Unmarshal(text, &theirs); err != nil {
			t.Fatalf("%q: encoding/json: %v", text, err)
		}
		plain, err := json.Marshal(theirs)
		if err != nil {
			t.Fatal(err)
		}
		var ofTheirs orders
		if err := ofTheirs.UnmarshalJSON(plain); err != nil && len(got) > 0 {
			t.Fatalf("%q: what encoding/json writes, %q, cannot be read: %v", text, plain, err)
		}
		mine, _ := back.AppendJSON(nil)
		if other, _ := ofTheirs.AppendJSON(nil); string(mine) != string(other) {
			t.Fatalf("%q: %s, encoding/json reads %s", text, mine, other)
		}
	})
}
