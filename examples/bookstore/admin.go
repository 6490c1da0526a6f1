package bookstore

// The handlers, hooks and error handlers of the group Admin live here.

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"

	"example.com/httpgen/examples/bookstore/model"
	"example.com/httpgen/runtime"
)

// Authenticate guards everything below /admin: the bearer token has to be the shop's. Handlers get
// the user whose it is.
func (s *Shop) Authenticate(req runtime.Request, token string) (model.User, error) {
	if s.token == "" || subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) != 1 {
		return model.User{}, errors.New("another token")
	}
	return model.User{Name: "the owner"}, nil
}

// NoStore is an after hook of the group.
func (s *Shop) NoStore(req runtime.Request, resp *runtime.Response) error {
	*resp = resp.WithHeader("Cache-Control", "no-store")
	return nil
}

// Explain answers 400 in the group: what hooks have given is known to error handlers, too.
func (s *Shop) Explain(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	admin, _ := runtime.Given[model.User](req)
	return runtime.JSON(map[string]string{"error": err.Message, "to": admin.Name}).
		WithStatus(400), nil
}

// Stats implements GET /admin/stats.
func (s *Shop) Stats(req runtime.Request, admin model.User) (model.Stats, error) {
	return model.Stats{Books: len(s.list(all)), Requests: s.requests.Load()}, nil
}

// Import implements POST /admin/import: books as JSON, one behind the other, which are added
// as they come. Those that there are already stay as they are.
func (s *Shop) Import(req runtime.Request, admin model.User, body io.Reader) (string, error) {
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
func (s *Shop) SetStock(req runtime.Request, admin model.User, tx *Tx, id model.ISBN, body string) (
	model.Book, error) {
	n, err := strconv.Atoi(strings.TrimSpace(body))
	if err != nil || n < 0 {
		return model.Book{}, runtime.Errorf(400, "a number of copies is needed")
	}
	b, ok := tx.book(id)
	if !ok {
		return model.Book{}, noBook(id)
	}
	b.Stock = n
	tx.put(b)
	slog.Debug("stock", "book", id, "copies", n, "by", admin.Name)
	return b, nil
}

// SetStocks implements PUT /admin/books/stock: of all books or, where one is not there, of none.
func (s *Shop) SetStocks(req runtime.Request, admin model.User, tx *Tx, body []Count) error {
	for _, c := range body {
		b, ok := tx.book(c.ISBN)
		if !ok {
			return noBook(c.ISBN)
		}
		b.Stock = c.Stock
		tx.put(b)
	}
	return nil
}

// RemoveBook implements DELETE /admin/books/<isbn:id>.
func (s *Shop) RemoveBook(req runtime.Request, admin model.User, tx *Tx, id model.ISBN) error {
	if _, ok := tx.book(id); !ok {
		return noBook(id)
	}
	tx.remove(id)
	return nil
}

// Stocks implements GET /admin/books.
func (s *Shop) Stocks(req runtime.Request, admin model.User) ([]Count, error) {
	var counts []Count
	for _, b := range s.list(all) {
		counts = append(counts, Count{ISBN: b.ISBN, Stock: b.Stock})
	}
	return counts, nil
}

// StockReport implements GET /admin/reports/stock.txt.
func (s *Shop) StockReport(req runtime.Request, admin model.User) (runtime.Response, error) {
	text := "for " + admin.Name + "\n"
	for _, b := range s.list(all) {
		text += fmt.Sprintf("%s %d\n", b.ISBN, b.Stock)
	}
	return runtime.Text(text), nil
}
