package runtime

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"example.com/httpgen/runtime/internal/clock"
)

// What a handler can learn about its client while it runs, and what its time ends with,
// lives here: the request's context and the timeout of handlers. Neither costs a request
// anything that does not use it.

var (
	errClientGone = errors.New("runtime: the client is gone")
	errReset      = errors.New("runtime: the connection was reset")
	errDraining   = errors.New("runtime: the server is shutting down")
	errAnswered   = errors.New("runtime: the request has been answered")
)

// A watch is the context of a request, and the goroutine that reads ahead to notice that
// the client is gone. Reading ahead begins when the body has been read: what comes is
// then the beginning of the next request, and stays in the buffer.
type watch struct {
	ctx    context.Context
	cancel context.CancelCauseFunc

	// Of who holds conn.reading, until the request is retired.
	started bool
	done    chan struct{} // closed when the goroutine has ended; nil: there is none to wait for
	reader  deadlineReader
	second  io.Closer // the reader, if it is the watch's own

	mu       sync.Mutex
	stopping bool
}

type deadlineReader interface {
	io.Reader
	SetReadDeadline(t time.Time) error
}

// context implements origin. Whoever comes first makes it, and the others need not wait for
// what that takes.
func (c *conn) context() context.Context {
	if w := c.watch.Load(); w != nil {
		return w.ctx
	}
	w, late, watchable := c.newWatch()
	switch {
	case w == nil:
		return c.watch.Load().ctx
	case late:
		w.cancel(context.DeadlineExceeded)
	case c.streaming.Load():
		c.endStream()
	case c.flushForWaiting() != nil:
		w.cancel(errReset)
	}
	if watchable {
		c.reading.Lock()
		c.startWatching(w)
		c.reading.Unlock()
	}
	return w.ctx
}

// newWatch returns nil if there is a watch already. late: the time of the request is up.
// watchable: nobody else will start to watch (bodyDone).
func (c *conn) newWatch() (w *watch, late, watchable bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.watch.Load() != nil {
		return nil, false, false
	}
	w = new(watch)
	w.ctx, w.cancel = context.WithCancelCause(context.Background())
	c.watch.Store(w)
	return w, c.guard != nil && c.guard.fired, c.f.body.watchable
}

// flushForWaiting lets a client have what was answered before somebody waits for its end.
// Who is writing already sends that, too.
func (c *conn) flushForWaiting() error {
	if !c.writing.TryLock() {
		return nil
	}
	defer c.writing.Unlock()
	if c.f.stream != nil {
		return nil // who writes it flushes it
	}
	return c.flush()
}

// gone implements bodyWriter for a connection's streams. It asks nobody: writing tells
// that the client is gone, but for what a context that was asked for has noticed.
func (c *conn) gone() context.Context {
	w := c.watch.Load()
	if w == nil {
		return nil
	}
	switch context.Cause(w.ctx) {
	case errReset, errCutOff:
		return w.ctx
	}
	return nil
}

// bodyDone lets a context that was asked for before the body was read begin to watch. It
// and newWatch look under the same lock: one of them sees the other.
func (c *conn) bodyDone() {
	c.mu.Lock()
	c.f.body.watchable = true
	w := c.watch.Load()
	c.mu.Unlock()
	if w != nil {
		c.startWatching(w)
	}
}

// startWatching starts the goroutine. reading is held, or the request retired; the
// body is done.
func (c *conn) startWatching(w *watch) {
	if w.started || c.hijack.Load() != nil {
		return
	}
	w.started = true
	f := c.f
	if f.r == f.w && len(f.body.piece) == 0 {
		f.bodyRoom()
	}
	if c.here { // the connection's own lock for reading is held: by the request's goroutine
		second := c.secondReader()
		if second == nil { // out of descriptors
			go w.lookAfter(c.fd)
			return
		}
		w.reader, w.second = second, second
	} else {
		w.reader = c.nc
		c.setReadAt(clock.Never)
	}
	w.done = make(chan struct{})
	go c.readAhead(w)
}

