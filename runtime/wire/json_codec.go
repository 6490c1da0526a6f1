package wire

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"
)

// What the methods of generated types call lives here.

var decoders = sync.Pool{New: func() any { return new(Decoder) }}

// Unmarshal reads a whole text into v by what decodes a T. v is the zero value before, and again
// if anything is wrong. The error is a *JSONError.
func Unmarshal[T any](text []byte, v *T, decode func(d *Decoder, v *T) (ok bool)) error {
	return UnmarshalLine(text, 0, v, decode)
}

// UnmarshalLine is Unmarshal of a line of a body, of which faults name the number, from 1.
func UnmarshalLine[T any](
	text []byte, line int, v *T, decode func(d *Decoder, v *T) (ok bool),
) error {
	d := decoders.Get().(*Decoder)
	d.Reset(text)
	var zero T
	*v = zero
	decode(d, v)
	err := d.end(line)
	if err != nil {
		*v = zero
	}
	d.data, d.trouble = nil, nil
	if cap(d.scratch) > maxScratch {
		d.scratch = nil
	}
	decoders.Put(d)
	return err
}

// maxScratch is how much memory a decoder keeps that nobody uses.
const maxScratch = 4 << 10

// Validate says what a reader would refuse of a value that appendJSON appends: an error of
// appendJSON or a *JSONError.
func Validate[T any](appendJSON func([]byte) ([]byte, error),
	decode func(d *Decoder, v *T) (ok bool)) error {
	text, err := appendJSON(nil)
	if err != nil {
		return err
	}
	return Unmarshal(text, new(T), decode)
}

// ErrNoMember is the error of a union's value that is nil.
var ErrNoMember = errors.New("a union's value is nil")

// AppendTagged appends an object with one more member in front: head is "{" with that member.
func AppendTagged(b []byte, head string, appendJSON func([]byte) ([]byte, error)) ([]byte, error) {
	was, start := len(b), len(b)+len(head)
	b, err := appendJSON(append(b, head...))
	if err != nil {
		return b[:was], err
	}
	if b[start+1] == '}' {
		return append(b[:start], '}'), nil
	}
	b[start] = ','
	return b, nil
}

// CloseObject makes an object of members that were appended behind start, each with a comma in
// front: one that is written always costs nothing, others no question.
func CloseObject(b []byte, start int) []byte {
	if len(b) == start {
		return append(b, '{', '}')
	}
	b[start] = '{'
	return append(b, '}')
}

// Sorted are the names of a map in order.
func Sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// AppendName appends the name of a map's i-th member, and what stands around it.
func AppendName(b []byte, i int, name string) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return append(AppendString(b, name), ':')
}

// AppendRest appends members that nobody declared, each with a comma in front.
func AppendRest(b []byte, rest map[string]json.RawMessage) (_ []byte, err error) {
	was := len(b)
	for _, name := range Sorted(rest) {
		b = append(AppendString(append(b, ','), name), ':')
		if b, err = AppendRaw(b, rest[name]); err != nil {
			return b[:was], err
		}
	}
	return b, nil
}

// Keep reads the member whose name Next returned last, and which generated code does not know,
// into rest.
func (d *Decoder) Keep(names *Names, rest *map[string]json.RawMessage, name string) {
	if !d.Once(names) {
		return
	}
	if *rest == nil {
		*rest = map[string]json.RawMessage{}
	}
	if raw, ok := d.Raw(); ok {
		(*rest)[name] = raw
	}
}

// Has looks at the object that stands next, without moving: bit i is set if it has a member
// names[i]. 0 if it is no object. Values are not looked at, so that objects in each other that
// are asked all cost their length for each that they stand in, no more.
func (d *Decoder) Has(names ...string) (bits uint64) {
	if d.peek() != '{' {
		return 0
	}
	look := d.Look()
	look.push()
	for name, more := look.Next(); more; name, more = look.Next() {
		for i := range names {
			if names[i] == string(name) {
				bits |= 1 << i
			}
		}
		look.leap()
	}
	return bits
}
