package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"
)

// What the methods of generated types call lives here.

var decoders = sync.Pool{New: func() any { return new(Decoder) }}

// Unmarshal reads a whole text into v by what decodes a T from a place on, and returns the place
// behind it. v is the zero value before, and again
// if anything is wrong. The error is a *JSONError.
func Unmarshal[T any](
	text []byte, v *T, decode func(d *Decoder, at int, v *T) (next int, ok bool),
) error {
	return UnmarshalLine(text, 0, v, decode)
}

// UnmarshalLine is Unmarshal of a line of a body, of which faults name the number, from 1.
func UnmarshalLine[T any](
	text []byte, line int, v *T, decode func(d *Decoder, at int, v *T) (next int, ok bool),
) error {
	d := begin(text)
	*v = *new(T)
	next, _ := decode(d, 0, v)
	err := d.finish(next, line)
	if err != nil {
		*v = *new(T)
	}
	return err
}

// begin and finish are what all instances of Unmarshal share: it is compiled for each type.
func begin(text []byte) *Decoder {
	d := decoders.Get().(*Decoder)
	d.Reset(text)
	return d
}

func (d *Decoder) finish(next, line int) error {
	err := d.At(next).endOf(line)
	d.data, d.trouble = nil, nil
	if cap(d.scratch) > maxScratch {
		d.scratch = nil
	}
	decoders.Put(d)
	return err
}

// maxScratch is how much memory a decoder keeps that nobody uses.
const maxScratch = 4 << 10

// An Appender appends itself as JSON. Generated types do.
type Appender interface {
	AppendJSON(b []byte) ([]byte, error)
}

// Marshal is what v appends, in a slice of its own. It is not grown step by step, which takes
// twice as long: the text is written where others were, and copied.
func Marshal[T Appender](v T) ([]byte, error) {
	room := rooms.Get().(*[]byte)
	b, err := v.AppendJSON((*room)[:0])
	return copied(room, b, err)
}

func copied(room *[]byte, b []byte, err error) ([]byte, error) {
	var text []byte
	if err == nil {
		text = bytes.Clone(b)
	}
	if cap(b) <= maxWaiting {
		*room = b
	}
	rooms.Put(room)
	return text, err
}

var rooms = sync.Pool{New: func() any { return new([]byte) }}

// maxWaiting is how much memory waits for the next text.
const maxWaiting = 1 << 20

// Validate says what a reader would refuse of a value that appendJSON appends: an error of
// appendJSON or a *JSONError.
func Validate[T any](appendJSON func([]byte) ([]byte, error),
	decode func(d *Decoder, at int, v *T) (next int, ok bool)) error {
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

// CloseArray ends an array whose elements were appended with a comma behind each.
func CloseArray(b []byte) []byte {
	if last := len(b) - 1; b[last] == ',' {
		b[last] = ']'
		return b
	}
	return append(b, ']')
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

// Keep reads the member whose name was read last, and which generated code does not know, into
// rest. It returns the place behind it.
func (d *Decoder) Keep(names *Names, rest *map[string]json.RawMessage) (next int) {
	if !d.Once(names) {
		return d.Offset()
	}
	if *rest == nil {
		*rest = map[string]json.RawMessage{}
	}
	name, _ := nameOf(d.data, d.nameAt, nil)
	key := string(name)
	if raw, ok := d.Raw(); ok {
		(*rest)[key] = raw
	}
	return d.Offset()
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
