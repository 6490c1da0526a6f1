package wire

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"time"
	"unicode/utf8"
)

// What generated code reads the common values with lives here. Each method takes the place where
// a value stands and returns the place behind it, so that the place is in a register, not in the
// Decoder: 0.85 of the time. What is not as it should be, or has white space in front, is read
// once more by the method without At, which tells faults.

// At goes to a place. It is where the methods without At read on, or what their faults are about.
func (d *Decoder) At(at int) *Decoder {
	d.at = min(at, len(d.data))
	return d
}

// Text is the text that Reset began with.
func (d *Decoder) Text() []byte { return d.data }

// NullAt reads null, if it stands at a place.
func (d *Decoder) NullAt(at int) (next int, null bool) {
	if at < len(d.data) && d.data[at] > ' ' && d.data[at] != 'n' {
		return at, false
	}
	return d.nullAt(at)
}

func (d *Decoder) nullAt(at int) (next int, null bool) {
	null = d.At(at).Null()
	return d.Offset(), null
}

// BoolAt is Bool at a place.
func (d *Decoder) BoolAt(at int) (v bool, next int, ok bool) {
	if at+4 <= len(d.data) && string(d.data[at:at+4]) == "true" {
		return true, at + 4, true
	}
	v, ok = d.At(at).Bool()
	return v, d.Offset(), ok
}

// IntAt is Int at a place.
func (d *Decoder) IntAt(at, bits int) (v int64, next int, ok bool) {
	data, start := d.data, at
	negative := at < len(data) && data[at] == '-'
	if negative {
		start++
	}
	n, end := digits(data, start)
	if count := end - start; uint(count-1) < 18 && (count == 1 || data[start] != '0') &&
		(end == len(data) || data[end] != '.' && data[end]|0x20 != 'e') {
		v = int64(n)
		if negative {
			v = -v
		}
		if bits == 0 {
			bits = strconv.IntSize
		}
		if unused := (64 - bits) & 63; v<<unused>>unused == v {
			return v, end, true
		}
	}
	v, ok = d.At(at).Int(bits)
	return v, d.Offset(), ok
}

// UintAt is Uint at a place.
func (d *Decoder) UintAt(at, bits int) (v uint64, next int, ok bool) {
	v, ok = d.At(at).Uint(bits)
	return v, d.Offset(), ok
}

// FloatAt is Float at a place.
func (d *Decoder) FloatAt(at, bits int) (v float64, next int, ok bool) {
	if at < len(d.data) && d.data[at] > ' ' {
		if v, end := simpleFloat(d.data, at, bits); end > 0 {
			return v, end, true
		}
	}
	v, ok = d.At(at).Float(bits)
	return v, d.Offset(), ok
}

// StringAt is String at a place.
func (d *Decoder) StringAt(at int) (s string, next int, ok bool) {
	data, start := d.data, at+1
	if at >= len(data) || data[at] != '"' {
		return d.stringAt(at, at)
	}
	i := start
	for ; i+8 <= len(data); i += 8 {
		if stop := ^ordinary(binary.LittleEndian.Uint64(data[i:])) & highs; stop != 0 {
			if end := i + bits.TrailingZeros64(stop)/8; data[end] == '"' {
				return string(data[start:end]), end + 1, true
			}
			break
		}
	}
	return d.stringAt(at, i)
}

// stringAt reads any string. Up to from it is of ASCII, and has no end.
func (d *Decoder) stringAt(at, from int) (s string, next int, ok bool) {
	if data := d.data; from > at {
		end, high := plain(data, from)
		if end < len(data) && data[end] == '"' && (high == 0 || utf8.Valid(data[from:end])) {
			return string(data[at+1 : end]), end + 1, true
		}
	}
	s, ok = d.At(at).String()
	return s, d.Offset(), ok
}

// WordAt is Word at a place.
func (d *Decoder) WordAt(at int) (text []byte, next int, ok bool) {
	if start := at + 1; at < len(d.data) && d.data[at] == '"' {
		if end, high := plain(d.data, start); high == 0 && end < len(d.data) && d.data[end] == '"' {
			d.nameAt = start
			return d.data[start:end], end + 1, true
		}
	}
	text, ok = d.At(at).Word()
	return text, d.Offset(), ok
}

// TimeAt is Time at a place.
func (d *Decoder) TimeAt(at int) (v time.Time, next int, ok bool) {
	if end := at + len(`"2026-11-28T10:00:00Z"`); end <= len(d.data) && d.data[end-1] == '"' {
		if v, ok := ParseTime(borrowed(d.data[at+1 : end-1])); ok && d.data[at] == '"' {
			return v, end, true
		}
	}
	v, ok = d.At(at).Time()
	return v, d.Offset(), ok
}

