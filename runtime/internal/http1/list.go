package http1

import "bytes"

// Lists live here: Connection, Trailer, and the cookies of a Cookie field.

// options takes in a Connection field. Elements but the two that mean something to us
// are options of somebody else.
//
//	Connection        = [ connection-option *( OWS "," OWS connection-option ) ]   RFC 9110 §7.6.1
//	connection-option = token
func (h *Head) options(value []byte) {
	if equalFold(value, "keep-alive") { // what browsers send
		h.seen |= sawKeepAlive
		return
	}
	for len(value) > 0 {
		var option []byte
		switch option, value = element(value); {
		case equalFold(option, "close"):
			h.seen |= sawClose
		case equalFold(option, "keep-alive"):
			h.seen |= sawKeepAlive
		}
	}
}

// trailers takes in a Trailer field, which announces what may come behind a chunked
// body.
//
//	Trailer = [ field-name *( OWS "," OWS field-name ) ]   RFC 9110 §6.6.2
func (h *Head) trailers(value []byte) {
	for len(value) > 0 {
		var name []byte
		if name, value = element(value); isForbiddenTrailer(name) {
			h.seen |= sawForbidden
		}
	}
}

// element cuts the first element off a list.
func element(list []byte) (first, rest []byte) {
	if i := bytes.IndexByte(list, ','); i >= 0 {
		return trim(list[:i]), list[i+1:]
	}
	return trim(list), nil
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
