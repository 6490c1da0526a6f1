package runtime

import "sync/atomic"

// Poison lives here: what goes back to a pool is overwritten, so that whoever still reads
// it is noticed. It costs a few µs per request. Builds with the tag httpgen_poison have
// it, and the tests of this package, some of which turn it off. Atomic, because a
// connection that outlived its App, as one of a handler that hangs does, may still be
// looking.
var poison atomic.Bool

func overwrite(b []byte) {
	for i := range b {
		b[i] = 0xDB
	}
}
