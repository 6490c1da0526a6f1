package results

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

func newApp(ended chan string) *runtime.App {
	return New(Server{Ended: ended}, runtime.Logger(slog.New(slog.DiscardHandler)))
}

func run(t *testing.T, lines []dialogue.Line) {
	t.Helper()
	dialogue.Run(t, func() *runtime.App { return newApp(make(chan string, 9)) }, lines)
}

const none = `500 {"error": "Internal Server Error"}`

func TestResultsByStatus(t *testing.T) {
	run(t, []dialogue.Line{
		{"GET /books/1", `200 {"isbn":"1","title":"<é>"} | Content-Type: application/json; charset=utf-8 | Vary: `},
		{"HEAD /books/1", "200 | Content-Length: 27"},
		{"GET /old/1", `200 {"isbn":"1","title":"<é>"}`},
		{"GET /books/2", `404 {"message":"no such book","near":"1"} | Content-Type: application/json; charset=utf-8`},
		{"GET /books/3", `410 {"error": "gone"}`},
		{"GET /books/abort", `418 {"error": "no tea"}`},
		{"GET /books/nil", none},
		{"GET /books/nil-pointer", none},
		{"DELETE /books/1", "204 | Content-Type: "},
		{"DELETE /books/2", "409 it is lent | Content-Type: text/plain; charset=utf-8"},
	})
}

func TestHeaderFieldsOfResults(t *testing.T) {
	run(t, []dialogue.Line{
		{"POST /books\n\nall", `201 {"isbn":"1","title":"<é>"} | Location: /books/1 | X-Parts: 1, -2, 3 | X-Sort: price` +
			` | X-Way: by-hand | Last-Modified: Sun, 01 Mar 2026 11:00:00 GMT | Expires: Sun, 01 Mar 2026 11:00:00 GMT` +
			` | X-At: 2026-03-01T12:00:00.5+01:00 | Set-Cookie: a=1, b=2 | ETag: "v1"`},
		{"POST /books\n\nbare", "201 | Location: /books/1 | X-Parts:  | X-Way:  | Set-Cookie:  | Expires:  | ETag: "},
		{"POST /books\n\nthere", "303 | Location: /books/1 | Content-Type: "},
		{"POST /books\n\ninjected", none + " | X-Evil:  | Location: "},
		{"POST /books\n\nlate", none},
	})
}

// A list in Set-Cookie is one line each (RFC 9110 §5.3).
func TestEachCookieHasItsLine(t *testing.T) {
	dialogue.BothWays(t, func() *runtime.App { return newApp(nil) }, func(t *testing.T, addr string) {
		resp, err := http.Post("http://"+addr+"/books", "text/plain", strings.NewReader("all"))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if lines := resp.Header["Set-Cookie"]; len(lines) != 2 {
			t.Errorf("Set-Cookie: %q", lines)
		}
		if lines := resp.Header["X-Parts"]; len(lines) != 1 {
			t.Errorf("X-Parts: %q", lines)
		}
	})
}

func TestContentTypesOfResults(t *testing.T) {
	run(t, []dialogue.Line{
		{"GET /search", `200 [{"isbn":"1","title":"<é>"}] | X-Total: 1 | Vary: Accept | Content-Type: application/json; charset=utf-8`},
		{"GET /search\nAccept: text/*", "200 isbn,title | X-Total: 0 | Vary: Accept | Content-Type: text/csv; charset=utf-8"},
		{"GET /search\nAccept: text/csv;q=0.5, application/json", `200 ~isbn`},
		{"GET /search\nAccept: application/*;q=0.1, text/csv;q=0.2", "200 isbn,title"},
		{"GET /search\nAccept: */*", "200 ~[{"},
		{"GET /search\nAccept: ", "200 ~[{"},
		{"GET /search\nAccept: nonsense", "200 ~[{"},
		{"GET /search\nAccept: image/png", `406 ~application/json | Vary: Accept`},
		{"GET /search\nAccept: application/json;q=0, text/csv;q=0", "406"},
		{"GET /search\nAccept: application/json;q=0, */*;q=0.1", "200 isbn,title"},
		{"GET /search?found=false", `404 {"message":"none"} | Content-Type: application/problem+json | Vary: Accept`},
		{"GET /search?found=false\nAccept: text/csv, text/html;q=0.1", "404 <p>none | Content-Type: text/html; charset=utf-8"},
		{"GET /search?found=false\nAccept: application/json", `404 {"message":"none"} | Content-Type: application/json; charset=utf-8`},
		{"GET /late\nAccept: image/png", "406 | Vary: Accept"},
		{"GET /late?as=none\nAccept: image/png", "202 | Vary: "},
		{"GET /late?as=csv\nAccept: image/png", "406"},
		{"GET /late?as=csv", "200 1,2 | Content-Type: text/csv; charset=utf-8"},
		{"GET /feed", "200 ~two | Content-Type: application/x-ndjson | Vary: Accept"},
		{"GET /feed\nAccept: text/event-stream", "200 ~event: up | Content-Type: text/event-stream | Cache-Control: no-cache"},
	})
}

