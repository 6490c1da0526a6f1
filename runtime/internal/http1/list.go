package http1

import "bytes"

// Lists of tokens live here: Connection, and the cookies of a Cookie field.

// options takes in a Connection field. Elements but the two that mean something to us
// are options of somebody else.
//
//	Connection        = [ connection-option *( OWS "," OWS connection-option ) ]   RFC 9110 §7.6.1
//	connection-option = token
func (h *Head) options(value []byte) {
	for len(value) > 0 {
		option := value
		if i := bytes.IndexByte(value, ','); i >= 0 {
			option, value = value[:i], value[i+1:]
		} else {
			value = nil
		}
		switch option = trim(option); {
		case equalFold(option, "close"):
			h.seen |= sawClose
		case equalFold(option, "keep-alive"):
			h.seen |= sawKeepAlive
		}
	}
}

// trim removes OWS at both ends.
func trim(b []byte) []byte {
	for len(b) > 0 && isBlank(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isBlank(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// countCookies counts the pairs of a Cookie field.
//
//	cookie-string = cookie-pair *( ";" SP cookie-pair )   RFC 6265 §4.2.1
func countCookies(value []byte) int { return bytes.Count(value, []byte{';'}) + 1 }
