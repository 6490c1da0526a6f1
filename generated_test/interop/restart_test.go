//go:build linux

package interop

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/httpgen/generated_test/cases/depot"
	"example.com/httpgen/runtime"
)

// A service that is restarted behind a proxy lives here, in short; what the runtime does
// then is tested at length beside it.

// A generation is one of the services that take over from each other on one port.
type generation struct {
	app   *runtime.App
	ended chan error
}

// generate starts a service on a port that others may listen on as well.
func generate(t *testing.T, addr string) generation {
	t.Helper()
	quiet := runtime.Logger(slog.New(slog.DiscardHandler))
	g := generation{depot.New(&depot.Server{}, runtime.ReusePort(1), quiet), make(chan error, 1)}
	go func() { g.ended <- g.app.Run(addr) }()
	for deadline := time.Now().Add(20 * time.Second); !g.app.Ready(); time.Sleep(time.Millisecond) {
		select {
		case err := <-g.ended:
			t.Fatal(err)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatal("the service does not start")
		}
	}
	return g
}

// stop has it drain, and waits for its end.
func (g generation) stop(t *testing.T) {
	t.Helper()
	g.app.Stop()
	if err := <-g.ended; err != nil {
		t.Errorf("Run: %v", err)
	}
}

// traffic is what clients of a proxy ask while the service behind it is restarted.
type traffic struct {
	url      string
	over     atomic.Bool
	answered atomic.Int64

	mu     sync.Mutex
	faults []string
}

// client posts, so that no proxy tries again by itself what it could not pass on.
func (tr *traffic) client(keepAlive bool) {
	c := &http.Client{Transport: &http.Transport{DisableKeepAlives: !keepAlive}, Timeout: patience}
	defer c.CloseIdleConnections()
	for !tr.over.Load() {
		resp, err := c.Post(tr.url, "application/octet-stream", strings.NewReader("hello"))
		if err != nil {
			tr.fault(err.Error())
			continue
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != 200 || string(body) != "5\n" {
			tr.fault(fmt.Sprintf("%d %q %v", resp.StatusCode, body, err))
		}
		tr.answered.Add(1)
	}
}

func (tr *traffic) fault(text string) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.faults = append(tr.faults, text)
}

// wait waits until so many requests have been answered, however long that takes.
func (tr *traffic) wait(t *testing.T, answers int64) {
	t.Helper()
	for deadline := time.Now().Add(patience); tr.answered.Load() < answers; {
		if time.Now().After(deadline) {
			t.Fatalf("%d requests were answered in %v", tr.answered.Load(), patience)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestRestartBehindProxies(t *testing.T) {
	for _, p := range proxies {
		if !p.plain {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			needs(t, p.program)
			now := generate(t, "127.0.0.1:0")
			behind := now.app.Addr().String()
			tr := &traffic{url: "http://" + p.start(t, behind) + "/small"}
			var clients sync.WaitGroup
			for i := range 8 {
				clients.Go(func() { tr.client(i%2 == 0) })
			}
			const handOvers = 4
			for i := range handOvers {
				tr.wait(t, int64(300*(i+1)))
				next := generate(t, behind)
				now.stop(t)
				now = next
			}
			tr.over.Store(true)
			clients.Wait()
			now.stop(t)
			if len(tr.faults) > 0 {
				t.Errorf("%d of %d requests were lost: %s", len(tr.faults), tr.answered.Load(), tr.faults[0])
			}
			t.Logf("%d requests across %d restarts", tr.answered.Load(), handOvers)
		})
	}
}
