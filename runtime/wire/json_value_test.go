package wire

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// What is read and written by a library, and what is looked at before it is.

func TestLibrary(t *testing.T) {
	defer SetLibrary(nil)
	refused := errors.New("refused")
	SetLibrary(&Library{
		Marshal: func(v any) ([]byte, error) { return []byte(" 5\n"), nil },
		Unmarshal: func(text []byte, v any) error {
			text[0] = '7' // it is its own
			return json.Unmarshal(text, v)
		},
	})
	text := []byte("5")
	var n int
	if err := ReadGo(text, &n); err != nil || n != 7 || string(text) != "5" {
		t.Errorf("%d of %s: %v", n, text, err)
	}
	if b, err := AppendGo([]byte("b"), "x"); err != nil || string(b) != "b5" {
		t.Errorf("%s %v", b, err)
	}
	SetLibrary(&Library{Marshal: func(any) ([]byte, error) { return []byte("half"), refused }})
	if b, err := AppendGo([]byte("b"), "x"); err != refused || string(b) != "b" {
		t.Errorf("%s %v", b, err)
	}
	SetLibrary(&Library{Marshal: func(any) ([]byte, error) { return []byte(`{"a":1,"a":2}`), nil }})
	if b, err := AppendValue([]byte("b"), "x"); err == nil || string(b) != "b" {
		t.Errorf("a name that is there twice is written: %s", b)
	}
	SetLibrary(nil)
	if err := ReadGo(text, &n); err != nil || n != 5 {
		t.Error(n, err)
	}
}

// A text is its own, and an encoder keeps no more than a bounded piece of memory.
func TestGoText(t *testing.T) {
	defer SetLibrary(nil)
	long := strings.Repeat("x", 2*maxKept)
	for range 100 {
		first, err := GoText([]string{"a<b", "\u2028"})
		if err != nil || first != "[\"a<b\",\"\u2028\"]" {
			t.Fatalf("%s %v", first, err)
		}
		if text, err := GoText(long); err != nil || text != `"`+long+`"` || first[2] != 'a' {
			t.Fatalf("%.100s %v", text, err)
		}
		if text, err := GoText(func() {}); err == nil || text != "" {
			t.Fatalf("a function is %s", text)
		}
		g := goEncoders.Get().(*goEncoder)
		if cap(g.b) > maxKept {
			t.Fatalf("an encoder keeps %d bytes", cap(g.b))
		}
		goEncoders.Put(g)
	}
	SetLibrary(&Library{Marshal: func(any) ([]byte, error) { return []byte(" 5\n"), nil }})
	if text, err := GoText("x"); err != nil || text != "5" {
		t.Errorf("%s %v", text, err)
	}
}

func TestValid(t *testing.T) {
	for text, valid := range map[string]bool{
		`{"a":[1,null]}`: true, " true\n": true, ``: false, `{} {}`: false, `{"a":1,"a":2}`: false, `"\ud800"`: false, "\"\xff\"": false,
		strings.Repeat("[", 128) + strings.Repeat("]", 128): true, strings.Repeat("[", 129) + strings.Repeat("]", 129): false,
	} {
		var told *JSONError
		if err := Valid([]byte(text)); (err == nil) != valid || err != nil && !errors.As(err, &told) {
			t.Errorf("%.100s: %v", text, err)
		}
	}
	const text = "{\n \"é\":x}"
	at, fault := CheckJSON([]byte(text), 10)
	if line, column := Place([]byte(text), at); fault != "unexpected 'x', want a value" || line != 2 || column != 6 {
		t.Errorf("%s at %d:%d", fault, line, column)
	}
	if _, fault := CheckJSON([]byte("[[]]"), 1); fault == "" {
		t.Error("it is not too deep")
	}
}
