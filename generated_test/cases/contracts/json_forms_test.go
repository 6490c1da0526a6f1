package contracts

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/runtime/wire"
)

// Decoders foresee which member comes next, and how it is written. What they make of a text must
// not depend on whether they were right.

// read is what an Item, items or a Tree is that a text holds, or what is wrong with it.
func read(text []byte) string {
	var item Item
	var tree Tree
	var b strings.Builder
	tell := func(v any, err error) {
		var told *wire.JSONError
		if !errors.As(err, &told) {
			again, err := json.Marshal(v)
			fmt.Fprintf(&b, "%s %v\n", again, err)
			return
		}
		var faults []string
		for _, f := range told.Faults {
			if !told.Syntax() {
				f.Message += " " // what is no JSON is not told alike: its places differ
				faults = append(faults, f.At+": "+f.Rule+": "+f.Message)
			}
		}
		slices.Sort(faults)
		fmt.Fprintf(&b, "%v %s and %d\n", told.Syntax(), faults, told.More)
	}
	tell(&item, item.UnmarshalJSON(slices.Clip(bytes.Clone(text))))
	tell(&tree, tree.UnmarshalJSON(slices.Clip(bytes.Clone(text))))
	event, err := DecodeEventJSON(text)
	tell(event, err)
	contact, err := DecodeContactJSON(text)
	tell(contact, err)
	return b.String()
}

// forms are other ways to write a text.
func forms(text []byte) (list []string) {
	for _, indent := range []string{"  ", "\t", "                   "} {
		var b bytes.Buffer
		if json.Indent(&b, text, "\r ", indent) == nil {
			list = append(list, b.String(), strings.ReplaceAll(b.String(), `":`, "\" \n:"))
		}
	}
	return append(list, reordered(text, slices.Reverse), reordered(text, func(keys []string) { slices.Sort(keys) }))
}

// reordered has the members of each object in another order.
func reordered(text []byte, order func([]string)) string {
	var elements []json.RawMessage
	d := json.NewDecoder(bytes.NewReader(text))
	if first, _ := d.Token(); first == json.Delim('{') {
		var keys []string
		values := map[string]string{}
		for d.More() {
			key, _ := d.Token()
			var value json.RawMessage
			if d.Decode(&value) != nil {
				return string(text)
			}
			name := fmt.Sprint(key)
			keys = append(keys, name)
			values[name] = reordered(value, order)
		}
		order(keys)
		var b strings.Builder
		for i, key := range keys {
			b.Write(wire.AppendName(nil, i, key))
			b.WriteString(values[key])
		}
		return "{" + b.String() + "}"
	}
	if json.Unmarshal(text, &elements) != nil || len(text) == 0 || text[0] != '[' {
		return string(text)
	}
	list := make([]string, len(elements))
	for i, e := range elements {
		list[i] = reordered(e, order)
	}
	return "[" + strings.Join(list, ",") + "]"
}

func TestTextsAreReadHoweverTheyAreWritten(t *testing.T) {
	checked := 0
	for _, row := range bodies {
		_, body, _ := strings.Cut(row[0], "\n\n")
		var compact bytes.Buffer
		if json.Compact(&compact, []byte(body)) != nil || strings.Contains(row[1], "twice") {
			continue
		}
		want := read(compact.Bytes())
		for _, form := range forms(compact.Bytes()) {
			if got := read([]byte(form)); got != want {
				t.Errorf("%s is read as\n%s, want\n%s", form, got, want)
			}
			checked++
		}
	}
	if checked < 200 {
		t.Errorf("only %d texts", checked)
	}
}

// Wherever a text is cut it is none, whatever stands behind its end in memory.
func TestTextsThatAreCut(t *testing.T) {
	for _, row := range bodies {
		_, body, _ := strings.Cut(row[0], "\n\n")
		for _, text := range append(forms([]byte(body))[:1], body) {
			if !json.Valid([]byte(text)) || text[0] != '{' {
				continue
			}
			text = strings.TrimSpace(text)
			for n := range text {
				cut := []byte(text[:n])
				if got := read(cut); strings.Count(got, "true [] and 0") != 4 {
					t.Fatalf("%s is read as %s", cut, got)
				}
				for _, behind := range []string{text[n:], `"}`} {
					if got := read(append(cut[:n:n], behind...)[:n]); strings.Count(got, "true [] and 0") != 4 {
						t.Fatalf("%s with %s behind is read as %s", cut, behind, got)
					}
				}
			}
		}
	}
}
