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
	costPerIdle = 6 << 10 // bytes, the client's side included
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
	h := serveTest(t, manners())
	before := memory()
	answer := make([]byte, 1000)
	for range idleClients {
		nc := h.dial("tcp")
		defer nc.Close()
		io.WriteString(nc, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		if _, err := nc.Read(answer); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(100 * time.Millisecond)
	cost := (memory() - before) / idleClients
	t.Logf("%d bytes for each of %d idle connections", cost, idleClients)
	if cost > costPerIdle && !raceDetector {
		t.Errorf("each idle connection costs %d bytes, want at most %d", cost, costPerIdle)
	}
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
