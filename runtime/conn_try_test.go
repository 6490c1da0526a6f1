//go:build unix

package runtime

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"
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
	var all []*client // each hears of it half a second later
	for range 20 {
		c := h.client("brisk")
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		if err := c.nc.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	for _, c := range all {
		c.want("answered", 200, "root")
		c.wantEnd("long before the idle timeout")
	}
}

// To close a descriptor waits for who reads from it, and here that is the handler.
func TestAForcedEndDoesNotWaitForABriskHandler(t *testing.T) {
	held, let := make(chan struct{}), make(chan struct{})
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(Request) (Response, error) {
		close(held)
		<-let
		return Text("late"), nil
	})), DrainTimeout(time.Millisecond))
	defer close(let)
	c := h.client("brisk")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	<-held
	ended := make(chan error, 1)
	go func() { ended <- h.app.Shutdown(context.Background()) }()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("nothing is said of the connection that was cut off")
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the end waits for the handler")
	}
	c.wantEnd("the client learns of it before the handler returns")
	for range 2 { // both listeners' Serve say so, as they should
		<-h.ends
		defer func() { h.ends <- nil }()
	}
}

// Others wake idle connections, too: the clock those that wait without having asked.
func TestTheGraceOfADrainIsNotCutShort(t *testing.T) {
	h := serveTest(t, manners())
	c := h.client("brisk")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("answered", 200, "root")
	start := time.Now()
	h.app.Stop()
	waitFor(t, "the drain", h.app.server.draining.Load)
	for _, conn := range h.app.server.connections() {
		_ = conn.nc.SetReadDeadline(longAgo)
	}
	c.wantEnd("after the grace")
	if took := time.Since(start); took < drainGrace*9/10 {
		t.Errorf("the end came after %v", took)
	}
}

func TestAClientThatLeavesIsMissedWithoutDescriptors(t *testing.T) {
	asked, ask, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	h := serveTest(t, handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		close(asked)
		<-ask
		select {
		case <-req.Context().Done():
			ended <- context.Cause(req.Context())
		case <-time.After(20 * time.Second):
			ended <- nil
		}
		return Text("late"), nil
	})))
	c := h.client("brisk")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	<-asked
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	low := limit
	low.Cur = 3
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit) }()
	close(ask)
	c.nc.Close()
	if err := <-ended; !errors.Is(err, errClientGone) && !errors.Is(err, errReset) {
		t.Errorf("the context ended with %v", err)
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
	poison.Store(false)
	defer poison.Store(true)
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
