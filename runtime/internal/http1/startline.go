package http1

// The start line lives here.

// startLine reads the empty lines that may come first, and the start line.
//
//	request-line = method SP request-target SP HTTP-version CRLF   RFC 9112 §3
//	method       = token
func (h *Head) startLine(b []byte, lim *Limits) Fault {
	if h.state < inMethod {
		if f := h.emptyLines(b); f != OK {
			return f
		}
	}
	if h.state == inMethod {
		i := skip(b, h.pos, tokenByte)
		h.pos = i
		switch {
		case i-h.mark > maxMethod:
			return MethodSyntax
		case i == len(b):
			return OK
		case b[i] != ' ' || i == h.mark:
			return MethodSyntax
		}
		h.Method = span(h.mark, i)
		h.pos, h.mark, h.state = i+1, i+1, inTarget
	}
	if h.state == inTarget {
		i, marks := h.pos, h.marks
		for i < len(b) {
			mark := targetMarks[b[i]]
			if mark == 0 {
				break
			}
			marks |= mark
			i++
		}
		h.pos, h.marks = i, marks
		switch {
		case i-h.mark > lim.Target:
			return TargetTooLong
		case i == len(b):
			return OK
		case b[i] == '\r' || b[i] == '\n':
			return StartLineSyntax
		case b[i] != ' ' || i == h.mark:
			return TargetSyntax
		}
		h.Target = span(h.mark, i)
		h.pos, h.mark, h.state = i+1, i+1, inVersion
	}
	if h.state == inVersion {
		return h.version(b)
	}
	return OK
}

// emptyLines skips CRLFs before the start line (RFC 9112 §2.2).
func (h *Head) emptyLines(b []byte) Fault {
	for h.pos < len(b) {
		c := b[h.pos]
		switch {
		case h.state == afterEmptyCR && c == '\n':
			h.state = beforeStart
		case h.state == afterEmptyCR:
			return LineEnd
		case c == '\r' && h.empties == maxEmptyLines:
			return EmptyLines
		case c == '\r':
			h.empties++
			h.state = afterEmptyCR
		case c == '\n':
			return LineEnd
		default:
			h.mark, h.state = h.pos, inMethod
			return OK
		}
		h.pos++
	}
	return OK
}

// version reads the version and the line's end, then judges the line as a whole: what
// the target may be depends on the method, and of another version we know neither.
//
//	HTTP-version = %s"HTTP" "/" DIGIT "." DIGIT   RFC 9112 §2.3
func (h *Head) version(b []byte) Fault {
	const form = "HTTP/d.d\r\n"
	if h.pos == h.mark && len(b)-h.pos >= len(form) &&
		string(b[h.pos:h.pos+len(form)]) == "HTTP/1.1\r\n" {
		h.pos += len(form)
		h.state, h.Minor = atField, 1
		return h.target(b)
	}
	for ; h.pos-h.mark < len(form); h.pos++ {
		if h.pos == len(b) {
			return OK
		}
		c := b[h.pos]
		switch want := form[h.pos-h.mark]; {
		case want == 'd' && '0' <= c && c <= '9':
		case want == c && want != 'd':
		case want == '\n':
			return LineEnd
		default:
			return VersionSyntax
		}
	}
	h.state = atField
	if b[h.mark+5] != '1' {
		return VersionUnknown
	}
	h.Minor = min(b[h.mark+7]-'0', 1)
	return h.target(b)
}
