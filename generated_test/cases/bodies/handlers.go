// Package bodies has one route for each form of request body.
package bodies

import (
	"fmt"
	"io"
	"mime/multipart"
	"net/url"

	"example.com/httpgen/runtime"
)

// Item is a body as JSON.
type Item struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// Validate refuses what is less than nothing.
func (i Item) Validate() error {
	if i.N < 0 {
		return fmt.Errorf("n is %d, at least 0 is wanted", i.N)
	}
	return nil
}

// Server implements Handlers.
type Server struct {
	First chan<- byte     // is sent the first byte of what Large reads; nil: nobody asks
	Keep  func(io.Reader) // is given what Unread does not read; nil: nobody asks
}

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

// Lent tells the body, which is its own until it returns.
func (Server) Lent(req runtime.Request, body []byte) (string, error) { return string(body), nil }

// LentOrNot tells how long a text or an image is.
func (Server) LentOrNot(req runtime.Request, body LentOrNotBody) (string, error) {
	switch body := body.(type) {
	case LentOrNotBodyText:
		return "text " + fmt.Sprint(len(body.Body)), nil
	case LentOrNotBodyPNG:
		return "image " + fmt.Sprint(len(body.Body)), nil
	}
	return "", fmt.Errorf("a body of %T", body)
}

// None looks at the body itself.
func (Server) None(req runtime.Request) (string, error) { return req.Text() }

// Small has a limit of its own.
func (Server) Small(req runtime.Request, body string) (string, error) { return body, nil }

// Multipart tells values and files.
func (Server) Multipart(req runtime.Request, body *multipart.Form) (string, error) {
	text := fmt.Sprint(body.Value["a"])
	for _, header := range body.File["f"] {
		f, err := header.Open()
		if err != nil {
			return "", err
		}
		content, err := io.ReadAll(f)
		if err != nil {
			return "", err
		}
		text += fmt.Sprintf(" %s=%s", header.Filename, content)
	}
	return text, nil
}

// Stream counts what it reads.
func (Server) Stream(req runtime.Request, body io.Reader) (string, error) {
	n, err := io.Copy(io.Discard, body)
	return fmt.Sprint(n), err
}

// Large counts too, and has a limit of its own.
func (s Server) Large(req runtime.Request, body io.Reader) (string, error) {
	var first [1]byte
	if _, err := io.ReadFull(body, first[:]); err != nil {
		return "", err
	}
	if s.First != nil {
		s.First <- first[0]
	}
	n, err := io.Copy(io.Discard, body)
	return fmt.Sprint(n + 1), err
}

// Careless answers as if nothing could go wrong.
func (Server) Careless(req runtime.Request, body io.Reader) (string, error) {
	n, _ := io.Copy(io.Discard, body)
	return fmt.Sprint(n), nil
}

// Unread reads nothing.
func (s Server) Unread(req runtime.Request, body io.Reader) (string, error) {
	if s.Keep != nil {
		s.Keep(body)
	}
	return "unread", nil
}

// Params has parameters before its body.
func (Server) Params(req runtime.Request, id int, name string, body Item) (string, error) {
	return fmt.Sprint(id, " ", name, " ", body.N), nil
}
