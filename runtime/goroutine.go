//go:build amd64 || arm64

package runtime

// goroutineIsKnown says that goroutine tells one goroutine from another.
const goroutineIsKnown = true

// goroutine is the address of the calling goroutine's descriptor. It is another
// goroutine's once this one has ended, so it is only ever compared with that of one that
// lives: the owner of an exchange whose request is not over.
func goroutine() uintptr
