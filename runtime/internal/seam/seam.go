// Package seam holds what package runtime does for package runtimetest and for nobody else:
// as exported functions of runtime, users would read them first. Values of runtime's types
// go through it as any, since this package cannot import it.
package seam

import "net/http"

// A Making is what a request is made of that no client sent.
type Making struct {
	Request *http.Request
	App     any         // the *runtime.App that it belongs to; nil: one without routes
	Params  [][2]string // of the path, name and value, beside those that App finds; its route has them
}

var (
	// NewRequest returns a runtime.Request, whose owner is the calling goroutine.
	NewRequest func(Making) any
	// Answer writes a runtime.Response as the answer to a runtime.Request that NewRequest
	// has made, and ends that; the owner calls it.
	Answer func(req, resp any, w http.ResponseWriter)
)
