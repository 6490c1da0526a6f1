package bodies

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

// What streamed bodies do over time is tested here: what a client sees while it sends.

// A client is one connection of a test. It waits for long, and fails rather than hang.
type client struct {
	t    *testing.T
	conn net.Conn
	r    *bufio.Reader
}

func dial(t *testing.T, addr string) *client {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return &client{t, conn, bufio.NewReader(conn)}
}

// write sends text; that the server has closed meanwhile, the answer tells.
func (c *client) write(text string) { _, _ = io.WriteString(c.conn, text) }

// want reads an answer: a status, and behind a blank the body.
func (c *client) want(what, want string) *http.Response {
	c.t.Helper()
	resp, err := http.ReadResponse(c.r, nil)
	if err != nil {
		c.t.Fatalf("%s: no answer: %v", what, err)
	}
	got := strconv.Itoa(resp.StatusCode)
	if resp.StatusCode != http.StatusContinue {
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			c.t.Fatalf("%s: %v", what, err)
		}
		if strings.Contains(want, " ") {
			got += " " + string(body)
		}
	}
	if got != want {
		c.t.Fatalf("%s: %s, want %s", what, got, want)
	}
	return resp
}

// wantEnd stops sending and wants nothing more.
func (c *client) wantEnd(what string) {
	c.t.Helper()
	_ = c.conn.(*net.TCPConn).CloseWrite() // fails where the server was first
	if rest, err := io.ReadAll(c.r); len(rest) > 0 || err != nil && !strings.Contains(err.Error(), "reset") {
		c.t.Errorf("%s: %q, %v, want the end", what, rest, err)
	}
}

func post(path string, fields ...string) string {
	return "POST " + path + " HTTP/1.1\r\nHost: test\r\n" + strings.Join(append(fields, "\r\n"), "\r\n")
}

const (
	inChunks = "Transfer-Encoding: chunked"
	waiting  = "Expect: 100-continue"
)

func length(n int) string { return "Content-Length: " + strconv.Itoa(n) }

func serving(s Server) func() *runtime.App {
	return func() *runtime.App { return New(s) }
}

// A body larger than every buffer arrives while the handler reads it: the client sends
// the rest only when the handler has its first byte.
func TestAStreamedBodyIsNotBuffered(t *testing.T) {
	const size = 8 << 20
	first := make(chan byte, 1)
	piece := strings.Repeat("x", 64<<10)
	dialogue.BothWays(t, serving(Server{First: first}), func(t *testing.T, addr string) {
		for _, form := range []struct{ name, field, begin, before, behind, end string }{
			{"with a length", length(size), "a", "", "", strings.Repeat("y", len(piece)-1)},
			{"in chunks", inChunks, "1\r\na\r\n", "10000\r\n", "\r\n", "ffff\r\n" + strings.Repeat("y", len(piece)-1) + "\r\n0\r\n\r\n"},
		} {
			c := dial(t, addr)
			c.write(post("/large", form.field) + form.begin)
			select {
			case b := <-first:
				if b != 'a' {
					t.Errorf("%s: the handler reads %q", form.name, b)
				}
			case <-time.After(time.Minute):
				t.Fatalf("%s: the handler waits for the whole body", form.name)
			}
			for range size/len(piece) - 1 {
				c.write(form.before + piece + form.behind)
			}
			c.write(form.end)
			c.want(form.name, "200 "+strconv.Itoa(size))
			c.write(post("/stream", length(2)) + "hi")
			c.want("the next request", "200 2")
		}
	})
}

