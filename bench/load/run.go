package load

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A run over many connections lives here.

// A Plan bounds a run.
type Plan struct {
	Warmup, Length time.Duration
	// Measure is called when the warm-up is over and when the time is; what it
	// observes of the server belongs to the requests counted between.
	Measure func(start bool) error
}

// An Outcome is what the client saw.
type Outcome struct {
	Requests       int64
	Elapsed        time.Duration
	P50, P99, P999 time.Duration
}

// maxConns bounds a run whatever a profile says.
const maxConns = 20_000

// grace is how long after the end answers may still come.
const grace = 5 * time.Second

// A client is one run.
type client struct {
	addr    string
	profile Profile
	burst   []byte
	end     time.Time // when every read gives up

	measuring atomic.Bool
	begin     chan struct{} // closed when all are connected and have one answer
	stop      chan struct{}
	stopped   atomic.Bool
	connected sync.WaitGroup
	done      sync.WaitGroup
	failed    atomic.Pointer[error]
	workers   []*worker
}

// Run puts a profile's load on a server at a loopback address. A wrong answer or a
// failed connection ends the run with an error.
func Run(ctx context.Context, addr string, p Profile, plan Plan) (Outcome, error) {
	if err := loopbackOnly(addr); err != nil {
		return Outcome{}, err
	}
	if p.Conns < 1 || p.Conns > maxConns {
		return Outcome{}, fmt.Errorf("%d connections: want 1 to %d", p.Conns, maxConns)
	}
	c := &client{addr: addr, profile: p, burst: p.burst(), begin: make(chan struct{}),
		stop: make(chan struct{})}
	connecting := time.Duration(p.Conns) * 3 * time.Millisecond // far longer than it takes
	c.end = time.Now().Add(connecting + plan.Warmup + plan.Length + 2*grace)
	c.startWorkers()
	close(c.begin)
	outcome, err := c.measure(ctx, plan)
	c.stopped.Store(true)
	close(c.stop)
	c.done.Wait()
	if failure := c.failed.Load(); failure != nil {
		return Outcome{}, *failure
	}
	if err != nil {
		return Outcome{}, err
	}
	var all histogram
	for _, w := range c.workers {
		all.merge(&w.latency)
	}
	outcome.P50, outcome.P99, outcome.P999 = all.quantile(0.5), all.quantile(0.99),
		all.quantile(0.999)
	return outcome, nil
}

func loopbackOnly(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("%s is no loopback address", addr)
	}
	return nil
}

// startWorkers connects in waves, so that no server's accept queue overflows, and
// keeps those that are connected quiet meanwhile.
func (c *client) startWorkers() {
	const wave = 128
	for i := range c.profile.Conns {
		w := &worker{client: c, number: i}
		c.workers = append(c.workers, w)
		c.connected.Add(1)
		c.done.Add(1)
		go w.run()
		if i%wave == wave-1 {
			c.connected.Wait()
		}
	}
	c.connected.Wait()
}

func (c *client) measure(ctx context.Context, plan Plan) (Outcome, error) {
	if err := c.sleep(ctx, plan.Warmup); err != nil {
		return Outcome{}, err
	}
	if err := plan.Measure(true); err != nil {
		return Outcome{}, err
	}
	before, start := c.total(), time.Now()
	c.measuring.Store(true)
	err := c.sleep(ctx, plan.Length)
	c.measuring.Store(false)
	outcome := Outcome{Requests: c.total() - before, Elapsed: time.Since(start)}
	return outcome, errors.Join(err, plan.Measure(false))
}

func (c *client) total() (n int64) {
	for _, w := range c.workers {
		n += w.requests.Load()
	}
	return n
}

// sleep ends early when a worker fails.
func (c *client) sleep(ctx context.Context, d time.Duration) error {
	for deadline := time.Now().Add(d); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if failure := c.failed.Load(); failure != nil {
			return *failure
		}
		left := time.Until(deadline)
		if left <= 0 {
			return nil
		}
		time.Sleep(min(left, 50*time.Millisecond))
	}
}
