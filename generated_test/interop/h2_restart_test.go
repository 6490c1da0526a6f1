//go:build linux

package interop

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"example.com/httpgen/generated_test/cases/depot"
	"example.com/httpgen/runtime"
)

// A service that is restarted under a client of HTTP/2 lives here: node, which goes on with what
// is in flight when it is told that the connection takes no more.

// shared is a socket that several services listen on.
func shared(t *testing.T) (listen func() net.Listener, addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	file, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	t.Cleanup(func() { file.Close() })
	return func() net.Listener {
		l, err := net.FileListener(file)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}, l.Addr().String()
}

// serveOn starts a service; end has it drain, and waits.
func serveOn(t *testing.T, l net.Listener, opts ...runtime.Option) (end func()) {
	app := depot.New(&depot.Server{}, append(opts, runtime.Logger(slog.New(slog.DiscardHandler)))...)
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(context.Background(), l) }()
	return func() {
		app.Stop()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	}
}

func TestRestartsUnderNode(t *testing.T) {
	needs(t, "node")
	for name, row := range map[string]struct {
		scheme string
		opt    runtime.Option
	}{
		"TLS":             {"https://", runtime.TLS(ownCertificate(t))},
		"prior knowledge": {"http://", runtime.H2C()},
	} {
		t.Run(name, func(t *testing.T) {
			listen, addr := shared(t)
			end := serveOn(t, listen(), row.opt)
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			cmd := exec.CommandContext(ctx, "node", filepath.Join(testdata, "h2_restart.mjs"), row.scheme+addr)
			cmd.WaitDelay = time.Second
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			const restarts = 4
			for range restarts {
				time.Sleep(500 * time.Millisecond)
				next := serveOn(t, listen(), row.opt)
				end()
				end = next
			}
			time.Sleep(500 * time.Millisecond)
			in.Close()
			told, err := io.ReadAll(out)
			if err != nil {
				t.Error(err)
			}
			if err := cmd.Wait(); err != nil {
				t.Errorf("%v: %s", err, told)
			}
			end()
			var counts struct{ Answered, Again, Sessions int }
			if err := json.Unmarshal(told, &counts); err != nil {
				t.Fatalf("%v: %s", err, told)
			}
			if counts.Answered < 100 || counts.Sessions <= restarts {
				t.Errorf("%s", told)
			}
			t.Logf("%s", told)
		})
	}
}
