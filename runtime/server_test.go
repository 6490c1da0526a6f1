package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Listening, limits of connections and the end of a server are tested here.

func TestOneConnectionTooManyIsToldSo(t *testing.T) {
	h := serveTest(t, manners(), MaxConnections(2))
	a, b := h.client("tcp"), h.client("tcp")
	for _, c := range []*client{a, b} {
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("two are served", 200, "root")
	}
	c := h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	if got := c.want("the third is told so", 503, `{"error": "Service Unavailable"}`); got.Header.Get("Retry-After") == "" || !got.Close {
		t.Errorf("its head: %v", got.Header)
	}
	c.wantEnd("and its connection ends")
	a.nc.Close()
	waitFor(t, "a connection less", func() bool { return connected(h) == 1 })
	c = h.client("tcp")
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("then there is room again", 200, "root")
}

func TestConnectionsPerIP(t *testing.T) {
	h := serveTest(t, manners(), MaxConnectionsPerIP(2))
	for range 2 {
		c := h.client("tcp")
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("two of an address are served", 200, "root")
	}
	h.client("tcp").want("the third is not", 503, "*")
	pipe := h.client("pipe")
	pipe.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	pipe.want("who has no address is not counted", 200, "root")
}

func TestPeerPrefix(t *testing.T) {
	for _, tt := range []struct {
		addr net.Addr
		want string
	}{
		{&net.TCPAddr{IP: net.IPv4(1, 2, 3, 4), Port: 5}, "1.2.3.4/32"},
		{&net.TCPAddr{IP: net.ParseIP("::ffff:1.2.3.4")}, "1.2.3.4/32"},
		{&net.TCPAddr{IP: net.ParseIP("2001:db8:1:2:3:4:5:6")}, "2001:db8:1:2::/64"},
		{&net.TCPAddr{IP: net.ParseIP("fe80::1"), Zone: "eth0"}, "fe80::/64"},
		{&net.UnixAddr{Name: "/x"}, "invalid Prefix"},
		{pipeAddr{}, "invalid Prefix"},
		{nil, "invalid Prefix"},
	} {
		if got := peerPrefix(tt.addr); got.String() != tt.want {
			t.Errorf("%v: %v, want %s", tt.addr, got, tt.want)
		}
	}
	if (netip.Prefix{}).IsValid() {
		t.Error("the zero prefix would be counted")
	}
}

// waitFor waits for something that is about to happen.
func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 500 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("waited in vain for %s", what)
}

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

// A process without descriptors left goes on once it has some again.
func TestAcceptWithoutDescriptors(t *testing.T) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Skip(err)
	}
	h := serveTest(t, manners())
	probe := h.client("tcp")
	probe.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	probe.want("all is well", 200, "root")
	var files []*os.File
	low := limit
	low.Cur = 64
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low); err != nil {
		t.Skip(err)
	}
	restore := sync.OnceFunc(func() {
		syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
		for _, f := range files {
			f.Close()
		}
	})
	defer restore()
	for {
		f, err := os.Open(os.DevNull)
		if err != nil {
			break
		}
		files = append(files, f)
	}
	files[len(files)-1].Close() // one for the client, none for the server
	waiting := h.client("tcp")
	waiting.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	waitFor(t, "an accept that fails", func() bool { return strings.Contains(h.logs.String(), "accept failed") })
	probe.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	probe.want("who is connected is served", 200, "root")
	restore()
	waiting.want("and who waited, too", 200, "root")
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

func TestSignals(t *testing.T) {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		app := NewApp(manners(), Logger(quiet()))
		ended := make(chan error, 1)
		go func() { ended <- app.Run("127.0.0.1:0") }()
		waitFor(t, "an address", func() bool { return app.Addr() != nil })
		self, _ := os.FindProcess(os.Getpid())
		if err := self.Signal(sig); err != nil {
			t.Skip(err)
		}
		if err := <-ended; err != nil {
			t.Errorf("%v: %v", sig, err)
		}
	}
}