// ArrayAt is Array at a place: more says whether an element follows, which stands at next.
func (d *Decoder) ArrayAt(at int) (next int, more, ok bool) {
	if data := d.data; at < len(data) && data[at] == '[' && d.depth < maxDepth {
		if next = space(data, at+1); next < len(data) {
			if data[next] == ']' {
				return next + 1, false, true
			}
			d.depth++
			return next, true, true
		}
	}
	if ok = d.At(at).Array(); ok {
		more = d.More()
	}
	return d.Offset(), more, ok
}

// MoreAt is More behind an element.
func (d *Decoder) MoreAt(at int) (next int, more bool) {
	if at = space(d.data, at); at < len(d.data) {
		switch d.data[at] {
		case ',':
			return space(d.data, at+1), true
		case ']':
			d.depth--
			return at + 1, false
		}
	}
	more = d.At(at).More()
	return d.Offset(), more
}

// ObjectAt opens the object at a place, whose members are fields: field is that of the first
// member, and its value stands at next. It is as of MemberAt. ok is false if there is no object.
func (d *Decoder) ObjectAt(at int, fields *Fields) (field, next int, ok bool) {
	data := d.data
	if next = at + len(fields.first); next < len(data) && d.depth < maxDepth &&
		string(data[at:next]) == fields.first {
		d.depth++
		return 0, next, true
	}
	if !d.At(at).Object() {
		return End, d.Offset(), false
	}
	d.begun = within
	if d.peek() == '}' {
		d.depth--
		return End, d.at + 1, true
	}
	field, next = d.named(d.at, fields, 0)
	return field, next, true
}

// End is the field behind the last member of an object, and of a text that breaks off.
const End = -1

// MemberAt goes on in an object, behind a member's value: field is the number of the next
// member among the fields, their count for a name that is none of them, End at the object's end.
// The value stands at next. A field whose bit in seen is set is there twice: the reading ends.
func (d *Decoder) MemberAt(at int, fields *Fields, seen uint64) (field, next int) {
	data := d.data
	if at = space(data, at); at >= len(data) || data[at] != ',' {
		return d.close(at)
	}
	return d.named(space(data, at+1), fields, seen)
}

// named reads the name at a place: probably it is the one behind the last that was seen.
func (d *Decoder) named(at int, fields *Fields, seen uint64) (field, next int) {
	data := d.data
	if at+17 > len(data) || data[at] != '"' {
		return d.fieldAt(at, fields, seen)
	}
	at++
	w := binary.LittleEndian.Uint64(data[at:])
	if i := bits.Len64(seen); i < len(fields.heads) {
		h := &fields.heads[i]
		if end := at + h.size; (w^h.word)&h.mask == 0 && end+3 < len(data) &&
			data[end] == '"' && data[end+1] == ':' &&
			(h.size < 8 || string(data[at:end]) == fields.names[i]) {
			if data[end+2] == ' ' && data[end+3] > ' ' {
				return i, end + 3
			}
			return i, space(data, end+2)
		}
	}
	if stop := ^ordinary(w) & highs; stop != 0 {
		n := bits.TrailingZeros64(stop) &^ 7
		if end := at + n/8; data[end] == '"' && data[end+1] == ':' {
			d.nameAt = at
			field = fields.find(w&(1<<n-1), data[at:end])
			return d.first(field, end+2, seen)
		}
	}
	return d.fieldAt(at-1, fields, seen)
}

// close ends an object.
func (d *Decoder) close(at int) (field, next int) {
	if at >= len(d.data) || d.data[at] != '}' {
		d.broken()
		return End, d.end
	}
	d.depth--
	return End, at + 1
}

// fieldAt reads any name with its colon.
func (d *Decoder) fieldAt(at int, fields *Fields, seen uint64) (field, next int) {
	if at >= len(d.data) || d.data[at] != '"' {
		d.broken()
		return End, d.end
	}
	name, ok := d.name(at + 1)
	if !ok {
		return End, d.end
	}
	return d.first(fields.find(fields.key(name), name), d.at, seen)
}

// first ends the reading of a field that has not come yet.
func (d *Decoder) first(field, next int, seen uint64) (int, int) {
	if field < 64 && seen>>field&1 != 0 {
		d.Twice()
		return End, d.end
	}
	return field, space(d.data, next)
}

// space is the place behind white space.
func space(data []byte, at int) int {
	if at >= len(data) || data[at] > ' ' {
		return at
	}
	return longSpace(data, at)
}

func longSpace(data []byte, at int) int {
	const eight = ones * ' '
	if at+1 < len(data) && data[at] == ' ' && data[at+1] > ' ' { // behind a colon
		return at + 1
	}
	for ; at < len(data) && data[at] <= ' '; at++ {
		if c := data[at]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			break
		}
		for at+9 <= len(data) { // of an indented text
			other := binary.LittleEndian.Uint64(data[at+1:]) ^ eight
			at += bits.TrailingZeros64(other) / 8
			if other != 0 {
				break
			}
		}
	}
	return at
}
