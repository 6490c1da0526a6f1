package bookstore

// The handlers of the routes outside any group live here, in the manifest's order.

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/httpgen/examples/bookstore/model"
	"example.com/httpgen/runtime"
)

// Status implements GET /status.
func (s *Shop) Status(req runtime.Request) (runtime.Response, error) {
	return runtime.JSON(map[string]string{"status": "ok"}), nil
}

// Cover implements GET /books/<isbn:id>/cover.svg.
func (s *Shop) Cover(req runtime.Request, id model.ISBN) (runtime.Response, error) {
	b, ok := s.book(id)
	if !ok {
		return runtime.Response{}, noBook(id)
	}
	svg := `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60"><text x="8" y="36">` +
		html.EscapeString(b.Title) + `</text></svg>`
	return runtime.Bytes([]byte(svg), "image/svg+xml").WithHeader("Cache-Control",
		"max-age=3600"), nil
}

// BooksOnShelf implements GET /shelves/<any(new,cheap,classic):shelf>.
func (s *Shop) BooksOnShelf(req runtime.Request, shelf Shelf) (runtime.Response, error) {
	keep := map[Shelf]func(model.Book) bool{
		ShelfNew:     func(b model.Book) bool { return b.ISBN > "9780134" },
		ShelfCheap:   func(b model.Book) bool { return b.Cents < 4000 },
		ShelfClassic: func(b model.Book) bool { return b.ISBN <= "9780134" },
	}
	return runtime.JSON(s.list(keep[shelf])), nil
}

// Report implements GET /report-<date:day>.txt.
func (s *Shop) Report(req runtime.Request, day time.Time) (runtime.Response, error) {
	stock := 0
	for _, b := range s.list(all) {
		stock += b.Stock
	}
	return runtime.Text(fmt.Sprintf("%s: %d copies at hand\n", day.Format("Monday, 2 January 2006"),
		stock)), nil
}

// Echo implements GET,POST /echo.
func (s *Shop) Echo(req runtime.Request) (runtime.Response, error) {
	text, err := req.Text()
	if err != nil {
		return runtime.Response{}, err
	}
	return runtime.Text(req.Method() + " " + req.Path() + "?" + req.RawQuery() + "\n" + text), nil
}

// Events implements GET /events: three events, a fifth of a second apart.
func (s *Shop) Events(req runtime.Request) (runtime.Response, error) {
	done := req.Context().Done()
	return runtime.SSE(func(w *runtime.EventWriter) error {
		for i, b := range s.list(all) {
			if err := w.Send(runtime.Event{ID: strconv.Itoa(i + 1), Name: "book",
				Data: b.Title}); err != nil {
				return err
			}
			select {
			case <-done:
				return nil
			case <-time.After(200 * time.Millisecond):
			}
		}
		return nil
	}), nil
}

// Shutdown implements POST /shutdown: the server ends once this is answered.
func (s *Shop) Shutdown(req runtime.Request) (runtime.Response, error) {
	req.App().Stop()
	return runtime.Text("goodbye\n").WithStatus(202), nil
}

// Home implements GET /.
func (s *Shop) Home(req runtime.Request) (string, error) {
	var page strings.Builder
	page.WriteString(
		"<!doctype html><link rel=stylesheet href=/assets/shop.css><h1>Books</h1><ul>\n")
	for _, b := range s.list(all) {
		fmt.Fprintf(&page, "<li><a href=%q>%s</a>\n", GetBookURL(b.ISBN),
			html.EscapeString(b.Title))
	}
	page.WriteString("</ul>\n")
	return page.String(), nil
}

// ListBooks implements GET /books.
func (s *Shop) ListBooks(req runtime.Request) ([]model.Book, error) {
	return s.list(all), nil
}

// CreateBook implements POST /books.
func (s *Shop) CreateBook(req runtime.Request, body NewBook) (model.Book, error) {
	b := model.Book{ISBN: body.ISBN, Title: body.Title, Cents: int(body.Cents), Tags: body.Tags.Or(nil)}
	if !s.add(b) {
		return b, runtime.Errorf(409, "there is a book %s already", b.ISBN)
	}
	return b, nil
}

// pageSize is how many books a page of a search has.
const pageSize = 10

// Search implements GET /search.
func (s *Shop) Search(req runtime.Request, query SearchQuery, headers SearchHeaders, cookies SearchCookies) ([]ListedBook, error) {
	found := s.list(func(b model.Book) bool {
		tagged := len(query.Tag) == 0 || slices.ContainsFunc(query.Tag, func(tag string) bool { return slices.Contains(b.Tags, tag) })
		return tagged && strings.Contains(strings.ToLower(b.Title), strings.ToLower(query.Q.Or("")))
	})
	if query.Sort == SortPrice {
		slices.SortStableFunc(found, func(a, b model.Book) int { return a.Cents - b.Cents })
	}
	first := min((query.Page-1)*pageSize, len(found))
	var page []ListedBook
	for _, b := range found[first:min(first+pageSize, len(found))] {
		page = append(page, ListedBook{ISBN: b.ISBN, Title: b.Title, Cents: int64(b.Cents), Stock: b.Stock})
	}
	return page, nil
}

// SendFeedback implements POST /feedback.
func (s *Shop) SendFeedback(req runtime.Request, body Feedback) error {
	switch f := body.(type) {
	case Praise:
		s.praise.Add(1)
	case Complaint:
		if f.Urgent {
			return runtime.Errorf(503, "nobody is here to answer %s", f.Address)
		}
	}
	return nil
}

// GetBook implements GET /books/<isbn:id> and GET /book/<isbn:id>.
func (s *Shop) GetBook(req runtime.Request, id model.ISBN) (*model.Book, error) {
	b, ok := s.book(id)
	if !ok {
		return nil, noBook(id)
	}
	return &b, nil
}

// OrderBook implements POST /books/<isbn:id>/orders.
func (s *Shop) OrderBook(req runtime.Request, id model.ISBN, body Order) (OrderBookResult, error) {
	want, left := body.Copies, 0
	_, err := s.change(id, func(b *model.Book) error {
		if b.Stock < want {
			return &model.StockError{ISBN: id, Want: want, Stock: b.Stock}
		}
		b.Stock -= want
		left = b.Stock
		return nil
	})
	if err != nil {
		return nil, err
	}
	return OrderBook200{Body: fmt.Sprintf("%d ordered\n", want), XStock: left}, nil
}

// PartnerBooks implements GET /partners/books: what is at hand.
func (s *Shop) PartnerBooks(req runtime.Request, partner model.Partner) ([]model.Book, error) {
	return s.list(func(b model.Book) bool { return b.Stock > 0 }), nil
}

// Note implements GET /notes/<path:name>.md.
func (s *Shop) Note(req runtime.Request, name string) (string, error) {
	return "# " + strings.ReplaceAll(name, "/", " / ") + "\n", nil
}

func all(model.Book) bool { return true }

func noBook(id model.ISBN) error { return runtime.Errorf(404, "no book %s", id) }
