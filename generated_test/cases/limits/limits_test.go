package limits

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

var quiet = runtime.Logger(slog.New(slog.DiscardHandler))

func TestTheInnermostBodyLimitCounts(t *testing.T) {
	app := func() *runtime.App {
		return New(Server{}, runtime.MaxBodySize(3), runtime.Timeout(-1))
	}
	post := func(path string, size int) string {
		return "POST " + path + "\n\n" + strings.Repeat("x", size)
	}
	var lines []dialogue.Line
	for path, limit := range map[string]int{
		"/count": 3, "/group/own/count": 6, "/group/inner/count": 5,
	} {
		lines = append(lines,
			dialogue.Line{post(path, limit), fmt.Sprint("200 ", limit)},
			dialogue.Line{post(path, limit+1), "413"})
	}
	lines = append(lines,
		dialogue.Line{post("/group/count", 5), "413"},
		dialogue.Line{post("/group/off/count", 5000), "200 5000"})
	dialogue.Run(t, app, lines)
}

// asked asks on a connection of its own, and tells the answer and whether the connection
// ended behind it.
func asked(t *testing.T, addr, path string) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	if _, err := io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: a\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(path, err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.ContentLength != int64(len(body)) {
		t.Fatalf("%s: length %d of %q (%v)", path, resp.ContentLength, body, err)
	}
	text := fmt.Sprint(resp.StatusCode, " ", string(body))
	if !resp.Close {
		return text
	}
	if _, err := r.ReadByte(); err != io.EOF {
		t.Errorf("%s: the connection does not end: %v", path, err)
	}
	return text + " end"
}

const timeIsUp = `503 {"error": "Service Unavailable"}`

// What the client gets is whole while the handler still hangs: over net/http an answer ends
// when ServeHTTP returns.
func TestATimeoutIsAnsweredBeforeTheHandlerReturns(t *testing.T) {
	var release chan struct{}
	app := func() *runtime.App {
		release = make(chan struct{})
		return New(Server{release}, quiet)
	}
	paths := []string{"/group/hang", "/group/inner/innermost/hang"}
	dialogue.BothWays(t, app, func(t *testing.T, addr string) {
		defer func() { close(release) }()
		for _, path := range paths {
			if got := asked(t, addr, path); got != timeIsUp+" end" {
				t.Errorf("%s: %s", path, got)
			}
		}
	})
	t.Run("http.Handler with HTTP/2", func(t *testing.T) {
		server := httptest.NewUnstartedServer(app())
		server.EnableHTTP2 = true
		server.StartTLS()
		defer server.Close()
		defer close(release)
		client := server.Client()
		client.Timeout = time.Minute
		for _, path := range paths {
			resp, err := client.Get(server.URL + path)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			if got := fmt.Sprint(resp.StatusCode, " ", string(body)); err != nil || got != timeIsUp {
				t.Errorf("%s over %s: %s (%v)", path, resp.Proto, got, err)
			}
		}
	})
}

func TestTheInnermostTimeoutCounts(t *testing.T) {
	var release chan struct{}
	app := func() *runtime.App {
		release = make(chan struct{})
		return New(Server{release}, quiet, runtime.Timeout(20*time.Millisecond))
	}
	dialogue.BothWays(t, app, func(t *testing.T, addr string) {
		defer func() { close(release) }()
		if got := asked(t, addr, "/hang"); got != timeIsUp+" end" {
			t.Errorf("the App's timeout: %s", got)
		}
	})
	dialogue.BothWays(t, app, func(t *testing.T, addr string) {
		letGo := time.AfterFunc(100*time.Millisecond, func() { close(release) })
		defer letGo.Stop()
		for _, path := range []string{"/group/own/hang", "/group/off/hang", "/group/inner/hang"} {
			if got := asked(t, addr, path); got != "200 released" {
				t.Errorf("%s: %s", path, got)
			}
		}
	})
}

// oneConn is a listener that has one connection to give.
type oneConn struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (l *oneConn) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "unix"} }

func (l *oneConn) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *oneConn) Close() error {
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	return nil
}

// TestTheInnermostRateCounts has fake time: each client sends a byte and then nothing.
func TestTheInnermostRateCounts(t *testing.T) {
	for path, want := range map[string]time.Duration{
		"/count":             10 * time.Second, // the grace before any rate counts
		"/group/own/count":   11 * time.Second, // a byte has earned a second
		"/group/off/count":   7 * time.Minute,  // read_timeout, for want of a rate
		"/group/inner/count": 10 * time.Second, // the group's rate is so high that a byte earns nothing
	} {
		t.Run(path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				app := New(Server{}, runtime.ReadTimeout(7*time.Minute), runtime.Timeout(-1), quiet)
				l := &oneConn{make(chan net.Conn, 1), make(chan struct{})}
				ctx, stop := context.WithCancel(t.Context())
				ended := make(chan error, 1)
				go func() { ended <- app.Serve(ctx, l) }()
				client, server := net.Pipe()
				l.conns <- server
				start := time.Now()
				go io.WriteString(client, "POST "+path+" HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx")
				resp, err := http.ReadResponse(bufio.NewReader(client), nil)
				if err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start).Round(time.Second); resp.StatusCode != 408 || took != want {
					t.Errorf("%d after %v, want 408 after %v", resp.StatusCode, took, want)
				}
				client.Close()
				stop()
				if err := <-ended; err != nil {
					t.Error(err)
				}
			})
		})
	}
}
