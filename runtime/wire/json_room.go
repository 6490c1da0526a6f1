package wire

import "bytes"

// Room for lists is made here.

// Room returns list with room for the element that d reads next, and, where it has to grow, for
// those that probably follow. start is d.Offset() behind Array.
//
// Growing step by step takes half as long again for a list of 300 KB. A list of plain values is
// counted by its commas; of others the first tells how long they are. Never is there more room
// than eight times what was read, or the text can fill, so that no sender makes us allocate
// what it has not paid for.
func Room[T any](d *Decoder, list []T, start int) []T {
	if len(list) < cap(list) {
		return list
	}
	more := d.elements(len(list), start)
	grown := make([]T, len(list), len(list)+more)
	copy(grown, list)
	return grown
}

// Offset is how much of the text is read.
func (d *Decoder) Offset() int { return d.at }

// elements estimates how many elements of the present array are not read yet, at least one. had
// were read since start.
func (d *Decoder) elements(had, start int) int {
	if had == 0 {
		return d.firstElements()
	}
	rest := d.data[d.at:]
	ahead := len(rest)
	if d.depth > 2 {
		if end := bytes.IndexByte(rest, ']'); end >= 0 {
			ahead = end
		}
	}
	each := max((d.at-start)/had, 1)
	more := 1 + ahead/each
	if d.depth > 1 {
		more = min(more, 8*had)
	}
	return max(more, min(had, 64))
}

// firstElements estimates how many elements an array has: as many as there are commas, or
// braces, before the first bracket that may be its end.
func (d *Decoder) firstElements() int {
	const near = 1 << 10 // records of a longer list are counted when the first is read
	first := d.peek()
	rest := d.data[d.at:]
	switch first {
	case '[':
		return 1
	case '{':
		rest = rest[:min(len(rest), near)]
		end := bytes.IndexByte(rest, ']')
		return max(bytes.Count(rest[:max(end, 0)], brace), 1)
	}
	if end := bytes.IndexByte(rest, ']'); end >= 0 {
		rest = rest[:end]
	}
	return min(1+bytes.Count(rest, comma), 1+len(rest)/2)
}

var comma, brace = []byte(","), []byte("{")
