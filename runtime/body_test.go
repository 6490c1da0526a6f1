package runtime

import (
	"errors"
	"fmt"
	"io"
	goruntime "runtime"
	"strings"
	"testing"
)

// Bodies of requests are tested here, wanted and unwanted, whole, in chunks and in time.

func TestContinueIsNotSentToWhoDidNotWait(t *testing.T) {
	c := serveTest(t, manners()).client("tcp")
	c.write(post + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\nhello")
	c.want("no 100 comes first", 200, "hello")
	c.write("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
	if a := c.want("nor if nobody wants the body", 200, "ignored"); !a.Close {
		t.Error("the connection is kept though its body may or may not come")
	}
	c.wantEnd("it ends")
}

func TestAnUnreadBodyPastTheLimitClosesTheConnection(t *testing.T) {
	c := serveTest(t, manners()).client("tcp")
	c.write("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
	if a := c.want("the answer does not wait for the body", 200, "ignored"); !a.Close {
		t.Error("the connection is kept")
	}
	c.wantEnd("it ends")
}

func TestClientsAreAnsweredWhileTheyStillSend(t *testing.T) {
	h := serveTest(t, manners(), MaxBodySize(1000))
	for range 20 {
		c := h.client("tcp")
		go io.WriteString(c.nc, post+"Content-Length: 2000000\r\n\r\n"+strings.Repeat("x", 2_000_000))
		c.want("the answer survives what is still on its way", 413, "*")
		c.wantEnd("then the connection ends")
	}
}

// What comes in a trailer is checked and dropped: a handler never meets it as a header.
func TestTrailersAreNotMerged(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		_, err := req.Body()
		var names []string
		for name := range req.Headers() {
			names = append(names, name)
		}
		return Text(strings.Join(names, " ") + " " + req.Header("X-Role")), err
	})))
	for _, kind := range []string{"tcp", "pipe"} {
		c := h.client(kind)
		for range 2 {
			c.write("POST / HTTP/1.1\r\nHost: a\r\nX-Role: guest\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Role: admin\r\nX-New: 1\r\n\r\n")
			c.want("the headers stay as they were", 200, "Host X-Role Transfer-Encoding guest")
		}
	}
}

// A handler is told of a body that ends too early, or is none, and so is the client.
func TestHandlersLearnOfBrokenBodies(t *testing.T) {
	learnt := make(chan error, 1)
	h := serveTest(t, handwritten(
		handlerLeaf("POST", "/body", func(req Request) (Response, error) {
			_, err := req.Body()
			learnt <- err
			return Text("never mind"), nil
		}),
		handlerLeaf("POST", "/stream", func(req Request) (Response, error) {
			body, b := req.x.origin.bodyReader(-1), make([]byte, 4096)
			for all := ""; ; {
				n, err := body.Read(b)
				if all += string(b[:n]); err == nil && n > 0 {
					continue
				}
				if !strings.HasPrefix("hel", all) {
					err = fmt.Errorf("%q is none of it, with %v", all, err)
				}
				learnt <- err
				return Text("never mind"), nil
			}
		}),
	))
	for _, path := range []string{"/body", "/stream"} {
		for _, rest := range []string{"Content-Length: 5\r\n\r\nhel", "Transfer-Encoding: chunked\r\n\r\n5\r\nhel", "Transfer-Encoding: chunked\r\n\r\nx"} {
			got := h.outcome("tcp", []string{"POST " + path + " HTTP/1.1\r\n" + host + rest}, true)
			var carried *HTTPError
			if err := <-learnt; !errors.As(err, &carried) || carried.Status != 400 {
				t.Errorf("%s, %q: the handler learns %v", path, rest, err)
			}
			if got != "400 closed" {
				t.Errorf("%s, %q: a handler that does not care is answered for: %s", path, rest, got)
			}
		}
	}
}

