package http1

// A request's head lives here: what is known of it, and the machine that reads it once,
// byte after byte, however it arrives.

// Limits bound a head. Head is less than 4 GiB: offsets have 32 bits.
type Limits struct {
	Head    int // bytes of the whole head, empty lines before it and the final CRLF included
	Line    int // bytes of a field line without its CRLF
	Target  int // bytes of the target
	Fields  int // number of fields
	Cookies int // number of cookies in all Cookie fields
}

const (
	maxMethod     = 32 // bytes
	maxEmptyLines = 4  // before the start line, RFC 9112 §2.2
)

// A Span is a piece of a head: bytes Start to End, counted from the head's first byte.
type Span struct{ Start, End uint32 }

// Of returns the span's bytes in the buffer that the head was parsed from.
func (s Span) Of(buf []byte) []byte { return buf[s.Start:s.End:s.End] }

// Len is the number of bytes.
func (s Span) Len() int { return int(s.End - s.Start) }

func span(start, end int) Span { return Span{uint32(start), uint32(end)} }

// Head is a request's head, read by Parse. Its spans are offsets into the bytes given to
// Parse, which start at the head's first byte. The zero value is ready for use.
type Head struct {
	Method    Span
	Target    Span // as sent
	Form      Form
	Path      Span // of origin-form and absolute-form, empty if the latter has none
	Query     Span // behind the first "?", empty without
	Authority Span // of absolute-form and authority-form
	Escaped   bool // the path holds a "%"
	Plain     bool // of origin-form, and without "%" and "." anywhere
	Minor     byte // HTTP/1.Minor, 0 or 1
	Fields    []Field

	Host       Span  // the Host field's value
	Length     int64 // of the body; 0 without one, -1 if Chunked
	Chunked    bool
	KeepAlive  bool // the client lets the connection live
	Continue   bool // the client waits for 100 (Continue), and a body is coming
	Persistent bool // the client named keep-alive, so HTTP/1.0 is told that we do

	state   headState
	seen    knownSet
	empties uint8
	marks   targetMark // of the target's bytes so far
	cookies int
	coding  Span // value of the one Transfer-Encoding
	pos     int  // everything before is parsed
	line    int  // where the current line starts
	mark    int  // where the current token starts
	name    Span // of the current field
}

type headState uint8

const (
	beforeStart headState = iota
	afterEmptyCR
	inMethod
	inTarget
	inVersion
	atField
	inName
	beforeValue
	inValue
	afterFieldCR
	afterLastCR
	headDone
)

// Reset makes the head ready for the next request and keeps its memory.
func (h *Head) Reset() { *h = Head{Fields: h.Fields[:0]} }

// Parse reads on in buf, which holds what has arrived since the head's first byte: the
// bytes of earlier calls, unchanged, and more. It returns whether the head is complete;
// then Len is its length. After a fault the head is of no use.
func (h *Head) Parse(buf []byte, lim *Limits) (done bool, f Fault) {
	clamped := len(buf) >= lim.Head
	if clamped {
		buf = buf[:lim.Head]
	}
	if h.state < atField {
		if f = h.startLine(buf, lim); f != OK {
			return false, f
		}
	}
	if h.state >= atField {
		if f = h.fields(buf, lim); f != OK {
			return false, f
		}
	}
	if h.state == headDone {
		return true, OK
	}
	if clamped {
		return false, HeadTooLarge
	}
	return false, OK
}

// Len is the number of bytes parsed: of the whole head, once it is complete.
func (h *Head) Len() int { return h.pos }

// Started says whether anything but empty lines has arrived.
func (h *Head) Started() bool { return h.state > afterEmptyCR }
