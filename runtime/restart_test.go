package runtime

import (
	"context"
	"io"
	"net"
	"os"
	goruntime "runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/httpgen/generated_test/effort"
)

// A server that is restarted under load is tested here: every request of clients that
// honour close is answered once, by the old server or by the new one.

// restart is a server that is restarted, and what its clients still have to ask.
type restart struct {
	t       *testing.T
	addr    string
	socket  *os.File // of the listener: what is handed from server to server; nil: they share the port
	left    atomic.Int64
	handled atomic.Int64 // requests that reached a handler
	heard   atomic.Int64 // answers that reached a client
}

func (r *restart) service() Service {
	return handwritten(
		handlerLeaf("GET,POST", "/echo", func(req Request) (Response, error) {
			r.handled.Add(1)
			b, err := req.Body()
			return Bytes(b, "text/plain"), err
		}),
		handlerLeaf("GET", "/stream", func(req Request) (Response, error) {
			r.handled.Add(1)
			return Stream("text/plain", func(w *StreamWriter) error {
				for range 4 {
					if _, err := w.WriteString("piece"); err != nil {
						return err
					}
					if err := w.Flush(); err != nil {
						return err
					}
				}
				return nil
			}), nil
		}),
	)
}

// listen is what a server listens on.
func (r *restart) listen() net.Listener {
	if r.socket != nil {
		l, err := net.FileListener(r.socket)
		if err != nil {
			r.t.Fatal(err)
		}
		return l
	}
	all, err := bind(r.addr, 1)
	if err != nil {
		r.t.Fatal(err)
	}
	return all[0]
}

// serve starts a server beside the one that is to end.
func (r *restart) serve() (*App, chan error) {
	l := r.listen()
	app, ended := NewApp(r.service(), Logger(quiet())), make(chan error, 1)
	go func() { ended <- app.Serve(context.Background(), l) }()
	waitFor(r.t, "the server", app.Ready)
	return app, ended
}

// A restartWay is how a client asks, and what it wants to hear.
type restartWay struct {
	name, request, body string
	atOnce              int
}

var restartWays = []restartWay{
	{"keep-alive", "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", "", 1},
	{"pipelined", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "hello", 10},
	{"streaming", "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n", "piecepiecepiecepiece", 1},
	{"uploading", "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello", 1},
}

func TestRestartLosesNothing(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	socket, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	l.Close()
	t.Run("a shared socket", func(t *testing.T) {
		restartUnderLoad(t, &restart{t: t, addr: l.Addr().String(), socket: socket})
	})
	if goruntime.GOOS == "linux" {
		t.Run("a shared port", func(t *testing.T) {
			restartUnderLoad(t, &restart{t: t, addr: freeReusedPort(t)})
		})
	}
}

// freeReusedPort finds an address that nobody listens on.
func freeReusedPort(t *testing.T) string {
	t.Helper()
	all, err := bind("127.0.0.1:0", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll(all)
	return all[0].Addr().String()
}

func restartUnderLoad(t *testing.T, r *restart) {
	total := int64(effort.Of(20_000, 100_000))
	if testing.Short() || raceDetector {
		total = 10_000
	}
	r.left.Store(total)
	app, ended := r.serve()
	var clients sync.WaitGroup
	for i := range 24 {
		way := restartWays[i%len(restartWays)]
		clients.Go(func() { r.client(way) })
	}
	restarts := 0
	for ; r.left.Load() > 0 || restarts < 3; restarts++ {
		time.Sleep(50 * time.Millisecond)
		next, nextEnded := r.serve()
		app.Stop()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
		app, ended = next, nextEnded
	}
	clients.Wait()
	app.Stop()
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
	t.Logf("%d requests across %d restarts: %d handled, %d answers heard", total, restarts, r.handled.Load(), r.heard.Load())
	if r.heard.Load() < total || r.handled.Load() != r.heard.Load() {
		t.Errorf("of %d requests %d were handled, and %d answers were heard", total, r.handled.Load(), r.heard.Load())
	}
}

// client asks on one connection after the other, until nothing is left to ask.
func (r *restart) client(way restartWay) {
	for r.left.Load() > 0 {
		nc, err := net.Dial("tcp", r.addr)
		if err != nil {
			r.t.Errorf("dial: %v", err)
			return
		}
		_ = nc.SetDeadline(time.Now().Add(time.Minute)) // only so that the test ends
		ok := r.ask(newClient(r.t, nc), way)
		nc.Close()
		if !ok {
			r.left.Store(0) // what the others lose has the same cause
			return
		}
	}
}

// ask asks until the server says that it closes. What was sent behind that answer was not
// taken: it is asked again, elsewhere. false: an answer is lost.
func (r *restart) ask(c *client, way restartWay) bool {
	for r.left.Load() > 0 {
		if _, err := io.WriteString(c.nc, strings.Repeat(way.request, way.atOnce)); err != nil {
			r.t.Errorf("%s: write: %v", way.name, err)
			return false
		}
		for i := range way.atOnce {
			a, err := c.read("GET")
			if err != nil || a.StatusCode != 200 || a.body != way.body {
				r.t.Errorf("%s: lost: %v %v (%d of %d)", way.name, a.Response, err, i, way.atOnce)
				return false
			}
			r.left.Add(-1)
			r.heard.Add(1)
			if a.Close {
				return true
			}
		}
	}
	return true
}
