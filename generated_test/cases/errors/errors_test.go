package errors

import (
	"log/slog"
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

func quiet() *runtime.App { return New(Server{}, runtime.Logger(slog.New(slog.DiscardHandler))) }

func TestErrors(t *testing.T) {
	const plain = `500 {"error": "Internal Server Error"}`
	dialogue.Run(t, quiet, []dialogue.Line{
		// By status.
		{"GET /fail/404", "404 PageMissing: 404 on purpose | X-Seen: 404"},
		{"GET /fail/wrapped", "404 PageMissing: 404 inside"},
		{"GET /fail/abort", "404 PageMissing: 404 aborted"},
		{"GET /fail/403", `403 {"error": "on purpose"}`},
		{"GET /nowhere", "404 PageMissing: 404 Not Found | X-Seen: 404"},
		{"POST /fail/404", "405 WrongMethod: 405 Method Not Allowed | Allow: GET, HEAD, OPTIONS | X-Seen: 405"},

		// By type, where the error carries no status or one without a handler.
		{"GET /fail/stock", "409 OutOfStock: 3 left"},
		{"GET /fail/wrapped-stock", "409 OutOfStock: 4 left"},
		{"GET /fail/both", "404 PageMissing: 404 carried"},
		{"GET /fail/both-without-handler", "409 OutOfStock: 6 left"},
		{"GET /fail/net", "503 NetworkDown: dial"},

		// The handler of 500 sees plain errors and panics, and no words of theirs.
		{"GET /fail/plain", "500 ~Broken: 500"},
		{"GET /fail/panic", "500 ~Broken: 500"},

		// A route's own come first, then its groups' from inside out, then the manifest's.
		{"GET /own/404", "404 OwnMissing: 404 on purpose"},
		{"GET /own/418", "418 Teapot: 418 on purpose"},
		{"GET /fail/418", `418 {"error": "on purpose"}`},
		{"GET /own/stock", "409 OwnStock: 3 left"},
		{"GET /own/net", "503 NetworkDown: dial"},
		{"GET /outer/404", "404 OuterMissing: 404 on purpose"},
		{"GET /outer/410", "410 OuterGone: 410 on purpose"},
		{"GET /outer/deep/410", "410 DeepGone: 410 on purpose"},
		{"GET /outer/deep/404", "404 OuterMissing: 404 on purpose"},
		{"GET /outer/deep/500", "500 Broken: 500 on purpose"},

		// A failing error handler ends in the plain 500, whatever way it fails.
		{"GET /fail/404?fail", plain + " | X-Seen: 500"},
		{"GET /fail/404?panic", plain},
		{"GET /fail/plain?fail", plain},
		// Allow stays.
		{"POST /fail/404?fail", plain},
	})
}
