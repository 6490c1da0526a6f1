package runtime

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/runtime/internal/http1"
)

// Whole connections are fuzzed here, and compared with net/http.

// script is a net.Conn that reads what a client would have sent, in pieces, and then the
// end, and keeps what was written.
type script struct {
	in     []byte
	piece  int
	out    bytes.Buffer
	closed bool
	late   bool // something was written behind the end of writing
}

func (s *script) Read(p []byte) (int, error) {
	if s.closed {
		return 0, net.ErrClosed
	}
	if len(s.in) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.in[:min(len(s.in), s.piece)])
	s.in = s.in[n:]
	return n, nil
}

func (s *script) Write(p []byte) (int, error) {
	s.late = s.late || s.closed
	return s.out.Write(p)
}

func (s *script) Close() error                     { s.closed = true; return nil }
func (s *script) LocalAddr() net.Addr              { return pipeAddr{} }
func (s *script) RemoteAddr() net.Addr             { return pipeAddr{} }
func (s *script) SetDeadline(time.Time) error      { return nil }
func (s *script) SetReadDeadline(time.Time) error  { return nil }
func (s *script) SetWriteDeadline(time.Time) error { return nil }

// play runs a connection to its end and returns what it wrote.
func play(app *App, in []byte, piece int) *script {
	s := &script{in: in, piece: max(piece, 1)}
	c := &conn{s: &app.server, nc: s}
	c.run()
	return s
}

func addConnectionSeeds(f *testing.F) {
	for _, rows := range [][]row{whole, cutOff} {
		for _, r := range rows {
			if len(r.in) < 1000 {
				f.Add([]byte(r.in), 1+len(r.in)/2)
			}
		}
	}
	f.Add([]byte(post+"Content-Length: 5\r\n\r\nhello"+chunked+"5\r\nhello\r\n0\r\n\r\n"+get+host+"\r\n"), 7)
}

func FuzzConnection(f *testing.F) {
	addConnectionSeeds(f)
	app := NewApp(manners(), MaxBodySize(1000), Logger(quiet()))
	f.Fuzz(func(t *testing.T, in []byte, piece int) {
		whole := play(app, in, len(in))
		if !whole.closed || whole.late {
			t.Fatal("the connection was not closed, or written to afterwards")
		}
		statuses := readAnswers(t, in, whole.out.Bytes())
		cut := play(app, in, piece%64)
		if got := readAnswers(t, in, cut.out.Bytes()); got != statuses {
			t.Fatalf("in pieces of %d: %s, whole: %s", piece%64, got, statuses)
		}
	})
}

// readAnswers wants answers that net/http can read, in order, and none behind one that
// says close. It returns their statuses, interim ones left out.
func readAnswers(t *testing.T, in, out []byte) string {
	t.Helper()
	r := bufio.NewReader(bytes.NewReader(out))
	var words []string
	closed := false
	for _, method := range methods(in) {
		for {
			if _, err := r.Peek(1); err == io.EOF {
				return strings.Join(words, " ")
			}
			if closed {
				t.Fatalf("an answer behind close: %q", out)
			}
			resp, err := http.ReadResponse(r, &http.Request{Method: method})
			if err != nil {
				t.Fatalf("answer %d: %v in %q", len(words), err, out)
			}
			if _, err := io.Copy(io.Discard, resp.Body); err != nil {
				t.Fatalf("body of answer %d: %v in %q", len(words), err, out)
			}
			if resp.StatusCode >= 200 {
				words = append(words, resp.Status)
				closed = resp.Close
				break
			}
		}
	}
	if _, err := r.Peek(1); err != io.EOF {
		t.Fatalf("more answers than requests: %q", out)
	}
	return strings.Join(words, " ")
}

// A message is what framing says of one request.
type message struct {
	method string
	target string
	body   string
	end    int // offset behind it
}

// methods are those of the requests in the input, as far as they can be told; one more
// stands for what is no request.
func methods(in []byte) []string {
	var all []string
	messages, rest := ourMessages(in)
	for _, m := range messages {
		all = append(all, m.method)
	}
	method, _, _ := bytes.Cut(bytes.TrimLeft(in[rest:], "\r\n"), []byte(" "))
	return append(all, string(method))
}

// ourMessages splits an input with our grammar alone, and returns where it stopped.
func ourMessages(in []byte) (all []message, rest int) {
	lim := http1.Limits{Head: 16 << 10, Line: 8 << 10, Target: 8 << 10, Fields: 100, Cookies: 64}
	for {
		var h http1.Head
		if done, f := h.Parse(in[rest:], &lim); !done || f != http1.OK {
			return all, rest
		}
		data := in[rest+h.Len():]
		body, n, ok := ourBody(&h, data)
		if !ok {
			return all, rest
		}
		m := message{string(h.Method.Of(in[rest:])), string(h.Target.Of(in[rest:])), body, rest + h.Len() + n}
		all, rest = append(all, m), m.end
	}
}

func ourBody(h *http1.Head, data []byte) (body string, n int, ok bool) {
	if !h.Chunked {
		if int64(len(data)) < h.Length {
			return "", 0, false
		}
		return string(data[:h.Length]), int(h.Length), true
	}
	var c http1.Chunks
	var b strings.Builder
	for !c.Done() {
		piece, used, f := c.Next(data[n:])
		if f != http1.OK || used == 0 && n == len(data) {
			return "", 0, false
		}
		b.Write(piece)
		n += used
		if n == len(data) && !c.Done() {
			return "", 0, false
		}
	}
	return b.String(), n, true
}

// What we take, net/http takes, too, and sees the same method, target and body, and the
// next request at the same place.
func FuzzAgainstNetHTTP(f *testing.F) {
	addConnectionSeeds(f)
	f.Fuzz(func(t *testing.T, in []byte, _ int) {
		messages, _ := ourMessages(in)
		start := 0
		for i, m := range messages {
			piece := bytes.TrimLeft(in[start:m.end], "\r\n") // net/http wants no empty lines
			src := bytes.NewReader(append(piece[:len(piece):len(piece)], "GET /next HTTP/1.1\r\nHost: n\r\n\r\n"...))
			r := bufio.NewReader(src)
			req, err := http.ReadRequest(r)
			if err != nil {
				t.Fatalf("request %d: net/http says %v: %q", i, err, piece)
			}
			body, err := io.ReadAll(req.Body)
			if err != nil {
				t.Fatalf("body of request %d: net/http says %v: %q", i, err, piece)
			}
			if req.Method != m.method || req.RequestURI != m.target || string(body) != m.body {
				t.Fatalf("request %d: net/http has %s %s %q; we have %+v", i, req.Method, req.RequestURI, body, m)
			}
			if next, err := http.ReadRequest(r); err != nil || next.RequestURI != "/next" {
				t.Fatalf("behind request %d net/http has %v, %v: %q", i, next, err, piece)
			}
			start = m.end
		}
	})
}

func TestScriptedConnectionsEnd(t *testing.T) {
	app := NewApp(manners(), Logger(quiet()))
	s := play(app, []byte(get+host+"\r\n"+get+host+"\r\n"), 3)
	if got := readAnswers(t, []byte(get+host+"\r\n"+get+host+"\r\n"), s.out.Bytes()); got != "200 OK 200 OK" {
		t.Errorf("%s", got)
	}
	if _, err := s.Read(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
		t.Errorf("not closed: %v", err)
	}
}
