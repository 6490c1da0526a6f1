package runtime

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	goruntime "runtime"
	"strings"
	"testing"
)

// Answers that are written piece by piece are tested here.

func TestLargeBodies(t *testing.T) {
	body := strings.Repeat("0123456789abcdef", 100_000)
	h := serveTest(t, handwritten(
		textLeaf("GET", "/text", body),
		handlerLeaf("GET", "/stream", func(Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error {
				for s := body; s != ""; {
					n := min(len(s), 1+len(s)/3)
					if _, err := w.WriteString(s[:n]); err != nil {
						return err
					}
					s = s[n:]
				}
				return nil
			}), nil
		}),
		handlerLeaf("GET", "/lengthy", func(Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error {
				_, err := io.Copy(struct{ io.Writer }{w}, strings.NewReader(body))
				return err
			}).WithHeader("Content-Length", fmt.Sprint(len(body))), nil
		}),
	))
	for _, kind := range []string{"tcp", "brisk", "pipe"} {
		c := h.client(kind)
		go io.WriteString(c.nc, "GET /text HTTP/1.1\r\nHost: a\r\n\r\nGET /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /lengthy HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("a large text", 200, body)
		c.want("a large stream", 200, body)
		if a := c.want("a large stream of known length", 200, body); a.ContentLength != int64(len(body)) {
			t.Errorf("length %d", a.ContentLength)
		}
	}
}

func TestChunksOfManySizes(t *testing.T) {
	sizes := []int{1, 9, 15, 16, 17, 255, 256, 4095, 4096, gatherUpTo, gatherUpTo + 1, flushAt, 3, 100_000}
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return Stream("", func(w *StreamWriter) error {
			for i, n := range sizes {
				w.Write(bytes.Repeat([]byte{'a' + byte(i)}, n))
				if i%3 == 0 {
					w.Flush()
				}
			}
			return nil
		}), nil
	})))
	var want strings.Builder
	for i, n := range sizes {
		want.WriteString(strings.Repeat(string(rune('a'+i)), n))
	}
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("chunks", 200, want.String())
}

func TestStreamsThatFail(t *testing.T) {
	stream := func(length string, write func(w *StreamWriter) error) func(Request) (Response, error) {
		return func(Request) (Response, error) {
			r := Stream("text/plain", write)
			if length != "" {
				r = r.WithHeader("Content-Length", length)
			}
			return r, nil
		}
	}
	failing := errors.New("out of luck")
	h := serveTest(t, handwritten(
		handlerLeaf("GET", "/before", stream("", func(w *StreamWriter) error { io.WriteString(w, "x"); return failing })),
		handlerLeaf("GET", "/status", stream("", func(w *StreamWriter) error { return Errorf(409, "no") })),
		handlerLeaf("GET", "/panic", stream("", func(w *StreamWriter) error { panic("out of luck") })),
		handlerLeaf("GET", "/after", stream("", func(w *StreamWriter) error { io.WriteString(w, "x"); w.Flush(); return failing })),
		handlerLeaf("GET", "/panicafter", stream("", func(w *StreamWriter) error { io.WriteString(w, "x"); w.Flush(); panic("out of luck") })),
		handlerLeaf("GET", "/less", stream("5", func(w *StreamWriter) error { io.WriteString(w, "x"); return nil })),
		handlerLeaf("GET", "/lessafter", stream("5", func(w *StreamWriter) error { io.WriteString(w, "x"); return w.Flush() })),
		handlerLeaf("GET", "/moreatonce", stream("2", func(w *StreamWriter) error { io.WriteString(w, "xyz"); return nil })),
		handlerLeaf("GET", "/more", stream("2", func(w *StreamWriter) error { w.Flush(); _, err := io.WriteString(w, "xyz"); return err })),
	))
	for _, tt := range []struct {
		path   string
		status int // 0: the answer breaks off
		body   string
	}{
		{"/before", 500, `{"error": "Internal Server Error"}`},
		{"/status", 409, `{"error": "no"}`},
		{"/panic", 500, `{"error": "Internal Server Error"}`},
		{"/after", 0, "x"},
		{"/panicafter", 0, "x"},
		{"/less", 500, `{"error": "Internal Server Error"}`},
		{"/lessafter", 0, "x"},
	} {
		c := h.client("tcp")
		c.write("GET " + tt.path + " HTTP/1.1\r\nHost: a\r\n\r\n")
		a, err := c.read("GET")
		if tt.status == 0 && (err == nil || a.body != tt.body) {
			t.Errorf("%s: %q, %v; want an answer that breaks off behind %q", tt.path, a.body, err, tt.body)
		} else if tt.status != 0 && (err != nil || a.StatusCode != tt.status || a.body != tt.body) {
			t.Errorf("%s: %v %q, %v", tt.path, a.Response, a.body, err)
		}
		c.wantEnd("the connection ends after " + tt.path)
	}
	for _, path := range []string{"/more", "/moreatonce"} {
		c := h.client("tcp")
		c.write("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("what is too much is cut", 200, "xy")
		c.wantEnd("and the connection ends")
	}
	if logs := h.logs.String(); strings.Count(logs, "out of luck") < 4 || !strings.Contains(logs, "more was written") || !strings.Contains(logs, "less was written") {
		t.Errorf("logs:\n%s", logs)
	}
}

func TestAHalfFinishedRawStreamIsReset(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return Stream("", func(w *StreamWriter) error { io.WriteString(w, "x"); w.Flush(); return errors.New("no") }), nil
	})))
	c := h.client("tcp")
	c.write("GET / HTTP/1.0\r\n\r\n")
	if b, err := io.ReadAll(c.r); err == nil {
		t.Errorf("%q looks whole", b)
	}
}

