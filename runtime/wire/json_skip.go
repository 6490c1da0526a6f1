package wire

import (
	"bytes"
	"encoding/json"
	"hash/maphash"
	"unsafe"
)

// Values that nobody takes apart are read here, and the names that nobody expects.

// Skip passes over a value and checks it as if it were read. ok is false if it is no JSON.
func (d *Decoder) Skip() (ok bool) {
	switch c := d.peek(); c {
	case '"':
		return d.skipString()
	case '{':
		return d.push() && d.skipMembers()
	case '[':
		if !d.push() {
			return false
		}
		for d.More() {
			d.Skip()
		}
		return d.data != nil
	case 't':
		return d.word("true")
	case 'f':
		return d.word("false")
	case 'n':
		return d.word("null")
	}
	_, _, ok = d.number()
	return ok
}

func (d *Decoder) skipMembers() (ok bool) {
	var had names
	for {
		if _, more := d.Next(); !more || !d.once(&had) || !d.Skip() {
			return d.data != nil
		}
	}
}

// Raw reads any value as it stands, white space inside included.
func (d *Decoder) Raw() (v json.RawMessage, ok bool) {
	d.peek()
	start := d.at
	if !d.Skip() {
		return nil, false
	}
	return bytes.Clone(d.data[start:d.at]), true
}

// Tag reads ahead in an object for a member that holds a string and tells what the others are.
// It moves nothing. Where there is no such object, member or string, ok is false, the fault is
// told, and the value is passed over. The tag is valid until the next call.
func (d *Decoder) Tag(name string) (tag []byte, ok bool) {
	if d.peek() != '{' {
		return nil, d.wrong("an object is wanted")
	}
	look := d.Look()
	look.push()
	for {
		found, more := look.Next()
		if !more {
			if d.Skip() {
				d.Missing(name)
			}
			return nil, false
		}
		if string(found) == name {
			break
		}
		look.leap()
	}
	if look.peek() == '"' {
		return look.Word()
	}
	if d.Skip() {
		d.MemberFault(name, RuleType, "a string is wanted")
	}
	return nil, false
}

// leap passes over a value without looking at it closely: it is read once more.
func (d *Decoder) leap() {
	d.peek()
	open := 0
	for d.at < len(d.data) {
		switch d.data[d.at] {
		case '"':
			d.leapString()
		case '{', '[':
			open++
			d.at++
		case '}', ']':
			if open == 0 { // the end of what the value stands in
				return
			}
			open--
			d.at++
		case ',', ' ', '\t', '\n', '\r':
			if open == 0 {
				return
			}
			d.at++
			continue
		default:
			d.at++
			continue
		}
		if open == 0 {
			return
		}
	}
}

func (d *Decoder) leapString() {
	for d.at++; ; {
		d.at, _ = plain(d.data, d.at)
		switch {
		case d.at == len(d.data):
			return
		case d.data[d.at] == '"':
			d.at++
			return
		case d.data[d.at] == '\\':
			d.at = min(d.at+2, len(d.data))
		default:
			d.at++
		}
	}
}

// Names are the names that an object has had, of those that generated code does not know. The
// zero value is none. They cost nothing where there are none, 64 bytes up to fewNames, and then 8
// to 16 bytes for each.
type Names struct{ list *names }

// names are Names where there probably are some.
type names struct {
	count   int
	few     [fewNames]uint32 // where they begin in the text
	table   []uint32         // the same behind fewNames, by their hashes; 0 is nobody
	escapes bool             // one has escapes
}

const fewNames = 8

// seed makes it unknown which names have one hash.
var seed = maphash.MakeSeed()

// Once says that the name that Next returned last is not among the names yet, and adds it. If
// it is, the text is no JSON that all readers understand alike, and the reading ends.
func (d *Decoder) Once(had *Names) (ok bool) {
	if had.list == nil {
		had.list = new(names)
	}
	return d.once(had.list)
}

func (d *Decoder) once(names *names) (ok bool) {
	if d.data == nil {
		return false
	}
	name, escaped := nameOf(d.data, d.nameAt, nil)
	names.escapes = names.escapes || escaped
	if names.count < fewNames {
		for _, at := range names.few[:names.count] {
			if names.is(d.data, at, name) {
				d.Twice()
				return false
			}
		}
		names.few[names.count] = uint32(d.nameAt)
		names.count++
		return true
	}
	if names.count == fewNames || names.count*2 >= len(names.table) {
		names.grow(d.data)
	}
	slot := names.slot(d.data, name)
	if *slot != 0 {
		d.Twice()
		return false
	}
	*slot = uint32(d.nameAt)
	names.count++
	return true
}

// is says whether the name at a place is that one.
func (n *names) is(data []byte, at uint32, name []byte) bool {
	if !n.escapes {
		end := int(at) + len(name)
		return end < len(data) && data[end] == '"' && bytes.Equal(data[at:end], name)
	}
	var small [64]byte
	other, _ := nameOf(data, int(at), small[:0])
	return bytes.Equal(other, name)
}

// slot is where a name stands in the table, or would.
func (n *names) slot(data []byte, name []byte) *uint32 {
	mask := len(n.table) - 1
	for i := int(n.hash(name)) & mask; ; i = (i + 1) & mask {
		if n.table[i] == 0 || n.is(data, n.table[i], name) {
			return &n.table[i]
		}
	}
}

func (n *names) hash(name []byte) uint64 { return maphash.Bytes(seed, name) }

func (n *names) grow(data []byte) {
	had := n.table
	if had == nil {
		had = n.few[:]
	}
	n.table = make([]uint32, max(4*fewNames, 2*len(n.table)))
	for _, at := range had {
		if at != 0 {
			name, _ := nameOf(data, int(at), nil)
			*n.slot(data, name) = at
		}
	}
}

// nameOf is the name that begins at a place, in b if it has escapes. It is valid.
func nameOf(data []byte, at int, b []byte) (name []byte, escaped bool) {
	end, _ := plain(data, at)
	if data[end] == '"' {
		return data[at:end], false
	}
	d := Decoder{data: data}
	b, _ = d.unquote(b, at)
	return b, true
}

// Unknown passes over the member whose name Next returned last, and which generated code does
// not know, and returns the place behind it. It is a fault where refused.
func (d *Decoder) Unknown(names *Names, refused bool) (next int) {
	if d.Once(names) {
		if refused {
			d.Fault(RuleUnknown, "is not known")
		}
		d.Skip()
	}
	return d.Offset()
}

// Named says that the name that was read last is that one.
func (d *Decoder) Named(name string) bool {
	found, _ := nameOf(d.data, d.nameAt, nil)
	return string(found) == name
}

// borrowed is text as a string, for functions that do not keep it.
func borrowed(text []byte) string { return unsafe.String(unsafe.SliceData(text), len(text)) }

// bytesOf is a string as bytes, for functions that change and keep nothing.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
