package runtime

import (
	"fmt"
	"net"
	"os"
	"regexp"
	"strconv"
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
	kind     string // plain, tls, h2, net/http
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

func newAdversary(t *testing.T, name, kind string) *adversary {
	return &adversary{
		t: t, name: name, kind: kind,
		finds: make(map[string]int), conns: make(map[net.Conn]bool),
	}
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
		{"plain", "plain", true, 40},
		{"plain without poison", "plain", false, 15},
		{"TLS", "tls", true, 15},
		{"HTTP/2", "h2", true, 15},
		{"net/http", "net/http", true, 15},
	} {
		t.Run(part.name, func(t *testing.T) {
			poison.Store(part.poison)
			defer poison.Store(true)
			h := newAdversary(t, part.name, part.kind)
			h.seed, h.families = seed, drawn(t)
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
		came := &h.came[at]
		h.t.Logf("%-7s %9d data %8d faults %8d live and %8d ended contexts %8d panics",
			at, came[data].Load(), came[fault].Load(), came[alive].Load(), came[ended].Load(),
			came[panicked].Load())
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
