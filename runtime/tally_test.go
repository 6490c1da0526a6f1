package runtime

import (
	"net/http"
	"sync"
	"testing"
	"time"
)

// tally keeps what it was told.
type tally struct {
	mu    sync.Mutex
	begun int
	all   []Figures
}

func (t *tally) Begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.begun++
}

func (t *tally) End(f Figures) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = append(t.all, f)
}

// told waits until as many requests have ended as have begun.
func (t *tally) told(tb *testing.T, n int) []Figures {
	tb.Helper()
	waitFor(tb, "the ends", func() bool {
		t.mu.Lock()
		defer t.mu.Unlock()
		return t.begun == n && len(t.all) == n
	})
	return t.all
}

func TestEveryRequestIsCounted(t *testing.T) {
	for _, row := range []struct {
		sentence, request, route string
		status                   int
		bytes                    int64
	}{
		{"a text", "GET /text", "/text", 200, int64(len(long))},
		{"HEAD", "HEAD /text", "/text", 200, 0},
		{"a stream", "GET /stream", "/stream", 200, int64(len(long))},
		{"a handler of net/http", "GET /handler", "/handler", 200, int64(len(long))},
		{"nothing there", "GET /nothing", "", 404, int64(len(`{"error": "Not Found"}`))},
	} {
		counts := new(tally)
		onEachServer(t, compressible, []Option{Count(counts), Count(nil)}, func(t *testing.T, s *hosted) {
			counts.begun, counts.all = 0, nil
			_ = s.tell(row.request + " HTTP/1.1\r\nHost: a\r\n\r\n")
			f := counts.told(t, 1)[0]
			route := ""
			if f.Route != nil {
				route = f.Route.Pattern
			}
			if route != row.route || f.Status != row.status || f.Bytes != row.bytes || f.Duration <= 0 || f.Duration > time.Minute {
				t.Errorf("%s: %s, %+v", row.sentence, route, f)
			}
		})
	}
}

func TestWhatIsNoRequestIsCounted(t *testing.T) {
	counts := new(tally)
	h := serveTest(t, compressible(), Count(counts), Observe(endObserver(func(Observation) {})))
	c := h.client("tcp")
	c.write("GET /text HTTP/1.1\r\nHost: a\r\n\r\nGET\r\n\r\n")
	c.want("a text", 200, long)
	c.want("no request", 400, "*")
	if all := counts.told(t, 2); all[1].Status != 400 || all[1].Route != nil {
		t.Errorf("%+v", all)
	}
	waitFor(t, "the end of the connection", func() bool { return h.app.Connections() == 0 })
}

func TestAConnectionThatIsTakenOverIsCountedAtItsEnd(t *testing.T) {
	counts := new(tally)
	h := serveTest(t, handlerOf(http.HandlerFunc(takesOver)), Count(counts))
	c := h.client("tcp")
	c.write("GET /up HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
	c.want("taken over", 101, "")
	c.nc.Close()
	if f := counts.told(t, 1)[0]; f.Status != 101 {
		t.Errorf("%+v", f)
	}
}

type countOnly struct{ n int }

func (c *countOnly) Begin()      {}
func (c *countOnly) End(Figures) { c.n++ }

func BenchmarkCounted(b *testing.B) {
	poison.Store(false)
	defer poison.Store(true)
	for _, row := range []struct {
		name string
		opts []Option
	}{{"off", nil}, {"on", []Option{Count(new(countOnly))}}} {
		s := handwritten(textLeaf("GET", "/users/42", "hello, world"))
		app := NewApp(s, append(row.opts, Logger(quiet()))...)
		b.Run(row.name, func(b *testing.B) {
			b.ReportAllocs()
			c := &conn{s: &app.server, nc: &treadmill{[]byte(smallRequest), b.N}}
			c.run()
		})
	}
}
