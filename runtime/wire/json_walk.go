package wire

import (
	"encoding/binary"
	"math/bits"
)

// Objects and arrays are gone through here.

// Object opens an object, whose members Next reads. null is a fault.
func (d *Decoder) Object() (ok bool) {
	if d.peek() != '{' {
		return d.wrong("an object is wanted")
	}
	return d.push()
}

// Map is Object, and null counts as an object without members.
func (d *Decoder) Map() (ok bool) {
	if d.peek() == 'n' {
		d.begun = asNull
		return d.word("null")
	}
	return d.Object()
}

// Array opens an array, whose elements stand behind each call of More that is true. null counts
// as one without elements.
func (d *Decoder) Array() (ok bool) {
	switch d.peek() {
	case '[':
		return d.push()
	case 'n':
		d.begun = asNull
		return d.word("null")
	}
	return d.wrong("an array is wanted")
}

func (d *Decoder) push() (ok bool) {
	if d.depth == maxDepth {
		return d.broken()
	}
	d.depth++
	d.at++
	d.begun = opened
	return true
}

// More says whether the array that was opened last has another element, which is read next.
func (d *Decoder) More() bool {
	c := d.peek()
	switch {
	case c == ',' && d.begun == within:
		d.at++
		return true
	case d.begun == asNull:
		d.begun = within
		return false
	case c == ']':
		d.begun = within
		d.at++
		d.depth--
		return false
	case d.begun == opened && c != 0:
		d.begun = within
		return true
	}
	return d.broken()
}

// Next reads the name of the next member of the object that was opened last, and its colon; the
// value is read next. more is false at the object's end.
//
//	member = string ws ":" ws value   RFC 8259 §4
func (d *Decoder) Next() (name []byte, more bool) {
	data, at := d.data, d.at
	if at+10 > len(data) || data[at] != ',' || data[at+1] != '"' || d.begun != within {
		return d.nextSlowly()
	}
	at += 2
	w := binary.LittleEndian.Uint64(data[at:])
	stop := special(w) | w&highs
	if stop == 0 {
		return d.name(at)
	}
	end := at + bits.TrailingZeros64(stop)/8
	if data[end] != '"' || end+1 == len(data) || data[end+1] != ':' {
		return d.name(at)
	}
	d.nameAt, d.at = at, end+2
	return data[at:end], true
}

// nextSlowly is Next of a first member, with white space, or at the end.
func (d *Decoder) nextSlowly() (name []byte, more bool) {
	c := d.peek()
	if d.begun != within {
		if d.begun == asNull {
			d.begun = within
			return nil, false
		}
		d.begun = within
	} else if c == ',' {
		d.at++
		if c = d.peek(); c == '}' {
			return nil, d.broken()
		}
	} else if c == '"' {
		return nil, d.broken()
	}
	if c == '"' {
		return d.name(d.at + 1)
	}
	if c != '}' {
		return nil, d.broken()
	}
	d.at++
	d.depth--
	return nil, false
}

// name reads a name from behind its quotation mark.
func (d *Decoder) name(start int) (name []byte, ok bool) {
	d.nameAt = start
	end, high := plain(d.data, start)
	if high == 0 && end < len(d.data) && d.data[end] == '"' {
		name, d.at = d.data[start:end], end+1
	} else {
		if d.scratch, ok = d.unquote(d.scratch[:0], start); !ok {
			return nil, false
		}
		name = d.scratch
	}
	if d.at < len(d.data) && d.data[d.at] == ':' || d.peek() == ':' {
		d.at++
		return name, true
	}
	return nil, d.broken()
}
