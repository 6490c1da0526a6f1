package http1

import "bytes"

// The request target lives here.

// A Form is one of the forms of a request target (RFC 9112 §3.2).
type Form uint8

// The forms.
const (
	OriginForm    Form = iota // /path?query
	AbsoluteForm              // http://authority/path?query
	AuthorityForm             // host:port, of CONNECT alone
	AsteriskForm              // *, of OPTIONS alone
)

// target takes the target apart. Its bytes are known to be of targetByte.
//
//	request-target = origin-form / absolute-form / authority-form / asterisk-form
func (h *Head) target(b []byte) Fault {
	t := h.Target.Of(b)
	if t[0] == '/' && h.marks == inAnyTarget && b[h.Method.Start] != 'C' {
		h.Path, h.Plain = h.Target, true
		return OK
	}
	if string(h.Method.Of(b)) == "CONNECT" {
		h.Form, h.Authority = AuthorityForm, h.Target
		if !validAuthority(t) {
			return TargetSyntax
		}
		return OK
	}
	path := 0
	switch {
	case t[0] == '/':
	case len(t) == 1 && t[0] == '*':
		h.Form = AsteriskForm
		if string(h.Method.Of(b)) != "OPTIONS" {
			return TargetSyntax
		}
		return OK
	default:
		start, end := absolute(t)
		if end == 0 || !ValidHost(t[start:end]) {
			return TargetSyntax
		}
		h.Form, path = AbsoluteForm, end
		h.Authority = h.part(start, end)
	}
	return h.pathAndQuery(t, path)
}

// part is a piece of the target, by offsets inside it.
func (h *Head) part(start, end int) Span {
	return span(int(h.Target.Start)+start, int(h.Target.Start)+end)
}

// absolute finds the authority of an absolute-form; end is 0 if it is none.
//
//	absolute-URI = ( "http" / "https" ) "://" authority path-abempty [ "?" query ]
func absolute(t []byte) (start, end int) {
	i := bytes.IndexByte(t, ':')
	if i < 0 || !equalFold(t[:i], "http") && !equalFold(t[:i], "https") {
		return 0, 0
	}
	if !bytes.HasPrefix(t[i:], []byte("://")) {
		return 0, 0
	}
	start = i + len("://")
	end = start
	for end < len(t) && t[end] != '/' && t[end] != '?' {
		end++
	}
	if end == start {
		return 0, 0
	}
	return start, end
}

// pathAndQuery splits what is left at the first "?" and checks the path's escapes; the
// query's are left to its decoder.
//
//	pct-encoded = "%" HEXDIG HEXDIG   RFC 3986 §2.1, but not %00
func (h *Head) pathAndQuery(t []byte, start int) Fault {
	end := len(t)
	if h.marks&queryMark != 0 {
		end = start + bytes.IndexByte(t[start:], '?')
		h.Query = h.part(end+1, len(t))
	}
	h.Path = h.part(start, end)
	h.Plain = h.Form == OriginForm && h.marks&(percentMark|dotMark) == 0
	if h.marks&percentMark == 0 {
		return OK
	}
	for path := t[start:end]; ; {
		i := bytes.IndexByte(path, '%')
		if i < 0 {
			return OK
		}
		h.Escaped = true
		if len(path) < i+3 || !is(path[i+1], hexByte) || !is(path[i+2], hexByte) {
			return TargetSyntax
		}
		if path[i+1] == '0' && path[i+2] == '0' {
			return TargetSyntax
		}
		path = path[i+3:]
	}
}
