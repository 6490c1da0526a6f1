// Package returns has one route for each form of result.
package returns

import (
	"errors"

	"example.com/httpgen/runtime"
)

// Item is a result as JSON.
type Item struct {
	Name string `json:"name"`
}

// Server implements Handlers.
type Server struct{}

// Response decides everything itself.
func (Server) Response(req runtime.Request) (runtime.Response, error) {
	return runtime.JSON(Item{"cup"}).WithStatus(202).WithHeader("X-Own", "yes"), nil
}

// JSON has text that careless encoders escape.
func (Server) JSON(req runtime.Request) (Item, error) { return Item{"<é> & \U0001F600"}, nil }

// Created returns nil where nothing is to be shown.
func (Server) Created(req runtime.Request) (*Item, error) {
	if req.RawQuery() == "nil" {
		return nil, nil
	}
	return &Item{"new"}, nil
}

// List returns a nil slice.
func (Server) List(req runtime.Request) ([]Item, error) { return nil, nil }

// Map returns a map.
func (Server) Map(req runtime.Request) (map[string]int,
	error) {
	return map[string]int{"a": 1}, nil
}

// Text returns plain text.
func (Server) Text(req runtime.Request) (string, error) { return "plain", nil }

// HTML returns a page.
func (Server) HTML(req runtime.Request) (string, error) { return "<p>page", nil }

// Bytes returns bytes that are no text.
func (Server) Bytes(req runtime.Request) ([]byte, error) { return []byte{0, 0xff, 1}, nil }

// Teapot has a status of its own.
func (Server) Teapot(req runtime.Request) (string, error) { return "short and stout", nil }

// None has nothing to say.
func (Server) None(req runtime.Request) error { return nil }

// Fail returns an error that carries a status, and below 400 one that does not.
func (Server) Fail(req runtime.Request, status int) (Item, error) {
	if status < 400 {
		return Item{}, errors.New("the disk is on fire")
	}
	return Item{}, runtime.Errorf(status, "no %s", "luck")
}
