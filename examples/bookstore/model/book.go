// Package model holds what the bookstore deals in.
package model

import "fmt"

// Book is a book for sale.
type Book struct {
	ISBN  ISBN   `json:"isbn"`
	Title string `json:"title"`
	Cents int    `json:"cents"` // price
	Stock int    `json:"stock"` // copies at hand

	Tags []string `json:"tags,omitempty"`
}

// Stats are figures about the running store.
type Stats struct {
	Books    int   `json:"books"`
	Requests int64 `json:"requests"`
}

// StockError is the failure of an order for more copies than there are.
type StockError struct {
	ISBN        ISBN
	Want, Stock int
}

func (e *StockError) Error() string {
	return fmt.Sprintf("%d copies of %s wanted, %d at hand", e.Want, e.ISBN, e.Stock)
}
