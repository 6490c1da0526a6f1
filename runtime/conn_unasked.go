package runtime

import (
	"sync"
	"time"

	"example.com/httpgen/runtime/internal/clock"
)

// Connections that wait for a request without having asked whether there is input
// (tryRequests) are looked after here. The system tells of input when it arrives, and
// tells once: the end of input that arrived together with a request was told with it, and
// a client that sends urgent data can make a read stop early. So whoever waits in this way
// for some ticks is woken up to ask. Requests pay nothing for that: a connection
// enters itself again when it was found idle in between.

const (
	// briskTime is the longest pause between requests that come one after the other: of 16,384
	// connections that are all active each has its turn after some 300 ms, and to wake them up
	// costs more than a look that finds nothing.
	briskTime = clock.Moment(4 * clock.Tick)
	// unaskedTime is how long a connection may wait unasked, on a clock that lags a tick.
	unaskedTime = briskTime + clock.Moment(clock.Tick/2)
)

type unaskedConns struct {
	mu    sync.Mutex
	conns []*conn
}

// unaskedSince notes that the connection waits without having asked. The moment is that
// of the coarse clock: it is the same for many requests, and written once.
//
// listed and unasked are each written by one side before it reads the other: either look
// sees the moment and keeps the connection, or the connection sees that it is not listed.
func (c *conn) unaskedSince(at clock.Moment) {
	if c.unasked.Load() != int64(at) {
		c.unasked.Store(int64(at))
	}
	if !c.listed.Load() {
		c.s.unasked.enter(c)
	}
}

func (u *unaskedConns) enter(c *conn) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if !c.listed.Load() {
		c.listed.Store(true)
		u.conns = append(u.conns, c)
	}
}

// look wakes up who has waited for unaskedTime, and lets go of it. One that has ended or
// works on a request for so long is not disturbed by it.
func (u *unaskedConns) look(now clock.Moment) {
	u.mu.Lock()
	defer u.mu.Unlock()
	kept := u.conns[:0]
	for _, c := range u.conns {
		c.listed.Store(false)
		if now-clock.Moment(c.unasked.Load()) >= unaskedTime {
			c.wake() // await asks, and sets its own deadline again
			continue
		}
		c.listed.Store(true)
		kept = append(kept, c)
	}
	clear(u.conns[len(kept):])
	u.conns = kept
}

var longAgo = time.Unix(1, 0)
