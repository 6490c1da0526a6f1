package http1

import "math"

// Where a body ends, and what happens to the connection, is decided here.

// finish judges the head as a whole, once its last line has come.
func (h *Head) finish(b []byte) Fault {
	if h.Minor > 0 && !h.seen.has(Host) {
		return HostMissing
	}
	if h.Form == OriginForm && h.seen.has(Host) && h.Host.Len() == 0 {
		return HostSyntax
	}
	if h.seen.has(TransferEncoding) {
		if f := h.coded(b); f != OK {
			return f
		}
		if h.seen&sawForbidden != 0 {
			return TrailerForbidden
		}
		h.Chunked, h.Length = true, -1
	}
	h.Persistent = h.seen&sawKeepAlive != 0
	h.KeepAlive = h.seen&sawClose == 0 && (h.Minor > 0 || h.Persistent)
	if h.Minor > 0 && h.seen.has(Expect) {
		if h.seen&sawOtherExpect != 0 {
			return ExpectUnknown
		}
		if !h.Chunked && !h.seen.has(ContentLength) {
			return LengthMissing // a client that waits before it sends has not said what
		}
		h.Continue = h.Length != 0
	}
	return OK
}

// coded judges the Transfer-Encoding. What could hide a second reading is malformed;
// what is well-formed but not ours is unknown.
//
//	Transfer-Encoding = transfer-coding *( OWS "," OWS transfer-coding )   RFC 9112 §6.1
func (h *Head) coded(b []byte) Fault {
	value := h.coding.Of(b)
	switch {
	case h.Minor == 0:
		return CodingInOldVersion
	case h.seen.has(ContentLength):
		return LengthWithCoding
	case equalFold(value, "chunked"):
		return OK
	case validCodings(value):
		return CodingUnknown
	}
	return CodingSyntax
}

// validCodings checks a list of codings, without the empty elements that a lenient
// reader would skip.
//
//	transfer-coding    = token *( OWS ";" OWS transfer-parameter )   RFC 9112 §7
//	transfer-parameter = token BWS "=" BWS ( token / quoted-string )
func validCodings(b []byte) bool {
	for {
		b = skipToken(b)
		for b != nil {
			rest := skipBlanks(b)
			if len(rest) == 0 || rest[0] != ';' {
				break
			}
			b = skipParameter(skipBlanks(rest[1:]))
		}
		if b == nil {
			return false
		}
		if b = skipBlanks(b); len(b) == 0 {
			return true
		}
		if b[0] != ',' {
			return false
		}
		b = skipBlanks(b[1:])
	}
}

// skipParameter returns what follows a transfer-parameter, nil if there is none.
func skipParameter(b []byte) []byte {
	if b = skipToken(b); b == nil {
		return nil
	}
	if b = skipBlanks(b); len(b) == 0 || b[0] != '=' {
		return nil
	}
	if b = skipBlanks(b[1:]); len(b) > 0 && b[0] == '"' {
		return skipQuoted(b[1:])
	}
	return skipToken(b)
}

// skipQuoted returns what follows a quoted-string whose first quote is behind us.
//
//	quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE   RFC 9110 §5.6.4
func skipQuoted(b []byte) []byte {
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			return b[i+1:]
		case '\\':
			i++
		}
	}
	return nil
}

// skipToken returns what follows a token, nil if there is none.
func skipToken(b []byte) []byte {
	i := skip(b, 0, tokenByte)
	if i == 0 {
		return nil
	}
	return b[i:]
}

func skipBlanks(b []byte) []byte {
	for len(b) > 0 && isBlank(b[0]) {
		b = b[1:]
	}
	return b
}

// parseLength reads a Content-Length: digits only, within int64.
//
//	Content-Length = 1*DIGIT   RFC 9110 §8.6
func parseLength(b []byte) (n int64, ok bool) {
	for _, c := range b {
		d := int64(c) - '0'
		if d < 0 || d > 9 || n > (math.MaxInt64-d)/10 {
			return 0, false
		}
		n = n*10 + d
	}
	return n, len(b) > 0
}
