package runtime

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Nothing that a handler's goroutines do can reach another request: that is attacked here.
// Clients send requests each part of which carries their number, handlers, hooks, observers
// and producers start goroutines that call everything at every moment, and whoever sees a
// byte of another's, an answer too many or too few, or a panic says so. What is drawn comes
// from a seed, which is printed; HTTPGEN_SEED is the seed to draw from,
// HTTPGEN_ADVERSARY=N the number of requests, HTTPGEN_ADVERSARY_ONLY a pattern of the
// families (adversary_script_test.go) that are drawn, HTTPGEN_ADVERSARY_FORGIVE one of what
// is not to be told: who mends one thing may want to see what is behind it.

const (
	advVisitors = 32    // connections at one time
	advEpoch    = 20000 // requests of one server, which is then stopped under load
	advErrands  = 1 << 16
	advFinds    = 5 // how many are told
	advBriefly  = 2 * time.Second
)

// adversary is one server under attack.
type adversary struct {
	t        testing.TB
	name     string
	kind     string // plain, tls, net/http
	seed     uint64
	families []int // that are drawn, each as often as it is

	app      *App
	addr     string
	quota    int64
	until    time.Time    // zero: no bound
	next     atomic.Int64 // number
	sent     atomic.Int64
	answered atomic.Int64
	draining atomic.Bool
	stop     atomic.Bool
	working  sync.WaitGroup // of actors

	errands [advErrands]atomic.Pointer[errand]
	came    [scenes][64]atomic.Int64 // by their outcome

	mu    sync.Mutex
	finds map[string]int // by their kind
	conns map[net.Conn]bool
}

func TestAdversary(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	if given := os.Getenv("HTTPGEN_SEED"); given != "" {
		var err error
		if seed, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	total, brief := 40_000, true
	if given := os.Getenv("HTTPGEN_ADVERSARY"); given != "" {
		var err error
		if total, err = strconv.Atoi(given); err != nil {
			t.Fatal(err)
		}
		brief = false
	}
	fmt.Printf("adversary: HTTPGEN_SEED=%d\n", seed)
	for _, part := range []struct {
		name, kind string
		poison     bool
		percent    int
	}{
		{"plain", "plain", true, 50},
		{"plain without poison", "plain", false, 15},
		{"TLS", "tls", true, 15},
		{"net/http", "net/http", true, 20},
	} {
		t.Run(part.name, func(t *testing.T) {
			poison.Store(part.poison)
			defer poison.Store(true)
			h := &adversary{t: t, name: part.name, kind: part.kind, seed: seed, families: drawn(t), finds: make(map[string]int)}
			if brief {
				h.until = time.Now().Add(advBriefly)
			}
			h.run(int64(total * part.percent / 100))
		})
	}
}

// drawn are the families to draw from.
func drawn(t *testing.T) (all []int) {
	only, err := regexp.Compile(os.Getenv("HTTPGEN_ADVERSARY_ONLY"))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range families {
		if only.MatchString(f.name) {
			for range f.often {
				all = append(all, i)
			}
		}
	}
	if len(all) == 0 {
		t.Fatal("HTTPGEN_ADVERSARY_ONLY leaves no family")
	}
	return all
}

// run attacks one server after the other, until so many requests were made.
func (h *adversary) run(total int64) {
	began := time.Now()
	told := began
	for epoch := 0; h.sent.Load() < total && !h.stop.Load() && h.inTime(); epoch++ {
		h.quota = min(total, h.sent.Load()+advEpoch)
		h.epoch(epoch)
		if time.Since(told) > 5*time.Second {
			told = time.Now()
			n := h.answered.Load()
			fmt.Printf("adversary: %s: %d of %d requests, %d answered, %d a second, %d kinds of finds\n",
				h.name, h.sent.Load(), total, n, int(float64(n)/time.Since(began).Seconds()), len(h.finds))
		}
	}
	h.t.Logf("%d requests, %d answered, in %v",
		h.sent.Load(), h.answered.Load(), time.Since(began).Round(time.Millisecond))
	for at := range scenes {
		h.t.Logf("calls in the scene %-9s %9d with data %9d failed %9d of a live context %9d of an ended one %9d panicked",
			sceneNames[at], h.came[at][data].Load(), h.came[at][fault].Load(), h.came[at][alive].Load(),
			h.came[at][ended].Load(), h.came[at][panicked].Load())
	}
}

func (h *adversary) inTime() bool { return h.until.IsZero() || time.Now().Before(h.until) }

// goesOn says whether more connections are wanted.
func (h *adversary) goesOn() bool {
	return h.sent.Load() < h.quota && !h.stop.Load() && !h.draining.Load() && h.inTime()
}

// epoch is the life of one server, which is stopped while the last requests are answered.
func (h *adversary) epoch(number int) {
	h.draining.Store(false)
	h.conns = make(map[net.Conn]bool)
	end := h.serve(number)
	var visiting sync.WaitGroup
	for i := range advVisitors {
		visiting.Go(func() { h.visit(number*advVisitors + i) })
	}
	for h.goesOn() {
		time.Sleep(time.Millisecond)
	}
	h.draining.Store(true)
	end()
	visiting.Wait()
	worked := make(chan struct{})
	go func() { h.working.Wait(); close(worked) }()
	select {
	case <-worked:
	case <-time.After(hangs):
		h.hung(nil, "goroutines of handlers do not end")
	}
}

// serve starts a server; what it returns stops it and waits for its end.
func (h *adversary) serve(number int) (end func()) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		h.t.Fatal(err)
	}
	h.addr = l.Addr().String()
	opts := []Option{Logger(quiet())}
	if number%2 == 0 {
		opts = append(opts, Observe(h))
	}
	if h.kind == "tls" {
		config, _ := testCertificate(h.t.(*testing.T))
		opts = append(opts, TLS(config))
	}
	h.app = NewApp(h.service(), opts...)
	ended := make(chan error, 1)
	server := &http.Server{Handler: h.app, ErrorLog: log.New(io.Discard, "", 0)}
	if h.kind == "net/http" {
		go func() { ended <- server.Serve(l) }()
	} else {
		go func() { ended <- h.app.Serve(context.Background(), l) }()
	}
	return func() {
		h.app.Stop()
		if h.kind == "net/http" {
			_ = server.Shutdown(context.Background())
		}
		if err := <-ended; err != nil && err != http.ErrServerClosed && !h.stop.Load() {
			h.find(nil, "the server ends with %v", err)
		}
		if h.stop.Load() {
			_ = server.Close()
		}
	}
}