// A handler is told of a body that is too large, however it reads it and however it comes.
func TestHandlersLearnOfBodiesThatAreTooLarge(t *testing.T) {
	learnt := make(chan error, 1)
	h := serveTest(t, handwritten(
		handlerLeaf("POST", "/body", func(req Request) (Response, error) {
			b, err := req.Body()
			learnt <- err
			return Bytes(b, ""), nil
		}),
		handlerLeaf("POST", "/stream", func(req Request) (Response, error) {
			b, err := io.ReadAll(req.BodyReader())
			if len(b) > 0 {
				err = fmt.Errorf("%q is read, and %v", b, err)
			}
			learnt <- err
			return Bytes(b, ""), nil
		}),
	), MaxBodySize(3))
	for _, path := range []string{"/body", "/stream"} {
		for _, framing := range []string{
			"Content-Length: 4\r\n\r\n", "Content-Length: 1000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n4\r\n",
		} {
			got := h.outcome("tcp", []string{"POST " + path + " HTTP/1.1\r\n" + host + framing}, true)
			var carried *HTTPError
			if err := <-learnt; !errors.As(err, &carried) || carried.Status != 413 {
				t.Errorf("%s, %q: the handler learns %v", path, framing, err)
			}
			if got != "413 closed" {
				t.Errorf("%s, %q: a handler that does not care is answered for: %s", path, framing, got)
			}
		}
	}
}

func TestBodiesOfManySizesAndWays(t *testing.T) {
	h := serveTest(t, manners(), MaxBodySize(-1))
	for _, size := range []int{0, 1, 100, 4000, 4096, 16_384, 20_000, 81_920, 300_000, 600_000} {
		body := strings.Repeat("0123456789", size/10+1)[:size]
		for _, path := range []string{"/echo", "/count"} {
			want := body
			if path == "/count" {
				want = fmt.Sprint(size)
			}
			for _, kind := range []string{"tcp", "brisk", "pipe"} {
				c := h.client(kind)
				head := "POST " + path + " HTTP/1.1\r\nHost: a\r\n"
				go io.WriteString(c.nc, fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, size, body)+
					head+"Transfer-Encoding: chunked\r\n\r\n"+chunks(body, 1000)+
					"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
				c.want(fmt.Sprintf("%s of %d bytes", path, size), 200, want)
				c.want(fmt.Sprintf("%s of %d bytes in chunks", path, size), 200, want)
				c.want("and what follows", 200, "root")
			}
		}
	}
}

// A handler that reads a body as it comes has no more of it in memory than a buffer
// (fasthttp#622: all of it).
func TestStreamedBodiesAreNotHeld(t *testing.T) {
	const pieces, most = 64, 8 << 20
	piece := make([]byte, 1<<20)
	c := serveTest(t, manners(), MaxBodySize(-1)).client("tcp")
	var before, after goruntime.MemStats
	goruntime.ReadMemStats(&before)
	c.write(fmt.Sprintf("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n", pieces<<20))
	for range pieces {
		if _, err := c.nc.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	c.want("all of it came", 200, fmt.Sprint(pieces<<20))
	goruntime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; taken > most {
		t.Errorf("a body of %d bytes took %d of memory in all, want at most %d", pieces<<20, taken, most)
	}
}

func chunks(body string, size int) string {
	var b strings.Builder
	for body != "" {
		n := min(len(body), size)
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	return b.String() + "0\r\n\r\n"
}

// A head that fills the buffer leaves no room for the body in it.
func TestBodiesBehindLargeHeads(t *testing.T) {
	h := serveTest(t, manners())
	for size := smallBuffer - 1100; size < smallBuffer+200; size += 61 {
		for _, kind := range []string{"tcp", "brisk", "pipe"} {
			c := h.client(kind)
			head := "POST /echo HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("v", size) + "\r\n"
			go func() {
				io.WriteString(c.nc, head+"Content-Length: 11\r\n\r\nhello")
				io.WriteString(c.nc, " world"+head+"Transfer-Encoding: chunked\r\n\r\n5\r\nhel")
				io.WriteString(c.nc, "lo\r\n0\r\n\r\n")
			}()
			c.want("the body behind a large head", 200, "hello world")
			c.want("and a chunked one", 200, "hello")
		}
	}
}
