package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// The Decoder is tested here against the oracle of json_oracle_test.go and against encoding/json.

// readTree reads any value, as generated code reads those that it knows.
func readTree(d *Decoder) tree {
	switch d.Kind() {
	case 'n':
		d.Null()
		return nil
	case 'b':
		v, _ := d.Bool()
		return v
	case 's':
		if d.Offset()%2 == 0 {
			word, _ := d.Word()
			return string(word)
		}
		v, _ := d.String()
		return v
	case 'a':
		list := []tree{}
		d.Array()
		for start := d.Offset(); d.More(); {
			v := readTree(d)
			list = append(Room(d, list, start), v)
		}
		return list
	case 'o':
		list := members{}
		d.Object()
		var names Names
		for name, more := d.Next(); more && d.Once(&names); name, more = d.Next() {
			list = append(list, member{string(name), nil})
			list[len(list)-1].value = readTree(d)
		}
		return list
	case '0':
		text, _, _ := d.number()
		return number(strings.Clone(text))
	}
	d.Skip() // and so find out that there is nothing
	return nil
}

// readTreeAt is readTree by the methods that take a place.
func readTreeAt(d *Decoder, at int) (v tree, next int) {
	switch d.At(at).Kind() {
	case 'n':
		next, _ = d.NullAt(at)
		return nil, next
	case 'b':
		v, next, _ := d.BoolAt(at)
		return v, next
	case 's':
		if at%2 == 0 {
			text, next, _ := d.WordAt(at)
			return string(text), next
		}
		v, next, _ := d.StringAt(at)
		return v, next
	case 'a':
		list := []tree{}
		at, more, _ := d.ArrayAt(at)
		for start := at; more; at, more = d.MoreAt(at) {
			var v tree
			v, at = readTreeAt(d, at)
			list = append(Room(d.At(at), list, start), v)
		}
		return list, at
	case 'o':
		list := members{}
		var others Names
		field, at, _ := d.ObjectAt(at, treeFields)
		for seen := uint64(0); field >= 0; field, at = d.MemberAt(at, treeFields, seen) {
			name := ""
			if field < 3 {
				name = treeFields.names[field]
			} else {
				text, _ := nameOf(d.data, d.nameAt, nil)
				name = string(text)
			}
			list = append(list, member{name, nil})
			if seen |= 1 << field & 7; field == 3 && !d.At(at).Once(&others) {
				return list, d.Offset()
			}
			list[len(list)-1].value, at = readTreeAt(d, at)
		}
		return list, at
	case '0':
		text, _, _ := d.At(at).number()
		return number(strings.Clone(text)), d.Offset()
	}
	d.At(at).Skip()
	return nil, d.Offset()
}

var treeFields = NewFields("a", "b", "kind")

// A reader is one way to read all of a text.
var jsonReaders = map[string]func(d *Decoder) tree{
	"tree": readTree,
	"at": func(d *Decoder) tree {
		v, next := readTreeAt(d, 0)
		d.At(next)
		return v
	},
	"raw": func(d *Decoder) tree {
		raw, _ := d.Raw()
		v, _ := oracle(raw)
		return v
	},
	"skip": func(d *Decoder) tree { d.Skip(); return nil },
}

// checkText holds all jsonReaders to the oracle.
func checkText(t *testing.T, text []byte) {
	t.Helper()
	want, wantErr := oracle(text)
	for name, read := range jsonReaders {
		var d Decoder
		d.Reset(text)
		got := read(&d)
		err := d.End()
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%s of %.300q: %v, the oracle says %v", name, text, err, wantErr)
		}
		if err == nil {
			if name != "skip" && !reflect.DeepEqual(got, want) {
				t.Fatalf("%s of %.300q: %v, want %v", name, text, got, want)
			}
			continue
		}
		var told *JSONError
		if !errors.As(err, &told) || !told.Syntax() || len(told.Faults) != 1 ||
			strings.Contains(err.Error(), "cannot be read") || len(err.Error()) > 1000 {
			t.Fatalf("%s of %.300q: %v", name, text, err)
		}
	}
}