// dial opens a connection.
func (h *adversary) dial(number int) (nc net.Conn, err error) {
	nc, err = net.Dial("tcp", h.addr)
	if err != nil {
		return nil, err
	}
	_ = nc.SetDeadline(time.Now().Add(hangs))
	if h.kind == "tls" {
		t := tls.Client(nc, &tls.Config{InsecureSkipVerify: true, ServerName: serverName(number)})
		if err := t.Handshake(); err != nil {
			nc.Close()
			return nil, err
		}
		nc = t
	}
	h.mu.Lock()
	h.conns[nc] = true
	h.mu.Unlock()
	return nc, nil
}

func (h *adversary) hangUp(nc net.Conn) {
	nc.Close()
	h.mu.Lock()
	delete(h.conns, nc)
	h.mu.Unlock()
}

// numbers takes n numbers.
func (h *adversary) numbers(n int) uint32 { return uint32(h.next.Add(int64(n))) - uint32(n) }

// expect makes an errand known, before it is sent.
func (h *adversary) expect(e *errand) { h.errands[e.n%advErrands].Store(e) }

// look finds the errand of a token, nil where there is none.
func (h *adversary) look(token string) *errand {
	n, err := strconv.ParseUint(token, 16, 32)
	if err != nil || len(token) != 8 {
		return nil
	}
	if e := h.errands[n%advErrands].Load(); e != nil && e.token == token {
		return e
	}
	return nil
}

// find tells of what must not be, of each kind once. After some kinds the attack ends.
func (h *adversary) find(e *errand, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if forgiven != nil && forgiven.MatchString(text) {
		return
	}
	kind := format
	if strings.HasPrefix(format, "%s in the scene") {
		kind = fmt.Sprint(args[:2]...) + format[len("%s in the scene %q"):]
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.finds[kind]++; h.finds[kind] > 1 || h.stop.Load() {
		return
	}
	what := "no request"
	if e != nil {
		what = "request " + e.String()
	}
	h.t.Errorf("%s, HTTPGEN_SEED=%d, after %d requests, draining %v: %s: %s",
		h.name, h.seed, h.answered.Load(), h.draining.Load(), what, text)
	if len(h.finds) == advFinds {
		h.stop.Store(true)
		for nc := range h.conns {
			nc.Close()
		}
	}
}

// forgiven are finds that are not told.
var forgiven = func() *regexp.Regexp {
	if pattern := os.Getenv("HTTPGEN_ADVERSARY_FORGIVE"); pattern != "" {
		return regexp.MustCompile(pattern)
	}
	return nil
}()

// hung is a find with the goroutines of that moment.
func (h *adversary) hung(e *errand, format string, args ...any) {
	var stacks []string
	for _, stack := range goroutineStacks() {
		if strings.Contains(stack, "httpgen/runtime.") && !strings.Contains(stack, "visitor") {
			stacks = append(stacks, stack)
		}
	}
	h.find(e, format+"\n%s", append(args, strings.Join(stacks[:min(20, len(stacks))], "\n\n"))...)
	h.stop.Store(true)
}

// String tells an errand in one line.
func (e *errand) String() string {
	return fmt.Sprintf("%d %s %s (content %d of %d bytes, chunked %v, expect %d, slow %v, use %d, finish %d, pieces %d, helpers %+v, from %s %d, leaves %v, halves %v, entered %d, scene %d, over %v)",
		e.n, e.method, e.path, e.content, len(e.body), e.chunked, e.expect, e.slow, e.use, e.finish, e.pieces, e.helpers, e.from.kind, e.from.number, e.from.leaves, e.from.halves,
		e.entered.Load(), e.scene.Load(), e.over.Load())
}
