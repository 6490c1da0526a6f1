package runtime

import (
	"net/netip"
	"strings"

	"example.com/httpgen/runtime/internal/peer"
)

// Who the client is behind proxies that speak HTTP lives here: the fields
// X-Forwarded-For and Forwarded (RFC 7239).

// TrustForwarded names the ranges of addresses of one's own proxies, and makes
// Request.ClientIP return the client that they name in X-Forwarded-For or Forwarded
// (RFC 7239 §5.2). Request.RemoteAddr stays the peer.
//
// The fields are read from the right, because each proxy adds at that end and what is
// further to the left may be the client's invention: the first address that is not in one
// of the ranges is the client. What is no address ("unknown", a hidden name, nonsense)
// ends the search at the last proxy before it. Where both fields are there and disagree,
// a proxy has passed on one that it does not know, and the peer is all that is certain.
//
// A peer on a unix socket of ours is taken for one of one's own proxies if there are
// ranges at all; one that a PROXY header tells of is not. Default, and without ranges:
// nobody is believed. The last call counts. It panics on an invalid prefix.
func TrustForwarded(trusted ...netip.Prefix) Option {
	ranges := newTrustedRanges("TrustForwarded", trusted)
	return func(s *settings) { s.forwarders = ranges }
}

// clientIP is what Request.ClientIP returns.
func (x *Exchange) clientIP() netip.Addr {
	addr := x.origin.remoteAddr()
	ip := peer.IP(addr)
	trusted := x.app.settings.forwarders
	if !trusted.Believes(addr) || addr.Network() == "unix" && x.toldOf() {
		return ip
	}
	var standard, usual []string
	x.fields(func(name, value string) bool {
		switch {
		case strings.EqualFold(name, "Forwarded"):
			standard = append(standard, value)
		case strings.EqualFold(name, "X-Forwarded-For"):
			usual = append(usual, value)
		}
		return true
	})
	return peer.Client(ip, standard, usual, trusted)
}

// toldOf says that the peer is one that a PROXY header told of. A unix socket is then one
// of the proxy's, and the permissions of ours have let nobody in.
func (x *Exchange) toldOf() bool {
	c, ours := x.origin.(*conn)
	return ours && c.client != nil
}

// newTrustedRanges panics if one of the prefixes is none: to leave it out would be to
// run with other ranges than those that were meant.
func newTrustedRanges(option string, given []netip.Prefix) peer.Ranges {
	ranges, ok := peer.NewRanges(given)
	if !ok {
		panic("runtime: " + option + " was given an invalid prefix")
	}
	return ranges
}
