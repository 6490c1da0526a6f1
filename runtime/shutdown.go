package runtime

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The end of a server lives here. It is driven by events: connections that end, a
// timer, a second signal.

// forcedGrace is how long handlers may take to notice that their connection was cut.
const forcedGrace = time.Second

// Stop asks the App for a graceful end (see Shutdown) and returns at once, so that a
// handler may call it. Calls after the first do nothing. An App that was stopped cannot
// be served again.
func (a *App) Stop() {
	s := &a.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return
	}
	s.stopped = true
	close(s.stopping)
	if s.app.settings.preDrain <= 0 {
		// at once: the answer of a handler that asks for the end says close, too
		s.draining.Store(true)
	}
	go s.drain()
}

// Shutdown stops the App and waits until it has ended, or ctx ends, whose error it then
// returns while the end goes on; a handler that calls it waits for itself, and wants
// Stop.
//
// The end: Ready turns false; after pre_drain every answer says Connection: close, idle
// connections are closed after a short grace, listeners are closed, and the contexts of
// streams end. Requests in flight are finished within drain_timeout; what is then left is
// cut off, which Serve, Run and Shutdown report as an error.
func (a *App) Shutdown(ctx context.Context) error {
	a.Stop()
	select {
	case <-a.server.done:
		return a.server.outcome()
	default:
	}
	select {
	case <-a.server.done:
		return a.server.outcome()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Ready says whether the App serves and was not asked to end: what a readiness probe
// asks.
func (a *App) Ready() bool {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	return (a.server.started || a.server.handles) && !a.server.stopped
}

// drain is the graceful end.
func (s *server) drain() {
	defer close(s.done)
	defer s.app.closeStatic()
	s.sleep(s.app.settings.preDrain)
	s.draining.Store(true)
	close(s.retiring)
	var timeout <-chan time.Time
	if d := s.app.settings.drainTimeout; d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		timeout = t.C
	}
	s.retire()
	for _, c := range s.connections() {
		c.wakeToDrain()
	}
	s.endStreams()
	if s.h2.running() != nil {
		s.sleep(h2NoticeTime)
	}
	s.h2.ending.Store(true)
	s.endStreams()
	s.accepting.Wait()
	stop := s.drainH2()
	defer stop()
	if s.waitEmpty(timeout, s.forced) {
		return
	}
	s.cut()
}

// endStreams ends the contexts of requests of net/http that a user's function answers.
func (s *server) endStreams() {
	s.eachRequest((*httpExchange).endStream)
}

// h2NoticeTime is how long clients of HTTP/2 have between the notice that the server is about
// to end and the end of their streams: who opens one anew does it elsewhere by then.
const h2NoticeTime = 300 * time.Millisecond

// drainH2 tells connections of HTTP/2 what their last streams are, once those that are at
// their handshake or have not said what they speak have had the time to.
func (s *server) drainH2() (stop func()) {
	if set := &s.app.settings; set.h2c || set.tls != nil {
		if t := time.NewTimer(drainGrace); !s.waitEmpty(t.C, s.forced) {
			t.Stop()
		}
	}
	return s.h2.drain()
}

// sleep waits, unless the end is forced.
func (s *server) sleep(d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.forced:
	}
}

// waitEmpty waits until there is no connection, and says whether that was so before
// one of the channels spoke.
func (s *server) waitEmpty(timeout <-chan time.Time, forced <-chan struct{}) bool {
	for {
		s.mu.Lock()
		n := len(s.conns) + s.handling
		s.mu.Unlock()
		if n == 0 {
			return true
		}
		select {
		case <-s.empty:
		case <-timeout:
			return false
		case <-forced:
			return false
		}
	}
}

// cut ends all connections at once.
func (s *server) cut() {
	s.mu.Lock()
	s.force = true
	s.cutOff = len(s.conns) - s.refusing + s.handling
	s.mu.Unlock()
	for _, c := range s.connections() {
		c.endContext(errCutOff)
		go func() { // what is being read is closed once its handler returns: nobody waits for that
			if h := c.hijack.Load(); h != nil {
				_ = h.raw.Close() // that it is closed, its handler says
				return
			}
			c.closeWrite()
			c.nc.Close()
		}()
	}
	s.eachRequest(func(e *httpExchange) { e.endContext(errCutOff) })
	t := time.NewTimer(forcedGrace)
	defer t.Stop()
	s.waitEmpty(t.C, nil)
}

// retire makes every accept loop end, after it has taken whom the system has queued.
func (s *server) retire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for l := range s.listeners {
		l.Retire()
	}
}

func (s *server) connections() []*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*conn, 0, len(s.conns))
	for c := range s.conns {
		all = append(all, c)
	}
	return all
}

// eachRequest calls do with those of ServeHTTP that are being handled, none of which ends
// meanwhile: it would be another request's by then.
func (s *server) eachRequest(do func(*httpExchange)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for e := s.others; e != nil; e = e.behind {
		do(e)
	}
}

// wakeToDrain makes an idle connection end soon, and a stream's context end now. The
// connection is only woken: it keeps the grace itself (await), as others wake it, too. A
// handshake would fail of it, and whoever is at one looks at draining when it is over.
func (c *conn) wakeToDrain() {
	if h := c.h2.Load(); h != nil {
		h.notice()
		return
	}
	if c.begun.Load() {
		c.wake()
	}
	c.endStream()
}

// forceEnd ends what a graceful end waits for, and listeners that are not done yet.
func (s *server) forceEnd() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.force {
		return
	}
	s.force = true
	close(s.forced)
	s.draining.Store(true) // that they fail is no fault of theirs
	for l := range s.listeners {
		l.Close()
	}
}

// errCutOff is in the errors of an end that was not graceful.
var errCutOff = errors.New("connections were cut off")

// outcome is what Serve returns after the end.
func (s *server) outcome() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cutOff == 0 {
		return nil
	}
	return fmt.Errorf("runtime: at the end %d %w", s.cutOff, errCutOff)
}
