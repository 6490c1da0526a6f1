package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
)

// Values of Go types that no manifest declares are written and read here, by a library.

// A Library reads and writes JSON as the functions of encoding/json with these names do.
type Library struct {
	Marshal   func(v any) ([]byte, error)
	Unmarshal func(text []byte, v any) error
}

// library is one for the whole process, since MarshalJSON is told nothing about who asks. nil is
// encoding/json.
var library atomic.Pointer[Library]

// SetLibrary takes a library for all values of Go types from here on; nil is encoding/json.
func SetLibrary(l *Library) { library.Store(l) }

// A goEncoder is an encoder with what it appends to; making one costs more than most values do.
type goEncoder struct {
	b       []byte
	encoder *json.Encoder
}

// Write implements io.Writer.
func (g *goEncoder) Write(p []byte) (int, error) {
	g.b = append(g.b, p...)
	return len(p), nil
}

var goEncoders = sync.Pool{New: func() any {
	g := new(goEncoder)
	g.encoder = json.NewEncoder(g)
	g.encoder.SetEscapeHTML(false)
	return g
}}

// maxKept is how much memory an encoder keeps for the next text.
const maxKept = 64 << 10

// compiled is what types of a manifest can do, of this package or of another one. Whoever only
// has the first of the two methods may mean something else by it.
type compiled interface {
	AppendJSON(b []byte) ([]byte, error)
	json.Marshaler
}

// AppendGo appends what the library makes of a value, without escapes for HTML where it is
// encoding/json. A value of a manifest's type appends itself, also in lists and maps. The text is not looked at: the
// library, and a MarshalJSON that it calls, are believed.
func AppendGo(b []byte, v any) ([]byte, error) {
	if longer, done, err := appendWithout(b, v); done {
		return longer, err
	}
	g := goEncoders.Get().(*goEncoder)
	kept := g.b
	longer, err := g.append(b, v)
	g.b = kept
	goEncoders.Put(g)
	return longer, err
}

// GoText is what AppendGo appends, in memory of its own.
func GoText(v any) (string, error) {
	g := goEncoders.Get().(*goEncoder)
	b, done, err := appendWithout(g.b[:0], v)
	if !done {
		b, err = g.append(b, v)
	}
	text := ""
	if err == nil {
		text = string(b)
	}
	if g.b = b; cap(b) > maxKept {
		g.b = nil
	}
	goEncoders.Put(g)
	return text, err
}

// appendWithout is AppendGo where encoding/json is not needed; done says so. b is as it was where
// there is an error.
func appendWithout(b []byte, v any) (_ []byte, done bool, err error) {
	c, itself := v.(compiled)
	switch {
	case itself && !isNilPointer(v):
		longer, err := c.AppendJSON(b)
		if err != nil {
			return b, true, err
		}
		return longer, true, nil
	case !itself && isList(v):
		if longer, done, err := appendList(b, v); done {
			return longer, true, err
		}
	}
	if l := library.Load(); l != nil {
		text, err := l.Marshal(v)
		if err != nil {
			return b, true, err
		}
		return append(b, bytes.TrimSpace(text)...), true, nil
	}
	return b, false, nil
}

// append appends what encoding/json makes of a value.
func (g *goEncoder) append(b []byte, v any) ([]byte, error) {
	g.b = b
	if err := g.encoder.Encode(v); err != nil {
		return b, err
	}
	return plainSeparators(g.b[:len(g.b)-1], len(b)), nil // without its line end
}

// isNilPointer says that a method of what it points at would be called on nothing.
func isNilPointer(v any) bool {
	r := reflect.ValueOf(v)
	return r.Kind() == reflect.Pointer && r.IsNil()
}

// plainSeparators writes U+2028 and U+2029 behind start as they are: encoding/json escapes them
// for the sake of old JavaScript, even where HTML is no concern. They are found by the escape,
// whose backslash is not itself escaped.
func plainSeparators(b []byte, start int) []byte {
	first := bytes.Index(b[start:], []byte(`\u202`))
	if first < 0 {
		return b
	}
	out := b[:start]
	for i := start; i < len(b); i++ {
		if b[i] != '\\' || i+1 >= len(b) {
			out = append(out, b[i])
			continue
		}
		switch rest := b[i:]; {
		case bytes.HasPrefix(rest, []byte(`\u2028`)):
			out, i = append(out, "\u2028"...), i+5
		case bytes.HasPrefix(rest, []byte(`\u2029`)):
			out, i = append(out, "\u2029"...), i+5
		default: // the byte behind a backslash belongs to it
			out, i = append(out, b[i], b[i+1]), i+1
		}
	}
	return out
}

// AppendValue is AppendGo for a place inside of other JSON: what a Decoder would not take is an
// error, and white space outside of strings is left out, so that it never has a line end.
func AppendValue(b []byte, v any) ([]byte, error) {
	start := len(b)
	longer, err := AppendGo(b, v)
	if err != nil {
		return b, err
	}
	if longer, err = tidy(longer, start); err != nil {
		return b, err
	}
	return longer, nil
}

// ReadGo reads a text into what v points to, by the library. A library that keeps pieces of what
// it reads gets a text of its own: this one may be somebody's buffer.
func ReadGo(text []byte, v any) error {
	if l := library.Load(); l != nil {
		return l.Unmarshal(bytes.Clone(text), v)
	}
	return json.Unmarshal(text, v)
}

// Valid says what a Decoder would refuse of a text, whatever it is of: a *JSONError, or nil.
func Valid(text []byte) error {
	skip := func(d *Decoder, at int, _ *struct{}) (next int, ok bool) {
		ok = d.At(at).Skip()
		return d.Offset(), ok
	}
	return Unmarshal(text, new(struct{}), skip)
}

// Value reads a value into a Go type that generated code does not know, by the library. Duplicate
// names and the like are refused as everywhere.
func Value[T any](d *Decoder) (v T, ok bool) {
	d.peek()
	start := d.at
	if !d.Skip() {
		return v, false
	}
	err := ReadGo(d.data[start:d.at], &v)
	if err == nil {
		faults := Check(&v)
		for _, f := range faults {
			d.note(valueFault{d.at - 1, f.At, f.Rule, f.Message})
		}
		return v, len(faults) == 0
	}
	var inner *JSONError
	if !errors.As(err, &inner) {
		message := "does not fit: " + shortened(strings.TrimPrefix(err.Error(), "json: "))
		if d.hidden {
			message = "does not fit"
		}
		d.Fault(RuleType, message)
		return v, false
	}
	for _, f := range inner.Faults {
		d.note(valueFault{d.at - 1, f.At, f.Rule, f.Message})
	}
	return v, false
}
