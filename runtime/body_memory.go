package runtime

import (
	"math/bits"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"
)

// The memory of bodies that are there as a whole lives here: how much of it is taken before
// their bytes are here, and what is lent and used again.

// maxAnnounced is how many bytes of bodies that were announced, and are not here yet, a server
// takes memory for, all connections together. Past it memory grows with what arrives.
const maxAnnounced = 64 << 20

// announced counts these bytes. Small bodies are not counted: firstGuess.
type announced struct{ absent atomic.Int64 }

// believe says whether memory for n bytes may be taken now; then they are to be told arrived.
func (a *announced) believe(n int64) bool {
	if n > maxAnnounced {
		return false
	}
	if a.absent.Add(n) <= maxAnnounced {
		return true
	}
	a.arrived(n)
	return false
}

// arrived takes note of bytes that have come, or never will.
func (a *announced) arrived(n int64) { a.absent.Add(-n) }

// unzeroed is memory for n bytes, none of them in use: it holds anything, and is given to nobody
// before it is full. What make has to zero is a tenth of the time of a large body.
func unzeroed(n int) []byte {
	if n < minRead {
		return make([]byte, 0, n)
	}
	var b strings.Builder
	b.Grow(n)
	b.WriteByte(0) // only what is not empty is known to be somewhere
	return unsafe.Slice(unsafe.StringData(b.String()), n)[:0]
}

// What lent memory there is, in powers of two. Larger bodies are in memory that is not used
// again.
const (
	leastLent = 14 // 16 KiB
	mostLent  = 20 // 1 MiB
)

var lentPools [mostLent - leastLent + 1]sync.Pool // of *lentMemory

// lentMemory is memory that a request lends its handler.
type lentMemory struct{ b []byte }

// newLent returns memory of at least n bytes, none of them in use.
func newLent(n int) *lentMemory {
	class := max(bits.Len(uint(max(n, 1)-1)), leastLent)
	if class > mostLent {
		return &lentMemory{unzeroed(n)}
	}
	if m, ok := lentPools[class-leastLent].Get().(*lentMemory); ok {
		return m
	}
	return &lentMemory{unzeroed(1 << class)}
}

// release gives the memory back: nobody may still look at it.
func (m *lentMemory) release() {
	if poison.Load() {
		overwrite(m.b[:cap(m.b)])
	}
	class := bits.Len(uint(cap(m.b) - 1))
	if class <= mostLent && cap(m.b) == 1<<class {
		m.b = m.b[:0]
		lentPools[class-leastLent].Put(m)
	}
}

// A lentBody is a body as an origin lends it.
type lentBody struct {
	b      []byte
	memory *lentMemory // that it is in; nil: another, such as the connection's buffer
}
