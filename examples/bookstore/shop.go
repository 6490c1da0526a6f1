// Package bookstore is a small shop: the code that httpgen generates from
// routes.example.yaml, and the handlers written by hand.
package bookstore

// The shop's state and what it does lives here; handlers.go and admin.go say it in HTTP.

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"example.com/httpgen/examples/bookstore/model"
)

// Shop keeps books in memory. It implements Handlers.
type Shop struct {
	token    string // that the admin group wants
	requests atomic.Int64
	praise   atomic.Int64

	mu    sync.Mutex
	books map[model.ISBN]model.Book
}

// NewShop returns a shop with three books whose admin routes want this bearer token.
func NewShop(token string) *Shop {
	s := &Shop{token: token, books: map[model.ISBN]model.Book{}}
	for _, b := range []model.Book{
		{ISBN: "9780131103627", Title: "The C Programming Language", Cents: 5400, Stock: 3},
		{ISBN: "9780134190440", Title: "The Go Programming Language", Cents: 3900, Stock: 7},
		{ISBN: "9780201633610", Title: "Design Patterns", Cents: 4100, Stock: 0},
	} {
		s.books[b.ISBN] = b
	}
	return s
}

// list returns the books for which keep is true, by title.
func (s *Shop) list(keep func(model.Book) bool) []model.Book {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []model.Book
	for b := range maps.Values(s.books) {
		if keep(b) {
			found = append(found, b)
		}
	}
	slices.SortFunc(found, func(a, b model.Book) int { return cmp.Compare(a.Title, b.Title) })
	return found
}

func (s *Shop) book(id model.ISBN) (model.Book, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.books[id]
	return b, ok
}

// add puts a book on the shelf; false if there is one of that ISBN.
func (s *Shop) add(b model.Book) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, twice := s.books[b.ISBN]; twice {
		return false
	}
	s.books[b.ISBN] = b
	return true
}

// change lets f change a book in place; false if there is none. An error of f changes
// nothing.
func (s *Shop) change(id model.ISBN, f func(*model.Book) error) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.books[id]
	if !ok {
		return false, nil
	}
	if err := f(&b); err != nil {
		return true, err
	}
	s.books[id] = b
	return true, nil
}
