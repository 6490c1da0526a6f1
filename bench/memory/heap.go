package memory

// The live heap lives here.

// node is 64 bytes with two pointers, so that the collector has something to follow.
type node struct {
	next, other *node
	_           [48]byte
}

// Heap makes 64 MB of live objects; they live as long as what is returned.
func Heap() any {
	const objects = 64 << 20 / 64
	var last *node
	for i := range objects {
		n := &node{next: last}
		if i%3 == 0 {
			n.other = last
		}
		last = n
	}
	return last
}
