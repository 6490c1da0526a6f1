// Package services answers the routes of routes.yaml.
package services

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"example.com/httpgen/runtime"
)

// Server answers them.
type Server struct{ UnimplementedHandlers }

// Notes tells how many there are.
func (Server) Notes(runtime.Request) (runtime.Response, error) {
	return runtime.Text("no notes\n").WithHeader("X-Total", "0"), nil
}

// CreateNote returns what it was given.
func (Server) CreateNote(_ runtime.Request, _ CreateNoteHeaders, note Note) (Note, error) {
	return note, nil
}

// Slow waits for the end of its time.
func (Server) Slow(req runtime.Request) (runtime.Response, error) {
	<-req.Context().Done()
	return runtime.NoContent(), nil
}

// Long is 20,000 bytes of text.
func (Server) Long(runtime.Request) (runtime.Response, error) {
	return runtime.Text(strings.Repeat("0123456789", 2000)), nil
}

// Upload tells how long a body is.
func (Server) Upload(_ runtime.Request, body io.Reader) (string, error) {
	n, err := io.Copy(io.Discard, body)
	return fmt.Sprintln(n), err
}

// Ticks counts to three.
func (Server) Ticks(runtime.Request) (iter.Seq2[int, error], error) {
	return func(yield func(int, error) bool) {
		for i := range 3 {
			if !yield(i+1, nil) {
				return
			}
		}
	}, nil
}

// Inside is for no page of another origin.
func (Server) Inside(runtime.Request) (runtime.Response, error) { return runtime.Text("inside\n"), nil }

// News is for all.
func (Server) News(runtime.Request) (runtime.Response, error) { return runtime.Text("news\n"), nil }

// DropNews does nothing.
func (Server) DropNews(runtime.Request) error { return nil }

// Authenticate takes every token for a name.
func (Server) Authenticate(_ runtime.Request, token string) (string, error) { return token, nil }

// Rename tells who is called otherwise.
func (Server) Rename(_ runtime.Request, user string) (runtime.Response, error) {
	return runtime.Text(user + "\n"), nil
}
