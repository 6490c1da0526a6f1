package runtime

import (
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"example.com/httpgen/runtime/internal/http1"
)

// The head of an answer that a handler of net/http writes lives here, and its trailers: what of
// its fields is the server's to decide is as net/http has it.

// sniffLength is how much of a body its type is told by.
const sniffLength = 512

// formatted writes the handler's fields out, and notes those that the server has to know.
func (w *connWriter) formatted(interim bool) []byte {
	var buf [16]string
	b := make([]byte, 0, 512)
	for _, name := range sortedNames(w.header, buf[:0]) {
		values := w.header[name]
		if strings.HasPrefix(name, http.TrailerPrefix) {
			w.declareTrailer(interim)
			continue
		}
		if isOwn(name) && (interim || !w.noteOwn(name, values)) {
			continue
		}
		if !interim && !w.note(name) {
			continue
		}
		for _, value := range values {
			b = w.appendField(b, name, value)
		}
	}
	if values, there := w.header["Content-Type"]; !interim && there && len(values) == 0 {
		w.typed = true // a handler leaves it out so
	}
	return b
}

// note notes a field that is the handler's, and says whether it is written.
func (w *connWriter) note(name string) bool {
	switch name {
	case "Content-Type":
		w.typed = true
		return w.status != http.StatusNotModified
	case "Content-Encoding":
		w.coded = true
	case "Upgrade":
		w.upgrade = true
	}
	return true
}

// noteOwn notes a field that is the server's to write, and says whether it is left as it is.
func (w *connWriter) noteOwn(name string, values []string) bool {
	switch name {
	case "Date":
		w.dated = true
		return true
	case "Trailer":
		for _, list := range values {
			for name := range strings.SplitSeq(list, ",") {
				name = textproto.CanonicalMIMEHeaderKey(textproto.TrimString(name))
				if isTrailer(name) {
					w.trailers = append(w.trailers, name)
				}
			}
		}
		return true
	case "Connection":
		for _, list := range values {
			for option := range strings.SplitSeq(list, ",") {
				if strings.EqualFold(textproto.TrimString(option), "close") {
					w.x.closing = true
				}
			}
		}
	case "Content-Length":
		n, err := strconv.ParseInt(textproto.TrimString(values[0]), 10, 64)
		if err != nil || n < 0 {
			w.x.app.log().Warn("a Content-Length that is none is left out", "handler", w.where(),
				"value", shortened(values[0]))
			break
		}
		w.length = n
	}
	return false
}

// declareTrailer notes that there will be trailers, which only chunks have room for.
func (w *connWriter) declareTrailer(interim bool) {
	if !interim && w.trailers == nil {
		w.trailers = []string{}
	}
}

// isTrailer says whether a field may stand behind a body (RFC 9110 §6.5.1).
func isTrailer(name string) bool {
	switch name {
	case "", "Content-Encoding", "Content-Range", "Content-Type", "Set-Cookie", "Authorization",
		"Host", "Location", "Vary", "Cache-Control", "Expires":
		return false
	}
	return http1.ValidName(name) && !isOwn(name)
}

// appendField appends a line. A line break in a value becomes a space, as in net/http; what else
// could not be read leaves the line out.
func (w *connWriter) appendField(b []byte, name, value string) []byte {
	if strings.ContainsAny(value, "\r\n") {
		value = strings.NewReplacer("\r", " ", "\n", " ").Replace(value)
	}
	value = textproto.TrimString(value)
	if !http1.ValidName(name) || !http1.ValidValue(value) {
		w.x.app.log().Error("header field left out: malformed", "name", shortened(name))
		return b
	}
	b = append(append(b, name...), ": "...)
	return append(append(b, value...), "\r\n"...)
}

// sniff tells the type of a body by its first bytes, of which p are those behind what was kept.
func (w *connWriter) sniff(p []byte) {
	if w.typed || w.coded || len(w.kept)+len(p) == 0 || w.status == http.StatusNotModified {
		return
	}
	w.typed = true
	first := p
	if len(w.kept) > 0 {
		first = append(w.kept[:len(w.kept):len(w.kept)], p[:min(len(p), sniffLength)]...)
	}
	w.fields = w.appendField(w.fields, "Content-Type", http.DetectContentType(first))
}

// writeHead writes the head of an answer whose end is not known to be here. w.mu is held, and
// nothing of the answer is sent yet.
func (w *connWriter) writeHead() {
	w.sent = true
	c := w.c
	if w.status == http.StatusSwitchingProtocols || w.x.Head || bodiless(w.status) {
		c.writing.Lock()
		defer c.writing.Unlock()
		_, ends := c.bodyEnds(w.status < http.StatusBadRequest)
		w.appendHead(c.answerHead(w.x, w.length, ends))
		return
	}
	_, ends := c.bodyEnds(w.status < http.StatusBadRequest)
	a := c.answerHead(w.x, w.length, ends)
	w.stream = c.openStream(a, isEvents(w.header.Get("Content-Type")), w.appendHead)
}

// appendHead appends status line and fields. c.writing is held, or nobody else writes.
func (w *connWriter) appendHead(a answerHead) {
	w.keep = a.keep
	if seen := w.x.seen; seen != nil {
		seen.status, seen.bytes = w.status, 0
	}
	out := w.c.f.output()
	b := appendStatusLine(out.b, w.status)
	if !w.dated {
		b = append(b, w.c.s.clock.DateField()...)
	}
	b = append(b, w.fields...)
	if w.status == http.StatusSwitchingProtocols {
		w.keep = false // if nobody takes the connection over
		out.b = append(b, "Connection: Upgrade\r\n\r\n"...)
		return
	}
	if w.x.Head && a.length < 0 {
		a.raw = true // GET would have chunks, or an end that was told
	}
	b = appendFraming(b, w.status, a)
	b = appendConnection(b, a, w.upgrade)
	out.b = append(b, "\r\n"...)
}

// trailer is what stands behind the last chunk (RFC 9112 §7.1.2): what was declared, and what
// has the prefix of net/http for those that were not.
func (w *connWriter) trailer() (b []byte) {
	if w.trailers == nil {
		for name := range w.header {
			if strings.HasPrefix(name, http.TrailerPrefix) {
				w.trailers = []string{}
			}
		}
	}
	if w.trailers == nil {
		return nil
	}
	for _, name := range w.trailers {
		for _, value := range w.header[name] {
			b = w.appendField(b, name, value)
		}
	}
	for _, name := range sortedNames(w.header, nil) {
		if bare, ok := strings.CutPrefix(name, http.TrailerPrefix); ok && isTrailer(bare) {
			for _, value := range w.header[name] {
				b = w.appendField(b, bare, value)
			}
		}
	}
	return b
}