func TestEventsGoRawWhereTheConnectionEnds(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return SSE(func(w *EventWriter) error { return w.Send(Event{Data: "x"}) }), nil
	})))
	got := withoutDate(t, h.raw("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
	if want := "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nX-Accel-Buffering: no\r\nConnection: close\r\n\r\ndata: x\n\n"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
	for range 2 {
		if a := c.want("chunked while it lives", 200, "data: x\n\n"); len(a.TransferEncoding) == 0 {
			t.Error("not chunked")
		}
	}
}

// A stream that answers while it reads: nothing of the answer waits for the body.
func TestStreamsThatReadWhileTheyWrite(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		body := req.BodyReader()
		return Stream("", func(w *StreamWriter) error {
			io.WriteString(w, "<")
			b := make([]byte, 100)
			for {
				n, err := body.Read(b)
				if err == io.EOF {
					_, err = io.WriteString(w, ">")
					return err
				}
				if err != nil {
					return err
				}
				w.Write(b[:n])
			}
		}), nil
	})))
	for _, kind := range []string{"tcp", "brisk", "pipe"} {
		c := h.client(kind)
		c.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
		resp, err := http.ReadResponse(c.r, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, 1)
		for _, want := range []string{"<", "a", "b", "c"} {
			if _, err := io.ReadFull(resp.Body, got); err != nil || string(got) != want {
				t.Fatalf("%s: %q, %v; want %q", kind, got, err, want)
			}
			if want < "c" {
				next := map[string]string{"<": "a", "a": "b", "b": "c"}[want]
				c.write("1\r\n" + next + "\r\n")
			}
		}
		c.write("0\r\n\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\nx")
		if rest, err := io.ReadAll(resp.Body); string(rest) != ">" || err != nil {
			t.Errorf("%s: the end is %q, %v", kind, rest, err)
		}
		c.want("the connection goes on", 200, "<x>")
		c.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx")
		if a, err := c.read("POST"); err == nil && a.StatusCode == 200 {
			t.Errorf("%s: a malformed body ends in a whole answer %q", kind, a.body)
		}
	}
}

// A stream that begins while a goroutine waits for the body keeps the connection for who is
// sending it. Whether a body comes that 100 (Continue) is awaited for nobody knows then.
func TestStreamsThatBeginWhileABodyIsAwaited(t *testing.T) {
	begin := make(chan struct{})
	h := serveTest(t, handwritten(
		handlerLeaf("POST", "/", func(req Request) (Response, error) {
			lock := req.x.origin.bodyLock()
			go func() { _, _ = req.Body() }()
			for lock.TryLock() { // not yet waiting
				lock.Unlock()
				goruntime.Gosched()
			}
			<-begin
			return Stream("text/plain", func(w *StreamWriter) error {
				_, err := io.WriteString(w, "streamed")
				return err
			}), nil
		}),
		textLeaf("GET", "/next", "next"),
	))
	for _, kind := range []string{"tcp", "brisk", "pipe"} {
		for _, framing := range []struct{ head, begin, rest string }{
			{"Content-Length: 5\r\n", "he", "llo"},
			{"Transfer-Encoding: chunked\r\n", "2\r\nhe\r\n", "3\r\nllo\r\n0\r\n\r\n"},
		} {
			c := h.client(kind)
			c.write("POST / HTTP/1.1\r\nHost: a\r\n" + framing.head + "\r\n" + framing.begin)
			begin <- struct{}{}
			go io.WriteString(c.nc, framing.rest+"GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
			if a := c.want("who sends is answered", 200, "streamed"); a.Close {
				t.Errorf("%s, %q: the connection is not kept for a body that is on its way", kind, framing.head)
			}
			c.want("and so is what is behind the body", 200, "next")

			c = h.client(kind)
			c.write("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n" + framing.head + "\r\n")
			c.want("who waits is told to go on", 100, "")
			begin <- struct{}{}
			resp, err := http.ReadResponse(c.r, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !resp.Close {
				t.Errorf("%s, %q: the connection is kept for a body that may never come", kind, framing.head)
			}
			c.nc.Close()
		}
	}
}
