package runtime

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/runtime/match"
)

// What a request costs without a network is measured here.

// treadmill is a net.Conn that brings the same request n times and throws answers away.
type treadmill struct {
	request []byte
	n       int
}

func (s *treadmill) Read(p []byte) (int, error) {
	if s.n == 0 {
		return 0, io.EOF
	}
	s.n--
	return copy(p, s.request), nil
}

func (s *treadmill) Write(p []byte) (int, error)      { return len(p), nil }
func (s *treadmill) Close() error                     { return nil }
func (s *treadmill) LocalAddr() net.Addr              { return pipeAddr{} }
func (s *treadmill) RemoteAddr() net.Addr             { return pipeAddr{} }
func (s *treadmill) SetDeadline(time.Time) error      { return nil }
func (s *treadmill) SetReadDeadline(time.Time) error  { return nil }
func (s *treadmill) SetWriteDeadline(time.Time) error { return nil }

const (
	smallRequest   = "GET /users/42 HTTP/1.1\r\nHost: localhost:8000\r\n\r\n"
	browserRequest = "GET /users/42 HTTP/1.1\r\nHost: www.example.com\r\nConnection: keep-alive\r\nCache-Control: max-age=0\r\n" +
		"sec-ch-ua: \"Chromium\";v=\"130\", \"Google Chrome\";v=\"130\", \"Not?A_Brand\";v=\"99\"\r\nsec-ch-ua-mobile: ?0\r\n" +
		"sec-ch-ua-platform: \"Linux\"\r\nUpgrade-Insecure-Requests: 1\r\n" +
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36\r\n" +
		"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n" +
		"Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\nSec-Fetch-Dest: document\r\n" +
		"Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\n\r\n"
)

func BenchmarkConnection(b *testing.B) {
	poison.Store(false)
	defer poison.Store(true)
	routes := []Route{{Name: "User", Methods: []string{"GET"}, Pattern: "/users/<int:id>"}}
	answers := map[string]func(req Request) Response{
		"fixed": func(Request) Response { return Text("hello, world") },
		"copies": func(req Request) Response {
			req.RawPath()
			req.Header("Host")
			req.Header("Accept")
			return Text("hello, world")
		},
	}
	for _, answer := range []string{"fixed", "copies"} {
		do := answers[answer]
		dispatch := func(x *Exchange, path string) (Response, error) {
			if id, ok := match.ParseInt(strings.TrimPrefix(path, "/users/")); ok && id == 42 {
				x.Entered = 1
				return do(x.Request()), nil
			}
			return Response{}, nil
		}
		app := NewApp(Service{Table: NewTable(routes, nil, dispatch, nil), Dispatch: dispatch}, Logger(quiet()))
		for _, size := range []struct{ name, request string }{{"small", smallRequest}, {"browser", browserRequest}} {
			b.Run(answer+"/"+size.name, func(b *testing.B) {
				b.ReportAllocs()
				c := &conn{s: &app.server, nc: &treadmill{[]byte(size.request), b.N}}
				c.run()
			})
			b.Run(answer+"/"+size.name+"/pipelined", func(b *testing.B) {
				b.ReportAllocs()
				n := min(16, smallBuffer/len(size.request))
				c := &conn{s: &app.server, nc: &treadmill{[]byte(strings.Repeat(size.request, n)), b.N / n}}
				c.run()
			})
		}
	}
}
