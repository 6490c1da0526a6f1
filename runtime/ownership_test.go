package runtime

import (
	"testing"
	"time"
)

// Who owns what when it changes hands is tested here.

// A watch reads ahead into the buffer while the head of a stream is made.
func TestAStreamBeginsWhileTheClientSendsAhead(t *testing.T) {
	h := serveTest(t, handwritten(
		handlerLeaf("GET", "/", func(req Request) (Response, error) {
			_ = req.Context()
			time.Sleep(20 * time.Millisecond)
			return Stream("text/plain", func(w *StreamWriter) error {
				_, err := w.WriteString("streamed")
				return err
			}), nil
		}),
		textLeaf("GET", "/next", "next"),
	))
	for _, kind := range []string{"tcp", "brisk", "pipe"} {
		c := h.client(kind)
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		time.Sleep(5 * time.Millisecond)
		c.write("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("the stream is whole", 200, "streamed")
		c.want("and the next request was read meanwhile", 200, "next")
	}
}

// The body breaks off beside the handler, which ends the connection, too.
func TestABodyFailsBesideTheAnswer(t *testing.T) {
	onEachServer(t, func() Service {
		return handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
			go func() { _, _ = req.Body() }()
			time.Sleep(20 * time.Millisecond)
			return Text("no").WithStatus(409).WithHeader("Connection", "close"), nil
		}))
	}, nil, func(t *testing.T, s *hosted) {
		const want = `409 "no" close`
		const chunk = "Transfer-Encoding: chunked\r\n\r\n"
		if got := s.tell("POST / HTTP/1.1\r\nHost: a\r\n" + chunk + "nonsense\r\n"); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}
