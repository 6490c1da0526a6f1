//go:build unix

package runtime

import (
	"bytes"
	"net"
	"strings"
	"testing"
)

// What happens on connections whose requests are answered while they are being read is
// shown here, beside the rows that go over a brisk connection, too.

func TestBriskConnectionsWaitWithoutAsking(t *testing.T) {
	h := serveTest(t, manners())
	c := h.client("brisk")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("answered", 200, "root")
	waitFor(t, "one that waits unasked", func() bool {
		conns := h.app.server.connections()
		return len(conns) == 1 && conns[0].unasked.Load() != 0
	})
	waitFor(t, "one that was made to ask", func() bool { return !h.app.server.connections()[0].listed.Load() })
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("it goes on", 200, "root")
}

// The system tells once of what comes together; the end comes with the request here.
func TestAnEndThatComesWithARequestIsHeard(t *testing.T) {
	h := serveTest(t, manners())
	for range 20 {
		c := h.client("brisk")
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		if err := c.nc.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		c.want("answered", 200, "root")
		c.wantEnd("long before the idle timeout")
	}
}

func TestRequestsThatFillTheBufferExactly(t *testing.T) {
	h := serveTest(t, manners())
	head := "GET / HTTP/1.1\r\nHost: a\r\nX: "
	fill := head + strings.Repeat("x", smallBuffer-len(head)-4) + "\r\n\r\n"
	c := h.client("brisk")
	for range 50 {
		c.write(fill + fill)
		c.want("one", 200, "root")
		c.want("the other", 200, "root")
	}
}

func TestBriskRequestsAllocateNothing(t *testing.T) {
	if raceDetector {
		t.Skip("pools forget on purpose")
	}
	poison = false
	defer func() { poison = true }()
	h := serveTest(t, handwritten(textLeaf("GET", "/", "root")))
	c := h.client("brisk")
	request, answer, body := []byte("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), make([]byte, 1000), []byte("root")
	if n := testing.AllocsPerRun(1000, func() {
		if _, err := c.nc.Write(request); err != nil {
			t.Fatal(err)
		}
		if n, err := c.nc.Read(answer); err != nil || !bytes.HasSuffix(answer[:n], body) {
			t.Fatalf("%q, %v", answer[:n], err)
		}
	}); n > 0 {
		t.Errorf("%v allocations a request", n)
	}
}
