package peer

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// The header of the PROXY protocol lives here, versions 1 and 2, as bytes
// (https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt).

const (
	v1Start = "PROXY "
	v2Start = "\r\n\r\n\x00\r\nQUIT\n"
	// v1Max is the longest line of version 1, CRLF included (§2.1).
	v1Max = 107
	// v2Fixed is what every header of version 2 begins with (§2.2).
	v2Fixed = 16
	// firstBytes is how much is read before it is known which version it is: both are
	// longer.
	firstBytes = len(v2Start)
	// maxHeader is the longest header without the parts that are skipped: version 2
	// with two paths of unix sockets.
	maxHeader = v2Fixed + 2*unixPath
	unixPath  = 108
)

// A Header is what a header of the PROXY protocol says.
type Header struct {
	// Client is nil where the connection is the proxy's own (LOCAL), or the client's
	// address is not known or of no kind that a TCP connection can have.
	Client net.Addr
	// skip is how many bytes follow that belong to the header: additional fields (TLVs)
	// and addresses of other kinds.
	skip int
}

// ErrHeader is the error of a header that is malformed, or none.
var ErrHeader = errors.New("runtime: malformed PROXY header")

// ReadHeader reads a header and nothing behind it. Its errors are ErrHeader and those of
// the reader: io.EOF if there is not a byte.
func ReadHeader(r io.Reader) (Header, error) {
	var room [maxHeader]byte
	b := room[:0]
	for need := firstBytes; ; {
		n, err := io.ReadFull(r, room[len(b):len(b)+need])
		if b = room[:len(b)+n]; err != nil {
			return Header{}, err
		}
		h, more, err := parseHeader(b)
		switch {
		case err != nil:
			return h, err
		case more == 0:
			_, err = io.CopyN(io.Discard, r, int64(h.skip))
			return h, err
		}
		need = more
	}
}

// parseHeader reads a header of which b has arrived. need is 0 when it is complete;
// else at least so many bytes more belong to it, so that who reads just as many never
// reads what follows the header.
func parseHeader(b []byte) (h Header, need int, err error) {
	known := min(len(b), firstBytes)
	v1 := min(known, len(v1Start))
	switch {
	case string(b[:known]) == v2Start[:known] && known > 0:
		if len(b) < v2Fixed {
			return h, v2Fixed - len(b), nil
		}
		return parseV2(b)
	case string(b[:v1]) != v1Start[:v1]:
		return h, 0, ErrHeader
	case len(b) < firstBytes:
		return h, firstBytes - len(b), nil
	}
	return parseV1(b)
}

// parseV1 reads a line.
//
//	"PROXY" SP ( "TCP4" / "TCP6" ) SP source SP destination SP port SP port CRLF
//	"PROXY" SP "UNKNOWN" *any CRLF
func parseV1(b []byte) (h Header, need int, err error) {
	end := bytes.IndexByte(b, '\n')
	if end < 0 {
		if need = v1Least(b); len(b)+need > v1Max {
			err = ErrHeader
		}
		return h, need, err
	}
	line, ok := strings.CutSuffix(string(b[:end+1]), "\r\n")
	if !ok || end+1 != len(b) || strings.Contains(line, "\r") {
		return h, 0, ErrHeader
	}
	line = line[len(v1Start):]
	if line == "UNKNOWN" || strings.HasPrefix(line, "UNKNOWN ") {
		return h, 0, nil
	}
	words := strings.Split(line, " ")
	if len(words) != 5 {
		return h, 0, ErrHeader
	}
	six := words[0] == "TCP6"
	source, ok1 := v1Addr(words[1], six)
	_, ok2 := v1Addr(words[2], six)
	port, ok3 := v1Port(words[3])
	_, ok4 := v1Port(words[4])
	if !six && words[0] != "TCP4" || !ok1 || !ok2 || !ok3 || !ok4 {
		return h, 0, ErrHeader
	}
	h.Client = net.TCPAddrFromAddrPort(netip.AddrPortFrom(source, port))
	return h, 0, nil
}

// v1Least is how many bytes at least are left of a line that has no end yet: the
// shortest line of its kind, then one by one.
func v1Least(b []byte) int {
	shortest := ""
	switch rest := string(b[len(v1Start):]); {
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

func v1Addr(s string, six bool) (netip.Addr, bool) {
	ip, err := netip.ParseAddr(s)
	return ip, err == nil && ip.Is6() == six && ip.Zone() == ""
}

// v1Port is 0 to 65535 without leading zeros.
func v1Port(s string) (uint16, bool) {
	n, err := strconv.ParseUint(s, 10, 16)
	return uint16(n), err == nil && s == strconv.FormatUint(n, 10)
}

// parseV2 reads the binary form, of which the fixed part is here: 12 bytes of
// signature, version and command, family and protocol, and the length of what follows.
func parseV2(b []byte) (h Header, need int, err error) {
	command, family := b[12], b[13]
	length := int(binary.BigEndian.Uint16(b[14:]))
	h.skip = length
	switch command {
	case 0x20: // LOCAL: the proxy speaks for itself, whatever follows
		return h, 0, nil
	case 0x21: // PROXY
	default:
		return Header{}, 0, ErrHeader
	}
	var size int // of the addresses
	switch family {
	// not known, or datagrams: no address that this connection can have
	case 0x00, 0x12, 0x22, 0x32:
		return h, 0, nil
	case 0x11:
		size = 2*4 + 2*2
	case 0x21:
		size = 2*16 + 2*2
	case 0x31:
		size = 2 * unixPath
	default:
		return Header{}, 0, ErrHeader
	}
	if length < size {
		return Header{}, 0, ErrHeader
	}
	if need = v2Fixed + size - len(b); need > 0 {
		return Header{}, need, nil
	}
	h.skip = length - size
	h.Client = v2Addr(family, b[v2Fixed:v2Fixed+size])
	return h, 0, nil
}

// v2Addr reads the source of: source, destination, source port, destination port.
func v2Addr(family byte, b []byte) net.Addr {
	switch family {
	case 0x11:
		return net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.AddrFrom4([4]byte(b)),
			binary.BigEndian.Uint16(b[8:])))
	case 0x21:
		return net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.AddrFrom16([16]byte(b)),
			binary.BigEndian.Uint16(b[32:])))
	}
	name, _, _ := bytes.Cut(b[:unixPath], []byte{0})
	return &net.UnixAddr{Name: string(name), Net: "unix"}
}
