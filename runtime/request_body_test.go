package runtime

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The ways to read one body meet here: what is kept is read by all of them, what was
// streamed is gone.
func TestWaysToReadABody(t *testing.T) {
	all := func(r io.Reader) string {
		b, err := io.ReadAll(r)
		return fmt.Sprintf("%s %v", b, err)
	}
	for _, row := range []struct {
		name string
		read func(Request) string
		want string
	}{
		{"a reader", func(r Request) string { return all(r.BodyReader()) }, "body <nil>"},
		{"the reader is the same at each call", func(r Request) string { return fmt.Sprint(r.BodyReader() == r.BodyReader()) }, "true"},
		{"what one call read is gone for the next", func(r Request) string { return all(r.BodyReader()) + all(r.BodyReader()) }, "body <nil> <nil>"},
		{"a reader of what was kept", func(r Request) string { _, _ = r.Body(); return all(r.BodyReader()) }, "body <nil>"},
		{"that starts anew at each call", func(r Request) string { _, _ = r.Body(); return all(r.BodyReader()) + all(r.BodyReader()) }, "body <nil>body <nil>"},
		{"what was streamed is not kept", func(r Request) string {
			_ = r.BodyReader()
			_, err := r.Body()
			return fmt.Sprint(errors.Is(err, errBodyStreamed))
		}, "true"},
		{"nor decoded", func(r Request) string {
			_ = r.BodyReader()
			_, err := r.Text()
			return fmt.Sprint(errors.Is(err, errBodyStreamed))
		}, "true"},
		{"a read of nothing reads nothing", func(r Request) string { n, err := r.BodyReader().Read(nil); return fmt.Sprint(n, err) }, "0 <nil>"},
		{"and one of a byte a byte", func(r Request) string {
			n, err := r.BodyReader().Read(make([]byte, 1))
			return fmt.Sprint(n, err)
		}, "1 <nil>"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := handwritten(handlerLeaf("POST", "/", func(r Request) (Response, error) { return Text(row.read(r)), nil }))
			c := serveTest(t, s).client("tcp")
			c.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody")
			c.want("own server", 200, row.want)
			w := httptest.NewRecorder()
			NewApp(s).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", strings.NewReader("body")))
			if w.Body.String() != row.want {
				t.Errorf("http.Handler: %s, want %s", w.Body, row.want)
			}
		})
	}
}

// An error of Body is that of a reader, too.
func TestReaderOfABodyThatFailed(t *testing.T) {
	s := handwritten(handlerLeaf("POST", "/", func(r Request) (Response, error) {
		_, first := r.Body()
		_, err := r.BodyReader().Read(make([]byte, 1))
		if err != first {
			return Text("another error"), nil
		}
		return Response{}, err
	}))
	c := serveTest(t, s, MaxBodySize(3)).client("tcp")
	c.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n")
	c.want("too large", 413, "*")
}

func TestAReadOfNothingWaitsForNobody(t *testing.T) {
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(r Request) (Response, error) {
		return Text(fmt.Sprint(r.BodyReader().Read(nil))), nil
	})))
	for _, kind := range []string{"tcp", "pipe"} {
		c := h.client(kind)
		c.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
		c.want("no 100 comes first", 200, "0 <nil>")
	}
}
