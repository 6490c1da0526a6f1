package runtime

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// The header of the PROXY protocol lives here, versions 1 and 2, as bytes
// (https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt).

const (
	proxyV1Start = "PROXY "
	proxyV2Start = "\r\n\r\n\x00\r\nQUIT\n"
	// proxyV1Max is the longest line of version 1, CRLF included (§2.1).
	proxyV1Max = 107
	// proxyV2Fixed is what every header of version 2 begins with (§2.2).
	proxyV2Fixed = 16
	// proxyFirst is how much is read before it is known which version it is: both are
	// longer.
	proxyFirst = len(proxyV2Start)
	// proxyHeaderMax is the longest header without the parts that are skipped: version 2
	// with two paths of unix sockets.
	proxyHeaderMax = proxyV2Fixed + 2*proxyUnixPath
	proxyUnixPath  = 108
)

// proxyHeader is what a header says.
type proxyHeader struct {
	// client is nil where the connection is the proxy's own (LOCAL), or the client's
	// address is not known or of no kind that a TCP connection can have.
	client net.Addr
	// skip is how many bytes follow that belong to the header: additional fields (TLVs)
	// and addresses of other kinds.
	skip int
}

var errProxyHeader = errors.New("runtime: malformed PROXY header")

// parseProxyHeader reads a header of which b has arrived. need is 0 when it is complete;
// else at least so many bytes more belong to it, so that who reads just as many never
// reads what follows the header.
func parseProxyHeader(b []byte) (h proxyHeader, need int, err error) {
	known := min(len(b), proxyFirst)
	v1 := min(known, len(proxyV1Start))
	switch {
	case string(b[:known]) == proxyV2Start[:known] && known > 0:
		if len(b) < proxyV2Fixed {
			return h, proxyV2Fixed - len(b), nil
		}
		return parseProxyV2(b)
	case string(b[:v1]) != proxyV1Start[:v1]:
		return h, 0, errProxyHeader
	case len(b) < proxyFirst:
		return h, proxyFirst - len(b), nil
	}
	return parseProxyV1(b)
}

// parseProxyV1 reads a line.
//
//	"PROXY" SP ( "TCP4" / "TCP6" ) SP source SP destination SP port SP port CRLF
//	"PROXY" SP "UNKNOWN" *any CRLF
func parseProxyV1(b []byte) (h proxyHeader, need int, err error) {
	end := bytes.IndexByte(b, '\n')
	if end < 0 {
		if need = proxyV1Least(b); len(b)+need > proxyV1Max {
			err = errProxyHeader
		}
		return h, need, err
	}
	line, ok := strings.CutSuffix(string(b[:end+1]), "\r\n")
	if !ok || end+1 != len(b) || strings.Contains(line, "\r") {
		return h, 0, errProxyHeader
	}
	line = line[len(proxyV1Start):]
	if line == "UNKNOWN" || strings.HasPrefix(line, "UNKNOWN ") {
		return h, 0, nil
	}
	words := strings.Split(line, " ")
	if len(words) != 5 {
		return h, 0, errProxyHeader
	}
	six := words[0] == "TCP6"
	source, ok1 := proxyAddr(words[1], six)
	_, ok2 := proxyAddr(words[2], six)
	port, ok3 := proxyPort(words[3])
	_, ok4 := proxyPort(words[4])
	if !six && words[0] != "TCP4" || !ok1 || !ok2 || !ok3 || !ok4 {
		return h, 0, errProxyHeader
	}
	h.client = net.TCPAddrFromAddrPort(netip.AddrPortFrom(source, port))
	return h, 0, nil
}

// proxyV1Least is how many bytes at least are left of a line that has no end yet: the
// shortest line of its kind, then one by one.
func proxyV1Least(b []byte) int {
	shortest := ""
	switch rest := string(b[len(proxyV1Start):]); {
	case strings.HasPrefix(rest, "TCP4 "):
		shortest = "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\r\n"
	case strings.HasPrefix(rest, "TCP6 "):
		shortest = "PROXY TCP6 :: :: 1 1\r\n"
	}
	if b[len(b)-1] == '\r' {
		return 1
	}
	return max(len(shortest)-len(b), 1)
}

func proxyAddr(s string, six bool) (netip.Addr, bool) {
	ip, err := netip.ParseAddr(s)
	return ip, err == nil && ip.Is6() == six && ip.Zone() == ""
}

// proxyPort is 0 to 65535 without leading zeros.
func proxyPort(s string) (uint16, bool) {
	n, err := strconv.ParseUint(s, 10, 16)
	return uint16(n), err == nil && s == strconv.FormatUint(n, 10)
}

// parseProxyV2 reads the binary form, of which the fixed part is here: 12 bytes of
// signature, version and command, family and protocol, and the length of what follows.
func parseProxyV2(b []byte) (h proxyHeader, need int, err error) {
	command, family := b[12], b[13]
	length := int(binary.BigEndian.Uint16(b[14:]))
	h.skip = length
	switch command {
	case 0x20: // LOCAL: the proxy speaks for itself, whatever follows
		return h, 0, nil
	case 0x21: // PROXY
	default:
		return proxyHeader{}, 0, errProxyHeader
	}
	var size int // of the addresses
	switch family {
	case 0x00, 0x12, 0x22, 0x32: // not known, or datagrams: no address that this connection can have
		return h, 0, nil
	case 0x11:
		size = 2*4 + 2*2
	case 0x21:
		size = 2*16 + 2*2
	case 0x31:
		size = 2 * proxyUnixPath
	default:
		return proxyHeader{}, 0, errProxyHeader
	}
	if length < size {
		return proxyHeader{}, 0, errProxyHeader
	}
	if need = proxyV2Fixed + size - len(b); need > 0 {
		return proxyHeader{}, need, nil
	}
	h.skip = length - size
	h.client = proxyV2Addr(family, b[proxyV2Fixed:proxyV2Fixed+size])
	return h, 0, nil
}

// proxyV2Addr reads the source of: source, destination, source port, destination port.
func proxyV2Addr(family byte, b []byte) net.Addr {
	switch family {
	case 0x11:
		return net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.AddrFrom4([4]byte(b)), binary.BigEndian.Uint16(b[8:])))
	case 0x21:
		return net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.AddrFrom16([16]byte(b)), binary.BigEndian.Uint16(b[32:])))
	}
	name, _, _ := bytes.Cut(b[:proxyUnixPath], []byte{0})
	return &net.UnixAddr{Name: string(name), Net: "unix"}
}
