//go:build !unix

package runtime

// canTry says that connections keep their frame while they wait.
const canTry = false

// tryRead is never called.
func (c *conn) tryRead(uintptr) bool { panic("httpgen: internal error: tryRead") }
