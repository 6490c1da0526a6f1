package peer

import (
	"net/netip"
	"strings"

	"example.com/httpgen/runtime/internal/http1"
)

// Who the client is behind proxies that speak HTTP lives here: what the fields
// X-Forwarded-For and Forwarded say (RFC 7239), as text.

// Client is the address that the lines of Forwarded (standard) and of X-Forwarded-For
// (usual) name, read from the right: the first that is not trusted. What is no address
// ends the search at the last one before it. Where both fields are there and disagree it
// is the peer, who is trusted.
func Client(peer netip.Addr, standard, usual []string, trusted Ranges) netip.Addr {
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

// lastUntrusted goes through the addresses of field lines from the right. Each line is
// parsed by itself: what a client sent cannot change how a later line is read.
func lastUntrusted(
	lines []string, parse func(line string) []netip.Addr, trusted Ranges, peer netip.Addr,
) netip.Addr {
	client := peer
	for i := len(lines) - 1; i >= 0; i-- {
		hops := parse(lines[i])
		for k := len(hops) - 1; k >= 0; k-- {
			if !hops[k].IsValid() {
				return client
			}
			if client = hops[k]; !trusted.Has(client) {
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
		// empty elements mean nothing, RFC 9110 §5.6.1
		if item = strings.Trim(item, " \t"); item != "" {
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
//	node-port = port / obfport                             RFC 7239 §6
//	port      = 1*5DIGIT
//	obfport   = "_" 1*( ALPHA / DIGIT / "." / "_" / "-" )
func isNodePort(s string) bool {
	if hidden, ok := strings.CutPrefix(s, "_"); ok {
		return hidden != "" &&
			strings.Trim(hidden,
				"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") == ""
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
	if !ok || !http1.ValidName(name) {
		return "", "", "", false
	}
	if !strings.HasPrefix(s, `"`) {
		end := strings.IndexAny(s, ";, \t")
		if end < 0 {
			end = len(s)
		}
		return name, s[:end], s[end:], http1.ValidName(s[:end])
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
