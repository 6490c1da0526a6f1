//go:build !unix

package runtime

// tryRead is not available: the connection keeps its frame while it waits.
func (c *conn) tryRead(uintptr) bool { panic("httpgen: internal error: tryRead") }
