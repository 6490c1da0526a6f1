package peer

import (
	"net"
	"net/netip"
)

// Whom we believe what they say of others lives here.

// Ranges are the addresses of peers that are believed. They were given by the operator;
// nobody is believed by default.
type Ranges []netip.Prefix

// NewRanges returns ranges; ok is false if one of the prefixes is none.
func NewRanges(given []netip.Prefix) (ranges Ranges, ok bool) {
	for _, p := range given {
		if !p.IsValid() {
			return nil, false
		}
		if p.Addr().Is4In6() && p.Bits() >= 96 { // addresses are compared as IPv4
			p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
		}
		ranges = append(ranges, p.Masked())
	}
	return ranges, true
}

// Has says whether an address is in one of the ranges.
func (t Ranges) Has(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	for _, p := range t {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// Believes says whether a peer is in one of the ranges. Who connects to a unix socket has
// been let in by the permissions of its file.
func (t Ranges) Believes(addr net.Addr) bool {
	if len(t) == 0 || addr == nil {
		return false
	}
	if addr.Network() == "unix" {
		return true
	}
	return t.Has(IP(addr))
}
