package runtime

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The end of a server is tested here.

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

// Who is still introducing himself when the end comes is answered, too.
func TestADrainDoesNotDisturbHandshakes(t *testing.T) {
	server, pool := testCertificate(t)
	loopback := ProxyProtocol(netip.MustParsePrefix("127.0.0.0/8"))
	for _, row := range []struct {
		name string
		opt  Option
		talk func(nc net.Conn) net.Conn
	}{
		{"TLS", TLS(server), func(nc net.Conn) net.Conn {
			return tls.Client(nc, &tls.Config{RootCAs: pool, ServerName: "localhost"})
		}},
		{"the PROXY protocol", loopback, func(nc net.Conn) net.Conn {
			_, _ = io.WriteString(nc, "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n")
			return nc
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := serveTest(t, manners(), row.opt)
			nc := h.dial("tcp")
			defer nc.Close()
			waitFor(t, "the connection", func() bool { return connected(h) == 1 })
			h.app.Stop()
			waitFor(t, "the listeners' end", h.app.server.last)
			time.Sleep(20 * time.Millisecond) // connections are woken beside it
			_ = nc.SetDeadline(time.Now().Add(20 * time.Second))
			c := newClient(t, row.talk(nc))
			c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			c.want("it is answered", 200, "root")
			c.wantEnd("and ends")
		})
	}
}

// Who is idle at the end reads that it is one, and no failure.
func TestIdleConnectionsEndWithoutAReset(t *testing.T) {
	h := serveTest(t, manners())
	var clients []*client
	for _, kind := range []string{"tcp", "tcp", "brisk"} {
		clients = append(clients, h.client(kind))
	}
	clients[0].write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	clients[0].want("one has asked", 200, "root")
	h.app.Stop()
	for _, c := range clients {
		if _, err := c.r.ReadByte(); err != io.EOF {
			t.Errorf("an idle connection ends with %v", err)
		}
	}
}
