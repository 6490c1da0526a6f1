package gen

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Who asks, and a service that answers as the plan says, live here.

// An asking is who asks one server, on a connection for as long as that keeps it.
type asking struct {
	addr string
	conn net.Conn
	r    *bufio.Reader
}

// A told is what a server says: X-Answer has what the service has made of a target.
type told struct {
	status int
	answer string
}

func (a *asking) ask(t *testing.T, method, target string) told {
	t.Helper()
	for range 2 { // a connection that was kept may have ended
		kept := a.conn != nil
		if !kept {
			a.dial(t)
		}
		fmt.Fprintf(a.conn, "%s %s HTTP/1.1\r\nHost: %s\r\n\r\n", method,
			strings.Replace(target, "HOST", a.addr, 1), a.addr)
		resp, err := http.ReadResponse(a.r, &http.Request{Method: method})
		if err != nil {
			a.close()
			if kept {
				continue
			}
			return told{}
		}
		_, err = io.Copy(io.Discard, resp.Body)
		if err != nil || resp.Close {
			a.close()
		}
		return told{resp.StatusCode, resp.Header.Get("X-Answer")}
	}
	return told{}
}

func (a *asking) dial(t *testing.T) {
	t.Helper()
	conn, err := net.Dial("tcp", a.addr)
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(5 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	a.conn, a.r = conn, bufio.NewReader(conn)
}

func (a *asking) close() {
	a.conn.Close()
	a.conn = nil
}

// listen serves the plan's answers until the test ends: the status, and in X-Answer the route and
// its values. It reads requests without bodies.
func (s *service) listen(t *testing.T) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	turn := make(chan struct{}, 1) // a Finder is not for several at a time
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(conn, turn)
		}
	}()
	return l.Addr().String()
}

func (s *service) serve(conn net.Conn, turn chan struct{}) {
	defer conn.Close()
	for r := bufio.NewReaderSize(conn, 64<<10); ; {
		line, err := r.ReadString('\n')
		for field := ""; err == nil && field != "\r\n"; {
			field, err = r.ReadString('\n')
		}
		parts := strings.Split(strings.TrimSpace(line), " ")
		if err != nil || len(parts) != 3 {
			return
		}
		turn <- struct{}{}
		status, answer := s.answer(parts[0], parts[1])
		<-turn
		fmt.Fprintf(conn, "HTTP/1.1 %d X\r\nContent-Length: 0\r\nX-Answer: %s\r\n\r\n", status, answer)
	}
}

// answer is what the service makes of a request line.
func (s *service) answer(method, target string) (status int, answer string) {
	if _, after, ok := strings.Cut(target, "://"); ok && target[0] != '/' {
		target = after[strings.IndexByte(after, '/'):]
	}
	if len(target) > 8<<10 {
		return http.StatusRequestURITooLong, ""
	}
	path, _, _ := strings.Cut(target, "?")
	if strings.ContainsFunc(path, func(r rune) bool { return r <= ' ' || r == '#' || r >= 0x7f }) {
		return http.StatusBadRequest, ""
	}
	if h := s.m.Health; path == h.Live || path == h.Ready {
		return http.StatusOK, "health" // which haproxy asks
	}
	q := &question{m: s.m, finder: s.finder, answer: &Answer{Method: method, Path: path}}
	a := s.finder.Match(method, path)
	if a.Status == 200 {
		answer = fmt.Sprintf("%d %q", a.Route, a.Params)
		if len(answer) > 1000 { // heads have their bounds, at every engine others
			answer = fmt.Sprintf("%d %x", a.Route, sha256.Sum256([]byte(answer)))
		}
		return 200, answer
	}
	if m := q.mounted(); m != nil {
		return 200, m.Prefix
	}
	location, _ := url.PathUnescape(a.Location) // in whatever spelling
	return a.Status, fmt.Sprintf("%q %q", a.Allow, strings.TrimPrefix(location, "./"))
}
