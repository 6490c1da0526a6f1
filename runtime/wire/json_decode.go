package wire

import (
	"encoding/binary"
	"math/bits"
)

// What generated code reads JSON with lives here. A Decoder goes over the text once, from left
// to right, and says what the next piece is; which pieces there should be is generated code's.

// A Decoder reads one JSON text (RFC 8259). Its Reset begins one, its methods read what the
// caller wants next, and End says what was wrong with all of it.
//
// A text that is no JSON ends the reading: whatever is asked for behind the fault is not there,
// and loops end. So does what readers understand differently: a name that an object has twice,
// half a surrogate pair, bytes that are not UTF-8; and arrays and objects that stand in more
// than 128 others. A value that is JSON but not what was wanted is told and passed over, and the
// reading goes on.
//
// A method that reads a value returns ok: false says that there is a fault, and that it is told
// already. White space in front of a value belongs to it, behind it not.
//
// Values are the caller's to keep; names are valid until the next call. The zero value reads an
// empty text. A Decoder that is copied is a reader of its own from there on: see Look.
type Decoder struct {
	data    []byte // the text; nothing once it has turned out to be no JSON
	at      int    // the next byte; 0 <= at <= len(data)
	nameAt  int    // where the name or word that was read last begins, behind its quotation mark
	depth   int32  // of arrays and objects that are open
	begun   begun
	hidden  bool   // messages do not repeat what is read
	scratch []byte // the name that Next returned, if it has escapes
	trouble *trouble
}

// begun says that an array or object was opened and nothing of it is read yet.
type begun uint8

const (
	within begun = iota
	opened
	asNull // it is null, and counts as one without elements
)

// maxDepth is how many arrays and objects may stand in each other.
const maxDepth = 128

// Reset begins with a text. It is not changed, and nothing of it is kept by values.
func (d *Decoder) Reset(text []byte) {
	*d = Decoder{data: text, scratch: d.scratch[:0]}
	if uint64(len(text)) > 1<<32-1 {
		d.fail(0, "it is longer than 4 GiB")
	}
}

// Look is a reader that goes on from here without moving d. What it finds is not told.
func (d *Decoder) Look() Decoder {
	look := *d
	look.scratch, look.trouble = nil, nil
	return look
}

// Secret keeps what is read from here on out of messages, or no longer.
func (d *Decoder) Secret(on bool) { d.hidden = on }

// peek is the first byte behind white space; 0 at the end.
//
//	ws = *( %x20 / %x09 / %x0A / %x0D )   RFC 8259 §2
func (d *Decoder) peek() byte {
	if d.at < len(d.data) && d.data[d.at] > ' ' {
		return d.data[d.at]
	}
	return d.skipSpace()
}

func (d *Decoder) skipSpace() byte {
	const eight = 0x2020202020202020
	for d.at+8 <= len(d.data) && binary.LittleEndian.Uint64(d.data[d.at:]) == eight {
		d.at += 8 // of an indented text
	}
	for ; d.at < len(d.data); d.at++ {
		switch c := d.data[d.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// Kind says what stands next: 'o' an object, 'a' an array, 's' a string, '0' a number, 'b' true
// or false, 'n' null; 0 is nothing that a value begins with.
func (d *Decoder) Kind() byte {
	switch c := d.peek(); c {
	case '{':
		return 'o'
	case '[':
		return 'a'
	case '"':
		return 's'
	case 't', 'f':
		return 'b'
	case 'n':
		return 'n'
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return '0'
	}
	return 0
}

// Null reads null, if it stands next.
func (d *Decoder) Null() bool { return d.peek() == 'n' && d.word("null") }

// Bool reads true or false.
func (d *Decoder) Bool() (v, ok bool) {
	switch d.peek() {
	case 't':
		ok = d.word("true")
		return ok, ok
	case 'f':
		return false, d.word("false")
	}
	return false, d.wrong("true or false is wanted")
}

func (d *Decoder) word(word string) bool {
	if len(d.data)-d.at < len(word) || string(d.data[d.at:d.at+len(word)]) != word {
		return d.broken()
	}
	d.at += len(word)
	return true
}

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

// Is reads text if it stands next, byte for byte. Generated code asks so for the member that it
// expects, as most writers put it: `,"name":` behind a value, `"name":` in an object that was
// just opened.
func (d *Decoder) Is(text string) bool {
	if len(d.data)-d.at < len(text) || string(d.data[d.at:d.at+len(text)]) != text {
		return false
	}
	d.nameAt = d.at + 1 + bit(text[0] == ',')
	d.at += len(text)
	d.begun = within
	return true
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// plain is where a run of text ends that stands for itself in a JSON string: at a quotation
// mark, a backslash, a control character, or the end of data. high is not 0 where the run has
// bytes beyond ASCII, which are not looked at.
func plain(data []byte, at int) (end int, high uint64) {
	for ; at+8 <= len(data); at += 8 {
		w := binary.LittleEndian.Uint64(data[at:])
		if stop := special(w); stop != 0 {
			n := bits.TrailingZeros64(stop) &^ 7
			return at + n/8, (high | w&(1<<n-1)) & highs
		}
		high |= w
	}
	for ; at < len(data) && data[at] >= ' ' && data[at] != '"' && data[at] != '\\'; at++ {
		high |= uint64(data[at])
	}
	return at, high & highs
}

// special has the high bit of each byte of w set that is a quotation mark, a backslash or below
// 0x20, up to the first such byte. Behind it, it may have more.
func special(w uint64) uint64 {
	quote, slash := w^(ones*'"'), w^(ones*'\\')
	return ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*' ')&^w) & highs
}
