package lenient

import (
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

func TestLenient(t *testing.T) {
	const problem = "Content-Type: application/problem+json"
	dialogue.Run(t, func() *runtime.App { return New(Server{}) }, []dialogue.Line{
		{"GET /books", "200 Books"},
		{"GET /books/", "301 | Location: ../books"},
		{"GET /books/?a=1&b", "301 | Location: ../books?a=1&b"},
		{"POST /books", "308 | Location: books/"},
		{"POST /books/", "200 Add"},
		{"GET /books/7/", "301 | Location: ../7"},
		{"GET /books/7/2024-02-29", "301 | Location: 2024-02-29/"},
		{"GET //", "301 | Location: ../"},
		{"GET //evil.example/", "404"},
		{"DELETE /books", "405 | Allow: GET, HEAD, OPTIONS | " + problem},
		{"GET /books/x", "400 ~id | " + problem},
		{"GET /books/99999999999999999999", "400 ~id"},
		{"GET /books/7/yesterday/", "400 ~day"},
		{"DELETE /books/x", "404"},
		{"GET /nowhere", "404 ~404 | " + problem},
	})
}
