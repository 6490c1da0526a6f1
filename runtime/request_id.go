package runtime

import (
	"crypto/rand"
	"encoding/hex"
)

// The ids of requests live here, by which lines of several logs are found together.

// requestIDField is what most proxies call it.
const requestIDField = "X-Request-Id"

// RequestIDs gives each request an id: that of its field X-Request-Id if the peer is one of the
// proxies of TrustForwarded and what it says is 1 to 128 letters, digits or any of "-._~+/=:@", else
// 128 bits at random, in hex. Request.ID returns it, the answer carries it in the same field, and
// the access log and what is logged of errors have it as request_id. Default: off.
func RequestIDs() Option { return func(s *settings) { s.requestIDs = true } }

// ID returns the id of the request, "" without the option RequestIDs.
func (r Request) ID() string {
	x, held := r.enter()
	defer r.leave(held)
	if !x.app.settings.requestIDs {
		return ""
	}
	return x.requestID()
}

// requestID is found out or made once.
func (x *Exchange) requestID() string {
	kept := x.kept.rare()
	if known := kept.id.Load(); known != nil {
		return *known
	}
	id := x.toldID()
	if id == "" {
		var b [16]byte
		_, _ = rand.Read(b[:]) // it never fails
		id = hex.EncodeToString(b[:])
	}
	kept.id.CompareAndSwap(nil, &id)
	return *kept.id.Load()
}

// toldID is the id that a trusted peer has given, or "".
func (x *Exchange) toldID() string {
	addr := x.origin.remoteAddr()
	if !x.app.settings.forwarders.Believes(addr) || addr.Network() == "unix" && x.toldOf() {
		return ""
	}
	id, more, ok := x.origin.line(requestIDField, 0)
	if !ok || more || !isRequestID(id) {
		return ""
	}
	return cloned(id)
}

// isRequestID says whether an id can stand in every log as it is.
func isRequestID(id string) bool {
	if id == "" || len(id) > 128 {
		return false
	}
	for i := range len(id) {
		switch c := id[i]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		case c == '-', c == '.', c == '_', c == '~', c == '+', c == '/', c == '=', c == ':', c == '@':
		default:
			return false
		}
	}
	return true
}

// A traceParent is what a field traceparent says (W3C Trace Context §3.2).
type traceParent struct{ trace, span, flags string }

// traceOf reads the field; ok is false where there is none, several, or one that says nothing.
// The texts borrow.
//
//	traceparent = version "-" trace-id "-" parent-id "-" trace-flags
func (x *Exchange) traceOf() (t traceParent, ok bool) {
	line, more, ok := x.origin.line("traceparent", 0)
	if !ok || more {
		return t, false
	}
	return parseTraceParent(line)
}

func parseTraceParent(s string) (t traceParent, ok bool) {
	const length = len("00-00000000000000000000000000000000-0000000000000000-00")
	if len(s) < length || s[2] != '-' || s[35] != '-' || s[52] != '-' {
		return t, false
	}
	version := s[:2]
	t = traceParent{s[3:35], s[36:52], s[53:55]}
	switch {
	case !isLowerHex(version), version == "ff", version == "00" && len(s) != length:
	case len(s) > length && s[length] != '-': // a later version adds behind a dash
	case !isLowerHex(t.trace), !isLowerHex(t.span), !isLowerHex(t.flags):
	case isZeros(t.trace), isZeros(t.span):
	default:
		return t, true
	}
	return traceParent{}, false
}

func isLowerHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func isZeros(s string) bool {
	for i := range len(s) {
		if s[i] != '0' {
			return false
		}
	}
	return true
}
