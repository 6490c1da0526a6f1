package http1

import "encoding/binary"

// The fields that the framework itself understands live here: how their names are recognised,
// and what each says of the message and the connection.

// Known says that a field's name, in any case, is one that framing or connection
// handling needs.
type Known uint8

// The fields that are understood here.
const (
	Unknown Known = iota
	Host
	ContentLength
	TransferEncoding
	Connection
	Expect
	Cookie
	Trailer
)

// A knownSet has the bit 1<<k for each Known k that was seen, and what else the fields
// said about the connection.
type knownSet uint16

const (
	sawClose       knownSet = 1 << (8 + iota) // Connection: close
	sawKeepAlive                              // Connection: keep-alive
	sawOtherExpect                            // Expect: anything but one 100-continue
	sawForbidden                              // Trailer: a field that is not allowed in one
)

func (s knownSet) has(k Known) bool { return s&(1<<k) != 0 }

// known recognises a name by its length, then compares once.
func known(name []byte) Known {
	switch len(name) {
	case 4:
		if binary.LittleEndian.Uint32(name)|0x20202020 == 'h'|'o'<<8|'s'<<16|'t'<<24 {
			return Host
		}
	case 6:
		if name[0]|0x20 == 'c' && equalFold(name, "cookie") {
			return Cookie
		}
		if name[0]|0x20 == 'e' && equalFold(name, "expect") {
			return Expect
		}
	case 7:
		if name[0]|0x20 == 't' && equalFold(name, "trailer") {
			return Trailer
		}
	case 10:
		if name[0]|0x20 == 'c' && equalFold(name, "connection") {
			return Connection
		}
	case 14:
		if name[0]|0x20 == 'c' && equalFold(name, "content-length") {
			return ContentLength
		}
	case 17:
		if name[0]|0x20 == 't' && equalFold(name, "transfer-encoding") {
			return TransferEncoding
		}
	}
	return Unknown
}

// knownLengths has the bit 1<<n for each length n of a name that known knows.
const knownLengths = 1<<4 | 1<<6 | 1<<7 | 1<<10 | 1<<14 | 1<<17

// understand takes in a field that framing or connection handling needs. What depends
// on other fields waits for the end of the head.
func (h *Head) understand(f Field, value []byte, lim *Limits) Fault {
	twice := h.seen.has(f.Known)
	h.seen |= 1 << f.Known
	switch f.Known {
	case Host:
		if twice {
			return HostRepeated
		}
		if len(value) > 0 && !ValidHost(value) {
			return HostSyntax
		}
		h.Host = f.Value
	case ContentLength:
		if twice {
			return LengthRepeated
		}
		n, ok := parseLength(value)
		if !ok {
			return LengthSyntax
		}
		h.Length = n
	case TransferEncoding:
		if twice {
			return CodingSyntax
		}
		h.coding = f.Value
	case Connection:
		h.options(value)
	case Trailer:
		h.trailers(value)
	case Expect: // two lines are a list (RFC 9110 §5.3), and a list is not 100-continue
		if twice || !equalFold(value, "100-continue") {
			h.seen |= sawOtherExpect
		}
	case Cookie:
		if h.cookies += countCookies(value); h.cookies > lim.Cookies {
			return TooManyCookies
		}
	}
	return OK
}
