package bookstore

// What the team for reviews wrote lives here: the handlers of reviews.yaml. The group is
// separate, so that their names are nobody else's.

import (
	"sync"

	"example.com/httpgen/examples/bookstore/model"
	"example.com/httpgen/runtime"
)

// Critics keep reviews of a shop's books. They implement ReviewsHandlers.
type Critics struct {
	shop *Shop

	mu      sync.Mutex
	reviews map[model.ISBN][]Review
}

// Reviews gives the handlers of reviews.
func (s *Shop) Reviews() ReviewsHandlers {
	return &Critics{shop: s, reviews: map[model.ISBN][]Review{}}
}

// List implements GET /books/<isbn:id>/reviews.
func (c *Critics) List(req runtime.Request, id model.ISBN) (Reviewed, error) {
	b, ok := c.shop.book(id)
	if !ok {
		return Reviewed{}, noBook(id)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return Reviewed{Book: b, Reviews: c.reviews[id]}, nil
}

// Add implements POST /books/<isbn:id>/reviews.
func (c *Critics) Add(req runtime.Request, id model.ISBN, body Review) error {
	if _, ok := c.shop.book(id); !ok {
		return noBook(id)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reviews[id] = append(c.reviews[id], body)
	return nil
}
