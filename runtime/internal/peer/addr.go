package peer

import (
	"net"
	"net/netip"
)

// Addresses live here: what is known of who is at the other end.

// Counted is what connections are counted by: an IPv4 address, or the /64 of an IPv6
// address, because that is what one customer has. It is the zero value where there is no
// address, as on a unix socket: these are not counted.
func Counted(addr net.Addr) netip.Prefix {
	ip := IP(addr)
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

// IP is the address without its port, IPv4 as such; the zero value where there is none.
func IP(addr net.Addr) netip.Addr {
	switch addr := addr.(type) {
	case nil:
		return netip.Addr{}
	case *net.TCPAddr:
		ip, _ := netip.AddrFromSlice(addr.IP)
		return ip.Unmap().WithZone(addr.Zone)
	default:
		place, err := netip.ParseAddrPort(addr.String())
		if err != nil {
			return netip.Addr{}
		}
		return place.Addr().Unmap()
	}
}

// Shown is an address in a log. A client's end of a unix socket has no name of its
// own.
func Shown(addr net.Addr) string {
	switch {
	case addr == nil:
		return ""
	case addr.Network() == "unix" && (addr.String() == "" || addr.String() == "@"):
		return "unix"
	}
	return addr.String()
}
