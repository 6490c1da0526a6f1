package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// The grammar of JSON is tested here, with encoding/json as its oracle.

// strictJSON are rules that refuse what they can.
var strictJSON = jsonRules{depth: 4, surrogates: true}

func faultOf(text string, rules jsonRules) string {
	fault := checkJSON([]byte(text), rules)
	if fault == nil {
		return "none"
	}
	return fmt.Sprint(fault.at, ": ", fault.text)
}

func TestFaultsOfJSON(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{``, "0: the text ends inside what should be a value"},
		{`{"a":tru`, "8: the text ends inside true"},
		{`[f`, "2: the text ends inside false"},
		{`12e`, "3: the text ends inside a number"},
		{`12.`, "3: the text ends inside a number"},
		{`-`, "1: the text ends inside a number"},
		{`12e+`, "4: the text ends inside a number"},
		{`"\u12`, "5: the text ends inside a string"},
		{`"\`, "2: the text ends inside a string"},
		{`"a`, "2: the text ends inside a string"},
		{`{"a`, "3: the text ends inside a string"},
		{`{`, "1: the text ends inside an object"},
		{`{"a"`, "4: the text ends inside an object"},
		{`{"a":`, "5: the text ends inside an object"},
		{`{"a":1`, "6: the text ends inside an object"},
		{`{"a":1, `, "8: the text ends inside an object"},
		{`{"a":[`, "6: the text ends inside an array"},
		{`[1,`, "3: the text ends inside an array"},
		{"{\"a\":\"\xe2\x82", "8: the text ends inside a string"},
		{"[\xe2\x82", "3: the text ends inside an array"},
		{`[{}`, "3: the text ends inside an array"},

		{`x`, "0: unexpected 'x', want a value"},
		{`NaN`, "0: unexpected 'N', want a value"},
		{`+1`, "0: unexpected '+', want a value"},
		{`.5`, "0: unexpected '.', want a value"},
		{`01`, "1: unexpected '1', want no digit behind a 0 that begins a number"},
		{`-x`, "1: unexpected 'x', want a digit"},
		{`1.x`, "2: unexpected 'x', want a digit"},
		{`1e-x`, "3: unexpected 'x', want a digit"},
		{`0x1`, "1: unexpected 'x', want nothing more"},
		{`trux`, "3: unexpected 'x', want true"},
		{`nul `, "3: unexpected ' ', want null"},
		{`truex`, "4: unexpected 'x', want nothing more"},
		{`{} {}`, "3: unexpected '{', want nothing more"},
		{`{,}`, "1: unexpected ',', want a name in quotation marks or }"},
		{`{a:1}`, "1: unexpected 'a', want a name in quotation marks or }"},
		{`{"a":1,}`, "7: unexpected '}', want a name in quotation marks"},
		{`{"a" 1}`, "5: unexpected '1', want a colon"},
		{`{"a":}`, "5: unexpected '}', want a value"},
		{`{"a":1 "b"}`, "7: unexpected '\"', want a comma or }"},
		{`{"a":1]`, "6: unexpected ']', want a comma or }"},
		{`[,]`, "1: unexpected ',', want a value or ]"},
		{`[1,]`, "3: unexpected ']', want a value"},
		{`[1}`, "2: unexpected '}', want a comma or ]"},
		{`[é]`, "1: unexpected 'é', want a value or ]"},
		{`['a']`, `1: unexpected '\'', want a value or ]`},
		{`// a`, "0: unexpected '/', want a value"},
		{"\ufeff{}", "0: a byte order mark, want a value"},
		{"\x00", `0: unexpected '\x00', want a value`},
		{"\u00a01", `0: unexpected '\u00a0', want a value`},
		{"[\xff]", "1: it is not UTF-8"},
		{"\"a\xff\"", "2: it is not UTF-8"},
		{"\"\xed\xa0\x80\"", "1: it is not UTF-8"},
		{"\"a\nb\"", `2: a control character in a string, write \u000a`},
		{`"\x"`, `2: unexpected 'x', want one of "\/bfnrtu behind \`},
		{`"\u12G4"`, "5: unexpected 'G', want a hexadecimal digit"},

		{`[[[[1]]]]`, "none"},
		{`[[[[[`, "4: it is nested deeper than 4 levels"},
		{`{"a":{"b":[{"c":{}}]}}`, "16: it is nested deeper than 4 levels"},
		{`[[[[]]],[[[]]],{"a":[]}]`, "none"},
		{`{"a":{"a":1},"b":[{"a":1},{"a":2}],"A":1}`, "none"},
		{`"\ud83d\ude00"`, "none"},
		{`"\ud83d"`, `1: half a surrogate pair, \ud83d`},
		{`"\ude00\ud83d"`, `1: half a surrogate pair, \ude00`},
		{`"a\ud83d\n"`, `2: half a surrogate pair, \ud83d`},
		{`"\ud83d\ud83d"`, `1: half a surrogate pair, \ud83d`},
		{`"\ud83d\u0041"`, `1: half a surrogate pair, \ud83d`},
		{`"\ud83d`, "7: the text ends inside a string"},
		{`"\ud83d\`, "8: the text ends inside a string"},
		{`"\ud83d\u12`, "11: the text ends inside a string"},
		{" {\"a\" : [ 1 , -0.5e+10 , \"\\\"\\u00e9\" , true , null , { } ] }\r\n\t", "none"},
	} {
		if got := faultOf(row.text, strictJSON); got != row.want {
			t.Errorf("%s\ngot  %s\nwant %s", row.text, got, row.want)
		}
	}
}

func TestTokensOfJSON(t *testing.T) {
	const text = `{"a": [10, {"b\n": "x"}], "c": true, "d": {}}`
	for _, row := range []struct{ at, token, path string }{
		{`{"a"`, `object {`, ``},
		{`a"`, `name "a"`, `a`},
		{`[10`, `array [`, `a`},
		{`0, {`, `number 10`, `a.0`},
		{`{"b`, `object {`, `a.1`},
		{`b\n`, `name "b\n"`, "a.1.b\n"},
		{`x"`, `string "x"`, "a.1.b\n"},
		{`}],`, `close }`, `a.1`},
		{`],`, `close ]`, `a`},
		{`ue,`, `bool true`, `c`},
		{`{}`, `object {`, `d`},
	} {
		token, ok := JSONTokenAt([]byte(text), strings.Index(text, row.at))
		got := token.Kind + " " + text[token.Start:token.End]
		if !ok || got != row.token || strings.Join(token.Path, ".") != row.path {
			t.Errorf("at %s: %s, %q, %v; want %s, %q", row.at, got, token.Path, ok, row.token, row.path)
		}
	}
	for _, at := range []int{-1, 5, len(text), len(text) + 1} {
		if token, ok := JSONTokenAt([]byte(text), at); ok {
			t.Errorf("at %d is %v", at, token)
		}
	}
}

// FuzzJSON: what is JSON is what encoding/json says that it is, a text that is cut off is
// told so at its end, and what is a fault stays one whatever comes behind it.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00\n",true,false,null,{}]}`, `[1,]`, `{"a" 1}`, `"\ud800"`, "01", "[[", "\xff", "{\"a\":1,\"a\":2}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		loose := jsonRules{depth: 10_000}
		fault := checkJSON(text, loose)
		valid := json.Valid(text) && utf8.Valid(text)
		if valid != (fault == nil) {
			t.Fatalf("%q: %v, encoding/json says %v", text, fault, valid)
		}
		if fault != nil {
			ends := strings.HasPrefix(fault.text, "the text ends")
			if fault.at > len(text) || ends != (fault.at == len(text)) {
				t.Fatalf("%q: %v", text, fault)
			}
			if again := checkJSON(append(bytes.Clone(text), " x"...), loose); !ends && *again != *fault {
				t.Fatalf("%q: %v, with more behind it %v", text, fault, again)
			}
			return
		}
		if strict := checkJSON(text, jsonRules{depth: 10_000, surrogates: true}); strict != nil && !bytes.ContainsAny(text, `\:`) {
			t.Fatalf("%q: strictly %v", text, strict)
		}
		for end := range text {
			if cut := checkJSON(text[:end], loose); cut != nil && cut.at != end {
				t.Fatalf("%q cut at %d: %v", text, end, cut)
			}
		}
	})
}

// A string between quotation marks is what encoding/json makes of it.
func FuzzUnquoteJSON(f *testing.F) {
	f.Add([]byte(`"a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud800x\ud800\u0041"`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var want string
		if text = bytes.TrimSpace(text); !utf8.Valid(text) || len(text) < 2 || text[0] != '"' || json.Unmarshal(text, &want) != nil {
			return
		}
		if got := unquoteJSON(text); got != want {
			t.Fatalf("%s is %q, want %q", text, got, want)
		}
	})
}
