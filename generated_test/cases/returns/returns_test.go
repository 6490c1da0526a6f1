package returns

import (
	"log/slog"
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

func TestReturns(t *testing.T) {
	dialogue.Run(t, func() *runtime.App { return New(Server{}, runtime.Logger(slog.New(slog.DiscardHandler))) }, []dialogue.Line{
		{"GET /response", `202 {"name":"cup"} | X-Own: yes | Content-Type: application/json; charset=utf-8`},
		{"GET /json", "200 {\"name\":\"<é> & \U0001F600\"} | Content-Type: application/json; charset=utf-8"},
		{"GET /created", `201 {"name":"new"}`},
		{"GET /created?nil", "204"},
		{"GET /list", "200 []"},
		{"GET /map", `200 {"a":1}`},
		{"GET /text", "200 plain | Content-Type: text/plain; charset=utf-8"},
		{"GET /html", "200 <p>page | Content-Type: text/html; charset=utf-8"},
		{"GET /bytes", "200 \x00\xff\x01 | Content-Type: application/octet-stream | Content-Length: 3"},
		{"GET /teapot", "418 short and stout"},
		{"GET /none", "204"},
		{"HEAD /text", "200 | Content-Length: 5"},
		{"GET /fail/404", `404 {"error": "no luck"}`},
		{"GET /fail/1", `500 {"error": "Internal Server Error"}`},
	})
}