// A route with one content type does not ask what the client accepts.
func TestOneContentTypeIsNeverNotAcceptable(t *testing.T) {
	run(t, []dialogue.Line{
		{"GET /books/1\nAccept: text/*", "200"},
		{"GET /books/1\nAccept: application/json;q=0", "200"},
		{"GET /lines/end\nAccept: image/png", "200"},
	})
}

func TestSequences(t *testing.T) {
	run(t, []dialogue.Line{
		{"GET /ticks/end", "200 id: 7\nevent: up\ndata: {\"price\":5}\n\n" +
			"retry: 1500\nevent: down\ndata: {\"price\":-5,\"note\":\"a\\nb\"}\n | Content-Type: text/event-stream"},
		{"GET /marks", "200 id: 2026-03-01T12:00:00Z\nevent: here\ndata: \n"},
		{"GET /turns", "200 id: 1\ndata: {\"kind\":\"said\",\"text\":\"hi\"}\n\nid: 2\ndata: {\"kind\":\"said\",\"text\":\"\"}\n\n" +
			"data: {\"kind\":\"typing\",\"who\":\"ann\"}\n\nid: 2026-03-01T12:00:00Z\nevent: bob\ndata: {\"kind\":\"left\"}\n"},
		{"GET /beats", "200 data: 5\n\nevent: bob\ndata: \n"},
		{"GET /plain", "200 data: {\"a\":1,\"b\":2}\n"},
		{"GET /lines/end", "200 {\"isbn\":\"1\",\"title\":\"<é>\"}\n{\"isbn\":\"2\",\"title\":\"two\\nlines\"} | Content-Type: application/x-ndjson"},
		{"GET /counts", "203 [1,2]\n[]"},
		{"GET /values", "200 {\"n\":1}\n{\"n\":2}"},
		{"GET /pieces/end", "200 one,two | Content-Type: application/octet-stream"},
		{"GET /pieces/at-once-end", "200 "},
		{"HEAD /lines/end", "200 | Content-Type: application/x-ndjson"},
		{"GET /file", "200 ~routes:"},
		{"GET /download", "200 ~routes: | X-Name: routes"},
		{"GET /download?gone", "404 "},
		{"GET /download\nRange: bytes=0-1", "206 ~# | X-Name: routes"},
	})
}

// What goes wrong before the first value is answered like a returned error.
func TestSequencesThatFailAtOnce(t *testing.T) {
	run(t, []dialogue.Line{
		{"GET /ticks/at-once-fail", none + " | Content-Type: application/json; charset=utf-8"},
		{"GET /lines/at-once-fail", none},
		{"GET /pieces/at-once-fail", none},
		{"GET /lines/at-once-refuse", `409 {"error": "not now"}`},
		{"GET /lines/at-once-panic", none},
		{"GET /ticks/nil", none},
	})
}

// What goes wrong later cuts the stream: the client can tell it from a whole one.
func TestSequencesThatFailLater(t *testing.T) {
	for _, path := range []string{"/ticks/fail", "/lines/fail", "/lines/refuse", "/lines/panic", "/pieces/fail"} {
		dialogue.BothWays(t, func() *runtime.App { return newApp(make(chan string, 9)) }, func(t *testing.T, addr string) {
			resp, err := http.Get("http://" + addr + path)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if resp.StatusCode != 200 || err == nil {
				t.Errorf("%s: %d %q, %v", path, resp.StatusCode, body, err)
			}
		})
	}
}

// A sequence that nobody wants the rest of is ended, so that it can let go of what it holds.
func TestSequencesAreEnded(t *testing.T) {
	for _, row := range []struct{ request, ended string }{
		{"HEAD /lines/head HTTP/1.1", "head"},
		{"GET /lines/on HTTP/1.1", "on"},
		{"GET /ticks/on HTTP/1.1", "on"},
		{"GET /pieces/on HTTP/1.1", "on"},
	} {
		ended := make(chan string, 9)
		dialogue.BothWays(t, func() *runtime.App { return newApp(ended) }, func(t *testing.T, addr string) {
			c, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(c, row.request+"\r\nHost: a\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReader(c).ReadString('\n'); err != nil || !strings.Contains(line, "200") {
				t.Fatalf("%s: %q %v", row.request, line, err)
			}
			c.Close()
			select {
			case end := <-ended:
				if end != row.ended {
					t.Errorf("%s: ended %s", row.request, end)
				}
			case <-time.After(20 * time.Second):
				t.Errorf("%s: the sequence is never ended", row.request)
			}
		})
	}
}

// Lines are on their way before the sequence goes on.
func TestLinesDoNotWaitForTheNext(t *testing.T) {
	dialogue.BothWays(t, func() *runtime.App { return newApp(make(chan string, 9)) }, func(t *testing.T, addr string) {
		resp, err := http.Get("http://" + addr + "/waiting")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		line, err := bufio.NewReader(resp.Body).ReadString('\n')
		if line != "1\n" || err != nil {
			t.Errorf("%q %v", line, err)
		}
	})
}

// An event of no member is none.
func TestEventsOfNoMember(t *testing.T) {
	for _, v := range []Turn{nil, (*Said)(nil), (*Typing)(nil)} {
		if b, err := httpgenEventTurnsResult(v, new(runtime.Event), []byte("b")); err == nil || string(b) != "b" {
			t.Errorf("%T: %s %v", v, b, err)
		}
	}
}