// checkAround reads text where other bytes stand behind its end: they are nobody's.
func checkAround(t *testing.T, text []byte) {
	t.Helper()
	say := func(text []byte) string {
		var d Decoder
		d.Reset(text)
		v := readTree(&d)
		told := fmt.Sprint(v, d.End())
		d.Reset(text)
		v, at := readTreeAt(&d, 0)
		return fmt.Sprint(told, v, d.At(at).End())
	}
	want := say(slices.Clip(bytes.Clone(text)))
	for _, behind := range []string{`"`, `0123456789`, `,"a":1}]`, `\u0000"`, "\xff\xff", `    }`, "ull", "\x00"} {
		if got := say(append(bytes.Clone(text), behind...)[:len(text)]); got != want {
			t.Fatalf("%q with %q behind its end: %s, want %s", text, behind, got, want)
		}
	}
}

// What is JSON, and what is not: the kinds of cases of the JSON parsing test suites.
var jsonRows = []string{
	// Values.
	`null`, `true`, `false`, `0`, `-0`, `1`, `""`, `"a"`, `[]`, `{}`, ` [ ] `, "\t\r\n {\n}\r ", `[[]]`, `[{}]`,
	`{"a":[]}`, `[null]`, `[true,false]`, `[1,2]`, `{"a":1,"b":2}`, `{"":0}`, `{"a":{"a":{"a":null}}}`,
	`nul`, `nulll`, `Null`, `NULL`, `tru`, `True`, `truefalse`, `fals`, `falsee`, `undefined`, `nan`, `NaN`, `Infinity`, `-Infinity`, `inf`,
	``, ` `, `,`, `:`, `]`, `}`, `[`, `{`, `"`, `'a'`, `a`, `*`, `()`, `<a>`, `[a`, "\x00", "1\x00", "\u00a01", "\u2028", "\ufeff", "\ufeff{}", "\v1", "\f1",
	// Structure.
	`[1,]`, `[,1]`, `[,]`, `[1,,2]`, `[1 2]`, `[1:2]`, `["a":1]`, `[1}`, `[1`, `[1,`, `[[]`, `[]]`, `[][]`, `[]{}`, `1 1`, `[1]x`, `[1],`, `[1]//`, `/**/1`, `#1`, `[;]`,
	`{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `{,"a":1}`, `{,}`, `{"a"}`, `{"a":}`, `{"a" 1}`, `{"a"::1}`, `{:1}`, `{1:1}`, `{a:1}`, `{'a':1}`, `{null:1}`,
	`{"a":1 "b":2}`, `{"a":1;"b":2}`, `{"a":1,,"b":2}`, `{"a":1]`, `{"a":1}}`, `{"a":1}"b"`, `{"a":1,"b"}`, `{"a","b"}`, `{[]:1}`, `{"a":1//}`, `{"a":1/**/}`, `{"a":a}`,
	`{"a" : 1 , "b" : [ 1 , 2 ] }`, `[1, 2 ,3 , 4]`,
	// Names.
	`{"a":1,"a":2}`, `{"a":1,"b":2,"a":3}`, `{"a":1,"\u0061":2}`, `{"\u0061":1,"a":2}`, `{"a":{"a":1}}`, `[{"a":1},{"a":1}]`, `{"":1,"":2}`, `{"a":1,"A":2}`,
	`{"é":1,"\u00e9":2}`, `{"\n":1}`, `{"\"":1,"\\":2}`, `{"\\":1,"\u005c":2}`, `{"a\u0000":1,"a":2}`, "{\"a\n\":1}", "{\"\xff\":1}", `{"\ud800":1}`, `{"\ud83d\ude00":1,"😀":2}`,
	`{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1}`, `{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"a":1}`,
	`{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"\u006a":1}`, `{"\u0061":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"a":1}`,
	`{"aa":1,"a":2}`, `{"a":1,"aa":2}`, `{"a\"":1,"a":2}`,
	// Numbers.
	`-`, `+1`, `--1`, `-a`, `01`, `-01`, `00`, `-00`, `0.`, `1.`, `-1.`, `.5`, `-.5`, `1.e1`, `1e`, `1e+`, `1E-`, `1e1.5`, `1ee1`, `1e+-1`, `1.2.3`, `0x1`, `1_0`, `1 000`, `1,5`, `１`, `٥`, `1a`, `1-`, `1+1`, `0e`, `0e+`,
	`0.0`, `-0.0`, `0e1`, `0E+1`, `1e1`, `1E1`, `1e+1`, `1e-1`, `1.5e10`, `123456789012345678901234567890`, `0.000000000000000000000000000000001`, `1e400`, `-1e400`, `1e-400`, `9223372036854775808`, `18446744073709551616`, `[1.5,-2,3e0]`, `-9`, `10`, `1.0`,
	// Strings.
	`"`, `"a`, `"\`, `"\"`, `"\u`, `"\u1`, `"\u12`, `"\u123`, `"\u1234`, `"\u123g"`, `"\U0041"`, `"\x41"`, `"\a"`, `"\v"`, `"\0"`, `"\'"`, `"\ "`, `"a""`, `"a"b"`, `"a" "b"`,
	`"\"\\\/\b\f\n\r\t"`, `"\u0000"`, `"\u0041\u00e9\u20AC\uffff\uFFFE"`, `"\ud83d\ude00"`, `"\uD834\uDD1E"`, `"\ud83d"`, `"\ude00"`, `"\ud83d\ud83d"`, `"\ude00\ud83d"`, `"\ud83da"`, `"\ud83d\n"`, `"\ud83d\u0041"`, `"\ud83d\ude0"`, `"\ud83d\`, `"\ud83d\u`,
	"\"\x00\"", "\"\x1f\"", "\"\n\"", "\"\t\"", "\"\x7f\"", "\"\u0080\"", `"/"`, `"é€😀"`, "\"\u2028\u2029\"", "\"\ufeff\"", "\"\ufffd\"",
	"\"\xff\"", "\"\xc3\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"", "\"a\xe2\x82", "\xff", "[\xff]", "\"abcdefgh\xff\"", "\"abcdefgh\x01\"",
	`"1234567"`, `"12345678"`, `"123456789"`, `"1234567\n"`, `"12345678\n90123456"`, "\"1234567é\"", "\"12345678é\"",
	// Kinds that are rarer: where the text breaks off, or what stands where nothing may.
	"[7,\n7\n,7", "[7,\n7\n,7\n", `[*]`, `[7[8]]`, `[7 "a"]`, "[\"a\"\f]", "[\v7]", "\f[7]", "[\u20607]", "\u2060", `[é]`, `å`, `aé`, "\xe9", `7@`, `7]`, `{}#`, `{}/`, `{} /* a */`, `{"a":/* a */7}`, `<null>`,
	`[-b]`, `[- 7]`, `[7+8]`, `[7 000.5]`, `[7eE8]`, `[0e+-7]`, `[-7x]`, `[7.5H-8]`, `[7ea]`, `[.-7]`, `[.7e-8]`, `[0.e7]`, `[7.5e]`, `[7.5e-]`, `[7.5e+]`, `[7.e+8]`, `[-NaN]`, `[-Inf]`, `[0.7e+`, `-0.`, `[-0e]`,
	`{"a":"b" 7}`, `{"a":"b",7:8}`, `{🙂}`, `{[:"b"}`, `{"a",null}`, `{"a":7,,,}`, `{null:7,null:8}`, `{7E9:8}`, `{"a":"b`, `{ "a" : "b", "c" }`, `{"a":7,`, `{"":`, `{]`, `{[`, `{"a`, `{'a'`, `['`, `["a`, `["a"`, `["\{["\{["\{`, `[{"a":[{"b":[{`,
	`"\ud834\u`, `"\ud834\u1"`, `"\ud834\u1g"`, `"\ud834\"`, `"\🙂"`, "\"\\\x00\"", "\"\\\t\"", `[\u0020"a"]`, `[\u000a""]`, `[\n]`, `{"\udfaa":7}`, `"\u005c"`, `"\u0022"`, `"\\u0000"`, `"a\u00"`,
	"\xef\xbb{}", "\xef\xbb\xbf", "\xff\xfe[\x00]\x00", "[\x00]\x00", "\x00[\x00]", "\"\xfc\x83\xbf\xbf\xbf\xbf\"", "\"\xf0\x80\x80\x80\"", "\"\xf7\xbf\xbf\xbf\"", "\"\xed\xbf\xbf\"", "\"\xe0\x9f\xbf\"", "\"\U0010ffff\ufdd0\"", "{\"a\xb9\":7,}",
	`-123456789012345678901234567890`, `-1e-400`, `0.5e-310`, `123123e-10000000`, `[7]` + "\n", `[null,7,null,null]`, `{"a":"` + "0123456789abcdefghijklmnopqrstuvwxyz" + `","b":[]}`,
}

