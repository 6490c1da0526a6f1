//go:build unix

package runtime

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"sync/atomic"
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
	var all []*client // each hears of it a second later
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

// Whoever sends a body that does not fit the first read, and all of it, is answered while it is
// being read; of another one the rest is waited for elsewhere.
func TestBriskBodiesAreReadOn(t *testing.T) {
	var here atomic.Bool
	h := serveTest(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		here.Store(req.x.origin.(*conn).here)
		b, err := req.Body()
		return Bytes(b, "text/plain"), err
	})))
	text := strings.Repeat("0123456789", 2000)
	chunk := "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
	for _, row := range []struct {
		sentence, pieces string
		here             bool
		body             string
	}{
		{"chunks that fit", chunk + chunks(text[:8192], 1024), true, text[:8192]},
		{"one chunk more than a small buffer has", chunk + chunks(text[:smallBuffer], smallBuffer), true, text[:smallBuffer]},
		{"a length that fits", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n" + text[:9000], true, text[:9000]},
		{"chunks that do not fit", chunk + chunks(text, 1024), false, text},
		{"a length that does not fit", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 17000\r\n\r\n" + text[:17000], false, text[:17000]},
		{"chunks whose end is late", chunk + "5\r\n01234\r\n|0\r\n\r\n", false, "01234"},
		{"a length of which the end is late", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n" + text[:4999] + "|9", false, text[:5000]},
		{"an end in the middle", chunk + "5\r\n01", false, ""},
		{"chunks that are none", chunk + strings.TrimSuffix(chunks(text[:5000], 1000), "0\r\n\r\n") + "x\r\n", true, ""},
	} {
		c := h.client("brisk")
		here.Store(!row.here)
		for i, piece := range strings.Split(row.pieces, "|") {
			if i > 0 {
				waitFor(t, "the handler", func() bool { return here.Load() == row.here })
				time.Sleep(5 * time.Millisecond)
			}
			c.write(piece)
		}
		if row.body != "" {
			c.wantOf("POST", row.sentence, 200, row.body)
		} else {
			_ = c.nc.(*net.TCPConn).CloseWrite()
			c.want(row.sentence, 400, "*")
		}
		if here.Load() != row.here {
			t.Errorf("%s: answered while it is being read: %v", row.sentence, here.Load())
		}
		c.nc.Close()
		waitFor(t, "its end", func() bool { return connected(h) == 0 })
	}
}
