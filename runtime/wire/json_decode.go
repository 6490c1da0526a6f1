package wire

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
	end     int    // the length of the whole text
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
	*d = Decoder{data: text, end: len(text), scratch: d.scratch[:0]}
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
	if d.at = space(d.data, d.at); d.at < len(d.data) {
		return d.data[d.at]
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
