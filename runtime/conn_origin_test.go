package runtime

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func TestWhatAConnectionTellsOfARequest(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("*", "/<path:p>", func(req Request) (Response, error) {
		var b strings.Builder
		fmt.Fprintf(&b, "%s %s ?%s host=%s length=%d", req.Method(), req.RawPath(), req.RawQuery(), req.Header("HOST"), req.x.origin.contentLength())
		for name, value := range req.Headers() {
			fmt.Fprintf(&b, " %s=%s", name, value)
			if name == "Last" {
				break
			}
		}
		_, err := req.Body()
		return Text(b.String()), err
	})), MaxHeadSize(60_000), MaxLineSize(50_000))
	c := h.client("tcp")
	for _, tt := range []struct{ in, want string }{
		{"GET /a%20b?c=d HTTP/1.1\r\nHost: h:1\r\nX: 1\r\nx:  2 \r\nEmpty:\r\n\r\n", "GET /a%20b ?c=d host=h:1 length=0 Host=h:1 X=1 x=2 Empty="},
		{"BREW http://other/x HTTP/1.1\r\nHost: h\r\n\r\n", "BREW /x ? host=other length=0 Host=other"},
		{"GET http://other/x HTTP/1.1\r\nX: 1\r\nhOST: h\r\nY: 2\r\n\r\n", "GET /x ? host=other length=0 X=1 hOST=other Y=2"},
		{"GET http://other/x HTTP/1.1\r\nHost:\r\n\r\n", "GET /x ? host=other length=0 Host=other"},
		{"GET http://other/x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET /x ? host=other length=0 Host=other Connection=keep-alive"},
		{"GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET /x ? host= length=0 Connection=keep-alive"},
		{"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi", "POST /x ? host=h length=2 Host=h Content-Length=2"},
		{"POST /x HTTP/1.1\r\nHost: h\r\nLast: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "POST /x ? host=h length=-1 Host=h Last=1"},
		{"GET /x HTTP/1.1\r\nHost: h\r\nX: " + strings.Repeat("v", 40_000) + "\r\n\r\n", "GET /x ? host=h length=0 Host=h X=" + strings.Repeat("v", 40_000)},
	} {
		c.write(tt.in)
		c.want(tt.in[:20], 200, tt.want)
	}
}

func TestBodiesAreNotReadLater(t *testing.T) {
	var kept io.Reader
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		kept = req.BodyReader()
		n, err := kept.Read(nil)
		return Text(fmt.Sprint(n, err)), nil
	})))
	c := h.client("tcp")
	c.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET /probe HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("nothing is asked for", 200, "0 <nil>")
	c.want("the next request", 404, "*")
	const want = "0 runtime: a body was read after its request was answered"
	if n, err := kept.Read(make([]byte, 5)); fmt.Sprint(n, err) != want || err != errBodyOver {
		t.Errorf("after the answer: %d %v, want %s", n, err, want)
	}
}

// A drain wakes every connection; those in the middle of a request go on.
func TestADrainDoesNotDisturbRequests(t *testing.T) {
	for _, path := range []string{"/echo", "/count"} {
		inFakeTime(t, manners(), nil, func(h *house) {
			c := h.open()
			c.write("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
			time.Sleep(time.Second)
			h.app.Stop()
			time.Sleep(5 * time.Second)
			go io.WriteString(c.nc, "hello")
			if a := c.want("the body is still read", 200, "*"); !a.Close {
				t.Error("the connection is kept")
			}
		})
	}
	wait := handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		select {
		case <-req.Context().Done():
			return Text("the context ended"), nil
		case <-time.After(10 * time.Second):
			return Text("done"), nil
		}
	}))
	inFakeTime(t, wait, nil, func(h *house) {
		c := h.open()
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		time.Sleep(time.Second)
		h.app.Stop()
		c.want("a context goes on, too", 200, "done")
	})
}
