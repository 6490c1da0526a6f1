package wire

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// The names of a record's members are found here.

// Fields are the names of a record's members, each with a number. NewFields makes them.
type Fields struct {
	names []string
	first string   // what an object begins with that begins with the first: {"id":
	keys  []uint64 // of the names, as key says
	heads []head
	// slots has the numbers of names, plus one, where their keys say; the others are 0. More than
	// half are.
	slots []uint16
	shift uint
}

// A head is how a name of so many bytes begins in a text, with the quotation mark behind it: up
// to eight bytes, of which the mask has all bits.
type head struct {
	word, mask uint64
	size       int
}

// NewFields gives each of the names its place as its number.
func NewFields(names ...string) *Fields {
	size := bits.Len(uint(2*len(names) + 1))
	f := &Fields{first: " ", names: names, slots: make([]uint16, 1<<size), shift: uint(64 - size)}
	if len(names) > 0 {
		f.first = string(append(AppendString([]byte{'{'}, names[0]), ':'))
	}
	for i, name := range names {
		key := f.key([]byte(name))
		f.keys = append(f.keys, key)
		f.heads = append(f.heads, headOf(name))
		slot := f.slot(key)
		for f.slots[slot] != 0 {
			slot = (slot + 1) & (len(f.slots) - 1)
		}
		f.slots[slot] = uint16(i + 1)
	}
	return f
}

func headOf(name string) head {
	text := AppendString(nil, name)[1:]
	h := head{size: len(name)}
	for i, c := range text[:min(len(text), 8)] {
		h.word |= uint64(c) << (8 * i)
		h.mask |= 0xff << (8 * i)
	}
	if len(text) != len(name)+1 { // it has escapes: nothing begins with NULs
		return head{mask: math.MaxUint64}
	}
	return h
}

// key is the same for equal names: the bytes of a short one, the first and the last of others.
func (f *Fields) key(name []byte) (key uint64) {
	if len(name) >= 8 {
		key = binary.LittleEndian.Uint64(name)
		return key ^ bits.RotateLeft64(binary.LittleEndian.Uint64(name[len(name)-8:]), 7)
	}
	for i, c := range name {
		key |= uint64(c) << (8 * i)
	}
	return key
}

func (f *Fields) slot(key uint64) int { return int(key * 0x9e3779b97f4a7c15 >> f.shift) }

// find is the number of a name, or the count of names.
func (f *Fields) find(key uint64, name []byte) int {
	for slot := f.slot(key); f.slots[slot] != 0; slot = (slot + 1) & (len(f.slots) - 1) {
		if i := int(f.slots[slot]) - 1; f.is(i, key, name) {
			return i
		}
	}
	return len(f.names)
}

// is says whether a name is that of a number. Short ones are all in their keys, unless they have
// NULs at the end.
func (f *Fields) is(i int, key uint64, name []byte) bool {
	return f.keys[i] == key && len(f.names[i]) == len(name) &&
		(len(name) < 8 || f.names[i] == string(name))
}

// MissingOf tells which fields are missing of the object that ends in front of a place: those
// whose bits are set, base being the number of the lowest.
func (f *Fields) MissingOf(d *Decoder, at int, missing uint64, base int) {
	d.At(at).MissingOf(missing, f.names[base:]...)
}
