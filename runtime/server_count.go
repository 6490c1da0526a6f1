package runtime

import "net/netip"

// Who is served is counted here: connections, requests of ServeHTTP, and handlers that have
// outlived their answers. How a connection is counted in is in server.go.

// forget counts a connection out whose goroutine ends.
func (s *server) forget(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
	if c.refused {
		s.refusing--
	}
	if c.hangs {
		c.hangs = false
		if s.hanging--; s.hanging == 0 {
			s.warnAt = manyHanging
		}
	}
	s.leavePeer(c)
	s.tellEmpty()
}

// enter counts a request of ServeHTTP in.
func (s *server) enter(e *httpExchange) {
	s.mu.Lock()
	s.handles = true
	s.handling++
	if e.behind = s.others; e.behind != nil {
		e.behind.before = e
	}
	s.others = e
	s.mu.Unlock()
}

// leave counts it out.
func (s *server) leave(e *httpExchange) {
	s.mu.Lock()
	s.handling--
	if e.before != nil {
		e.before.behind = e.behind
	} else {
		s.others = e.behind
	}
	if e.behind != nil {
		e.behind.before = e.before
	}
	e.before, e.behind = nil, nil
	s.tellEmpty()
	s.mu.Unlock()
}

// tellEmpty tells the end of the server that nothing is left. s.mu is held.
func (s *server) tellEmpty() {
	if len(s.conns)+s.handling > 0 {
		return
	}
	select {
	case s.empty <- struct{}{}:
	default:
	}
}

// leavePeer takes a connection off those of its address. s.mu is held.
func (s *server) leavePeer(c *conn) {
	if !c.peer.IsValid() {
		return
	}
	if s.peers[c.peer]--; s.peers[c.peer] <= 0 {
		delete(s.peers, c.peer)
	}
	c.peer = netip.Prefix{}
}

// manyHanging is how many handlers that hang are said to be many.
const manyHanging = 16

// release counts a connection out of the limits whose client has had its answer, the
// timeout's, while the handler still runs: such handlers would otherwise keep clients out
// for as long as they like. The graceful end still waits for them, and there are no more
// than max_connections of them: beyond that they count like all others, so that what a
// server holds is bounded. It may be called more than once, and after forget.
func (s *server) release(c *conn) {
	s.mu.Lock()
	_, counted := s.conns[c]
	if !counted || c.hangs || c.refused || s.hanging >= s.app.settings.maxConnections {
		s.mu.Unlock()
		return
	}
	c.hangs = true
	s.hanging++
	s.leavePeer(c)
	n, many := s.hanging, s.hanging == s.warnAt
	if many {
		s.warnAt *= 2 // a line for each doubling
	}
	s.mu.Unlock()
	if many {
		s.app.log().Warn("handlers still run though their time is over", "handlers", n)
	}
}

// isForced says whether the end was to come at once.
func (s *server) isForced() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.force
}
