package runtime

import (
	"crypto/tls"
	"errors"
	"io"
	"math"
	"net"
	"net/netip"
	"time"

	"example.com/httpgen/runtime/internal/clock"
	"example.com/httpgen/runtime/internal/peer"
)

// Connections from a proxy that speaks the PROXY protocol live here.

// proxyTimeout bounds the wait for the header of a connection.
const proxyTimeout = 10 * time.Second

// ProxyProtocol names the ranges of addresses of one's own proxies that begin each
// connection with a header of the PROXY protocol, version 1 or 2, on all listeners of the
// App: an App for which some of them have no such proxies in front is two Apps.
//
// From these ranges, and on unix sockets, the header is required, before the TLS
// handshake if there is one, within 10 s; what is malformed or late is closed without a
// word. Request.RemoteAddr and Request.ClientIP are then those of the client that it
// names, and limits per address are the client's. Where it names none (LOCAL, UNKNOWN)
// they are the proxy's own; additional fields (TLVs) are skipped. From elsewhere
// connections are taken as they are: a header is no request.
//
// Default, and without ranges: no header is looked for. The last call counts. It panics
// on an invalid prefix.
func ProxyProtocol(trusted ...netip.Prefix) Option {
	ranges := newTrustedRanges("ProxyProtocol", trusted)
	return func(s *settings) { s.proxies = ranges }
}

// countedPeer is what a new connection is counted by: not yet if it is a proxy's.
func (a *App) countedPeer(addr net.Addr) netip.Prefix {
	if a.settings.maxConnectionsPerIP == math.MaxInt || a.settings.proxies.Believes(addr) {
		return netip.Prefix{}
	}
	return peer.Counted(addr)
}

var errTooMany = errors.New("runtime: too many connections")

// introduced reads the header of a connection that has to begin with one, and says
// whether the connection is of use.
func (c *conn) introduced() bool {
	set := &c.s.app.settings
	if !set.proxies.Believes(c.nc.RemoteAddr()) {
		return true
	}
	c.setReadAt(c.s.clock.Now().Add(proxyTimeout))
	h, err := peer.ReadHeader(c.socket())
	if err != nil {
		if err != io.EOF { // a health check may only connect
			c.s.app.log().Debug("connection refused", "remote", peer.Shown(c.nc.RemoteAddr()),
				"error", err)
		}
		return false
	}
	c.setReadAt(clock.Never)
	c.client = h.Client
	if set.maxConnectionsPerIP == math.MaxInt || c.s.recount(c, peer.Counted(c.remoteAddr())) {
		return true
	}
	if set.tls == nil {
		c.f = newFrame()
		c.refuse(503, errTooMany)
	}
	return false
}

// socket is the connection below TLS.
func (c *conn) socket() net.Conn {
	if t, ok := c.nc.(*tls.Conn); ok {
		return t.NetConn()
	}
	return c.nc
}

// recount counts a connection by its client, if that may have one more.
func (s *server) recount(c *conn, from netip.Prefix) bool {
	if !from.IsValid() {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.peers[from] >= s.app.settings.maxConnectionsPerIP {
		return false
	}
	s.peers[from]++
	c.peer = from
	return true
}
