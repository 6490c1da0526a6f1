// Package limits has routes with limits of their own, and groups whose limits they inherit.
package limits

import (
	"fmt"
	"io"

	"example.com/httpgen/runtime"
)

// Server implements Handlers.
type Server struct {
	Release <-chan struct{} // Hang waits for it, whatever becomes of its request
}

// Count counts what it reads.
func (Server) Count(req runtime.Request, body io.Reader) (string, error) {
	n, err := io.Copy(io.Discard, body)
	return fmt.Sprint(n), err
}

// Hang does not look at its context.
func (s Server) Hang(req runtime.Request) (string, error) {
	<-s.Release
	return "released", nil
}
