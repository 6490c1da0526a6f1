package runtime

import (
	"context"
	"sync"
	"time"
)

// The ends of answers over HTTP/2 live here, which are sent when their handler has returned: a
// client that takes nothing may not hold them for ever. A deadline for each stream would be a
// message to the connection's goroutine for each request: 1.26 of the CPU that a request of
// net/http takes, 1.17 as written (h2load, 100 streams on each of 8 connections).

// h2Tails are the streams of a connection whose handlers have returned, and which may not be
// at their end.
type h2Tails struct {
	mu    sync.Mutex
	tails []h2Tail // one that has ended makes room for the next; at most one for each open stream
	at    int      // where room is looked for next
	watch *time.Timer
	armed bool
}

// An h2Tail is one of them. Its context ends with the stream.
type h2Tail struct {
	ctx   context.Context
	since time.Time
}

func (t *h2Tail) ended() bool { return t.ctx == nil || t.ctx.Err() != nil }

// add has the connection closed if the stream does not end within timeout: what is left of it
// fits into the smallest window, so that its client takes nothing of anything.
func (h *h2Conn) add(ctx context.Context, since time.Time, timeout time.Duration) {
	t := &h.tails
	t.mu.Lock()
	defer t.mu.Unlock()
	for range t.tails {
		if t.at = (t.at + 1) % len(t.tails); t.tails[t.at].ended() {
			t.tails[t.at] = h2Tail{ctx, since}
			t.arm(h, timeout)
			return
		}
	}
	t.tails = append(t.tails, h2Tail{ctx, since})
	t.arm(h, timeout)
}

// arm has the tails looked at after a while. t.mu is held.
func (t *h2Tails) arm(h *h2Conn, timeout time.Duration) {
	switch {
	case t.armed:
	case t.watch == nil:
		t.watch = time.AfterFunc(timeout, func() { h.lookAtTails(timeout) })
	default:
		t.watch.Reset(timeout)
	}
	t.armed = true
}

// lookAtTails closes the connection if one of them has been waiting for too long.
func (h *h2Conn) lookAtTails(timeout time.Duration) {
	t := &h.tails
	t.mu.Lock()
	defer t.mu.Unlock()
	t.armed = false
	waiting, late := false, time.Now().Add(-timeout)
	for i := range t.tails {
		switch tail := &t.tails[i]; {
		case tail.ended():
			*tail = h2Tail{}
		case tail.since.After(late):
			waiting = true
		default:
			h.c.s.app.log().Debug("connection closed: its client takes nothing", "remote", h.c.remoteAddr())
			go h.Conn.Close() // which may say goodbye by TLS, and wait for that
			return
		}
	}
	if waiting {
		t.arm(h, timeout)
	}
}
