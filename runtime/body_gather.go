package runtime

// The memory in which a body waits until it is known how much of it there is lives here.

// A gathering is a body in pooled pieces: the first is small, since a client may be slow,
// the others are large. The zero value is empty.
type gathering struct {
	head   []byte   // what was here before, in somebody else's memory
	pieces [][]byte // full, but for the last
	used   int      // of the last
	size   int      // bytes in all
}

// space is where more bytes go, at least one.
func (g *gathering) space() []byte {
	if g.head != nil { // what is read next may overwrite it
		head := g.head
		g.head, g.size = nil, 0
		for n := 0; len(head) > 0; head = head[n:] {
			n = copy(g.space(), head)
			g.wrote(n)
		}
	}
	if n := len(g.pieces); n > 0 && g.used < len(g.pieces[n-1]) {
		return g.pieces[n-1][g.used:]
	}
	size := hugeBuffer
	if len(g.pieces) == 0 {
		size = largeBuffer
	}
	g.pieces, g.used = append(g.pieces, newInput(size)), 0
	return g.pieces[len(g.pieces)-1]
}

// wrote takes note of n bytes in space.
func (g *gathering) wrote(n int) {
	g.used += n
	g.size += n
}

// appendTo appends everything to data.
func (g *gathering) appendTo(data []byte) []byte {
	data = append(data, g.head...)
	for i, piece := range g.pieces {
		if i == len(g.pieces)-1 {
			piece = piece[:g.used]
		}
		data = append(data, piece...)
	}
	return data
}

func (g *gathering) release() {
	for _, piece := range g.pieces {
		freeInput(piece[:cap(piece)])
	}
	g.pieces = nil
}
