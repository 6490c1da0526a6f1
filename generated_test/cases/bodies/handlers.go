// Package bodies has one route for each form of request body.
package bodies

import (
	"fmt"
	"net/url"

	"example.com/httpgen/runtime"
)

// Item is a body as JSON.
type Item struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// Server implements Handlers.
type Server struct{}

// JSON sends the body back.
func (Server) JSON(req runtime.Request, body Item) (Item, error) { return body, nil }

// List counts.
func (Server) List(req runtime.Request, body []Item) (string, error) {
	return fmt.Sprint(len(body)), nil
}

// Form tells a field.
func (Server) Form(req runtime.Request, body url.Values) (string, error) {
	return fmt.Sprint(body["a"]), nil
}

// Text sends the body back.
func (Server) Text(req runtime.Request, body string) (string, error) { return body, nil }

// Bytes sends the body back.
func (Server) Bytes(req runtime.Request, body []byte) ([]byte, error) { return body, nil }

// None looks at the body itself.
func (Server) None(req runtime.Request) (string, error) { return req.Text() }

// Small has a limit of its own.
func (Server) Small(req runtime.Request, body string) (string, error) { return body, nil }

// Params has parameters before its body.
func (Server) Params(req runtime.Request, id int, name string, body Item) (string, error) {
	return fmt.Sprint(id, " ", name, " ", body.N), nil
}
