package codec

import "time"

// The records live here as libraries read them, by reflection or compiled while the program runs.

// A State is where an order is.
type State string

// A Line is one article of an order.
type Line struct {
	SKU      string  `json:"sku"`
	Quantity int     `json:"quantity"`
	Price    float64 `json:"price"`
}

// A Customer has ordered.
type Customer struct {
	Name   string `json:"name"`
	Email  string `json:"email"`
	City   string `json:"city"`
	Points int64  `json:"points"`
}

// An Order has lists, a record inside, and members that may be absent or null.
type Order struct {
	ID       int64     `json:"id"`
	Number   string    `json:"number"`
	State    State     `json:"state"`
	Placed   time.Time `json:"placed"`
	Total    float64   `json:"total"`
	Cents    int32     `json:"cents"`
	Paid     bool      `json:"paid"`
	Customer Customer  `json:"customer"`
	Tags     []string  `json:"tags"`
	Lines    []Line    `json:"lines"`
	Note     *string   `json:"note,omitempty"`
	Discount *float64  `json:"discount"`
	Weights  []float64 `json:"weights"`
}

// A Page is a list of orders.
type Page struct {
	Orders []Order `json:"orders"`
}
