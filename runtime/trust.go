package runtime

import (
	"fmt"
	"net"
	"net/netip"
)

// Whom we believe what they say of others lives here (HTTP.md §8), and how addresses are
// shown.

// trustedRanges are the addresses of peers that are believed. They were given by the
// operator; nobody is believed by default.
type trustedRanges []netip.Prefix

// newTrustedRanges panics if one of the prefixes is none: to leave it out would be to
// run with other ranges than those that were meant.
func newTrustedRanges(option string, given []netip.Prefix) trustedRanges {
	var ranges trustedRanges
	for _, p := range given {
		if !p.IsValid() {
			panic(fmt.Sprintf("runtime: %s was given an invalid prefix", option))
		}
		if p.Addr().Is4In6() && p.Bits() >= 96 { // addresses are compared as IPv4
			p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
		}
		ranges = append(ranges, p.Masked())
	}
	return ranges
}

// has says whether an address is in one of the ranges.
func (t trustedRanges) has(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	for _, p := range t {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// believes says whether a peer is in one of the ranges. Who connects to a unix socket has
// been let in by the permissions of its file.
func (t trustedRanges) believes(addr net.Addr) bool {
	if len(t) == 0 || addr == nil {
		return false
	}
	if addr.Network() == "unix" {
		return true
	}
	return t.has(addrIP(addr))
}

// shownAddr is an address in a log. A client's end of a unix socket has no name of its
// own.
func shownAddr(addr net.Addr) string {
	switch {
	case addr == nil:
		return ""
	case addr.Network() == "unix" && (addr.String() == "" || addr.String() == "@"):
		return "unix"
	}
	return addr.String()
}
