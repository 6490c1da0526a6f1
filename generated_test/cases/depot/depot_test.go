package depot

import (
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

// What programs elsewhere rely on, without those programs.
func TestDepot(t *testing.T) {
	s := &Server{}
	close(s.Gate("open"))
	dialogue.Run(t, func() *runtime.App { return New(s) }, []dialogue.Line{
		{"PUT /upload\n\nhello", "200 5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"},
		{"PUT /live/a/b\n\nhello", "200 5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"},
		{"POST /small\n\nhello", "200 5"},
		{"POST /pages/\nContent-Type: text/plain\n\nhello", "200 noted hello"},
		{"GET /pages/", "200 ~the page with a slash"},
		{"GET /events/open", "200 data: first\n\ndata: second\n | Content-Type: text/event-stream"},
		{"GET /stream/1", "200 ~0123456789abcde\n0123"},
		{"GET /t/a%2Fb?c", `200 "a/b" "c"`},
		{"POST /print\n\n\x02\x00\x00\x02\x00\x00\x00\x07 and more", "200 ~\x02\x00\x00\x00\x00\x00\x00\x07\x01\x47 | Content-Type: application/ipp"},
		{"POST /print\n\nshort", `400 {"error": "5 bytes are no IPP request"}`},
	})
}
