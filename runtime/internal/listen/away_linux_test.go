package listen

import (
	"errors"
	"io"
	"net"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Of several sockets on a port, one that retires gets nobody any more, and nobody who is
// connected to it notices.
func TestNewConnectionsGoToTheOthers(t *testing.T) {
	all, err := ReusePort("127.0.0.1:0", 2)
	if err != nil {
		t.Fatal(err)
	}
	defer CloseAll(all)
	ends, stays := all[0], all[1]
	if ends.Addr().String() != stays.Addr().String() {
		t.Fatalf("%v and %v", ends.Addr(), stays.Addr())
	}
	var queued int
	for queued == 0 { // until the system has chosen it
		dial(t, ends)
		_ = ends.Listener.(*net.TCPListener).SetDeadline(time.Now().Add(time.Millisecond))
		nc, err := ends.Accept()
		if err != nil {
			continue
		}
		defer nc.Close()
		queued++
	}
	if time.Until(ends.Retire()) <= 0 {
		t.Error("it does not wait for those that are on their way")
	}
	sweep(t, ends)
	go func() {
		for {
			nc, err := stays.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(nc, "hello")
			nc.Close()
		}
	}()
	heard := make(chan error)
	const clients = 20
	for range clients {
		go func() {
			nc, err := net.DialTimeout("tcp", stays.Addr().String(), 20*time.Second)
			if err == nil {
				_, err = io.ReadAll(nc)
				nc.Close()
			}
			heard <- err
		}()
	}
	time.Sleep(handshakes) // about half of them try again after a second
	if n := len(sweep(t, ends)); n > 0 {
		t.Errorf("%d got to the one that ends", n)
	}
	ends.Close()
	for range clients {
		if err := <-heard; err != nil {
			t.Error(err)
		}
	}
}

// Who has half opened a connection gets into the queue of the socket that retires. (That
// the system waits for the first data holds connections half open here, where the way to
// the client takes no time.)
func TestConnectionsThatAreBeingOpenedAreNotLost(t *testing.T) {
	all, err := ReusePort("127.0.0.1:0", 1)
	if err != nil {
		t.Fatal(err)
	}
	l := all[0]
	defer l.Close()
	if err := controlOf(l.Listener, func(fd int) error {
		return syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_DEFER_ACCEPT, 60)
	}); err != nil {
		t.Fatal(err)
	}
	client := dial(t, l)
	l.Retire()
	if n := len(sweep(t, l)); n != 0 {
		t.Fatalf("%d are open", n)
	}
	if _, err := io.WriteString(client, "hello"); err != nil {
		t.Fatal(err)
	}
	var servers []net.Conn
	for range 2000 {
		if servers = sweep(t, l); len(servers) > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if len(servers) != 1 {
		t.Fatal("it does not get into the queue")
	}
	wantHello(t, servers[0], client)
}

// Those that the retired socket has given out work as before: what they send is no SYN.
func TestConnectionsOutliveTheirSocket(t *testing.T) {
	all, err := ReusePort("127.0.0.1:0", 1)
	if err != nil {
		t.Fatal(err)
	}
	client := dial(t, all[0])
	all[0].Retire()
	servers := sweep(t, all[0])
	all[0].Close()
	if len(servers) != 1 {
		t.Fatalf("%d are accepted", len(servers))
	}
	wantHello(t, client, servers[0])
	wantHello(t, servers[0], client)
	client.(*net.TCPConn).CloseWrite()
	if b, err := io.ReadAll(servers[0]); len(b) != 0 || err != nil {
		t.Errorf("%q, %v", b, err)
	}
}

// A unix socket that retires refuses new connections, also of who has its path in hand
// still, and keeps those that it has.
func TestAUnixSocketRefusesNewOnes(t *testing.T) {
	l, err := Unix("@" + filepath.Join(t.TempDir(), "s")) // no path to take away
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client := dial(t, l)
	l.Retire()
	if nc, err := net.Dial("unix", l.Addr().String()); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("%v, %v", nc, err)
	}
	servers := sweep(t, l)
	if len(servers) != 1 {
		t.Fatalf("%d are accepted", len(servers))
	}
	wantHello(t, client, servers[0])
}
