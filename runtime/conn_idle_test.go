//go:build unix

package runtime

import (
	"io"
	"syscall"
	"testing"
	"time"
)

// What an idle connection costs is measured here.

const (
	idleClients = 1000
	costPerIdle = 6 << 10 // bytes, the client's side included
)

// An idle connection holds no buffer.
func TestIdleConnectionsAreCheap(t *testing.T) {
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
