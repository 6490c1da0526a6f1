package wire

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// Room for lists is made here.

// Room returns list with room for the element that d has read last, and, where it has to grow,
// for those that probably follow. start is where the first begins.
//
// Growing step by step takes a tenth longer. A list of plain values is counted by its commas; of
// others the first tells how long they are. Never is there more room than eight times what was
// read, or the text can fill, so that no sender makes us allocate what it has not paid for.
func Room[T any](d *Decoder, list []T, start int) []T {
	if len(list) < cap(list) {
		return list
	}
	return grown(d, list, start)
}

func grown[T any](d *Decoder, list []T, start int) []T {
	more := d.elements(len(list), start)
	grown := make([]T, len(list), len(list)+more)
	copy(grown, list)
	return grown
}

// Offset is how much of the text is read: all of it where it has turned out to be no JSON.
func (d *Decoder) Offset() int {
	if d.data == nil {
		return d.end
	}
	return d.at
}

// elements estimates how many elements of the present array have no place yet: the one that was
// read last, which had were before, and those that are not read.
func (d *Decoder) elements(had, start int) int {
	rest := d.data[d.at:]
	if len(rest) == 0 || rest[0] == ']' || d.at <= start {
		return 1
	}
	if last := d.data[d.at-1]; had == 0 && last != '}' && last != ']' {
		return 1 + min(countCommas(rest), len(rest)/2)
	}
	had++
	ahead := len(rest)
	if d.depth > 2 {
		if end := bytes.IndexByte(rest, ']'); end >= 0 {
			ahead = end
		}
	}
	each := (d.at - start) / had
	more := 1 + (ahead+each/2)/max(each, 1)
	if d.depth > 1 {
		more = min(more, 8*had)
	}
	return max(more, min(had, 64))
}

// countCommas counts those in front of the first bracket that closes.
func countCommas(text []byte) int {
	if n, far := commas(text); !far {
		return n
	}
	if end := bytes.IndexByte(text, ']'); end >= 0 {
		text = text[:end]
	}
	return bytes.Count(text, comma)
}

// commas counts those in front of the first bracket that closes; far is true where that is not
// near. Most lists are short, and two calls to look for it take longer.
func commas(text []byte) (n int, far bool) {
	for ; len(text) >= 8; text = text[8:] {
		w := binary.LittleEndian.Uint64(text)
		found, end := equal(w, ','), equal(w, ']')
		if end != 0 {
			return n + bits.OnesCount64(found&(end&-end-1)), false
		}
		if n += bits.OnesCount64(found); n > 8 {
			return 0, true
		}
	}
	return 0, true
}

// equal has the high bit of each byte of w set that is c.
func equal(w uint64, c byte) uint64 {
	const below = highs - ones
	w ^= ones * uint64(c)
	return ^((w&below + below) | w) & highs
}

var comma = []byte(",")
