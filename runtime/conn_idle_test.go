//go:build unix

package runtime

import (
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"
	"time"
)

// What connections cost that wait is measured here.

const (
	idleClients = 1000
	costPerIdle = 4 << 10 // bytes, the client's side included
)

// An idle connection holds no buffer.
func TestIdleConnectionsAreCheap(t *testing.T) {
	if !inAProcessOfItsOwn(t) {
		return
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil || limit.Cur < 2*idleClients+100 {
		t.Skipf("too few descriptors: %d", limit.Cur)
	}
	h := serveTest(t, handwritten(
		textLeaf("GET", "/", "root"),
		handlerLeaf("GET", "/deep", func(Request) (Response, error) { return Text(fmt.Sprint(deep(100))), nil }),
	))
	fresh := h.costOfIdle(t, "/", 1)
	for _, row := range []struct {
		path     string
		requests int
	}{{"/", 3}, {"/deep", 1}, {"/deep", 3}} {
		cost := h.costOfIdle(t, row.path, row.requests)
		if cost > costPerIdle && !raceDetector {
			t.Errorf("each idle connection behind %d of %s costs %d bytes, want at most %d", row.requests, row.path, cost, costPerIdle)
		}
		if cost > fresh+1024 && !raceDetector {
			t.Errorf("behind %d of %s it costs %d bytes, behind one of little %d", row.requests, row.path, cost, fresh)
		}
	}
}

// deep needs a stack of some KiB, as what formats and encodes does.
func deep(n int) int {
	if n == 0 {
		return 0
	}
	return deep(n-1) + 1
}

// costOfIdle is what a connection costs that has asked and waits, in bytes.
func (h *house) costOfIdle(t *testing.T, path string, requests int) int {
	t.Helper()
	before := memory()
	answer := make([]byte, 1000)
	var all []net.Conn
	for range idleClients {
		all = append(all, h.dial("tcp"))
	}
	for range requests {
		for _, nc := range all {
			io.WriteString(nc, "GET "+path+" HTTP/1.1\r\nHost: a\r\n\r\n")
			if _, err := nc.Read(answer); err != nil {
				t.Fatal(err)
			}
		}
	}
	waitFor(t, "all of them to be looked after", func() bool {
		h.app.server.unasked.mu.Lock()
		defer h.app.server.unasked.mu.Unlock()
		return len(h.app.server.unasked.conns) == 0
	})
	time.Sleep(100 * time.Millisecond)
	cost := (memory() - before) / idleClients
	t.Logf("%d bytes for each of %d idle connections behind %d of %s", cost, idleClients, requests, path)
	for _, nc := range all {
		nc.Close()
	}
	waitFor(t, "their end", func() bool { return connected(h) == 0 })
	return cost
}

// Memory grows with what arrives, once as much is awaited as a server believes.
func TestAnnouncedBodiesAreNotBelieved(t *testing.T) {
	const clients, announced, most = 100, 1 << 20, 64 << 10
	if !inAProcessOfItsOwn(t) {
		return
	}
	h := serveTest(t, manners())
	h.app.server.announced.believe(maxAnnounced)
	for _, path := range []string{"/echo", "/count"} {
		before := memory()
		var open []net.Conn
		for range clients {
			nc := h.dial("tcp")
			fmt.Fprintf(nc, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\nhello", path, announced)
			open = append(open, nc)
		}
		waitFor(t, "all of them", func() bool { return connected(h) == clients })
		time.Sleep(50 * time.Millisecond)
		if cost := (memory() - before) / clients; cost > most && !raceDetector {
			t.Errorf("%s: a body of %d bytes of which 5 have come costs %d, want at most %d", path, announced, cost, most)
		}
		for _, nc := range open {
			nc.Close()
		}
		waitFor(t, "their end", func() bool { return connected(h) == 0 })
	}
}