// readAhead reads until the client is gone, the buffer is full or the watch is over.
func (c *conn) readAhead(w *watch) {
	defer close(w.done)
	f := c.f
	for f.w < len(f.in) {
		n, err := w.reader.Read(f.in[f.w:])
		f.w += n
		switch {
		case err == nil:
		case errors.Is(err, io.EOF):
			// The client is gone, or sends no more and waits: who has an answer
			// nevertheless can send it, and writing will tell.
			c.eof = true
			w.cancel(errClientGone)
			return
		case !errors.Is(err, os.ErrDeadlineExceeded):
			w.cancel(errReset)
			return
		case !w.goOn():
			return
		}
	}
}

// goOn says whether a deadline that passed was not that of stopWatching, and unsets it.
func (w *watch) goOn() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.stopping {
		_ = w.reader.SetReadDeadline(time.Time{})
	}
	return !w.stopping
}

// endWatch ends the context of the current request, before the connection reads again.
func (c *conn) endWatch() {
	w := c.watch.Load()
	if w == nil {
		return
	}
	c.mu.Lock()
	c.watch.Store(nil)
	c.mu.Unlock()
	c.stopReadingAhead(w)
	c.watches = true
	w.cancel(errAnswered)
}

// stopReadingAhead stops the goroutine, if there is one; the context goes on.
func (c *conn) stopReadingAhead(w *watch) {
	if w.done != nil {
		w.mu.Lock()
		w.stopping = true
		if w.second != nil {
			_ = w.reader.SetReadDeadline(longAgo)
		} else {
			c.setReadAt(1) // long ago
		}
		w.mu.Unlock()
		<-w.done
		w.done = nil
	}
	if w.second != nil {
		w.second.Close()
		w.second = nil
	}
}

// endContext ends the current request's context, if it was asked for.
func (c *conn) endContext(cause error) {
	if w := c.watch.Load(); w != nil {
		w.cancel(cause)
	}
}

// endStream ends the context of a request that a producer answers while the server
// drains. Whoever sets one of the two flags calls it afterwards.
func (c *conn) endStream() {
	if c.streaming.Load() && c.s.draining.Load() {
		c.endContext(errDraining)
	}
}

// A guard bounds the time of one handler.
type guard struct {
	timer *time.Timer
	fired bool          // under conn.mu: the answer is 503
	sent  chan struct{} // closed when that has been sent
}

func (c *conn) setTimeout(d time.Duration) {
	if !c.endGuard() || d <= 0 {
		return
	}
	g := &guard{sent: make(chan struct{})}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.guard = g
	g.timer = time.AfterFunc(d, func() { c.timeUp(g) })
}

func (c *conn) timedOut() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.guard != nil && c.guard.fired
}

// endGuard says whether the connection may answer: not when the guard does, whose answer
// has been sent when it returns.
func (c *conn) endGuard() bool {
	g := c.guard
	if g == nil {
		return true
	}
	c.mu.Lock()
	fired := g.fired
	if !fired {
		g.timer.Stop()
		c.guard = nil
	}
	c.mu.Unlock()
	if fired {
		<-g.sent
	}
	return !fired
}

// timeUp answers in the place of a handler that still runs. What was answered before it
// goes out, too.
func (c *conn) timeUp(g *guard) {
	c.mu.Lock()
	up := c.guard == g
	g.fired = up
	c.mu.Unlock()
	if !up {
		return
	}
	defer close(g.sent)
	c.endContext(context.DeadlineExceeded)
	resp, over := c.s.app.answerTimeUp(&c.f.x)
	defer over()
	c.writing.Lock()
	defer c.writing.Unlock()
	c.respondLast(&resp, c.f.x.Head)
	c.s.release(c) // before the client can know, and come back
	if c.flush() == nil {
		c.ended = c.closeWrite()
	}
	c.dead = true
}
