package runtime

import (
	"net"
	"net/netip"
)

// Who is at the other end of a connection lives here.

// peerPrefix is what connections are counted by: an IPv4 address, or the /64 of an IPv6
// address, because that is what one customer has. It is the zero value where there is no
// address, as on a unix socket: these are not counted.
func peerPrefix(addr net.Addr) netip.Prefix {
	ip := addrIP(addr)
	bits := 32
	if ip.Is6() {
		bits = 64
	}
	prefix, err := ip.WithZone("").Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}
