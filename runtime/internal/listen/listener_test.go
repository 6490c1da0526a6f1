package listen

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	goruntime "runtime"
	"sync/atomic"
	"testing"
	"time"
)

// The end of listeners is tested here.

// wrapped is a user's listener around one of package net.
type wrapped struct {
	*net.TCPListener
	accepted atomic.Int64
}

func (w *wrapped) Accept() (net.Conn, error) {
	nc, err := w.TCPListener.Accept()
	if err == nil {
		w.accepted.Add(1)
	}
	return nc, err
}

// opaque is one of which nothing is known.
type opaque struct{ net.Listener }

func listenTCP(t *testing.T) *net.TCPListener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.(*net.TCPListener)
}

// dial connects, which the system does without anybody who accepts.
func dial(t *testing.T, l net.Listener) net.Conn {
	t.Helper()
	nc, err := net.Dial(l.Addr().Network(), l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	return nc
}

// wantHello says hello on one end and wants it at the other.
func wantHello(t *testing.T, from, to net.Conn) {
	t.Helper()
	_ = to.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(from, "hello"); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 5)
	if _, err := io.ReadFull(to, b); err != nil || string(b) != "hello" {
		t.Fatalf("%q, %v", b, err)
	}
}

// sweep takes all that wait.
func sweep(t *testing.T, l *Listener) (all []net.Conn) {
	t.Helper()
	for {
		nc, err := l.AcceptQueued()
		if err == ErrEmpty {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { nc.Close() })
		all = append(all, nc)
	}
}

func TestWhoIsQueuedIsAccepted(t *testing.T) {
	for _, row := range []struct {
		name string
		l    func(t *testing.T) net.Listener
	}{
		{"TCP", func(t *testing.T) net.Listener { return listenTCP(t) }},
		{"a user's wrapper", func(t *testing.T) net.Listener {
			return &wrapped{TCPListener: listenTCP(t)}
		}},
		{"a socket that is passed", func(t *testing.T) net.Listener {
			file, err := listenTCP(t).File()
			if err != nil {
				t.Skip(err)
			}
			defer file.Close()
			l, err := net.FileListener(file)
			if err != nil {
				t.Fatal(err)
			}
			return l
		}},
		{"one's own port", func(t *testing.T) net.Listener {
			l, err := TCP("127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			return l
		}},
		{"a unix socket", func(t *testing.T) net.Listener {
			l, err := Unix(filepath.Join(t.TempDir(), "s"))
			if err != nil {
				t.Fatal(err)
			}
			return l
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			l := Of(row.l(t))
			defer l.Close()
			var clients []net.Conn
			for range 5 {
				clients = append(clients, dial(t, l))
			}
			l.Retire()
			servers := sweep(t, l)
			if len(servers) != len(clients) {
				t.Fatalf("%d of %d are accepted", len(servers), len(clients))
			}
			for i, nc := range servers {
				if nc.RemoteAddr() == nil || nc.LocalAddr().String() != l.Addr().String() {
					t.Errorf("addresses %v, %v", nc.RemoteAddr(), nc.LocalAddr())
				}
				wantHello(t, nc, clients[i])
				wantHello(t, clients[i], nc)
			}
			if w, ok := l.Listener.(*wrapped); ok && w.accepted.Load() != int64(len(clients)) {
				t.Errorf("the wrapper has seen %d", w.accepted.Load())
			}
		})
	}
}

// Accept fails once Retire says so, on a listener that can be woken and on one that cannot.
func TestRetireEndsAccept(t *testing.T) {
	for name, inner := range map[string]net.Listener{
		"TCP":    listenTCP(t),
		"opaque": opaque{listenTCP(t)},
	} {
		l := Of(inner)
		failed := make(chan error)
		go func() {
			_, err := l.Accept()
			failed <- err
		}()
		if until := l.Retire(); time.Until(until) > handshakes {
			t.Errorf("%s: until %v", name, until)
		}
		if err := <-failed; err == nil {
			t.Errorf("%s: Accept accepts nobody", name)
		}
		if _, err := l.AcceptQueued(); name == "opaque" && err != ErrEmpty {
			t.Errorf("%s: %v", name, err)
		}
		if again := l.Retire(); again != l.until {
			t.Errorf("%s: another end", name)
		}
		l.Close()
		l.Done()
	}
}

func TestOfKeepsWhatIsKnown(t *testing.T) {
	l := &Listener{Listener: listenTCP(t)}
	if Of(l) != l {
		t.Error("a Listener is wrapped")
	}
	if own := Of(l.Listener); own.shares || own.path != "" {
		t.Error("a foreign socket is taken for one's own")
	}
}

// The path of a unix socket goes with its end, but not one that somebody else put there.
func TestUnixPaths(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	first, err := Unix(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Unix(path); err == nil {
		t.Fatal("a path in use is taken")
	}
	first.Retire()
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the path is there after Retire: %v", err)
	}
	second, err := Unix(path) // takes over while the first one sweeps
	if err != nil {
		t.Fatal(err)
	}
	first.Close()
	wantHello(t, dial(t, second), must(second.Accept())(t))
	third, err := Unix(path + "3")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+"3", path); err != nil { // instead of the second
		t.Fatal(err)
	}
	second.Close()
	if _, err := os.Lstat(path); err != nil {
		t.Errorf("somebody else's socket is gone: %v", err)
	}
	third.Close()
}

func must(nc net.Conn, err error) func(t *testing.T) net.Conn {
	return func(t *testing.T) net.Conn {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { nc.Close() })
		return nc
	}
}

func TestReusePortNeedsAnAddress(t *testing.T) {
	if _, err := ReusePort("256.0.0.1:-1", -1); err == nil {
		t.Error("an address of nonsense can be listened on")
	}
	all, err := ReusePort("127.0.0.1:0", 2)
	CloseAll(all)
	linux := goruntime.GOOS == "linux"
	if linux && err != nil || !linux && !errors.Is(err, ErrReusePort) {
		t.Errorf("%v, %v", all, err)
	}
	if _, err := TCP("256.0.0.1:-1"); err == nil {
		t.Error("an address of nonsense can be listened on")
	}
}
