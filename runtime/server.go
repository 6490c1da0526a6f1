package runtime

import (
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"

	"example.com/httpgen/runtime/internal/clock"
	"example.com/httpgen/runtime/internal/http1"
)

// What all connections of an App share lives here. Nothing of it is written per request.

type server struct {
	app      *App
	limits   http1.Limits
	clock    clock.Clock
	draining atomic.Bool // every answer says close

	stopping chan struct{} // closed: the end was asked for
	retiring chan struct{} // closed: listeners accept no more
	forced   chan struct{} // closed: at once
	done     chan struct{} // closed: it has ended
	empty    chan struct{} // told when the last connection has gone

	mu        sync.Mutex
	started   bool // the clock is running
	stopped   bool // the App was asked to end
	force     bool // forced is closed
	addr      net.Addr
	listeners map[*listener]struct{}
	conns     map[*conn]struct{}
	others    *httpExchange // the first request of ServeHTTP, which has the next; nil: none
	handling  int           // how many there are
	handles   bool          // ServeHTTP was called
	peers     map[netip.Prefix]int
	refusing  int // of conns, those that are turned away
	hanging   int // of conns, those whose handlers have outlived their answers
	warnAt    int // so many of them are worth a line in the log
	cutOff    int // connections that had to be cut at the end
	accepting sync.WaitGroup
	unasked   unaskedConns
	announced announced
	h2        h2Server
	inPlace   struct { // of an http.Server (handler_request.go)
		once   sync.Once
		server *http.Server
	}
}

// init makes the server of an App whose settings are final.
func (s *server) init(a *App) {
	s.app = a
	set := &a.settings
	s.limits = http1.Limits{
		Head:    int(set.maxHeadSize),
		Line:    int(set.maxLineSize),
		Target:  int(set.maxTargetSize),
		Fields:  set.maxFields,
		Cookies: set.maxCookies,
	}
	s.clock.Init()
	s.stopping = make(chan struct{})
	s.retiring, s.forced, s.done = make(chan struct{}), make(chan struct{}), make(chan struct{})
	s.empty = make(chan struct{}, 1)
	s.listeners = make(map[*listener]struct{})
	s.conns = make(map[*conn]struct{})
	s.peers = make(map[netip.Prefix]int)
	s.warnAt = manyHanging
	s.h2.s = s
}

// maxRefusing is how many connections that are one too many are told so at one time;
// beyond it they are closed.
const maxRefusing = 64

// accepted starts what is to become of a new connection.
func (s *server) accepted(nc net.Conn) {
	c := &conn{s: s, nc: nc, peer: s.app.countedPeer(nc.RemoteAddr())}
	switch s.admit(c) {
	case admitted:
		go c.run()
	case turnedAway:
		go c.turnAway()
	default:
		nc.Close()
	}
}

type admission uint8

const (
	dropped admission = iota
	turnedAway
	admitted
)

// admit counts a connection in.
func (s *server) admit(c *conn) admission {
	s.mu.Lock()
	defer s.mu.Unlock()
	set := &s.app.settings
	full := len(s.conns)-s.refusing-s.hanging >= set.maxConnections ||
		c.peer.IsValid() && s.peers[c.peer] >= set.maxConnectionsPerIP
	switch {
	case s.force:
		return dropped
	case !full:
		s.conns[c] = struct{}{}
		if c.peer.IsValid() {
			s.peers[c.peer]++
		}
		return admitted
	case s.refusing < maxRefusing && s.app.settings.tls == nil:
		c.refused, c.peer = true, netip.Prefix{} // among the others, so that it ends with them
		s.conns[c] = struct{}{}
		s.refusing++
		return turnedAway
	}
	return dropped
}