func TestASecondSignalEndsAtOnce(t *testing.T) {
	release := make(chan bool)
	app := NewApp(handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		<-req.Context().Done()
		close(release)
		return Text("late"), nil
	})), Logger(quiet()), PreDrain(time.Hour))
	ended := make(chan error, 1)
	go func() { ended <- app.Run("127.0.0.1:0") }()
	waitFor(t, "an address", func() bool { return app.Addr() != nil })
	c := dialAddr(t, "tcp", app.Addr().String())
	c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	waitFor(t, "the request", func() bool { return connectedTo(app) == 1 })
	self, _ := os.FindProcess(os.Getpid())
	for range 2 {
		if err := self.Signal(os.Interrupt); err != nil {
			t.Skip(err)
		}
		waitFor(t, "the first signal", func() bool { return !app.Ready() })
	}
	select {
	case err := <-ended:
		if !errors.Is(err, errCutOff) {
			t.Errorf("Run: %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("Run goes on")
	}
	<-release
}

func connectedTo(app *App) int {
	app.server.mu.Lock()
	defer app.server.mu.Unlock()
	return len(app.server.conns)
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

func TestDrain(t *testing.T) {
	started := make(chan bool, 1)
	s := handwritten(
		textLeaf("GET", "/", "root"),
		handlerLeaf("GET", "/slow", func(Request) (Response, error) {
			started <- true
			time.Sleep(10 * time.Second)
			return Text("done"), nil
		}),
		handlerLeaf("GET", "/stuck", func(Request) (Response, error) { started <- true; time.Sleep(time.Hour); return Text("done"), nil }),
		handlerLeaf("GET", "/events", func(req Request) (Response, error) {
			return SSE(func(w *EventWriter) error {
				w.Send(Event{Data: "hello"})
				<-req.Context().Done()
				return w.Send(Event{Data: "bye"})
			}), nil
		}),
		handlerLeaf("GET", "/download", func(req Request) (Response, error) {
			return Stream("", func(w *StreamWriter) error {
				for range 5 {
					w.WriteString("x")
					if err := w.Flush(); err != nil {
						return err
					}
					time.Sleep(time.Second)
				}
				return nil
			}), nil
		}),
	)
	t.Run("a request in flight is finished", func(t *testing.T) {
		inFakeTime(t, s, nil, func(h *house) {
			c := h.open()
			c.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
			<-started
			start := time.Now()
			go io.ReadAll(c.r)
			if err := h.app.Shutdown(context.Background()); err != nil {
				t.Errorf("Shutdown: %v", err)
			}
			took(t, "the end came", start, 10*time.Second)
		})
	})
	t.Run("and is told that the connection ends", func(t *testing.T) {
		inFakeTime(t, s, nil, func(h *house) {
			c := h.open()
			c.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
			<-started
			h.app.Stop()
			if a := c.want("finished", 200, "done"); !a.Close {
				t.Error("the connection is kept")
			}
			c.wantEnd("it ends")
		})
	})
	t.Run("an idle connection ends after the grace", func(t *testing.T) {
		inFakeTime(t, s, nil, func(h *house) {
			c := h.open()
			c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			c.want("a request", 200, "root")
			start := time.Now()
			h.app.Stop()
			c.endsAfter("idle", start, drainGrace)
		})
	})
	t.Run("a request within the grace is answered", func(t *testing.T) {
		inFakeTime(t, s, nil, func(h *house) {
			c := h.open()
			c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			c.want("a request", 200, "root")
			h.app.Stop()
			time.Sleep(drainGrace / 2)
			c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			if a := c.want("another", 200, "root"); !a.Close {
				t.Error("the connection is kept")
			}
			c.wantEnd("it ends")
		})
	})
	t.Run("pre_drain goes on as before, but for Ready", func(t *testing.T) {
		inFakeTime(t, s, []Option{PreDrain(5 * time.Second)}, func(h *house) {
			h.app.Stop()
			if h.app.Ready() {
				t.Error("ready")
			}
			time.Sleep(4 * time.Second)
			c := h.open()
			c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			if a := c.want("a new connection is served", 200, "root"); a.Close {
				t.Error("and told to close")
			}
			start := time.Now()
			c.endsAfter("it ends", start, time.Second+drainGrace)
		})
	})
	t.Run("what does not end within drain_timeout is cut off", func(t *testing.T) {
		inFakeTime(t, s, nil, func(h *house) {
			c := h.open()
			c.write("GET /stuck HTTP/1.1\r\nHost: a\r\n\r\n")
			<-started
			start := time.Now()
			if err := h.app.Shutdown(context.Background()); !errors.Is(err, errCutOff) {
				t.Errorf("Shutdown: %v", err)
			}
			took(t, "the end came", start, 25*time.Second+forcedGrace)
			c.wantEnd("cut off")
		})
	})
	t.Run("Shutdown gives up when its context ends", func(t *testing.T) {
		inFakeTime(t, s, nil, func(h *house) {
			c := h.open()
			c.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
			<-started
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			if err := h.app.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Shutdown: %v", err)
			}
			c.want("the request is finished all the same", 200, "done")
		})
	})
	t.Run("the contexts of streams end, and what they still say arrives", func(t *testing.T) {
		inFakeTime(t, s, nil, func(h *house) {
			c := h.open()
			c.write("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
			var got strings.Builder
			for !strings.Contains(got.String(), "hello") {
				line, err := c.r.ReadString('\n')
				if err != nil {
					t.Fatal(err)
				}
				got.WriteString(line)
			}
			h.app.Stop()
			rest, _ := io.ReadAll(c.r)
			if !strings.Contains(string(rest), "bye") || !strings.HasSuffix(string(rest), "0\r\n\r\n") {
				t.Errorf("the end of the stream: %q", rest)
			}
		})
	})
	t.Run("a download is finished", func(t *testing.T) {
		inFakeTime(t, s, nil, func(h *house) {
			c := h.open()
			c.write("GET /download HTTP/1.1\r\nHost: a\r\n\r\n")
			time.AfterFunc(2*time.Second, h.app.Stop)
			c.want("all of it", 200, "xxxxx")
		})
	})
}

// A server is restarted under load: every request of clients that honour close is
// answered, on the old server or the new one.
func TestRestartLosesNothing(t *testing.T) {
	first, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	total := 20_000
	if testing.Short() {
		total = 2_000
	}
	serve := func(l net.Listener) (*App, chan error) {
		app, ended := NewApp(watchers(nil), Logger(quiet())), make(chan error, 1)
		go func() { ended <- app.Serve(context.Background(), l) }()
		return app, ended
	}
	file, err := first.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	addr := first.Addr().String()
	app, ended := serve(first)
	var left atomic.Int64
	left.Store(int64(total))
	var clients sync.WaitGroup
	for i := range 24 {
		clients.Go(func() { restartClient(t, addr, i%3, &left) })
	}
	for range 3 {
		time.Sleep(100 * time.Millisecond)
		next, err := net.FileListener(file)
		if err != nil {
			t.Fatal(err)
		}
		newApp, newEnded := serve(next)
		app.Stop()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
		app, ended = newApp, newEnded
	}
	clients.Wait()
	file.Close()
	app.Stop()
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// restartClient sends requests one by one, in pipelines of ten, or for streams, on one
// connection after the other.
func restartClient(t *testing.T, addr string, kind int, left *atomic.Int64) {
	for left.Load() > 0 {
		nc, err := net.Dial("tcp", addr)
		if err != nil {
			t.Errorf("dial: %v", err)
			return
		}
		nc.SetDeadline(time.Now().Add(20 * time.Second))
		c := newClient(t, nc)
		for closed := false; !closed && left.Load() > 0; {
			n, request, body := 1, "GET /ask HTTP/1.1\r\nHost: a\r\n\r\n", "alive"
			switch kind {
			case 1:
				n = 10
			case 2:
				request, body = "POST /ask HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello"
			}
			if _, err := io.WriteString(nc, strings.Repeat(request, n)); err != nil {
				t.Errorf("write: %v", err)
				return
			}
			for i := range n {
				a, err := c.read("GET")
				if err != nil || a.StatusCode != 200 || a.body != body {
					t.Errorf("lost: %v %v (%d of %d)", a.Response, err, i, n)
					return
				}
				left.Add(-1)
				if closed = a.Close; closed {
					break // what was sent behind it was not taken: sent again
				}
			}
		}
		nc.Close()
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	before := goruntime.NumGoroutine()
	for range 3 {
		h := serveTest(t, watchers(make(chan error, 100)))
		for _, kind := range []string{"tcp", "pipe", "duplex"} {
			for range 10 {
				c := h.client(kind)
				c.write("GET /ask HTTP/1.1\r\nHost: a\r\n\r\nGET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
				c.want("ok", 200, "alive")
				c.nc.Close()
			}
			c := h.client(kind)
			c.write("GET")
			c.nc.Close()
		}
		h.app.Stop()
		<-h.app.server.done
	}
	waitFor(t, "the goroutines to end", func() bool { return goruntime.NumGoroutine() <= before+6 })
}
