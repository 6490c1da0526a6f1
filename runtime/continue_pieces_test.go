package runtime

import (
	"strings"
	"testing"
)

// The interim answer that a client may wait for, of a body that comes in pieces.

func TestContinueIsSentForTheRestOfABody(t *testing.T) {
	h := serveTest(t, manners())
	for _, kind := range []string{"tcp", "brisk", "pipe"} {
		for _, framing := range []string{"Content-Length: 5\r\nExpect: 100-continue\r\n\r\nhe|llo", "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n2\r\nhe\r\n|3\r\nllo\r\n0\r\n\r\n"} {
			c := h.client(kind)
			first, rest, _ := strings.Cut(framing, "|")
			c.write(post + first)
			if line, err := c.r.ReadString('\n'); line != "HTTP/1.1 100 Continue\r\n" || err != nil {
				t.Fatalf("%s: who sends a piece and waits is told %q, %v", kind, line, err)
			}
			c.r.ReadString('\n')
			for piece := range strings.SplitSeq(rest, "") {
				c.write(piece)
			}
			c.want("once, and then the answer", 200, "hello")
		}
	}
}
