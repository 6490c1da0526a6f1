//go:build unix

package runtime

import (
	"bufio"
	"io"
	goruntime "runtime"
	"syscall"
	"testing"
	"time"
)

// Clients that send next to nothing are counted here: they may not cost much, nor keep
// others waiting, and are cut off on time.

const (
	slowClients   = 1000
	slowTimeout   = 2 * time.Second
	costPerClient = 10 << 10 // bytes
	costPerIdle   = 6 << 10  // bytes, the client's side included
)

func TestSlowClientsAreCheap(t *testing.T) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil || limit.Cur < 2*slowClients+100 {
		t.Skipf("too few descriptors: %d", limit.Cur)
	}
	h := serveTest(t, manners(), HeaderTimeout(slowTimeout))
	other := h.client("tcp")
	other.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	other.want("before", 200, "root")
	before := memory()
	start := time.Now()
	slow := make([]*client, slowClients)
	for i := range slow {
		nc := h.dial("tcp")
		defer nc.Close()
		slow[i] = &client{t, nc, nil}
		slow[i].write("GET / HTT")
	}
	waitFor(t, "all of them", func() bool { return connected(h) == slowClients+1 })
	time.Sleep(100 * time.Millisecond)
	cost := (memory() - before) / slowClients // the clients' own side is in it
	asked := time.Now()
	other.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	other.want("meanwhile", 200, "root")
	t.Logf("%d bytes for each of %d clients; others are answered in %v", cost, slowClients, time.Since(asked))
	if cost > costPerClient && !raceDetector {
		t.Errorf("each slow client costs %d bytes, want at most %d", cost, costPerClient)
	}
	for _, c := range slow {
		c.r = bufio.NewReader(c.nc)
		c.want("cut off", 408, "*")
	}
	if d := time.Since(start); d > slowTimeout+5*time.Second {
		t.Errorf("the last was cut off after %v", d)
	}
}

// An idle connection holds no buffer.
func TestIdleConnectionsAreCheap(t *testing.T) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil || limit.Cur < 2*slowClients+100 {
		t.Skipf("too few descriptors: %d", limit.Cur)
	}
	h := serveTest(t, manners())
	before := memory()
	answer := make([]byte, 1000)
	for range slowClients {
		nc := h.dial("tcp")
		defer nc.Close()
		io.WriteString(nc, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		if _, err := nc.Read(answer); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(100 * time.Millisecond)
	cost := (memory() - before) / slowClients
	t.Logf("%d bytes for each of %d idle connections", cost, slowClients)
	if cost > costPerIdle && !raceDetector {
		t.Errorf("each idle connection costs %d bytes, want at most %d", cost, costPerIdle)
	}
}

// memory is what lives on heap and stacks.
func memory() int {
	goruntime.GC()
	goruntime.GC()
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	return int(m.HeapAlloc + m.StackInuse)
}
