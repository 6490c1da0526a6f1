package runtime

import (
	"time"

	"example.com/httpgen/runtime/internal/clock"
)

// Deadlines that a handler of net/http sets live here (http.ResponseController). They take the
// place of MinBodyRate, ReadTimeout and WriteTimeout until the answer is complete.

// noDeadline is what a handler sets that wants none.
const noDeadline clock.Moment = -1

// SetReadDeadline is for http.ResponseController: reading the body fails from then on. The zero
// time is no deadline.
func (w *connWriter) SetReadDeadline(at time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.writable(); err != nil {
		return err
	}
	w.c.readUntil.Store(int64(w.c.moment(at)))
	return w.c.nc.SetReadDeadline(longAgo) // who reads looks anew
}

// SetWriteDeadline is for http.ResponseController: writing fails from then on. The zero time is
// no deadline. It waits for nobody: who writes at the time is bounded by it, too.
func (w *connWriter) SetWriteDeadline(at time.Time) error {
	c := w.c
	held, ok := w.req.held()
	if !ok {
		return errHandlerOver
	}
	defer w.req.leave(held)
	if c.hijack.Load() != nil {
		return errHandlerOver
	}
	c.writeUntil.Store(int64(c.moment(at)))
	return c.nc.SetWriteDeadline(at)
}

// moment is a time on the connection's clock; noDeadline for the zero time.
func (c *conn) moment(at time.Time) clock.Moment {
	if at.IsZero() {
		return noDeadline
	}
	return max(c.s.clock.Now().Add(time.Until(at)), 1)
}

// endDeadlines takes back what a handler has set.
func (c *conn) endDeadlines() {
	if c.readUntil.Load() != 0 {
		c.readUntil.Store(0)
	}
	if c.hijack.Load() == nil && c.writeUntil.Load() != 0 {
		c.writeUntil.Store(0)
		c.writeAt = clock.Never
		_ = c.nc.SetWriteDeadline(time.Time{}) // fails on a closed connection, as a write will
	}
}
