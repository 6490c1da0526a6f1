package http1

// The trailer section of a chunked body lives here. Trailers are checked and dropped:
// nothing of them is ever merged into the headers.

const (
	maxTrailer       = 4 << 10 // bytes of the section
	maxTrailerFields = 16
)

// trailer reads a trailer section. It keeps of the current name as much as is needed to
// tell that it is forbidden.
//
//	trailer-section = *( field-line CRLF ) CRLF   RFC 9112 §7.1.2
type trailer struct {
	state  headState // atField to afterLastCR; the zero value is atField, too
	fields uint8
	length uint8 // of the name; stays at len(name)+1 if it is longer
	total  uint16
	name   [maxForbidden]byte
}

// next reads one byte; done is the end of the section.
func (t *trailer) next(b byte) (done bool, f Fault) {
	if t.total++; t.total > maxTrailer {
		return false, TrailerTooLarge
	}
	switch t.state {
	default:
		return false, t.begin(b)
	case inName:
		return false, t.inName(b)
	case inValue:
		switch {
		case b == '\r':
			t.state = afterFieldCR
		case b == '\n':
			return false, LineEnd
		case !is(b, valueByte):
			return false, TrailerSyntax
		}
		return false, OK
	case afterFieldCR, afterLastCR:
		if b != '\n' {
			return false, LineEnd
		}
		done = t.state == afterLastCR
		t.state = atField
		return done, OK
	}
}

func (t *trailer) begin(b byte) Fault {
	if b == '\r' {
		t.state = afterLastCR
		return OK
	}
	if t.fields++; t.fields > maxTrailerFields {
		return TrailerTooLarge
	}
	t.state, t.length = inName, 0
	return t.inName(b)
}

func (t *trailer) inName(b byte) Fault {
	switch {
	case is(b, tokenByte):
		if int(t.length) < len(t.name) {
			t.name[t.length] = b
		}
		t.length = uint8(min(int(t.length)+1, maxForbidden+1))
		return OK
	case b == ':' && t.length > 0:
		t.state = inValue
		if t.forbidden() {
			return TrailerForbidden
		}
		return OK
	case b == '\n':
		return LineEnd
	}
	return TrailerSyntax
}

const maxForbidden = len("proxy-authorization")

// forbiddenTrailers are the fields that frame or route a message, authenticate its
// sender or carry cookies (RFC 9110 §6.5.1).
var forbiddenTrailers = [...]string{
	"connection", "content-length", "expect", "keep-alive", "proxy-connection", "te", "trailer",
	"transfer-encoding", "upgrade",
	"forwarded", "host", "max-forwards", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
	"x-real-ip",
	"authentication-info", "authorization", "proxy-authenticate", "proxy-authorization",
	"www-authenticate",
	"cookie", "set-cookie",
}

func (t *trailer) forbidden() bool {
	return int(t.length) <= len(t.name) && isForbiddenTrailer(t.name[:t.length])
}

func isForbiddenTrailer(name []byte) bool {
	for _, forbidden := range forbiddenTrailers {
		if equalFold(name, forbidden) {
			return true
		}
	}
	return false
}
