package http1

import "bytes"

// Hosts live here: the Host field and the authority of a target, without userinfo.

// ValidHost says whether b is a host and maybe a port. It is stricter than the grammar
// in one point: an escape stands for a byte ≥ 0x80, nothing else needs one.
//
//	uri-host [ ":" port ]   RFC 9110 §7.2, RFC 3986 §3.2.2
//	port     = *DIGIT, here at most 65535
func ValidHost(b []byte) bool {
	switch i := skip(b, 0, regNameByte); {
	case i == 0:
	case i == len(b):
		return true
	case b[i] == ':':
		return validPort(b[i+1:])
	}
	host, port := splitPort(b)
	return validName(host) && validPort(port)
}

// validAuthority is the target of CONNECT: the port must be there.
//
//	authority-form = uri-host ":" port   RFC 9112 §3.2.3
func validAuthority(b []byte) bool {
	host, port := splitPort(b)
	return validName(host) && len(port) > 0 && validPort(port)
}

// splitPort cuts at the last colon that is not inside of brackets.
func splitPort(b []byte) (host, port []byte) {
	i := bytes.LastIndexByte(b, ':')
	if i < 0 || bytes.IndexByte(b[i:], ']') >= 0 {
		return b, nil
	}
	return b[:i], b[i+1:]
}

func validPort(b []byte) bool {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
		if n = n*10 + int(c-'0'); n > 65535 {
			return false
		}
	}
	return true
}

// validName checks a host without its port.
//
//	host     = "[" IPv6address "]" / IPv4address / reg-name
//	reg-name = *( unreserved / pct-encoded / sub-delims ), here not empty
func validName(b []byte) bool {
	if len(b) == 0 {
		return false
	}
	if b[0] == '[' {
		return b[len(b)-1] == ']' && validIPv6(b[1:len(b)-1])
	}
	for i := 0; i < len(b); i++ {
		if is(b[i], regNameByte) {
			continue
		}
		if b[i] != '%' || i+2 >= len(b) || !is(b[i+1], hexByte) || !is(b[i+2], hexByte) ||
			b[i+1] < '8' {
			return false
		}
		i += 2
	}
	return true
}

// validIPv6 checks an IPv6address: eight groups, or fewer around one "::"; the last two
// may be written as IPv4.
//
//	IPv6address, RFC 3986 §3.2.2; no zone
func validIPv6(b []byte) bool {
	groups, elided := 0, false
	if bytes.HasPrefix(b, []byte("::")) {
		b, elided = b[2:], true
	}
	for len(b) > 0 {
		i := skip(b, 0, hexByte)
		if i < len(b) && b[i] == '.' {
			groups += 2
			if !validIPv4(b) {
				return false
			}
			break
		}
		if i == 0 || i > 4 {
			return false
		}
		groups++
		switch b = b[i:]; {
		case len(b) == 0:
		case bytes.HasPrefix(b, []byte("::")) && !elided:
			b, elided = b[2:], true
		case b[0] == ':' && len(b) > 1 && b[1] != ':':
			b = b[1:]
		default:
			return false
		}
	}
	if elided {
		return groups < 8
	}
	return groups == 8
}

// validIPv4 checks an IPv4address.
//
//	IPv4address = dec-octet 3( "." dec-octet )
func validIPv4(b []byte) bool {
	octets := 0
	for {
		i, n := 0, 0
		for i < len(b) && i < 3 && '0' <= b[i] && b[i] <= '9' {
			n = n*10 + int(b[i]-'0')
			i++
		}
		if i == 0 || n > 255 || i > 1 && b[0] == '0' {
			return false
		}
		octets++
		if i == len(b) {
			return octets == 4
		}
		if b[i] != '.' {
			return false
		}
		b = b[i+1:]
	}
}
