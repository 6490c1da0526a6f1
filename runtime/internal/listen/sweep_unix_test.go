//go:build unix

package listen

import (
	"errors"
	"net"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Who was reset while he waited is nobody.
func TestWhoIsGoneIsNotAccepted(t *testing.T) {
	l := Of(listenTCP(t))
	gone := dial(t, l)
	_ = gone.(*net.TCPConn).SetLinger(0)
	gone.Close()
	stays := dial(t, l)
	all := sweep(t, l)
	if len(all) != 1 {
		t.Fatalf("%d are accepted, want 1", len(all))
	}
	wantHello(t, stays, all[0])
}

// Another process that has the same socket may have made it blocking.
func TestASweepNeverWaits(t *testing.T) {
	tcp := listenTCP(t)
	_ = controlOf(tcp, func(fd int) error { return syscall.SetNonblock(fd, false) })
	ended := make(chan int)
	go func() { ended <- len(sweep(t, Of(tcp))) }()
	select {
	case n := <-ended:
		if n != 0 {
			t.Errorf("%d are accepted", n)
		}
	case <-time.After(20 * time.Second):
		dial(t, tcp) // so that it ends
		t.Fatal("it waits")
	}
}

// A shortage of descriptors is told, and who waits is taken when it is over, whether it
// came before or after the system gave the connection out.
func TestASweepOutOfDescriptors(t *testing.T) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	l := Of(listenTCP(t))
	clients := []net.Conn{dial(t, l), dial(t, l)}
	var files []*os.File
	restore := sync.OnceFunc(func() {
		_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
		for _, f := range files {
			f.Close()
		}
	})
	defer restore()
	low := limit
	low.Cur = 64
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low); err != nil {
		t.Fatal(err)
	}
	for {
		f, err := os.Open(os.DevNull)
		if err != nil {
			break
		}
		files = append(files, f)
	}
	if _, err := l.AcceptQueued(); !errors.Is(err, syscall.EMFILE) {
		t.Errorf("without a descriptor: %v", err)
	}
	files[len(files)-1].Close() // one to accept with, none to go on with
	for range 3 {
		if _, err := l.AcceptQueued(); !errors.Is(err, syscall.EMFILE) {
			t.Errorf("with one descriptor: %v", err)
		}
	}
	restore()
	servers := sweep(t, l)
	if len(servers) != len(clients) {
		t.Fatalf("%d of %d are accepted", len(servers), len(clients))
	}
	for i, nc := range servers {
		wantHello(t, clients[i], nc)
	}
}
