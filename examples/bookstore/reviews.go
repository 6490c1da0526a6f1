package bookstore

// What the team for reviews wrote lives here: the handlers of reviews.yaml.

import (
	"example.com/httpgen/examples/bookstore/model"
	"example.com/httpgen/runtime"
)

// BookReviews implements GET /books/<isbn:id>/reviews.
func (s *Shop) BookReviews(req runtime.Request, id model.ISBN) (Reviewed, error) {
	b, ok := s.book(id)
	if !ok {
		return Reviewed{}, noBook(id)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return Reviewed{Book: b, Reviews: s.reviews[id]}, nil
}

// AddReview implements POST /books/<isbn:id>/reviews.
func (s *Shop) AddReview(req runtime.Request, id model.ISBN, body Review) error {
	if _, ok := s.book(id); !ok {
		return noBook(id)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reviews[id] = append(s.reviews[id], body)
	return nil
}
