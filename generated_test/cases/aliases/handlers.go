// Package aliases has names for types, of which Go lets some have methods and some not.
package aliases

import "example.com/httpgen/runtime"

//go:generate go run example.com/httpgen/cmd/httpgen generate

// Server implements Handlers.
type Server struct{}

// PutAll returns what it was given.
func (Server) PutAll(_ runtime.Request, body All) (All, error) { return body, nil }

// PutEither returns what it was given, in a list.
func (Server) PutEither(_ runtime.Request, body Again) ([]Same, error) { return []Same{body}, nil }

// PutHome returns what it was given.
func (Server) PutHome(_ runtime.Request, body Home) (Home, error) { return body, nil }

// PutChild returns the record that a child extends.
func (Server) PutChild(_ runtime.Request, body Child) (Front, error) {
	return Front{Up: body.Up}, nil
}

// PutTold returns what it was given.
func (Server) PutTold(_ runtime.Request, body Told) (Told, error) { return body, nil }

// PutGuessed says which it was given.
func (Server) PutGuessed(_ runtime.Request, body Guessed) (Guessed, error) {
	if right, ok := body.(Starboard); ok {
		right.M++
		return right, nil
	}
	return body, nil
}

// PutUsual returns what it was given.
func (Server) PutUsual(_ runtime.Request, body Usual) (Usual, error) { return body, nil }

// Query returns the query as a link would have it.
func (Server) Query(_ runtime.Request, query QueryQuery, headers QueryHeaders) (QueryResult, error) {
	text, err := query.Encode()
	return Query200{Body: text, XCode: headers.XCode, LastModified: query.When}, err
}
