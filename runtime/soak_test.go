package runtime

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A server under everything at once, for as long as HTTPGEN_SOAK says, is tested here:
// no 5xx, every answer right, and nothing that grows. What the clients do is in
// soak_clients_test.go.

const (
	soakConnections = 256
	soakRounds      = 5
	soakBriefly     = 3 * time.Second
	// soakGrowth is what heap and stacks may have more at the end than after the first
	// round. They differ by up to 1 MiB from round to round; five minutes are close to a
	// million requests, so that eight bytes for each would show.
	soakGrowth = 4 << 20
)

func soakService() Service {
	return handwritten(
		textLeaf("GET", "/", "root"),
		textLeaf("GET", "/large", soakText),
		handlerLeaf("POST", "/echo", func(req Request) (Response, error) {
			b, err := req.Body()
			return Bytes(b, "application/octet-stream"), err
		}),
		handlerLeaf("POST", "/sum", func(req Request) (Response, error) {
			sum, err := soakSum(req.x.origin.bodyReader(req.x.bodyLimit()))
			return Text(sum), err
		}),
		handlerLeaf("GET", "/events", func(Request) (Response, error) {
			return SSE(func(w *EventWriter) error {
				for i := range soakEvents {
					if err := w.Send(Event{ID: strconv.Itoa(i), Name: "tick", Data: "line\n" + strconv.Itoa(i)}); err != nil {
						return err
					}
				}
				return nil
			}), nil
		}),
		handlerLeaf("GET", "/stream", func(Request) (Response, error) {
			return Stream("text/plain", func(w *StreamWriter) error {
				for rest := soakText; rest != ""; {
					n := min(len(rest), 1+len(rest)/4)
					if _, err := w.WriteString(rest[:n]); err != nil {
						return err
					}
					if err := w.Flush(); err != nil {
						return err
					}
					rest = rest[n:]
				}
				return nil
			}), nil
		}),
		handlerLeaf("GET", "/wait", func(req Request) (Response, error) {
			<-req.Context().Done() // until the client is gone
			return Text("nobody hears this"), nil
		}),
	)
}

// soak is a run: what the server and its clients count.
type soak struct {
	t      *testing.T
	h      *house
	end    time.Time // of the round
	broken atomic.Bool

	mu     sync.Mutex
	counts map[string]int // requests by kind

	answered [6]atomic.Int64 // by hundreds of the status, as the server saw it
}

// Start and End implement Observer.
func (s *soak) Start(context.Context, Request, *Route) context.Context { return nil }
func (s *soak) End(_ context.Context, o Observation)                   { s.answered[o.Status/100].Add(1) }

func TestSoak(t *testing.T) {
	total := soakBriefly
	if given := os.Getenv("HTTPGEN_SOAK"); given != "" {
		var err error
		if total, err = time.ParseDuration(given); err != nil {
			t.Fatal(err)
		}
	}
	s := &soak{t: t, counts: make(map[string]int)}
	s.h = serveTest(t, soakService(), Observe(s))
	waitFor(t, "the server", s.h.app.Ready)
	goroutines, descriptors := len(goroutineStacks()), openDescriptors()
	var heaps []int
	for i := range soakRounds {
		s.round(i, total/soakRounds)
		waitFor(t, "the connections to end", func() bool { return connected(s.h) == 0 })
		waitFor(t, "the goroutines to end", func() bool { return len(goroutineStacks()) <= goroutines })
		waitFor(t, "the descriptors to be closed", func() bool { return openDescriptors() <= descriptors })
		heaps = append(heaps, memory())
		if t.Failed() {
			return
		}
	}
	s.report(total, heaps)
	if n := s.answered[5].Load(); n > 0 {
		t.Errorf("%d answers were the server's fault: %s", n, s.h.logs)
	}
	if grown := heaps[len(heaps)-1] - heaps[0]; grown > soakGrowth && !raceDetector {
		t.Errorf("memory has grown by %d bytes: %v", grown, heaps)
	}
}

// round has all clients talk until its time is over, and then end their connections.
func (s *soak) round(round int, d time.Duration) {
	s.end = time.Now().Add(d)
	var clients sync.WaitGroup
	for i := range soakConnections {
		clients.Go(func() { newSoakClient(s, round*soakConnections+i).run() })
	}
	clients.Wait()
}

func (s *soak) count(counts map[string]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for kind, n := range counts {
		s.counts[kind] += n
	}
}

func (s *soak) report(total time.Duration, heaps []int) {
	var requests int
	var kinds []string
	for _, kind := range slices.Sorted(maps.Keys(s.counts)) {
		requests += s.counts[kind]
		kinds = append(kinds, fmt.Sprint(s.counts[kind], " ", kind))
	}
	s.t.Logf("%v at %d connections: %d requests (%s)", total, soakConnections, requests, strings.Join(kinds, ", "))
	s.t.Logf("answered: %d 2xx, %d 4xx, %d 5xx", s.answered[2].Load(), s.answered[4].Load(), s.answered[5].Load())
	s.t.Logf("heap and stacks after each round, without connections: %d bytes; resident at the end: %d KiB",
		heaps, residentMemory()>>10)
}
