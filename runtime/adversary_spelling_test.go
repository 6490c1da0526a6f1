package runtime

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"mime/multipart"
	"strings"
)

// How an adversarial request is spelt lives here: its number is in every part.

// fields are the header fields as sent, without those of the framing.
func (e *errand) fields() [][2]string {
	return [][2]string{
		{"Host", "h" + e.token + ".example"},
		{"X-N", e.token},
		{"Cookie", "a=" + e.token + "; b=\"" + e.token + "\""},
		{"X-Long", strings.Repeat(e.unit, 20)},
	}
}

func (e *errand) contentType() string {
	return [...]string{
		"", "text/plain; charset=utf-8", "application/json", "application/x-www-form-urlencoded",
		"multipart/form-data; boundary=" + e.token,
	}[e.content]
}

// fill makes the body: about size bytes of the number in the form of the content.
func (e *errand) fill(size int) {
	text := strings.Repeat(e.unit, 1+size/len(e.unit))
	switch e.content {
	case textContent:
		e.body = []byte(text)
	case jsonContent:
		e.body = []byte(`{"n":"` + e.token + `","text":"` + text + `"}`)
	case formContent:
		e.body = []byte("n=" + e.token + "&text=" + text)
	case multipartContent:
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		_ = w.SetBoundary(e.token)
		_ = w.WriteField("n", e.token)
		_ = w.WriteField("text", text)
		_ = w.Close()
		e.body = b.Bytes()
	}
}

// appendHead writes the head as it is sent.
func (e *errand) appendHead(b []byte) []byte {
	version := " HTTP/1.1\r\n"
	if e.old {
		version = " HTTP/1.0\r\n"
	}
	b = append(b, e.method+" "+e.path+"?n="+e.token+"&t="+e.token+version...)
	for _, f := range e.fields() {
		b = append(b, f[0]+": "+f[1]+"\r\n"...)
	}
	if e.content != noContent {
		b = append(b, "Content-Type: "+e.contentType()+"\r\n"...)
	}
	switch {
	case e.chunked:
		b = append(b, "Transfer-Encoding: chunked\r\n"...)
	case e.content != noContent:
		b = fmt.Appendf(b, "Content-Length: %d\r\n", len(e.body))
	}
	if e.expect != noWait {
		b = append(b, "Expect: 100-continue\r\n"...)
	}
	switch {
	case e.finish == finishUpgrade:
		return append(b, "Connection: Upgrade\r\nUpgrade: echo\r\n\r\n"+e.line(0)...)
	case e.close:
		b = append(b, "Connection: close\r\n"...)
	}
	return append(b, "\r\n"...)
}

// appendBody writes the body as it is sent; chunks end where chance says.
func (e *errand) appendBody(b []byte, r *rand.Rand) []byte {
	if !e.chunked {
		return append(b, e.body...)
	}
	for rest := e.body; len(rest) > 0; {
		n := min(len(rest), 1+r.IntN(len(rest)))
		b = fmt.Appendf(b, "%x;x=%s\r\n%s\r\n", n, e.token, rest[:n])
		rest = rest[n:]
	}
	return append(b, "0\r\nX-Trailer: "+e.token+"\r\n\r\n"...)
}

// isPiece says whether b is a piece of the text that repeats the number.
func (e *errand) isPiece(b []byte) bool {
	if e.content != textContent {
		return bytes.Contains(e.body, b)
	}
	unit := e.unit
	at := -1
	for i := range unit {
		head := unit[i:] + unit[:i]
		if string(b[:min(len(b), len(head))]) == head[:min(len(b), len(head))] {
			at = i
			break
		}
	}
	if at < 0 {
		return false
	}
	for i := range b {
		if b[i] != unit[(at+i)%len(unit)] {
			return false
		}
	}
	return true
}
