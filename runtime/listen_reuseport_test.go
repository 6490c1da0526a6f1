package runtime

import (
	"errors"
	"net"
	goruntime "runtime"
	"testing"

	"example.com/httpgen/runtime/internal/listen"
)

func TestReusePort(t *testing.T) {
	if goruntime.GOOS != "linux" {
		if err := NewApp(manners(), Logger(quiet()), ReusePort(2)).Run("127.0.0.1:0"); !errors.Is(err, listen.ErrReusePort) {
			t.Errorf("Run: %v", err)
		}
		return
	}
	run := func(addr string, n int) (*App, chan error) {
		app, ended := NewApp(manners(), Logger(quiet()), ReusePort(n)), make(chan error, 1)
		go func() { ended <- app.Run(addr) }()
		waitFor(t, "all sockets", func() bool {
			app.server.mu.Lock()
			defer app.server.mu.Unlock()
			return len(app.server.listeners) == n
		})
		return app, ended
	}
	first, firstEnded := run("127.0.0.1:0", 3)
	addr := first.Addr().String()
	second, secondEnded := run(addr, 1) // as a process that takes over
	first.server.mu.Lock()
	for l := range first.server.listeners {
		if got := l.Addr().String(); got != addr {
			t.Errorf("a socket on %s, want %s", got, addr)
		}
	}
	first.server.mu.Unlock()
	asked := func() {
		t.Helper()
		for range 50 {
			nc, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			c := newClient(t, nc)
			c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			c.want("whoever answers", 200, "root")
			nc.Close()
		}
	}
	asked()
	first.Stop()
	if err := <-firstEnded; err != nil {
		t.Errorf("Run: %v", err)
	}
	asked()
	second.Stop()
	if err := <-secondEnded; err != nil {
		t.Errorf("Run: %v", err)
	}
}

func TestReusePortIsForPorts(t *testing.T) {
	for _, addr := range []string{"unix:/tmp/never", "systemd:"} {
		if err := NewApp(manners(), Logger(quiet()), ReusePort(-1)).Run(addr); !errors.Is(err, listen.ErrReusePort) {
			t.Errorf("Run(%q): %v", addr, err)
		}
	}
	if _, err := bind("256.0.0.1:-1", -1); err == nil {
		t.Error("an address of nonsense can be listened on")
	}
	if all, err := bind("127.0.0.1:0", 0); err != nil || len(all) != 1 {
		t.Errorf("without the option: %v, %v", all, err)
	} else {
		defer closeAll(all)
		if other, err := bind(all[0].Addr().String(), 1); err == nil && goruntime.GOOS == "linux" {
			closeAll(other)
			t.Error("a port that is somebody's own was shared")
		}
	}
}
