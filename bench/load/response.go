package load

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// The reading of answers lives here: enough of HTTP/1.1 to know where an answer ends
// and that it is the right one.

// maxHead bounds the head of an answer.
const maxHead = 8 << 10

// A responseReader reads answers of one connection.
type responseReader struct {
	conn  io.Reader
	buf   []byte
	start int // buf[start:end] is read and not consumed
	end   int
}

func newResponseReader(conn io.Reader) *responseReader {
	return &responseReader{conn: conn, buf: make([]byte, 2*maxHead)}
}

// next reads one answer, which must have status 200 and want's length. Only the first
// answers of a run are compared byte by byte (compare), later ones by length.
func (r *responseReader) next(want []byte, compare bool) error {
	head, err := r.head()
	if err != nil {
		return err
	}
	length, err := contentLength(head)
	if err != nil {
		return err
	}
	if length != len(want) {
		return fmt.Errorf("answer of %d bytes, want %d, in %q", length, len(want), head)
	}
	return r.body(want, compare)
}

// head gives the bytes up to and including the empty line; valid until the next read.
func (r *responseReader) head() ([]byte, error) {
	for searched := 0; ; {
		if i := bytes.Index(r.buf[r.start+searched:r.end], []byte("\r\n\r\n")); i >= 0 {
			head := r.buf[r.start : r.start+searched+i+4]
			r.start += len(head)
			return head, nil
		}
		searched = max(0, r.end-r.start-3)
		if r.end-r.start > maxHead {
			return nil, errors.New("head of an answer over 8 KiB")
		}
		if err := r.fill(); err != nil {
			return nil, err
		}
	}
}

// fill reads more behind end, moving what is left to the front if there is no room.
func (r *responseReader) fill() error {
	if r.start == r.end {
		r.start, r.end = 0, 0
	} else if len(r.buf)-r.end < maxHead/2 {
		r.end = copy(r.buf, r.buf[r.start:r.end])
		r.start = 0
	}
	n, err := r.conn.Read(r.buf[r.end:])
	r.end += n
	if n > 0 {
		return nil
	}
	return err
}

func (r *responseReader) body(want []byte, compare bool) error {
	for len(want) > 0 {
		if r.start == r.end {
			if err := r.fill(); err != nil {
				return err
			}
		}
		n := min(len(want), r.end-r.start)
		if compare && !bytes.Equal(want[:n], r.buf[r.start:r.start+n]) {
			return fmt.Errorf("wrong body: %.100q", r.buf[r.start:r.start+n])
		}
		r.start += n
		want = want[n:]
	}
	return nil
}

var okLine = []byte("HTTP/1.1 200 ")

func contentLength(head []byte) (int, error) {
	if !bytes.HasPrefix(head, okLine) {
		return 0, fmt.Errorf("answer %.100q, want status 200", head)
	}
	const name = "content-length:"
	for line := range bytes.Lines(head) {
		if len(line) > len(name) && bytes.EqualFold(line[:len(name)], []byte(name)) {
			return strconv.Atoi(string(bytes.TrimSpace(line[len(name):])))
		}
	}
	return 0, fmt.Errorf("no Content-Length in %q", head)
}