func TestALimitHoldsWhileABodyIsStreamed(t *testing.T) {
	dialogue.BothWays(t, func() *runtime.App { return New(Server{}, runtime.MaxBodySize(10)) }, func(t *testing.T, addr string) {
		for _, row := range []struct{ name, in, want string }{
			{"the length says it: nothing is read", post("/stream", length(11)), "413"},
			{"the length says it: nobody is told to go on", post("/stream", length(11), waiting), "413"},
			{"the length says it to a handler that does not read", post("/unread", length(11)), "413"},
			{"the limit is reached", post("/stream", inChunks) + "a\r\n0123456789\r\n0\r\n\r\n", "200 10"},
			{"the limit is crossed by a chunk", post("/stream", inChunks) + "a\r\n0123456789\r\n1\r\nx\r\n", "413"},
			{"the limit is crossed, and the handler does not care", post("/careless", inChunks) + "a\r\n0123456789\r\n1\r\nx\r\n", "413"},
		} {
			c := dial(t, addr)
			c.write(row.in)
			c.want(row.name, row.want)
		}
	})
}

func TestABodyThatBreaksOffIsNotAnsweredAsWhole(t *testing.T) {
	dialogue.BothWays(t, serving(Server{}), func(t *testing.T, addr string) {
		for _, row := range []struct{ name, in string }{
			{"cut off", post("/stream", length(10)) + "hello"},
			{"cut off in a chunk", post("/stream", inChunks) + "5\r\nhel"},
			{"cut off before the last chunk", post("/stream", inChunks) + "5\r\nhello\r\n"},
			{"malformed", post("/stream", inChunks) + "5\r\nhello\r\nx\r\n\r\n"},
			{"cut off, and the handler does not care", post("/careless", length(10)) + "hello"},
			{"malformed, and the handler does not care", post("/careless", inChunks) + "x\r\n"},
		} {
			c := dial(t, addr)
			c.write(row.in)
			if err := c.conn.(*net.TCPConn).CloseWrite(); err != nil {
				t.Fatal(err)
			}
			c.want(row.name, "400")
			c.wantEnd(row.name)
		}
	})
}

func TestBodiesThatAHandlerLeaves(t *testing.T) {
	const large = 900_000 // within the limit, and more than is thrown away
	dialogue.BothWays(t, serving(Server{}), func(t *testing.T, addr string) {
		c := dial(t, addr)
		c.write(post("/unread", length(5)) + "hello" + post("/unread", inChunks) + "5\r\nhello\r\n0\r\n\r\n" + post("/stream", length(2)) + "hi")
		c.want("a small one", "200 unread")
		c.want("a small one in chunks", "200 unread")
		c.want("the next request", "200 2")
		c.write(post("/unread", length(large)))
		if resp := c.want("a large one", "200 unread"); !resp.Close {
			t.Error("a large one: the connection is kept")
		}
		c.wantEnd("a large one")
	})
}

// The client is told to go on when the handler reads, once, and not when it never does.
func TestAStreamedBodyIsAskedForByItsFirstRead(t *testing.T) {
	dialogue.BothWays(t, serving(Server{}), func(t *testing.T, addr string) {
		c := dial(t, addr)
		c.write(post("/stream", length(10), waiting))
		c.want("the handler reads", "100")
		c.write("01234")
		c.write("56789")
		c.want("it has read", "200 10")
		c.write(post("/unread", length(10), waiting))
		if resp := c.want("the handler does not read", "200 unread"); !resp.Close {
			t.Error("the handler does not read: the connection is kept")
		}
		c.wantEnd("the handler does not read")
	})
}

func TestAStreamedBodyEndsWithItsAnswer(t *testing.T) {
	kept := make(chan io.Reader, 1)
	dialogue.BothWays(t, serving(Server{Keep: func(r io.Reader) { kept <- r }}), func(t *testing.T, addr string) {
		c := dial(t, addr)
		c.write(post("/unread", length(5)) + "hello" + post("/stream", length(2)) + "hi")
		c.want("the body is left", "200 unread")
		c.want("the next request has its own", "200 2")
		if n, err := (<-kept).Read(make([]byte, 5)); n != 0 || err == nil {
			t.Errorf("after the answer: %d bytes, %v", n, err)
		}
	})
}
