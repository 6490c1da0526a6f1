package runtime

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// What handlers learn about their clients is tested here.

// watchers is a service whose handlers wait for the end of their context.
func watchers(ended chan error) Service {
	wait := func(req Request) (Response, error) {
		select {
		case <-req.Context().Done():
			ended <- context.Cause(req.Context())
		case <-time.After(5 * time.Second):
			ended <- errors.New("the context did not end")
		}
		return Text("late"), nil
	}
	return handwritten(
		handlerLeaf("GET", "/wait", wait),
		handlerLeaf("POST", "/wait", func(req Request) (Response, error) {
			ctx := req.Context()
			if _, err := req.Body(); err != nil {
				return Response{}, err
			}
			if ctx != req.Context() {
				return Text("another context"), nil
			}
			return wait(req)
		}),
		handlerLeaf("GET", "/ask", func(req Request) (Response, error) {
			if err := req.Context().Err(); err != nil {
				return Response{}, err
			}
			return Text("alive"), nil
		}),
		handlerLeaf("POST", "/ask", func(req Request) (Response, error) {
			ctx := req.Context()
			b, err := req.Body()
			if ctx.Err() != nil {
				return Response{}, ctx.Err()
			}
			return Bytes(b, ""), err
		}),
		handlerLeaf("GET", "/keep", func(req Request) (Response, error) {
			ctx := req.Context()
			go func() { <-ctx.Done(); ended <- context.Cause(ctx) }()
			return Text("kept"), nil
		}),
		handlerLeaf("GET", "/stream", func(req Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error {
				w.WriteString("x")
				w.Flush()
				_, err := wait(req)
				return err
			}), nil
		}),
		handlerLeaf("GET", "/ticks", func(req Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error {
				for range 5000 {
					w.WriteString("tick\n")
					if err := w.Flush(); err != nil {
						ended <- err
						return err
					}
					time.Sleep(time.Millisecond)
				}
				ended <- errors.New("writing did not fail")
				return nil
			}), nil
		}),
	)
}

// There is a sign that the client is gone (fasthttp#965: there is none).
func TestContextsEndWithTheClient(t *testing.T) {
	ended := make(chan error, 1)
	h := serveTest(t, watchers(ended))
	for _, kind := range []string{"tcp", "brisk", "pipe", "duplex"} {
		for _, request := range []string{
			"GET /wait HTTP/1.1\r\nHost: a\r\n\r\n",
			"GET /wait HTTP/1.1\r\nHost: a\r\n\r\nGET /ask HTTP/1.1\r\nHost: a\r\n\r\n",
			"POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
			"POST /wait HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
			"GET /stream HTTP/1.1\r\nHost: a\r\n\r\n",
		} {
			c := h.client(kind)
			c.write(request)
			if strings.Contains(request, "stream") {
				if _, err := c.r.ReadString('x'); err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(10 * time.Millisecond)
			c.nc.Close()
			if err := <-ended; !errors.Is(err, errClientGone) && !errors.Is(err, errReset) {
				t.Errorf("%s, %.20q: %v", kind, request, err)
			}
		}
	}
}

func TestContextsOfAnsweredRequestsEnd(t *testing.T) {
	ended := make(chan error, 1)
	h := serveTest(t, watchers(ended))
	for _, kind := range []string{"tcp", "brisk"} {
		contextsOfAnsweredRequestsEnd(h.client(kind), ended)
	}
}

func contextsOfAnsweredRequestsEnd(c *client, ended chan error) {
	for range 3 {
		c.write("GET /keep HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("answered", 200, "kept")
		if err := <-ended; !errors.Is(err, errAnswered) {
			c.t.Errorf("the context ended with %v", err)
		}
	}
}

// Asking for the context reads ahead; what was read is the next request.
func TestContextsDoNotEatTheNextRequest(t *testing.T) {
	h := serveTest(t, watchers(nil))
	for _, kind := range []string{"tcp", "brisk", "pipe"} {
		c := h.client(kind)
		const n = 200
		go func() {
			for i := range n {
				request := "GET /ask HTTP/1.1\r\nHost: a\r\n\r\n"
				if i%3 == 0 {
					request = "POST /ask HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
				}
				if i%2 == 0 {
					io.WriteString(c.nc, request)
					continue
				}
				for piece := range strings.SplitSeq(request, "a") {
					io.WriteString(c.nc, piece)
					if !strings.HasSuffix(request, piece) {
						io.WriteString(c.nc, "a")
					}
				}
			}
		}()
		for i := range n {
			want := "alive"
			if i%3 == 0 {
				want = "hello"
			}
			c.want("answered in order", 200, want)
		}
	}
}

// Who asked for the context need not write to learn it: what is flushed fails.
func TestFlushFailsOnceTheConnectionWasReset(t *testing.T) {
	ended := make(chan error, 1)
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		return Stream("", func(w *StreamWriter) error {
			ctx := req.Context()
			_ = w.Flush()
			<-ctx.Done()
			ended <- w.Flush()
			return nil
		}), nil
	})))
	c := h.client("tcp")
	c.write(get + host + "\r\n")
	if _, err := c.r.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	c.nc.(*net.TCPConn).SetLinger(0)
	c.nc.Close()
	if err := <-ended; !errors.Is(err, errReset) {
		t.Errorf("Flush: %v", err)
	}
}

func TestStreamsLearnThatTheClientIsGone(t *testing.T) {
	ended := make(chan error, 1)
	h := serveTest(t, watchers(ended))
	for _, kind := range []string{"tcp", "brisk", "pipe"} {
		c := h.client(kind)
		c.write("GET /ticks HTTP/1.1\r\nHost: a\r\n\r\n")
		for range 3 {
			if _, err := c.r.ReadString('k'); err != nil {
				t.Fatal(err)
			}
		}
		c.nc.Close()
		if err := <-ended; strings.Contains(err.Error(), "did not fail") {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// What is flushed arrives while the handler runs (fasthttp#2053: when it has returned).
func TestStreamsAreFlushedInsideTheHandler(t *testing.T) {
	next := make(chan string)
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		return Stream("", func(w *StreamWriter) error {
			for s := range next {
				w.WriteString(s)
				if err := w.Flush(); err != nil {
					return err
				}
			}
			return nil
		}), nil
	})))
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	for _, s := range []string{"one", "two", "three"} {
		next <- s
		for {
			line, err := c.r.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if strings.TrimSpace(line) == s {
				break
			}
		}
	}
	close(next)
}
