package runtime

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// Every rule of HTTP/1.1 that can be seen from outside lives here, one row each: bytes
// in, statuses and the state of the connection out.

// manners is the service of the table.
func manners() Service {
	echo := func(req Request) (Response, error) {
		b, err := req.Body()
		return Bytes(b, "text/plain"), err
	}
	return handwritten(
		textLeaf("GET", "/", "root"),
		handlerLeaf("GET", "/probe", func(Request) (Response, error) { return Text("probe").WithHeader("X-Probe", "1"), nil }),
		handlerLeaf("GET,POST,PUT", "/echo", echo),
		textLeaf("POST", "/ignore", "ignored"),
		handlerLeaf("POST", "/count", func(req Request) (Response, error) {
			n, err := io.Copy(io.Discard, req.BodyReader())
			return Text(fmt.Sprint(n)), err
		}),
		handlerLeaf("GET,POST", "/glance", func(req Request) (Response, error) {
			_ = req.BodyReader() // a stream that could read on, and does not
			return Stream("text/plain", func(*StreamWriter) error { return nil }), nil
		}),
		handlerLeaf("GET", "/204", func(Request) (Response, error) { return NoContent(), nil }),
		handlerLeaf("GET", "/304", func(Request) (Response, error) { return Text("x").WithStatus(304), nil }),
		handlerLeaf("GET", "/205", func(Request) (Response, error) { return Text("x").WithStatus(205), nil }),
		handlerLeaf("GET", "/stream", func(Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) error {
				for i := range 3 {
					fmt.Fprint(w, i)
					if err := w.Flush(); err != nil {
						return err
					}
				}
				return nil
			}), nil
		}),
		handlerLeaf("GET", "/error", func(Request) (Response, error) { return Response{}, errors.New("out of luck") }),
		handlerLeaf("GET", "/panic", func(Request) (Response, error) { panic("out of luck") }),
		textLeaf("*", "/any", "any"),
	)
}

const (
	host    = "Host: a\r\n"
	get     = "GET / HTTP/1.1\r\n"
	post    = "POST /echo HTTP/1.1\r\n" + host
	chunked = post + "Transfer-Encoding: chunked\r\n\r\n"
)

type row struct {
	rule string // its number in docs/promises.md and what it says
	in   string
	want string
}

