package contracts

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzItems wants of every text either a fault or an item that is written as JSON, and read
// again as the same. What encoding/json does not take, nobody takes.
func FuzzItems(f *testing.F) {
	for _, seed := range []string{
		`{` + least + `}`, `{` + least + `,"tags":["a"],"kind":"ebook","at":"2024-01-02T03:04:05Z","color":{"R":1,"G":2,"B":null}}`,
		`{` + least + `,"until":"2024-02-29","every":"1h","home":"http://a/","key":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6"}`,
		`{` + least + `,"more":{"a":[1,2.5e3,"\u00fc\ud83d\ude00"]},"zz":[{}],"slug":"ab","isbn":"0","password":"12345678"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var indented bytes.Buffer
		if json.Indent(&indented, text, "", " ") == nil && read(indented.Bytes()) != read(text) {
			t.Fatalf("%s is read as %s, %s as %s", text, read(text), indented.Bytes(), read(indented.Bytes()))
		}
		var v Item
		if err := v.UnmarshalJSON(text); err != nil {
			return
		}
		if !json.Valid(text) {
			t.Fatalf("%q is taken", text)
		}
		first, err := v.AppendJSON(nil)
		if err != nil {
			t.Fatalf("%q is %+v, which cannot be written: %v", text, v, err)
		}
		var again Item
		if err := again.UnmarshalJSON(first); err != nil {
			t.Fatalf("%q is written as %s, which is refused: %v", text, first, err)
		}
		if second, err := again.AppendJSON(nil); err != nil || string(second) != string(first) {
			t.Fatalf("%q is written as %s, and then as %s (%v)", text, first, second, err)
		}
	})
}
