package bookstore

// Transactions live here: what changes books in the group Admin does so entirely, or not at all.

import (
	"maps"

	"example.com/httpgen/examples/bookstore/model"
	"example.com/httpgen/runtime"
)

// Tx is a transaction: changes of books that the shop does not have yet.
type Tx struct {
	shop    *Shop
	changed map[model.ISBN]model.Book
	removed map[model.ISBN]bool
}

// Begin is a before hook of the group's books: their handlers get a transaction.
func (s *Shop) Begin(req runtime.Request) (*Tx, error) {
	return &Tx{s, map[model.ISBN]model.Book{}, map[model.ISBN]bool{}}, nil
}

// InTx is an around hook of the same group: it makes the changes of a handler that returns no
// error and does not panic.
func (s *Shop) InTx(req runtime.Request, next func() (runtime.Response, error)) (runtime.Response, error) {
	resp, err := next()
	if tx, ok := runtime.Given[*Tx](req); ok && err == nil {
		tx.commit()
	}
	return resp, err
}

func (t *Tx) book(id model.ISBN) (model.Book, bool) {
	if b, ok := t.changed[id]; ok || t.removed[id] {
		return b, ok
	}
	return t.shop.book(id)
}

func (t *Tx) put(b model.Book) {
	t.changed[b.ISBN] = b
	delete(t.removed, b.ISBN)
}

func (t *Tx) remove(id model.ISBN) {
	t.removed[id] = true
	delete(t.changed, id)
}

func (t *Tx) commit() {
	t.shop.mu.Lock()
	defer t.shop.mu.Unlock()
	maps.Copy(t.shop.books, t.changed)
	for id := range t.removed {
		delete(t.shop.books, id)
	}
}
