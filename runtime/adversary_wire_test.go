package runtime

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The client's oracle of bytes lives here: answers are taken apart strictly, and every
// byte of them has to be one that the request explains.

// A wireReader reads answers and remembers what it has read, for messages.
type wireReader struct {
	r   io.Reader
	buf []byte
	at  int // what has been taken of buf
}

// A wireFault is what no server may send.
type wireFault string

func (f wireFault) Error() string { return string(f) }

// wireAnswer is one answer.
type wireAnswer struct {
	status  int
	fields  map[string]string // names in lower case
	body    []byte
	chunked bool
	raw     bool // it ends with the connection
}

// forget lets go of what has been taken, but for a little.
func (w *wireReader) forget() {
	if drop := w.at - 400; drop > 16<<10 || w.at == len(w.buf) && drop > 0 {
		w.buf = append(w.buf[:0], w.buf[drop:]...)
		w.at -= drop
	}
}

// more reads on.
func (w *wireReader) more() error {
	if cap(w.buf)-len(w.buf) < 4096 {
		w.buf = append(make([]byte, 0, 2*cap(w.buf)+8192), w.buf...)
	}
	n, err := w.r.Read(w.buf[len(w.buf):cap(w.buf)])
	fresh := w.buf[len(w.buf) : len(w.buf)+n]
	w.buf = w.buf[:len(w.buf)+n]
	if bytes.IndexByte(fresh, 0xDB) >= 0 {
		w.at = len(w.buf)
		return wireFault("poison on the wire: what was given back is sent")
	}
	if n > 0 {
		return nil
	}
	if err == nil {
		err = io.ErrNoProgress
	}
	return err
}

func (w *wireReader) take(n int) ([]byte, error) {
	for len(w.buf)-w.at < n {
		if err := w.more(); err != nil {
			return nil, err
		}
	}
	b := w.buf[w.at : w.at+n]
	w.at += n
	return b, nil
}

// line takes a line that ends in CRLF, which is left out.
func (w *wireReader) line() (string, error) {
	for from := w.at; ; {
		if i := bytes.IndexByte(w.buf[from:], '\n'); i >= 0 {
			line := w.buf[w.at : from+i]
			if len(line) == 0 || line[len(line)-1] != '\r' || bytes.IndexByte(line, '\r') != len(line)-1 {
				return "", wireFault(fmt.Sprintf("a line that does not end in CRLF: %.200q", line))
			}
			w.at = from + i + 1
			return string(line[:len(line)-1]), nil
		}
		if len(w.buf)-w.at > 64<<10 {
			return "", wireFault("a line without end")
		}
		from = len(w.buf)
		if err := w.more(); err != nil {
			return "", err
		}
	}
}

// around is what was read before and behind the place.
func (w *wireReader) around() string {
	from := max(0, w.at-300)
	return fmt.Sprintf("…%q ← here → %.300q…", w.buf[from:w.at], w.buf[w.at:])
}

// knownFields are those that answers may have, in lower case.
var knownFields = map[string]bool{
	"content-type": true, "content-length": true, "transfer-encoding": true, "date": true,
	"connection": true, "x-n": true, "x-after": true, "cache-control": true, "allow": true,
	"x-accel-buffering": true, "x-content-type-options": true, "upgrade": true,
}

// head takes a status line and the fields. Statuses below 200 have none.
func (w *wireReader) head() (*wireAnswer, error) {
	line, err := w.line()
	if err != nil {
		return nil, err
	}
	version, rest, _ := strings.Cut(line, " ")
	code, reason, ok := strings.Cut(rest, " ")
	status, err := strconv.Atoi(code)
	known := len(code) == 3 && err == nil && status >= 100 && reason == statusText(status)
	if version != "HTTP/1.1" || !ok || !known {
		return nil, wireFault(fmt.Sprintf("no status line: %.200q", line))
	}
	a := &wireAnswer{status: status, fields: make(map[string]string, 8)}
	for {
		line, err := w.line()
		if err != nil {
			return nil, err
		}
		if line == "" {
			return a, nil
		}
		name, value, ok := strings.Cut(line, ": ")
		name = strings.ToLower(name)
		if _, twice := a.fields[name]; !ok || twice || !knownFields[name] {
			return nil, wireFault(fmt.Sprintf("a field that nobody has set, or twice: %.200q", line))
		}
		a.fields[name] = value
	}
}

// readBody takes the body of an answer to a request with the method.
func (w *wireReader) readBody(a *wireAnswer, method string) (err error) {
	length, hasLength := a.fields["content-length"]
	coding, hasCoding := a.fields["transfer-encoding"]
	switch {
	case hasCoding && (hasLength || coding != "chunked"):
		return wireFault("the framing is contradictory: " + fmt.Sprint(a.fields))
	case method == "HEAD" || bodiless(a.status):
		if hasLength && a.status == 204 || hasCoding && a.status == 204 {
			return wireFault("a 204 with framing: " + fmt.Sprint(a.fields))
		}
		return nil
	case hasCoding:
		a.chunked = true
		return w.chunks(a)
	case hasLength:
		n, err := strconv.Atoi(length)
		if err != nil || n < 0 || n > 16<<20 {
			return wireFault("a length that is none: " + length)
		}
		a.body, err = w.take(n)
		return err
	}
	a.raw = true
	for err == nil {
		err = w.more()
	}
	a.body, w.at = w.buf[w.at:], len(w.buf)
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// chunks takes a chunked body.
func (w *wireReader) chunks(a *wireAnswer) error {
	for {
		line, err := w.line()
		if err != nil {
			return err
		}
		n, err := strconv.ParseUint(line, 16, 24)
		if err != nil || line[0] == '0' && len(line) > 1 {
			return wireFault(fmt.Sprintf("no chunk's size: %.200q", line))
		}
		b, err := w.take(int(n))
		if err != nil {
			a.body = append(a.body, w.buf[w.at:]...) // what is here of it is looked at, too
			return err
		}
		a.body = append(a.body, b...)
		if line, err = w.line(); err != nil {
			return err
		}
		if line != "" {
			return wireFault(fmt.Sprintf("behind a chunk stands %.200q", line))
		}
		if n == 0 {
			return nil
		}
	}
}
