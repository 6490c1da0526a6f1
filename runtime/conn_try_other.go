//go:build !unix

package runtime

import "os"

// canTry says that connections keep their frame while they wait.
const canTry = false

// What follows is never called.

func (c *conn) tryRequests(uintptr) bool { panic("httpgen: internal error: tryRequests") }
func (c *conn) restIsHere() bool         { panic("httpgen: internal error: restIsHere") }
func (c *conn) tryRead(int)              { panic("httpgen: internal error: tryRead") }
func (c *conn) secondReader() *os.File   { panic("httpgen: internal error: secondReader") }
func (w *watch) lookAfter(int)           { panic("httpgen: internal error: lookAfter") }
func transmit(int, []byte) int           { panic("httpgen: internal error: transmit") }
