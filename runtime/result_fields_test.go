package runtime

import (
	"testing"

	"example.com/httpgen/runtime/wire"
)

func TestFieldsOfResults(t *testing.T) {
	var out wire.FieldEncoder
	out.String("X-A", "new")
	out.String("Set-Cookie", "b=2")
	r, err := WithFields(Text("").WithHeader("x-a", "old").WithHeader("Set-Cookie", "a=1"), &out)
	if got, want := fieldsOf(r), "Set-Cookie: a=1, X-A: new, Set-Cookie: b=2"; got != want || err != nil {
		t.Errorf("%q %v", got, err)
	}
	closed := new(closing)
	for sentence, fill := range map[string]func(out *wire.FieldEncoder){
		"a line break":                       func(out *wire.FieldEncoder) { out.String("X", "a\nb") },
		"an element with a comma":            func(out *wire.FieldEncoder) { out.Begin("X", wire.Commas); out.String("X", "a,b"); out.End("X") },
		"no URL":                             func(out *wire.FieldEncoder) { out.URL("X", nil) },
		"a line break in the second of them": func(out *wire.FieldEncoder) { out.Int("Y", 1); out.String("X", "\r") },
	} {
		var out wire.FieldEncoder
		fill(&out)
		*closed = false
		if r, err := WithFields(from(Text(""), 200, closed), &out); err == nil {
			t.Errorf("%s is sent: %q", sentence, fieldsOf(r))
		}
		if !*closed {
			t.Errorf("%s: what the response has opened stays open", sentence)
		}
	}
}

// closing notes that it was closed.
type closing bool

func (c *closing) Close() error { *c = true; return nil }
