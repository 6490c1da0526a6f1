package runtime

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func healthy() Service {
	s := handwritten(textLeaf("POST", "/healthz", "posted"), textLeaf("GET", "/<path:p>", "everything else"))
	s.Health = Health{Live: "/healthz", Ready: "/readyz"}
	s.Before = func(Request) (*Response, error) { return nil, Errorf(401, "who are you?") }
	return s
}

func TestProbes(t *testing.T) {
	onEachServer(t, healthy, nil, func(t *testing.T, s *hosted) {
		for _, row := range []struct{ sentence, request, want string }{
			{"it lives", "GET /healthz", `200 Cache-Control=no-store "ok\n"`},
			{"HEAD", "HEAD /healthz", `200 Cache-Control=no-store ""`},
			{"a query says nothing", "GET /healthz?verbose", `200 Cache-Control=no-store "ok\n"`},
			{"it is ready", "GET /readyz", `200 Cache-Control=no-store "ok\n"`},
			{"other methods and paths ask the hooks", "POST /healthz", `401 "{\"error\": \"who are you?\"}"`},
			{"others", "GET /healthz/", `401 "{\"error\": \"who are you?\"}"`},
		} {
			if got := s.tell(row.request+" HTTP/1.1\r\nHost: a\r\n\r\n", "Cache-Control"); strings.TrimSuffix(got, " close") != row.want {
				t.Errorf("%s: got %s, want %s", row.sentence, got, row.want)
			}
		}
	})
}

func TestProbesAreAllowed(t *testing.T) {
	s := healthy()
	s.Before = nil
	d := talkTo(t, s)
	d.want("a route beside the probe", "POST /healthz", 200, "posted")
	resp := d.want("another method", "DELETE /readyz", 405, `{"error": "Method Not Allowed"}`)
	if got := resp.Header.Get("Allow"); got != "GET, HEAD, OPTIONS" {
		t.Errorf("Allow: %s", got)
	}
}

func TestReadinessFollowsTheEnd(t *testing.T) {
	h := serveTest(t, healthy(), PreDrain(2*time.Second))
	c := h.client("tcp")
	c.write("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("ready", 200, "ok\n")
	h.app.Stop()
	c.write("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("not ready during pre_drain", 503, "not ready\n")
	c.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
	c.want("alive", 200, "ok\n")
}

func TestReadinessFollowsChecks(t *testing.T) {
	var cold, panics atomic.Bool
	d := talkTo(t, healthy(), ReadyCheck(nil), ReadyCheck(func(context.Context) error {
		if cold.Load() {
			return errors.New("the cache is cold")
		}
		if panics.Load() {
			panic("out of luck")
		}
		return nil
	}))
	d.want("ready", "GET /readyz", 200, "ok\n")
	cold.Store(true)
	d.want("not ready", "GET /readyz", 503, "not ready\n")
	d.want("not ready", "GET /readyz", 503, "not ready\n")
	d.want("alive", "GET /healthz", 200, "ok\n")
	cold.Store(false)
	d.want("ready again", "GET /readyz", 200, "ok\n")
	panics.Store(true)
	d.want("a panic", "GET /readyz", 503, "not ready\n")
	logs := d.logs.String()
	if strings.Count(logs, "the cache is cold") != 1 || strings.Count(logs, "ready again") != 1 || !strings.Contains(logs, "out of luck") {
		t.Errorf("the log says\n%s", logs)
	}
}

func TestAHangingCheckIsCalledOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		hang := make(chan struct{})
		d := talkTo(t, healthy(), ReadyCheck(func(context.Context) error {
			calls.Add(1)
			<-hang
			return nil
		}))
		var probes sync.WaitGroup
		for range 5 {
			probes.Go(func() { d.want("a check that hangs", "GET /readyz", http.StatusServiceUnavailable, "not ready\n") })
		}
		probes.Wait()
		if n := calls.Load(); n != 1 {
			t.Errorf("the check was called %d times", n)
		}
		close(hang)
		synctest.Wait()
		d.want("then it returns", "GET /readyz", 200, "ok\n")
	})
}
