package runtime

import (
	"net/netip"
	"strings"
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
	peer := addrIP(addr)
	trusted := x.app.settings.forwarders
	if !trusted.believes(addr) || addr.Network() == "unix" && x.toldOf() {
		return peer
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
	switch {
	case standard == nil:
		return lastUntrusted(usual, parseForwardedFor, trusted, peer)
	case usual == nil:
		return lastUntrusted(standard, parseForwarded, trusted, peer)
	}
	client := lastUntrusted(standard, parseForwarded, trusted, peer)
	if client != lastUntrusted(usual, parseForwardedFor, trusted, peer) {
		return peer
	}
	return client
}

// toldOf says that the peer is one that a PROXY header told of. A unix socket is then one
// of the proxy's, and the permissions of ours have let nobody in.
func (x *Exchange) toldOf() bool {
	c, ours := x.origin.(*conn)
	return ours && c.client != nil
}

// lastUntrusted goes through the addresses of field lines from the right. Each line is
// parsed by itself: what a client sent cannot change how a later line is read.
func lastUntrusted(lines []string, parse func(line string) []netip.Addr, trusted trustedRanges, peer netip.Addr) netip.Addr {
	client := peer
	for i := len(lines) - 1; i >= 0; i-- {
		hops := parse(lines[i])
		for k := len(hops) - 1; k >= 0; k-- {
			if !hops[k].IsValid() {
				return client
			}
			if client = hops[k]; !trusted.has(client) {
				return client
			}
		}
	}
	return client
}

// parseForwardedFor returns the addresses of a line of X-Forwarded-For; what is none is
// the zero Addr. Some proxies add ports.
func parseForwardedFor(line string) []netip.Addr {
	var hops []netip.Addr
	for item := range strings.SplitSeq(line, ",") {
		if item = strings.Trim(item, " \t"); item != "" { // empty elements mean nothing, RFC 9110 §5.6.1
			hops = append(hops, parseHop(item))
		}
	}
	return hops
}

// parseHop reads an address, with or without brackets around IPv6, with or without port.
func parseHop(s string) netip.Addr {
	ip, err := netip.ParseAddr(s)
	if err != nil {
		host, port := s, ""
		switch colon := strings.LastIndexByte(s, ':'); {
		case strings.HasSuffix(s, "]"):
		case colon >= 0:
			if host, port = s[:colon], s[colon+1:]; !isNodePort(port) {
				return netip.Addr{}
			}
		}
		bare, bracketed := strings.CutPrefix(host, "[")
		if bracketed {
			if bare, bracketed = strings.CutSuffix(bare, "]"); !bracketed {
				return netip.Addr{}
			}
		}
		if ip, err = netip.ParseAddr(bare); err != nil || ip.Is6() != bracketed {
			return netip.Addr{}
		}
	}
	if ip.Zone() != "" { // means something on one machine only
		return netip.Addr{}
	}
	return ip.Unmap()
}

// isNodePort is the port of a node in Forwarded, digits or a hidden name.
//
//	node-port = port / obfport     port = 1*5DIGIT     obfport = "_" 1*(ALPHA / DIGIT / "." / "_" / "-")   RFC 7239 §6
func isNodePort(s string) bool {
	if hidden, ok := strings.CutPrefix(s, "_"); ok {
		return hidden != "" && strings.Trim(hidden, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") == ""
	}
	return s != "" && len(s) <= 5 && strings.Trim(s, "0123456789") == ""
}

// parseForwarded returns the addresses of the parameters "for" of a line of Forwarded,
// one for each element; the zero Addr where an element has none. A malformed line is one
// zero Addr: after a quote that does not end nobody knows where elements begin.
//
//	Forwarded         = 1#forwarded-element                        RFC 7239 §4
//	forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )
//	forwarded-pair    = token "=" value
//	value             = token / quoted-string
func parseForwarded(line string) []netip.Addr {
	var hops []netip.Addr
	var hop netip.Addr
	begun, named := false, false // of the element
	for rest := line; ; {
		rest = strings.TrimLeft(rest, " \t")
		if rest != "" && rest[0] != ';' && rest[0] != ',' {
			name, value, after, ok := cutPair(rest)
			isFor := ok && strings.EqualFold(name, "for")
			if !ok || isFor && named {
				return []netip.Addr{{}}
			}
			if begun = true; isFor {
				hop, named = parseHop(value), true
			}
			rest = strings.TrimLeft(after, " \t")
		}
		if rest != "" && rest[0] == ';' {
			rest = rest[1:]
			continue
		}
		if begun {
			hops = append(hops, hop)
		}
		if rest == "" {
			return hops
		}
		if rest[0] != ',' {
			return []netip.Addr{{}}
		}
		rest, hop, begun, named = rest[1:], netip.Addr{}, false, false
	}
}

// cutPair takes a forwarded-pair off the front.
func cutPair(s string) (name, value, after string, ok bool) {
	name, s, ok = strings.Cut(s, "=")
	if !ok || !isToken(name) {
		return "", "", "", false
	}
	if !strings.HasPrefix(s, `"`) {
		end := strings.IndexAny(s, ";, \t")
		if end < 0 {
			end = len(s)
		}
		return name, s[:end], s[end:], isToken(s[:end])
	}
	var text strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return name, text.String(), s[i+1:], true
		case c == '\\' && i+1 < len(s):
			i++
			text.WriteByte(s[i])
		default:
			text.WriteByte(c)
		}
	}
	return "", "", "", false
}
