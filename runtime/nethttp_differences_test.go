package runtime

import (
	"strings"
	"testing"
)

// Where we differ from net/http on purpose is kept here, for docs/promises.md: what it
// serves and we refuse, and the little that RFC 9110 and 9112 have us serve and it refuses.

// stricter are requests that net/http gives to a handler. The sentences are the page's.
var stricter = []struct{ sentence, in string }{
	{"a line ends in CRLF, never in LF alone", "GET / HTTP/1.1\nHost: a\n\n"},
	{"a folded field is refused, not joined", get + host + "X: a\r\n b\r\n\r\n"},
	{"a length beside chunked is refused", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
	{"two lengths are refused, even equal ones", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"},
	{"chunked in HTTP/1.0 is refused, and the chunks are no request", "POST /echo HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
	{"a space behind a chunk's size is refused", chunked + "5 \r\nhello\r\n0\r\n\r\n"},
	{"a chunk's extension is well-formed", chunked + "5;=\r\nhello\r\n0\r\n\r\n"},
	{"a trailer may not frame, route, authenticate or carry cookies", chunked + "0\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n"},
	{"a trailer's line ends in CRLF, too", chunked + "0\r\nX: y\n\r\n"},
	{"the Host is not empty", get + "Host:\r\n\r\n"},
	{"the Host is a host and a port", get + "Host: a:b:c\r\n\r\n"},
	{"a target has no fragment", "GET /#a HTTP/1.1\r\n" + host + "\r\n"},
	{"a target has no userinfo", "GET http://u:p@b/ HTTP/1.1\r\n" + host + "\r\n"},
	{"a target is of http or https", "GET ftp://b/ HTTP/1.1\r\n" + host + "\r\n"},
	{"a target is ASCII", "GET /\xc3\xa9 HTTP/1.1\r\n" + host + "\r\n"},
	{"a path has no NUL", "GET /%00 HTTP/1.1\r\n" + host + "\r\n"},
	{"a method has 32 bytes at most", strings.Repeat("M", 33) + " / HTTP/1.1\r\n" + host + "\r\n"},
	{"a line has 8 KiB at most", get + host + "X: " + strings.Repeat("v", 9000) + "\r\n\r\n"},
	{"there are 100 fields at most", get + host + strings.Repeat("a: b\r\n", 101) + "\r\n"},
	{"there are 64 cookies at most", get + host + "Cookie: " + strings.Repeat("a=b; ", 64) + "a=b\r\n\r\n"},
}

// milder are requests that we serve because the RFC says so, and net/http does not.
var milder = []struct{ sentence, in string }{
	{"empty lines before a request are skipped (RFC 9112 §2.2)", "\r\n\r\n" + get + host + "\r\n"},
	{"HTTP/1.0 expects nothing (RFC 9110 §10.1.1)", "GET / HTTP/1.0\r\nExpect: x\r\n\r\n"},
}

func TestStricterThanNetHTTP(t *testing.T) {
	h := serveTest(t, manners())
	for _, row := range stricter {
		if seen := servedByNetHTTP([]byte(row.in)); len(seen) == 0 {
			t.Errorf("%s: net/http refuses it, too, by now: it is no difference", row.sentence)
		}
		for _, kind := range []string{"tcp", "pipe"} {
			if got := h.outcome(kind, []string{row.in}, false); !refused(got) {
				t.Errorf("%s: %s\n%.200q", row.sentence, got, row.in)
			}
		}
	}
	for _, row := range milder {
		if seen := servedByNetHTTP([]byte(row.in)); len(seen) > 0 {
			t.Errorf("%s: net/http serves it, too, by now: it is no difference", row.sentence)
		}
		if got := h.outcome("tcp", []string{row.in}, false); !strings.HasPrefix(got, "200 ") {
			t.Errorf("%s: %s", row.sentence, got)
		}
	}
}