func TestJSONIsWhatTheOracleSays(t *testing.T) {
	valid := 0
	for _, text := range jsonRows {
		for _, text := range []string{text, " " + text + "\n", "[" + text + "]", `{"k":` + text + `}`, `[0,` + text + `,0]`} {
			checkText(t, []byte(text))
			checkAround(t, []byte(text))
			if _, err := oracle([]byte(text)); err == nil {
				valid++
			}
		}
	}
	if valid < 300 || valid > 5*len(jsonRows)-800 {
		t.Errorf("%d of %d texts are JSON", valid, 5*len(jsonRows))
	}
}

// The oracle is what encoding/json says, but for what is stricter here.
func TestTheOracleIsRight(t *testing.T) {
	for _, text := range jsonRows {
		v, err := oracle([]byte(text))
		if err == nil && !json.Valid([]byte(text)) {
			t.Errorf("%q is %v, encoding/json takes it for none", text, v)
		}
		stricter := strings.Contains(text, `\`) || !utf8.ValidString(text) || strings.Count(text, `"a"`)+strings.Count(text, `""`) > 1
		if err != nil && json.Valid([]byte(text)) && !stricter {
			t.Errorf("%q is none, encoding/json takes it", text)
		}
	}
}

func TestDepth(t *testing.T) {
	for depth, want := range map[int]bool{1: true, 127: true, 128: true, 129: false, 1000: false} {
		for _, pair := range [][2]string{{"[", "]"}, {`{"a":`, "}"}} {
			text := strings.Repeat(pair[0], depth) + "1" + strings.Repeat(pair[1], depth)
			checkText(t, []byte(text))
			var d Decoder
			d.Reset([]byte(text))
			if d.Skip(); (d.End() == nil) != want {
				t.Errorf("%d levels of %s: %v", depth, pair[0], d.End())
			}
		}
	}
	text := []byte("[" + strings.Repeat("[],{},", 1000) + "0]")
	checkText(t, text) // as many as one likes beside each other
}

// FuzzDecoder: what a Decoder reads is what the oracle reads, wherever the text is cut.
func FuzzDecoder(f *testing.F) {
	for _, text := range jsonRows {
		f.Add([]byte(text))
	}
	f.Add([]byte(someDocument()))
	f.Fuzz(func(t *testing.T, text []byte) {
		checkText(t, text)
		checkAround(t, text)
		if len(text) > 0 {
			checkText(t, text[:len(text)-1])
		}
	})
}

func someDocument() string {
	list := documents(nil)["2 some"]
	list[0].Title = "quoted \" back \\ and é € 😀 and \u0001 \n"
	list[0].Attribute = map[string]string{"a": "b", "ü": "\t"}
	list[0].Extra = Some([]json.RawMessage{[]byte(`{"a":[1,2.5,null]}`)})
	text, err := list[:2].AppendJSON(nil)
	if err != nil {
		panic(err)
	}
	return string(text)
}