// whole rows are requests that are complete, or as broken as they will get.
var whole = []row{
	{"1 CRLF ends lines", get + host + "\r\n", "200 kept"},
	{"1 LF behind the start line", "GET / HTTP/1.1\n" + host + "\r\n", "400 closed"},
	{"1 LF behind a field", get + "Host: a\n\r\n", "400 closed"},
	{"1 LF for the empty line", get + host + "\n", "400 closed"},
	{"1 CR behind a field", get + "Host: a\rX: b\r\n\r\n", "400 closed"},
	{"1 CR in the start line", "GET /\r HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"1 CR in a value", get + host + "X: a\rb\r\n\r\n", "400 closed"},
	{"1 NUL in a value", get + host + "X: a\x00b\r\n\r\n", "400 closed"},
	{"2 four empty lines are skipped", "\r\n\r\n\r\n\r\n" + get + host + "\r\n", "200 kept"},
	{"2 five are not", "\r\n\r\n\r\n\r\n\r\n" + get + host + "\r\n", "400 closed"},
	{"2 empty lines of LF", "\n" + get + host + "\r\n", "400 closed"},
	{"3 two spaces behind the method", "GET  / HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"3 two spaces behind the target", "GET /  HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"3 space before the method", " GET / HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"3 space behind the version", "GET / HTTP/1.1 \r\n" + host + "\r\n", "400 closed"},
	{"3 tabs for spaces", "GET\t/\tHTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"3 a method that is no token", "G@T / HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"3 a method of 33 bytes", strings.Repeat("M", 33) + " / HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"3 a method that nobody registered", "BREW / HTTP/1.1\r\n" + host + "\r\n", "501 kept"},
	{"3 the case of methods matters", "get / HTTP/1.1\r\n" + host + "\r\n", "501 kept"},
	{"3 a method that no route takes", "DELETE / HTTP/1.1\r\n" + host + "\r\n", "405 kept"},
	{"3 a route of any method", "BREW /any HTTP/1.1\r\n" + host + "\r\n", "200 kept"},
	{"4 HTTP/1.2 is 1.1", "GET / HTTP/1.2\r\n" + host + "\r\n", "200 kept"},
	{"4 HTTP/2.0", "GET / HTTP/2.0\r\n" + host + "\r\n", "505 closed"},
	{"4 HTTP/0.9", "GET / HTTP/0.9\r\n\r\n", "505 closed"},
	{"4 the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 closed"},
	{"4 http/1.1", "GET / http/1.1\r\n" + host + "\r\n", "400 closed"},
	{"4 HTTP/1.10", "GET / HTTP/1.10\r\n" + host + "\r\n", "400 closed"},
	{"4 no version", "GET /\r\n\r\n", "400 closed"},
	{"5 absolute-form", "GET http://b/ HTTP/1.1\r\n" + host + "\r\n", "200 kept"},
	{"5 absolute-form of https, no path", "GET https://b HTTP/1.1\r\n" + host + "\r\n", "200 kept"},
	{"5 another scheme", "GET ftp://b/ HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"5 userinfo", "GET http://u:p@b/ HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"5 OPTIONS *", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", "204 kept"},
	{"5 OPTIONS of an authority alone", "OPTIONS http://b HTTP/1.1\r\n" + host + "\r\n", "204 kept"},
	{"5 GET *", "GET * HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"5 CONNECT with authority-form", "CONNECT a:443 HTTP/1.1\r\n" + host + "\r\n", "405 closed"},
	{"5 CONNECT with a path", "CONNECT / HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"5 authority-form without CONNECT", "GET a:443 HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"5 TRACE", "TRACE / HTTP/1.1\r\n" + host + "\r\n", "405 kept"},
	{"5 a relative target", "GET a HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"5 a fragment", "GET /#a HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"5 a byte above 0x7F", "GET /\xc3\xa9 HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"5 DEL", "GET /\x7f HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"5 a malformed escape", "GET /%zz HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"5 an escaped NUL", "GET /%00 HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"5 the query's escapes are its decoder's", "GET /?%zz HTTP/1.1\r\n" + host + "\r\n", "200 kept"},
	{"5 a target of 8 KiB", "GET /" + strings.Repeat("a", 8191) + " HTTP/1.1\r\n" + host + "\r\n", "404 kept"},
	{"5 a byte more", "GET /" + strings.Repeat("a", 8192) + " HTTP/1.1\r\n" + host + "\r\n", "414 closed"},

	{"6 space before the colon", get + "Host : a\r\n\r\n", "400 closed"},
	{"6 an empty name", get + host + ": a\r\n\r\n", "400 closed"},
	{"6 a name that is no token", get + host + "a(b): c\r\n\r\n", "400 closed"},
	{"6 a line without colon", get + host + "abc\r\n\r\n", "400 closed"},
	{"6 an underscore is no hyphen", post + "Content_Length: 5\r\n\r\n", "200 kept"},
	{"7 a folded field", get + host + "X: a\r\n b\r\n\r\n", "400 closed"},
	{"7 a fold behind the start line", get + " X: a\r\n" + host + "\r\n", "400 closed"},
	{"8 bytes above 0x7F", get + host + "X: caf\xc3\xa9 \xff\r\n\r\n", "200 kept"},
	{"8 a control", get + host + "X: a\x07\r\n\r\n", "400 closed"},
	{"8 DEL in a value", get + host + "X: a\x7f\r\n\r\n", "400 closed"},
	{"8 0xA0 is not trimmed", post + "Content-Length: \xa05\r\n\r\nhello", "400 closed"},
	{"9 no Host", get + "\r\n", "400 closed"},
	{"9 two Hosts, even equal", get + host + host + "\r\n", "400 closed"},
	{"9 an empty Host", get + "Host:\r\n\r\n", "400 closed"},
	{"9 a Host with a path", get + "Host: a/b\r\n\r\n", "400 closed"},
	{"9 a Host with userinfo", get + "Host: u@a\r\n\r\n", "400 closed"},
	{"9 a port that is none", get + "Host: a:b\r\n\r\n", "400 closed"},
	{"9 an IPv6 Host", get + "Host: [::1]:80\r\n\r\n", "200 kept"},
	{"9 IPv6 without brackets", get + "Host: ::1\r\n\r\n", "400 closed"},
	{"9 HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", "200 closed"},
	{"10 a line of 8 KiB", get + host + "X: " + strings.Repeat("v", 8189) + "\r\n\r\n", "200 kept"},
	{"10 a byte more", get + host + "X: " + strings.Repeat("v", 8190) + "\r\n\r\n", "431 closed"},
	{"10 a head above 16 KiB", get + host + strings.Repeat("X: "+strings.Repeat("v", 4000)+"\r\n", 5) + "\r\n", "431 closed"},
	{"10 100 fields", get + host + strings.Repeat("a: b\r\n", 99) + "\r\n", "200 kept"},
	{"10 101 fields", get + host + strings.Repeat("a: b\r\n", 100) + "\r\n", "431 closed"},
	{"10 64 cookies", get + host + "Cookie: " + strings.Repeat("a=b; ", 63) + "a=b\r\n\r\n", "200 kept"},
	{"10 65 cookies", get + host + "Cookie: " + strings.Repeat("a=b; ", 64) + "a=b\r\n\r\n", "431 closed"},

	{"11 a length", post + "Content-Length: 5\r\n\r\nhello", "200 kept"},
	{"11 a length of zero", post + "Content-Length: 0\r\n\r\n", "200 kept"},
	{"11 a sign", post + "Content-Length: +5\r\n\r\nhello", "400 closed"},
	{"11 a list", post + "Content-Length: 5, 5\r\n\r\nhello", "400 closed"},
	{"11 two numbers", post + "Content-Length: 5 1\r\n\r\nhello", "400 closed"},
	{"11 hexadecimal", post + "Content-Length: 0x5\r\n\r\nhello", "400 closed"},
	{"11 an overflow", post + "Content-Length: 18446744073709551621\r\n\r\nhello", "400 closed"},
	{"11 no digits", post + "Content-Length: \r\n\r\nhello", "400 closed"},
	{"11 two lengths, even equal", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "400 closed"},
	{"12 chunked", chunked + "5\r\nhello\r\n0\r\n\r\n", "200 kept"},
	{"12 chunked of any case", post + "Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", "200 kept"},
	{"12 another coding", post + "Transfer-Encoding: gzip\r\n\r\n", "501 closed"},
	{"12 identity", post + "Transfer-Encoding: identity\r\n\r\n", "501 closed"},
	{"12 a list of codings", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "501 closed"},
	{"12 two codings' fields", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 closed"},
	{"12 an empty coding", post + "Transfer-Encoding:\r\n\r\n", "400 closed"},
	{"12 a malformed coding", post + "Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n", "400 closed"},
	{"12 a vertical tab before chunked", post + "Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n", "400 closed"},
	{"13 a length beside chunked", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 closed"},
	{"13 the other way round", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", "400 closed"},
	{"14 chunked in HTTP/1.0", "POST /echo HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 closed"},
	{"15 extensions", chunked + "5;a=b; c=\"d e\"\r\nhello\r\n0;x\r\n\r\n", "200 kept"},
	{"15 a size of 16 digits", chunked + "0000000000000005\r\nhello\r\n0\r\n\r\n", "200 kept"},
	{"15 of 17", chunked + "00000000000000005\r\nhello\r\n0\r\n\r\n", "400 closed"},
	{"15 an overflow", chunked + "ffffffffffffffff\r\nhello\r\n0\r\n\r\n", "400 closed"},
	{"15 no size", chunked + "\r\nhello\r\n0\r\n\r\n", "400 closed"},
	{"15 a sign", chunked + "+5\r\nhello\r\n0\r\n\r\n", "400 closed"},
	{"15 0x", chunked + "0x5\r\nhello\r\n0\r\n\r\n", "400 closed"},
	{"15 space before the size", chunked + " 5\r\nhello\r\n0\r\n\r\n", "400 closed"},
	{"15 space behind the size", chunked + "5 \r\nhello\r\n0\r\n\r\n", "400 closed"},
	{"15 space before the semicolon", chunked + "5 ;a\r\nhello\r\n0\r\n\r\n", "400 closed"},
	{"15 a malformed extension", chunked + "5;\r\nhello\r\n0\r\n\r\n", "400 closed"},
	{"15 a control in an extension", chunked + "5;a=\x01\r\nhello\r\n0\r\n\r\n", "400 closed"},
	{"15 LF behind the size", chunked + "5\nhello\r\n0\r\n\r\n", "400 closed"},
	{"15 LF behind the data", chunked + "5\r\nhello\n0\r\n\r\n", "400 closed"},
	{"15 more data than announced", chunked + "5\r\nhello!\r\n0\r\n\r\n", "400 closed"},
	{"15 extensions above 4 KiB", chunked + "5;" + strings.Repeat("a", 4097) + "\r\nhello\r\n0\r\n\r\n", "400 closed"},
	{"16 trailers", chunked + "5\r\nhello\r\n0\r\nX: y\r\nVary: *\r\n\r\n", "200 kept"},
	{"16 framing in a trailer", chunked + "0\r\nContent-Length: 5\r\n\r\n", "400 closed"},
	{"16 routing in a trailer", chunked + "0\r\nHost: b\r\n\r\n", "400 closed"},
	{"16 authentication in a trailer", chunked + "0\r\nAuthorization: b\r\n\r\n", "400 closed"},
	{"16 a cookie in a trailer", chunked + "0\r\nCookie: b=c\r\n\r\n", "400 closed"},
	{"16 a malformed trailer", chunked + "0\r\nX : y\r\n\r\n", "400 closed"},
	{"16 17 trailers", chunked + "0\r\n" + strings.Repeat("a: b\r\n", 17) + "\r\n", "431 closed"},
	{"17 no body without either field", "POST /echo HTTP/1.1\r\n" + host + "\r\n", "200 kept"},
	{"17 a body of GET", "GET /echo HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhello", "200 kept"},
	{"17 a body that the handler does not want", "POST /ignore HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhello", "200 kept"},
	{"17 a chunked one", "POST /ignore HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "200 kept"},
	{"17 a malformed one that the handler does not want", "POST /ignore HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nx\r\n", "400 closed"},
	{"17 a streamed one that nobody reads", "POST /glance HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhello", "200 kept"},
	{"17 the same with HEAD, where no stream runs", "HEAD /glance HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhello", "200 kept"},
	{"17 a malformed one with HEAD", "HEAD /glance HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nx\r\n", "400 closed"},
	{"18 a body of the limit", post + "Content-Length: 1000\r\n\r\n" + strings.Repeat("b", 1000), "200 kept"},
	{"18 a length above it", post + "Content-Length: 1001\r\n\r\n" + strings.Repeat("b", 1001), "413 closed"},
	{"18 chunks above it", chunked + "3e8\r\n" + strings.Repeat("b", 1000) + "\r\n1\r\nb\r\n0\r\n\r\n", "413 closed"},
	{"18 a streamed body above it", "POST /count HTTP/1.1\r\n" + host + "Content-Length: 1001\r\n\r\n" + strings.Repeat("b", 1001), "413 closed"},
	{"18 a streamed body of the limit", "POST /count HTTP/1.1\r\n" + host + "Content-Length: 1000\r\n\r\n" + strings.Repeat("b", 1000), "200 kept"},

	{"20 100-continue", post + "Content-Length: 5\r\nExpect: 100-Continue\r\n\r\nhello", "200 kept"},
	{"20 100-continue without a length", post + "Expect: 100-continue\r\n\r\n", "411 closed"},
	{"20 100-continue with nothing to come", post + "Content-Length: 0\r\nExpect: 100-continue\r\n\r\n", "200 kept"},
	{"20 another expectation", post + "Content-Length: 5\r\nExpect: 200-ok\r\n\r\nhello", "417 closed"},
	{"20 a list of expectations", post + "Content-Length: 5\r\nExpect: 100-continue, 100-continue\r\n\r\nhello", "417 closed"},
	{"20 the same list in two lines", post + "Content-Length: 5\r\nExpect: 100-continue\r\nExpect: 100-continue\r\n\r\nhello", "417 closed"},
	{"20 HTTP/1.0 expects nothing", "POST /echo HTTP/1.0\r\nContent-Length: 5\r\nExpect: x\r\n\r\nhello", "200 closed"},
	{"21 close", get + host + "Connection: close\r\n\r\n", "200 closed"},
	{"21 close in a list", get + host + "Connection: x\r\nConnection: keep-alive , CLOSE\r\n\r\n", "200 closed"},
	{"21 HTTP/1.0 with keep-alive", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "200 kept"},
	{"21 HTTP/1.0 with both", "GET / HTTP/1.0\r\nConnection: Keep-Alive, close\r\n\r\n", "200 closed"},
	{"22 a handler's 404 keeps the connection", "GET /missing HTTP/1.1\r\n" + host + "\r\n", "404 kept"},
	{"22 a handler's 500, too", "GET /error HTTP/1.1\r\n" + host + "\r\n", "500 kept"},
	{"22 what follows a protocol error is discarded", get + host + "\r\n" + get + "\r\n" + get + host + "\r\n", "200 400 closed"},
	{"23 HEAD", "HEAD / HTTP/1.1\r\n" + host + "\r\n", "200 kept"},
	{"23 HEAD of what is missing", "HEAD /missing HTTP/1.1\r\n" + host + "\r\n", "404 kept"},
	{"23 HEAD of a stream", "HEAD /stream HTTP/1.1\r\n" + host + "\r\n", "200 kept"},
	{"23 HEAD of a protocol error", "HEAD /%zz HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"23 204", "GET /204 HTTP/1.1\r\n" + host + "\r\n", "204 kept"},
	{"23 205", "GET /205 HTTP/1.1\r\n" + host + "\r\n", "205 kept"},
	{"23 304", "GET /304 HTTP/1.1\r\n" + host + "\r\n", "304 kept"},
	{"23 a stream", "GET /stream HTTP/1.1\r\n" + host + "\r\n", "200 kept"},
	{"23 HTTP/1.0 gets no chunks", "GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "200 closed"},
	{"25 an upgrade that no route asked for", get + host + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n", "200 kept"},
	{"5. a panic closes", "GET /panic HTTP/1.1\r\n" + host + "\r\n", "500 closed"},

	// Known faults of others.
	{"CVE-2025-22871 LF in a chunk line", chunked + "5;a\nhello\r\n0\r\n\r\n", "400 closed"},
	{"CVE-2025-22871 LF behind the last chunk", chunked + "0\n\r\n", "400 closed"},
	{"CVE-2023-39326 a chunk extension per byte", chunked + strings.Repeat("1;aaaaaaaaaaaaaaa\r\nb\r\n", 300) + "0\r\n\r\n", "400 closed"},
	{"CVE-2019-16276 space before the colon", post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "400 closed"},
	{"CVE-2023-45288 endless fields", get + host + strings.Repeat("a: b\r\n", 4000), "431 closed"},
	{"golang/go#61679 an empty length", post + "Content-Length:\r\n\r\n", "400 closed"},
	{"golang/go#64517 a chunked body that ends with an empty line", chunked + "5\r\nhello\r\n\r\n", "400 closed"},
	{"golang/go#53188 CR before chunked", post + "Transfer-Encoding: \rchunked\r\n\r\n0\r\n\r\n", "400 closed"},
	{"golang/go#65505 a malformed length beside chunked", post + "Transfer-Encoding: chunked\r\nContent-Length: abc\r\n\r\n0\r\n\r\n", "400 closed"},
	{"golang/go#81143 LF behind a trailer", chunked + "0\r\nX: y\n\r\n", "400 closed"},
	{"golang/go#77798 an empty Host", get + "Host: \r\n\r\n", "400 closed"},
	{"fasthttp#1899 LF between chunk size and CRLF", chunked + "5\n\r\nhello\r\n0\r\n\r\n", "400 closed"},
	{"fasthttp#1794 CR in a value", get + host + "X: te\rst\r\n\r\n", "400 closed"},
	{"fasthttp#1803 a method that is no token", "G/T / HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"golang/go#65244 an empty name before the Host", get + ": ignored\r\n" + host + "\r\n", "400 closed"},
	{"fasthttp#2043 a Host in a trailer", chunked + "5\r\nhello\r\n0\r\nHost: evil\r\n\r\n", "400 closed"},
	{"fasthttp#2043 a cookie in a trailer", chunked + "5\r\nhello\r\n0\r\nCookie: a=b\r\n\r\n", "400 closed"},
	{"fasthttp#2043 a cookie to be set in a trailer", chunked + "0\r\nset-cookie: a=b\r\n\r\n", "400 closed"},
	{"fasthttp#2043 a proxy's word in a trailer", chunked + "0\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n", "400 closed"},
	{"fasthttp#2043 a peer's address in a trailer", chunked + "0\r\nX-Real-IP: 6.6.6.6\r\n\r\n", "400 closed"},
	{"fasthttp#2043 a connection's name of eleven letters", chunked + "0\r\nProxy-Connection: close\r\n\r\n", "400 closed"},
	// What fasthttp#2037 says could not be had. Of the reports around it (#2020, #2030, #2031)
	// all are of lines that end in LF, which made it wait for more: ours is answered at once.
	{"fasthttp#2037 nothing but LF", "GET / HTTP/1.1\nHost: a\n\n", "400 closed"},
	{"fasthttp#2037 LF and CRLF in turn", get + "X: a\n" + host + "\n\r\n", "400 closed"},
	{"fasthttp#471 a panic ends the connection, not the process", "GET /panic HTTP/1.1\r\n" + host + "\r\n", "500 closed"},
	{"fasthttp#1974 a fold behind the start line", get + "  Test: whatever\r\n" + host + "\r\n", "400 closed"},
	{"fasthttp#2059 spaces of the start line are no target", "GET /  a HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"fasthttp#2301 CR in a trailer's value", chunked + "0\r\nX: a\rInjected: yes\r\n\r\n", "400 closed"},
	{"fasthttp#2303 chunked twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 closed"},
	{"fasthttp#2330 chunked in HTTP/1.0", "POST /echo HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n5\r\nHELLO\r\n0\r\n\r\n", "400 closed"},
	{"CVE-2025-58068 a trailer without colon ends nothing", chunked + "0\r\nTest: a\r\na\r\nGET /probe HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
	{"CVE-2025-59822 a request in the trailers", chunked + "0\r\nany: value\r\nGET /probe?: HTTP/1.1\r\n" + host + "\r\n", "400 closed"},
}

// cutOff rows end with the input, where the connection is half-closed.
var cutOff = []row{
	{"19 nothing at all", "", "closed"},
	{"19 empty lines", "\r\n\r\n", "closed"},
	{"19 in the start line", "GET / HT", "400 closed"},
	{"19 in the fields", get + host, "400 closed"},
	{"19 before the body", post + "Content-Length: 5\r\n\r\n", "400 closed"},
	{"19 in the body", post + "Content-Length: 5\r\n\r\nhel", "400 closed"},
	{"19 in a chunk", chunked + "5\r\nhel", "400 closed"},
	{"19 before the last chunk", chunked + "5\r\nhello\r\n", "400 closed"},
	{"19 in the last chunk's line", chunked + "5\r\nhello\r\n0\r\n", "400 closed"},
	{"19 in the trailers", chunked + "5\r\nhello\r\n0\r\nX: y\r\n", "400 closed"},
	{"19 in a body that the handler does not want", "POST /ignore HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhel", "400 closed"},
	{"19 in a streamed body", "POST /count HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhel", "400 closed"},
	{"27 behind a request", get + host + "\r\n", "200 closed"},
	{"27 behind two", get + host + "\r\n" + post + "Content-Length: 5\r\n\r\nhello", "200 200 closed"},
	{"27 behind a request for a stream", "GET /stream HTTP/1.1\r\n" + host + "\r\n", "200 closed"},
}

func TestConformance(t *testing.T) {
	h := serveTest(t, manners(), MaxBodySize(1000))
	for _, r := range whole {
		t.Run(r.rule, func(t *testing.T) {
			t.Parallel()
			check := func(kind, how string, pieces ...string) {
				want := r.want
				if how == "twice" && strings.HasSuffix(want, " kept") {
					want = strings.TrimSuffix(want, "kept") + want
				}
				if got := h.outcome(kind, pieces, false); got != want {
					t.Errorf("%s, %s: %s, want %s\n%.200q", kind, how, got, want, r.in)
				}
			}
			for _, kind := range []string{"tcp", "brisk", "pipe"} {
				check(kind, "whole", r.in)
				check(kind, "twice", r.in+r.in)
				everyPiece(r.in, func(how string, pieces ...string) { check(kind, how, pieces...) })
			}
		})
	}
}

func TestConformanceOfCutOffInput(t *testing.T) {
	h := serveTest(t, manners(), MaxBodySize(1000))
	for _, r := range cutOff {
		t.Run(r.rule, func(t *testing.T) {
			t.Parallel()
			for _, kind := range []string{"tcp", "brisk", "duplex"} {
				check := func(how string, pieces ...string) {
					if got := h.outcome(kind, pieces, true); got != r.want {
						t.Errorf("%s, %s: %s, want %s\n%.200q", kind, how, got, r.want, r.in)
					}
				}
				check("whole", r.in)
				if kind != "brisk" { // there an end takes half a second to be heard
					everyPiece(r.in, check)
				}
			}
		})
	}
}

// everyPiece cuts a row byte by byte and in two at every position; long rows, whose
// middle is all alike, at every position near their ends and some between.
func everyPiece(in string, check func(how string, pieces ...string)) {
	if len(in) < 2000 {
		check("byte by byte", strings.Split(in, "")...)
	}
	step := len(in)/20 + 1
	for i := 1; i < len(in); i++ {
		if len(in) < 400 || i < 10 || i > len(in)-10 || i%step == 0 {
			check(fmt.Sprintf("cut at %d", i), in[:i], in[i:])
		}
	}
}
