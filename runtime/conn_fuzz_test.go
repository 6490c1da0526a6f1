package runtime

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"testing"

	"example.com/httpgen/runtime/internal/http1"
)

// Whole connections are fuzzed here, and compared with net/http.

// addConnectionSeeds adds the rows of the tables and the corpus.
func addConnectionSeeds(f *testing.F) {
	for _, rows := range [][]row{whole, cutOff} {
		for _, r := range rows {
			if len(r.in) < 1000 {
				f.Add([]byte(r.in), 1+len(r.in)/2)
			}
		}
	}
	for _, folder := range []string{"valid", "invalid"} {
		for _, in := range corpus(f, folder) {
			if len(in) < 1000 {
				f.Add([]byte(in), 5)
			}
		}
	}
	for _, line := range []string{"\n", "\r", strings.Repeat("\r\n", 4), strings.Repeat("\r\n", 5)} {
		f.Add([]byte(line+"HEAD "), 60)
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
		wantEchoes(t, in, whole.out.Bytes())
		cut := play(app, in, piece%64)
		if got := readAnswers(t, in, cut.out.Bytes()); !sameAnswers(got, statuses) {
			t.Fatalf("in pieces of %d: %s, whole: %s", piece%64, got, statuses)
		}
	})
}

// sameAnswers says whether input in pieces is answered as the whole is: an error that does
// not wait for the rest of a body is the last answer, if that was not all here.
func sameAnswers(cut, whole string) bool {
	rest, begins := strings.CutPrefix(whole, cut)
	last := cut[strings.LastIndexByte(cut, '|')+1:]
	return begins && (rest == "" || rest[0] == '|' && last >= "4")
}

// readAnswers wants answers that net/http can read, in order, and none behind one that
// says close. It returns their statuses with "|" between them, interim ones left out.
func readAnswers(t *testing.T, in, out []byte) string {
	t.Helper()
	r := bufio.NewReader(bytes.NewReader(out))
	var words []string
	closed := false
	for _, method := range methods(in) {
		for {
			if _, err := r.Peek(1); err == io.EOF {
				return strings.Join(words, "|")
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
	return strings.Join(words, "|")
}

// wantEchoes wants every body that was echoed to be the one of its request: answers are in
// order, and each body begins and ends where the grammar says.
func wantEchoes(t *testing.T, in, out []byte) {
	t.Helper()
	r := bufio.NewReader(bytes.NewReader(out))
	messages, _ := ourMessages(in)
	for _, m := range messages {
		resp, err := http.ReadResponse(r, &http.Request{Method: m.method})
		for err == nil && resp.StatusCode < 200 {
			resp, err = http.ReadResponse(r, &http.Request{Method: m.method})
		}
		if err != nil {
			return // fewer answers than messages: the connection was closed
		}
		body, err := io.ReadAll(resp.Body)
		if echoed := m.target == "/echo" && (m.method == "POST" || m.method == "PUT"); echoed && resp.StatusCode == 200 && (err != nil || string(body) != m.body) {
			t.Fatalf("%s %s with %q is answered with %q, %v", m.method, m.target, m.body, body, err)
		}
	}
}

// A message is what framing says of one request.
type message struct {
	method string
	target string
	body   string
	end    int  // offset behind it
	old    bool // HTTP/1.0 with an Expect field
}

// methods are those of the requests in the input, as far as they can be told; one more
// stands for what is no request.
func methods(in []byte) []string {
	var all []string
	messages, rest := ourMessages(in)
	for _, m := range messages {
		all = append(all, m.method)
	}
	left := in[rest:]
	for range 4 { // empty lines are skipped; what is no line end is refused, and so is one more
		left = bytes.TrimPrefix(left, []byte("\r\n"))
	}
	method, _, whole := bytes.Cut(left, []byte(" "))
	if !whole { // a word that was cut off is no method, whatever it looks like
		method = nil
	}
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
		m := message{method: string(h.Method.Of(in[rest:])), target: string(h.Target.Of(in[rest:])), body: body, end: rest + h.Len() + n}
		for _, field := range h.Fields {
			m.old = m.old || h.Minor == 0 && field.Known == http1.Expect
		}
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
			both := append(piece[:len(piece):len(piece)], "GET /next HTTP/1.1\r\nHost: n\r\n\r\n"...)
			wantRead(t, i, m, both)
			wantServed(t, i, m, both)
			start = m.end
		}
	})
}

// wantRead compares a message and the one behind it with what http.ReadRequest reads.
func wantRead(t *testing.T, i int, m message, in []byte) {
	t.Helper()
	r := bufio.NewReader(bytes.NewReader(in))
	req, err := http.ReadRequest(r)
	if err != nil {
		t.Fatalf("request %d: net/http says %v: %q", i, err, in)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		t.Fatalf("body of request %d: net/http says %v: %q", i, err, in)
	}
	if req.Method != m.method || req.RequestURI != m.target || string(body) != m.body {
		t.Fatalf("request %d: net/http has %s %s %q; we have %+v", i, req.Method, req.RequestURI, body, m)
	}
	if next, err := http.ReadRequest(r); err != nil || next.RequestURI != "/next" {
		t.Fatalf("behind request %d net/http has %v, %v: %q", i, next, err, in)
	}
}

// wantServed compares it with what a handler of http.Server sees: the server refuses more
// than the reader does. The one behind it is seen, or the connection has ended.
func wantServed(t *testing.T, i int, m message, in []byte) {
	t.Helper()
	if m.old { // net/http answers 417 where RFC 9110 §10.1.1 has HTTP/1.0 expect nothing
		return
	}
	seen := servedByNetHTTP(in)
	if len(seen) == 0 || seen[0].method != m.method || seen[0].target != m.target || seen[0].body != m.body {
		t.Fatalf("request %d: a handler of net/http sees %+v; we have %+v", i, seen, m)
	}
	if len(seen) > 2 || len(seen) == 2 && (seen[1].method != "GET" || seen[1].target != "/next") {
		t.Fatalf("behind request %d a handler of net/http sees %+v: %q", i, seen[1:], in)
	}
}

// servedByNetHTTP is what a handler of net/http is given of a connection.
func servedByNetHTTP(in []byte) (seen []message) {
	l := newPipeListener()
	ended := make(chan struct{})
	server := http.Server{
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     log.New(io.Discard, "", 0),
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				body = append(body, err.Error()...)
			}
			seen = append(seen, message{method: r.Method, target: r.RequestURI, body: string(body)})
		}),
		ConnState: func(_ net.Conn, state http.ConnState) {
			if state == http.StateClosed {
				close(ended)
			}
		},
	}
	go server.Serve(l)
	l.conns <- &script{in: in, piece: len(in)}
	<-ended
	server.Close()
	return seen
}

func TestScriptedConnectionsEnd(t *testing.T) {
	app := NewApp(manners(), Logger(quiet()))
	s := play(app, []byte(get+host+"\r\n"+get+host+"\r\n"), 3)
	if got := readAnswers(t, []byte(get+host+"\r\n"+get+host+"\r\n"), s.out.Bytes()); got != "200 OK|200 OK" {
		t.Errorf("%s", got)
	}
	if _, err := s.Read(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
		t.Errorf("not closed: %v", err)
	}
}
