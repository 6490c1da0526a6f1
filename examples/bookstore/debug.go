package bookstore

import (
	"fmt"
	"net/http"
)

// Variables gives a handler of net/http, which tells what this service counts.
func (s *Shop) Variables() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "requests %d\n", s.requests.Load())
	})
}
