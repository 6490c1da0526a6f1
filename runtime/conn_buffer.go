package runtime

import (
	"net"
	"sync"
	"sync/atomic"

	"example.com/httpgen/runtime/internal/clock"
	"example.com/httpgen/runtime/internal/http1"
)

// What a connection borrows while it works lives here. While it waits for the next
// request it holds none of it.

const (
	// with all else of a frame in 4,864 bytes, the allocator's next size below 5 KiB
	smallBuffer = 3840
	largeBuffer = 16 << 10 // holds the largest head by default
	hugeBuffer  = 64 << 10 // for bodies that come fast
	maxOut      = 32 << 10 // no larger output buffer is kept in a pool
	// minRead is the room that a read of body bytes is worth.
	minRead = 1 << 10
)

// A frame is all the memory of one request. Invariants: 0 ≤ r ≤ w ≤ len(in); in[r:w] has
// arrived and is not yet used; floor ≤ r, and in[:floor] stays as it is during an
// exchange, because the fields' spans point into it.
type frame struct {
	x      Exchange
	http   http1.Head
	in     []byte
	r, w   int
	floor  int
	fault  http1.Fault
	began  clock.Moment // when the current request's first bytes came, never between requests
	head   []byte       // of the current request
	old    []byte       // an earlier in, if head lies in that
	body   body
	out    *outBuffer  // nil while nothing is to be written
	stream *bodyStream // nil unless a producer is writing the answer
	vec    [2][]byte   // for one gathered write …
	bufs   net.Buffers // … over vec

	small [smallBuffer]byte
}

// An outBuffer holds answers that are not yet sent.
type outBuffer struct{ b []byte }

var (
	frames      = sync.Pool{New: func() any { return new(frame) }}
	largeInputs = sync.Pool{New: func() any { return new([largeBuffer]byte) }}
	hugeInputs  = sync.Pool{New: func() any { return new([hugeBuffer]byte) }}
	outBuffers  = sync.Pool{New: func() any { return &outBuffer{make([]byte, 0, smallBuffer)} }}
)

// newFrame is the calling goroutine's, and so is its exchange.
func newFrame() *frame {
	f := frames.Get().(*frame)
	f.x.own()
	f.in = f.small[:]
	return f
}

// release gives everything back. Nobody may still hold a piece of it.
func (f *frame) release() {
	f.dropOut()
	freeInput(f.in)
	f.dropOld()
	f.in, f.head, f.floor, f.r, f.w, f.began, f.fault = nil, nil, 0, 0, 0, clock.Never, http1.OK
	f.vec = [2][]byte{}
	f.http.Reset()
	if cap(f.http.Fields) > 256 {
		f.http.Fields = nil
	}
	if poison.Load() {
		overwrite(f.small[:])
	}
	frames.Put(f)
}

func (f *frame) dropOld() {
	freeInput(f.old)
	f.old = nil
}

// output returns the buffer that answers are appended to.
func (f *frame) output() *outBuffer {
	if f.out == nil {
		f.out = outBuffers.Get().(*outBuffer)
	}
	return f.out
}

// pending is how many bytes wait to be sent.
func (f *frame) pending() int {
	if f.out == nil {
		return 0
	}
	return len(f.out.b)
}

func (f *frame) dropOut() {
	if f.out == nil {
		return
	}
	if poison.Load() {
		overwrite(f.out.b[:cap(f.out.b)])
	}
	f.out.b = f.out.b[:0]
	if cap(f.out.b) <= maxOut {
		outBuffers.Put(f.out)
	}
	f.out = nil
}

// room makes room behind w for at least n bytes while a head is being read: everything
// before r is done with. It is asked for one byte at a time, and http1 ends a head that goes
// past its limit: that bounds the buffer.
func (f *frame) room(n int) {
	if len(f.in)-f.w >= n {
		return
	}
	if f.r > 0 && len(f.in)-(f.w-f.r) >= n {
		f.w = copy(f.in, f.in[f.r:f.w])
		f.r = 0
		return
	}
	old := f.in
	f.in = newInput(f.w - f.r + n)
	f.w = copy(f.in, old[f.r:f.w])
	f.r = 0
	freeInput(old)
}

// bodyRoom makes room for body bytes while the head has to stay where it is.
// Everything that has arrived has been used: r == w. The buffer grows where a read filled
// it: who sends slowly takes little.
func (f *frame) bodyRoom() {
	full := f.w == len(f.in)
	switch {
	case full && len(f.in) == largeBuffer:
		f.replaceInput(hugeBuffer)
	case full && len(f.in) < largeBuffer, len(f.in)-f.floor < minRead:
		f.replaceInput(largeBuffer)
	}
	f.r, f.w = f.floor, f.floor
}

// bodyIsHere says whether everything of a request has arrived whose head has, or enough to refuse
// it.
func (f *frame) bodyIsHere() bool {
	here := f.in[f.r+f.http.Len() : f.w]
	if !f.http.Chunked {
		return f.http.Length <= int64(len(here))
	}
	var chunks http1.Chunks
	for len(here) > 0 {
		_, n, fault := chunks.Next(here)
		if fault != http1.OK || chunks.Done() {
			return true
		}
		here = here[n:]
	}
	return false
}

// replaceInput takes another buffer of n bytes for what comes; the one that the head lies
// in is kept.
func (f *frame) replaceInput(n int) {
	if f.old == nil {
		f.old = f.in
	} else {
		freeInput(f.in)
	}
	f.in, f.floor = newInput(n), 0
}

// endExchange lets go of the head.
func (f *frame) endExchange() {
	f.dropOld()
	f.head, f.floor, f.began = nil, 0, clock.Never
	f.http.Reset()
}

// waitSmall gives back what is large while a connection waits that cannot do so without a
// buffer. A small output buffer is kept: 219 ns as written, 237 without that and okPrefixes
// (Memory/small/route).
func (f *frame) waitSmall() {
	if f.out != nil && (poison.Load() || cap(f.out.b) > smallBuffer) {
		f.dropOut()
	}
	f.r, f.w = 0, 0
	if len(f.in) > smallBuffer {
		freeInput(f.in)
		f.in = f.small[:]
	}
}

// newInput returns a buffer of at least n bytes.
func newInput(n int) []byte {
	switch {
	case n <= largeBuffer:
		return largeInputs.Get().(*[largeBuffer]byte)[:]
	case n <= hugeBuffer:
		return hugeInputs.Get().(*[hugeBuffer]byte)[:]
	}
	return make([]byte, 2*n)
}

// freeInput takes back what newInput gave; a frame's own small buffer stays with it.
func freeInput(b []byte) {
	if len(b) != largeBuffer && len(b) != hugeBuffer {
		return
	}
	if poison.Load() {
		overwrite(b)
	}
	if len(b) == largeBuffer {
		largeInputs.Put((*[largeBuffer]byte)(b))
	} else {
		hugeInputs.Put((*[hugeBuffer]byte)(b))
	}
}

// poison says that what goes back to a pool is overwritten, so that whoever still reads it
// is noticed. It costs a few µs per request. Builds with the tag httpgen_poison have
// it, and the tests of this package, some of which turn it off. Atomic, because a
// connection that outlived its App, as one of a handler that hangs does, may still be
// looking.
var poison atomic.Bool

func overwrite(b []byte) {
	for i := range b {
		b[i] = 0xDB
	}
}
