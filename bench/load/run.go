package load

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"example.com/httpgen/bench/server"
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

// A worker is one connection's goroutine. Its counters are its own; the pad keeps
// those of two workers out of one cache line.
type worker struct {
	*client
	number   int
	requests atomic.Int64
	latency  histogram
	_        [64]byte
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
	c := &client{addr: addr, profile: p, burst: p.burst(), begin: make(chan struct{}), stop: make(chan struct{})}
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
	outcome.P50, outcome.P99, outcome.P999 = all.quantile(0.5), all.quantile(0.99), all.quantile(0.999)
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

func (w *worker) run() {
	defer w.done.Done()
	connected := sync.OnceFunc(w.connected.Done)
	defer connected()
	var err error
	if w.profile.NewConn {
		connected()
		<-w.begin
		err = w.askAnew()
	} else {
		err = w.askOn(connected)
	}
	if err != nil && !w.stopped.Load() {
		err = fmt.Errorf("connection %d: %w", w.number, err)
		w.failed.CompareAndSwap(nil, &err)
	}
}

// dial spreads connections over loopback addresses, so that ports do not run out.
func (w *worker) dial() (net.Conn, error) {
	local := &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+w.number%8))}
	conn, err := (&net.Dialer{LocalAddr: local, Timeout: grace}).Dial("tcp4", w.addr)
	if err != nil {
		return nil, err
	}
	if err := conn.SetDeadline(w.end); err != nil {
		return nil, err
	}
	if w.profile.TLS {
		// The certificate is made for this run and nobody else can listen there.
		conn = tls.Client(conn, &tls.Config{InsecureSkipVerify: true})
		if err := conn.(*tls.Conn).Handshake(); err != nil {
			return nil, err
		}
	}
	return conn, nil
}

// askOn asks again and again over one connection.
func (w *worker) askOn(connected func()) error {
	conn, err := w.dial()
	if err != nil {
		return err
	}
	defer conn.Close()
	r := newResponseReader(conn)
	if w.profile.Events {
		return w.listen(conn, r, connected)
	}
	first := true
	var due time.Time
	for ; !w.stopped.Load(); due = w.nextDue(due) {
		start := w.wait(due)
		if _, err := conn.Write(w.burst); err != nil {
			return err
		}
		for range w.profile.depth() {
			if err := r.next(w.profile.Body, first); err != nil {
				return err
			}
		}
		w.count(w.profile.depth(), time.Since(start))
		if first {
			first = false
			connected()
			<-w.begin
			due = w.firstDue()
		}
		if w.profile.Idle {
			<-w.stop
		}
	}
	return nil
}

// askAnew makes a connection for each request and waits for the server to close it.
// The server closes first, so that what remains of a connection is on its side.
func (w *worker) askAnew() error {
	for !w.stopped.Load() {
		start := time.Now()
		conn, err := w.dial()
		if err != nil {
			return err
		}
		err = w.askOnce(conn)
		conn.Close()
		if err != nil {
			return err
		}
		w.count(1, time.Since(start))
	}
	return nil
}

func (w *worker) askOnce(conn net.Conn) error {
	if _, err := conn.Write(w.burst); err != nil {
		return err
	}
	r := newResponseReader(conn)
	if err := r.next(w.profile.Body, true); err != nil {
		return err
	}
	if n, err := conn.Read(r.buf); n > 0 || err == nil {
		return fmt.Errorf("%d bytes after an answer that closes", n)
	}
	return nil
}

func (w *worker) count(requests int, took time.Duration) {
	w.requests.Add(int64(requests))
	if w.measuring.Load() {
		w.latency.add(took)
	}
}

// listen counts events; an event's latency is the time since its making.
func (w *worker) listen(conn net.Conn, r *responseReader, connected func()) error {
	if _, err := conn.Write(w.burst); err != nil {
		return err
	}
	head, err := r.head()
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(head, okLine) || !bytes.Contains(head, []byte(server.EventType)) {
		return fmt.Errorf("no event stream: %q", head)
	}
	connected()
	go func() { <-w.stop; conn.Close() }()
	for mark := []byte(server.EventPrefix); ; {
		for at := bytes.Index(r.buf[r.start:r.end], mark); at >= 0 && r.start+at+len(mark)+19 <= r.end; at = bytes.Index(r.buf[r.start:r.end], mark) {
			stamp := r.buf[r.start+at+len(mark):][:19]
			made, err := strconv.ParseInt(string(stamp), 10, 64)
			if err != nil {
				return err
			}
			r.start += at + len(mark) + 19
			w.count(1, time.Since(time.Unix(0, made)))
		}
		if r.end-r.start > maxHead {
			return errors.New("8 KiB of an event stream without an event")
		}
		if err := r.fill(); err != nil {
			return err
		}
	}
}
