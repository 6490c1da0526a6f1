package runtime

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Listening is tested here: addresses, and accepting in good and in bad times.

// exhausted is a listener whose Accept fails a few times.
type exhausted struct {
	net.Listener
	errs []error
}

func (l *exhausted) Accept() (net.Conn, error) {
	if len(l.errs) > 0 {
		err := l.errs[0]
		l.errs = l.errs[1:]
		return nil, err
	}
	return l.Listener.Accept()
}

func TestAcceptGoesOnAfterShortages(t *testing.T) {
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var errs []error
	for _, errno := range []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED, syscall.EPERM} {
		errs = append(errs, &net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", errno)})
	}
	errs = append(errs, os.ErrDeadlineExceeded)
	app := NewApp(manners(), Logger(quiet()))
	ended := make(chan error)
	go func() { ended <- app.Serve(context.Background(), &exhausted{tcp, errs}) }()
	h := &house{t: t, app: app, tcp: tcp}
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("the server goes on", 200, "root")
	app.Stop()
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestAListenerThatIsOfNoUse(t *testing.T) {
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("out of luck")
	app := NewApp(manners(), Logger(quiet()))
	if err := app.Serve(context.Background(), &exhausted{tcp, []error{broken}}); !errors.Is(err, broken) {
		t.Errorf("Serve: %v", err)
	}
	if _, err := net.Dial("tcp", tcp.Addr().String()); err == nil {
		t.Error("the listener is still open")
	}
	if err := app.Shutdown(context.Background()); err != nil {
		t.Errorf("Shutdown: %v", err)
	}
}

// One listener that is of no use does not take the others with it.
func TestAListenerThatIsOfNoUseBesideAGoodOne(t *testing.T) {
	h := serveTest(t, manners())
	waitFor(t, "the server", h.app.Ready)
	broken := errors.New("out of luck")
	if err := h.app.Serve(context.Background(), &exhausted{newPipeListener(), []error{broken}}); !errors.Is(err, broken) {
		t.Errorf("Serve: %v", err)
	}
	c := h.client("tcp")
	c.write(get + host + "\r\n")
	c.want("the others go on", 200, "root")
}

// Who waits for descriptors does not keep a server from ending.
func TestAShortageDoesNotHoldUpTheEnd(t *testing.T) {
	inFakeTime(t, manners(), nil, func(h *house) {
		errs := make([]error, 1000)
		for i := range errs {
			errs[i] = &net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", syscall.EMFILE)}
		}
		ended := make(chan error, 1)
		go func() { ended <- h.app.Serve(context.Background(), &exhausted{newPipeListener(), errs}) }()
		time.Sleep(100*time.Second + time.Millisecond) // it waits a second between two tries
		start := time.Now()
		h.app.Stop()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
		took(t, "the end came", start, 0)
	})
}

func TestRun(t *testing.T) {
	logs := new(safeBuffer)
	app := NewApp(handwritten(
		textLeaf("GET", "/", "root"),
		handlerLeaf("GET", "/stop", func(req Request) (Response, error) { req.App().Stop(); return Text("bye"), nil }),
	), Logger(textLogger(logs)))
	ended := make(chan error, 1)
	if app.Addr() != nil || app.Ready() {
		t.Error("an App that does not run has an address or is ready")
	}
	go func() { ended <- app.Run("127.0.0.1:0") }()
	waitFor(t, "an address", func() bool { return app.Addr() != nil })
	if !app.Ready() {
		t.Error("not ready")
	}
	c := dialAddr(t, "tcp", app.Addr().String())
	c.write("GET /stop HTTP/1.1\r\nHost: a\r\n\r\n")
	if a := c.want("a handler stops the server", 200, "bye"); !a.Close {
		waitFor(t, "the drain", func() bool { return app.server.draining.Load() })
	}
	if err := <-ended; err != nil {
		t.Errorf("Run: %v", err)
	}
	if app.Ready() {
		t.Error("still ready")
	}
	if !strings.Contains(logs.String(), app.Addr().String()) {
		t.Errorf("the address was not logged: %s", logs)
	}
	if err := app.Run("127.0.0.1:0"); err != nil {
		t.Errorf("Run on a stopped App: %v", err)
	}
	if err := NewApp(manners()).Run("256.0.0.1:-1"); err == nil {
		t.Error("an address of nonsense can be listened on")
	}
}

func dialAddr(t testing.TB, network, addr string) *client {
	t.Helper()
	nc, err := net.Dial(network, addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	nc.SetDeadline(time.Now().Add(20 * time.Second))
	return newClient(t, nc)
}

func TestUnixSockets(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	stale, err := net.ListenUnix("unix", &net.UnixAddr{Name: path})
	if err != nil {
		t.Skip(err)
	}
	stale.SetUnlinkOnClose(false)
	stale.Close() // as a process leaves it that was killed
	app := NewApp(handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		return Text(req.RemoteAddr().Network() + " " + fmt.Sprint(req.ClientIP().IsValid())), nil
	})), Logger(quiet()))
	ended := make(chan error, 1)
	go func() { ended <- app.Run("unix:" + path) }()
	waitFor(t, "an address", func() bool { return app.Addr() != nil })
	c := dialAddr(t, "unix", path)
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("a unix socket is served", 200, "unix false")
	if err := NewApp(manners(), Logger(quiet())).Run("unix:" + path); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("a socket in use: %v", err)
	}
	app.Stop()
	if err := <-ended; err != nil {
		t.Errorf("Run: %v", err)
	}
	if _, err := os.Lstat(path); !os.IsNotExist(err) {
		t.Errorf("the socket is still there: %v", err)
	}
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := NewApp(manners(), Logger(quiet())).Run("unix:" + path); err == nil {
		t.Error("a file was taken for a socket")
	}
	if b, err := os.ReadFile(path); string(b) != "precious" {
		t.Errorf("the file is %q, %v", b, err)
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	app := NewApp(manners(), Logger(quiet()))
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	for range 2 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() { ended <- app.Serve(ctx, l) }()
	}
	waitFor(t, "an address", func() bool { return app.Addr() != nil })
	cancel()
	for range 2 {
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	}
	app.Stop() // does nothing
	if err := app.Shutdown(context.Background()); err != nil {
		t.Errorf("Shutdown after the end: %v", err)
	}
}
