package bookstore

// The handlers, hooks and error handlers of the group Admin live here.

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"example.com/httpgen/examples/bookstore/model"
	"example.com/httpgen/runtime"
)

// RequireAdmin is a before hook of the group: the bearer token has to be the shop's.
func (s *Shop) RequireAdmin(req runtime.Request) (*runtime.Response, error) {
	token, _ := strings.CutPrefix(req.Header("Authorization"), "Bearer ")
	if s.token == "" || subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) != 1 {
		return nil, runtime.Errorf(401, "a token is needed")
	}
	return nil, nil
}

// NoStore is an after hook of the group.
func (s *Shop) NoStore(req runtime.Request, resp *runtime.Response) error {
	*resp = resp.WithHeader("Cache-Control", "no-store")
	return nil
}

// AskForToken answers 401 in the group.
func (s *Shop) AskForToken(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return runtime.JSON(map[string]string{"error": err.Message}).
		WithStatus(401).WithHeader("WWW-Authenticate", `Bearer realm="bookstore"`), nil
}

// Stats implements GET /admin/stats.
func (s *Shop) Stats(req runtime.Request) (model.Stats, error) {
	return model.Stats{Books: len(s.list(all)), Requests: s.requests.Load()}, nil
}

// Import implements POST /admin/import: books as JSON, one behind the other, which are added
// as they come. Those that there are already stay as they are.
func (s *Shop) Import(req runtime.Request, body io.Reader) (string, error) {
	in, added := json.NewDecoder(body), 0
	for n := 1; ; n++ {
		var b model.Book
		switch err := in.Decode(&b); {
		case err == io.EOF:
			return fmt.Sprintf("books added: %d\n", added), nil
		case asHTTPError(err): // the body broke off, or came too slowly
			return "", err
		case err != nil || b.ISBN == "" || b.Title == "" || b.Cents < 0:
			return "", runtime.Errorf(400, "book %d is none; %d were added", n, added)
		}
		if s.add(model.Book{ISBN: b.ISBN, Title: b.Title, Cents: b.Cents}) {
			added++
		}
	}
}

func asHTTPError(err error) bool {
	_, ok := errors.AsType[*runtime.HTTPError](err)
	return ok
}

// SetStock implements PUT /admin/books/<isbn:id>/stock.
func (s *Shop) SetStock(req runtime.Request, id model.ISBN, body string) (model.Book, error) {
	n, err := strconv.Atoi(strings.TrimSpace(body))
	if err != nil || n < 0 {
		return model.Book{}, runtime.Errorf(400, "a number of copies is needed")
	}
	var changed model.Book
	ok, _ := s.change(id, func(b *model.Book) error {
		b.Stock = n
		changed = *b
		return nil
	})
	if !ok {
		return model.Book{}, noBook(id)
	}
	return changed, nil
}

// RemoveBook implements DELETE /admin/books/<isbn:id>.
func (s *Shop) RemoveBook(req runtime.Request, id model.ISBN) error {
	if !s.remove(id) {
		return noBook(id)
	}
	return nil
}
