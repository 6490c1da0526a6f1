package runtime

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// What becomes of those who are connected, and whom nobody has accepted yet when the end
// comes, is tested here.

// notYet is an App that is served, and accepts nobody before its end: its listener says
// that its deadline has passed.
func notYet(t *testing.T, l net.Listener, opts ...Option) (*App, chan error) {
	t.Helper()
	if err := l.(interface{ SetDeadline(time.Time) error }).SetDeadline(longAgo); err != nil {
		t.Fatal(err)
	}
	app, ended := NewApp(manners(), append(opts, Logger(quiet()))...), make(chan error, 1)
	go func() { ended <- app.Serve(context.Background(), l) }()
	waitFor(t, "the server", app.Ready)
	return app, ended
}

// A failingListener is a user's listener on which accepting fails a few times once it is swept.
type failingListener struct {
	*net.TCPListener
	swept atomic.Bool
	errs  []error
}

func (l *failingListener) SetDeadline(at time.Time) error {
	l.swept.Store(at.After(time.Now()))
	return l.TCPListener.SetDeadline(at)
}

func (l *failingListener) Accept() (net.Conn, error) {
	if l.swept.Load() && len(l.errs) > 0 {
		err := l.errs[0]
		l.errs = l.errs[1:]
		return nil, err
	}
	return l.TCPListener.Accept()
}

func TestWhoIsQueuedAtTheEndIsAnswered(t *testing.T) {
	tcp := func(t *testing.T) net.Listener {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	var shortages []error
	for _, errno := range []syscall.Errno{
		syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM,
		syscall.ECONNABORTED, syscall.EPROTO, syscall.EPERM,
	} {
		err := os.NewSyscallError("accept4", errno)
		shortages = append(shortages, &net.OpError{Op: "accept", Err: err})
	}
	server, pool := testCertificate(t)
	loopback := ProxyProtocol(netip.MustParsePrefix("127.0.0.0/8"))
	plain := func(nc net.Conn) net.Conn { return nc }
	for _, row := range []struct {
		name string
		l    func(t *testing.T) net.Listener
		opts []Option
		talk func(nc net.Conn) net.Conn
	}{
		{"TCP", tcp, nil, plain},
		{"a unix socket", func(t *testing.T) net.Listener {
			l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
			if err != nil {
				t.Fatal(err)
			}
			return l
		}, nil, plain},
		{"a socket that others have, too", func(t *testing.T) net.Listener {
			l := tcp(t)
			defer l.Close()
			file, err := l.(*net.TCPListener).File()
			if err != nil {
				t.Skip(err)
			}
			t.Cleanup(func() { file.Close() })
			passed, err := net.FileListener(file)
			if err != nil {
				t.Fatal(err)
			}
			return passed
		}, nil, plain},
		{"TLS", tcp, []Option{TLS(server)}, func(nc net.Conn) net.Conn {
			return tls.Client(nc, &tls.Config{RootCAs: pool, ServerName: "localhost"})
		}},
		{"the PROXY protocol", tcp, []Option{loopback}, func(nc net.Conn) net.Conn {
			_, _ = io.WriteString(nc, "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n")
			return nc
		}},
		{"a user's listener, while everything is short", func(t *testing.T) net.Listener {
			return &failingListener{TCPListener: tcp(t).(*net.TCPListener), errs: shortages}
		}, nil, plain},
	} {
		t.Run(row.name, func(t *testing.T) {
			l := row.l(t)
			app, ended := notYet(t, l, row.opts...)
			var clients []*client
			for range 10 {
				clients = append(clients, dialAddr(t, l.Addr().Network(), l.Addr().String()))
			}
			app.Stop()
			for i, c := range clients {
				c = newClient(t, row.talk(c.nc))
				c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
				if a := c.want(fmt.Sprint("client ", i), 200, "root"); !a.Close {
					t.Error("the connection is kept")
				}
				c.wantEnd("it ends")
			}
			if err := <-ended; err != nil {
				t.Errorf("Serve: %v", err)
			}
		})
	}
}

// A shortListener is a listener with which accepting fails from the moment it is woken.
type shortListener struct {
	*pipeListener
	wake  sync.Once
	woken chan struct{}
}

func (l *shortListener) SetDeadline(time.Time) error {
	l.wake.Do(func() { close(l.woken) })
	return nil
}

func (l *shortListener) Accept() (net.Conn, error) {
	<-l.woken
	return nil, &net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", syscall.EMFILE)}
}

// A shortage that does not pass holds up the end for sweepTime, and not a second signal.
func TestASweepIsBounded(t *testing.T) {
	for _, row := range []struct {
		name         string
		forced, want time.Duration
	}{
		{"by its time", time.Hour, sweepTime},
		{"by a second signal", time.Second, time.Second},
	} {
		t.Run(row.name, func(t *testing.T) {
			inFakeTime(t, manners(), nil, func(h *house) {
				l := &shortListener{pipeListener: newPipeListener(), woken: make(chan struct{})}
				ended := make(chan error, 1)
				go func() { ended <- h.app.Serve(context.Background(), l) }()
				synctest.Wait()
				start := time.Now()
				h.app.Stop()
				force := time.AfterFunc(row.forced, h.app.server.forceEnd)
				defer force.Stop()
				if err := <-ended; err != nil {
					t.Errorf("Serve: %v", err)
				}
				took(t, "the end came", start, row.want)
			})
		})
	}
}
