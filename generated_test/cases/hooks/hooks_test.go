package hooks

import (
	"log/slog"
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

// quiet is the application without its log, which is full of the failures that are asked
// for.
func quiet() *runtime.App { return New(Server{}, runtime.Logger(slog.New(slog.DiscardHandler))) }

func TestOrder(t *testing.T) {
	dialogue.Run(t, quiet, []dialogue.Line{
		// Everything goes well.
		{"GET /plain", "200 One Two Plain | X-Order: One Two Plain Last Every"},
		{"GET /own", "200 One Two Mine MineToo Own | X-Order: One Two Mine MineToo Own After AfterToo Last Every"},
		{"GET /outer/x", "200 | X-Order: One Two Outer OuterX OuterAfter Last Every"},
		{"GET /outer/inner/x", "200 | X-Order: One Two Outer Inner Mine InnerX After InnerAfter OuterAfter Last Every"},
		{"GET /outer/inner/7/a%20b", "200 7 a b 7 InnerParams"},

		// A global before hook's own answer skips all after hooks but those of every response.
		{"GET /plain?answer=One", "200 One answers | X-Order: One Every"},
		{"GET /plain?answer=Two", "200 Two answers | X-Order: One Two Every"},
		// The answer of a group's or a route's own is a response of the route.
		{"GET /outer/inner/x?answer=Outer", "200 Outer answers | X-Order: One Two Outer After InnerAfter OuterAfter Last Every"},
		{"GET /own?answer=Mine", "200 Mine answers | X-Order: One Two Mine After AfterToo Last Every"},

		// What no route answers meets the globals and the hooks of every response.
		{"GET /nowhere", "404 | X-Order: One Two Every"},
		{"POST /plain", "405 | Allow: GET, HEAD, OPTIONS | X-Order: One Two Every"},
		{"GET /files/a.txt", "200 a file | X-Order: One Two Every"},
		{"GET /files/b.txt", "404 | X-Order: One Two Every"},

		// A failure is answered once, and after hooks see that answer.
		{"GET /plain?fail=Plain", `500 {"error": "Internal Server Error"} | X-Order: One Two Plain Last Every`},
		{"GET /plain?panic=Plain", `500 {"error": "Internal Server Error"}`},
		{"GET /plain?abort=Plain", `403 {"error": "Plain aborts"} | X-Order: One Two Plain Last Every`},
		{"GET /own?abort=Mine", `403 {"error": "Mine aborts"} | X-Order: One Two Mine After AfterToo Last Every`},
		{"GET /plain?abort=One", `403 {"error": "One aborts"} | X-Order: One Every`},
		{"GET /plain?fail=Two", "500 | X-Order: One Two Every"},
		{"GET /plain?fail=Last", `500 {"error": "Internal Server Error"}`},
		{"GET /plain?abort=Every", "403"},
		{"GET /plain?answer=Last", "200 Last answers | X-Order: One Two Plain Last Every"},
	})
}
