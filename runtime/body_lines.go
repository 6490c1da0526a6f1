package runtime

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"net/http"
	"slices"

	"example.com/httpgen/runtime/wire"
)

// Bodies of one JSON text a line live here, which are read as they come.

const (
	// maxLine is how long a line is at most, in bytes, without its end.
	maxLine = 1 << 20
	// firstLines is the memory that lines have to begin with, in bytes; a longer line takes more.
	firstLines = 16 << 10
)

// linesTypes are what clients call a body of one JSON text a line; nobody has registered one.
// The first is what answers have.
var linesTypes = []string{
	"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl",
	"application/jsonlines", "application/x-jsonlines",
}

// DecodeLines gives the values of a body of one JSON text a line as they come, for generated
// code; a request without a body has none. A line ends in LF, or CRLF, which the last one may
// lack; one of nothing but white space is passed over. It returns 415 for another content type
// than application/x-ndjson and its other names, or a charset other than UTF-8, and 413 if
// Content-Length says that the body is too large.
//
// In the place of a value the sequence yields what is wrong with a line, an *HTTPError that names
// it: 400 for what is no JSON, 422 with all faults where a value is not what the manifest
// declares. Who goes on gets the lines behind it. An error of the body is the last thing that is
// yielded: those of Request.BodyReader, and 413 for a line of more than 1 MiB; no answer below
// 400 is sent then. Memory is taken for the longest line and one value.
//
// The sequence is for the goroutines of the handler and its Stream, one at a time; ranging over
// it again goes on where the last time stopped.
func DecodeLines[T any](
	req Request, decode func(*wire.Decoder, int, *T) (int, bool),
) (iter.Seq2[T, error], error) {
	body, err := beginBody(req, wantLines(req), false)
	if err != nil {
		return nil, err
	}
	return linesOf(&lineReader{from: body, req: req, limit: maxLine}, decode), nil
}

func linesOf[T any](lines *lineReader, decode func(*wire.Decoder, int, *T) (int, bool)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var v T // zero where there is an error
		for {
			line, err := lines.next()
			if err == nil {
				err = refusedJSON(wire.UnmarshalLine(line, lines.number, &v, decode))
			} else {
				v = *new(T)
			}
			if err == io.EOF || !yield(v, err) || lines.err != nil {
				return
			}
		}
	}
}

// DecodeLine reads a value by encoding/json, for DecodeLines.
func DecodeLine[T any](d *wire.Decoder, at int, v *T) (next int, ok bool) {
	*v, ok = wire.Value[T](d.At(at))
	return d.Offset(), ok
}

// wantLines returns 415 unless the body is one JSON text a line, in UTF-8.
func wantLines(req Request) error {
	return wantJSONIn(req, linesTypes[0], func(t string) bool { return slices.Contains(linesTypes, t) })
}

// A lineReader cuts a body into lines. Of the body it holds the line that was returned last, and
// what came with it.
//
// Invariant: 0 ≤ start ≤ searched ≤ end ≤ len(buf); buf[start:searched] has no line end.
type lineReader struct {
	from  io.Reader // nil: there is nothing
	req   Request
	limit int

	buf                  []byte
	start, searched, end int
	number               int   // of the line that was returned last, from 1
	err                  error // it stays
	last                 bool  // from has ended
}

// next is the next line that has more than white space, without its end. It is valid until the
// next call. The error is io.EOF behind the last line, or an *HTTPError.
func (l *lineReader) next() ([]byte, error) {
	for l.err == nil {
		line, ok := l.here()
		switch {
		case ok && len(line) > l.limit:
			l.fail(&HTTPError{Status: http.StatusRequestEntityTooLarge,
				Message: fmt.Sprintf("line %d has more than %d bytes", l.number, l.limit)})
		case ok && len(bytes.Trim(line, " \t\r")) > 0:
			return line, nil
		case ok:
		case l.last:
			l.err = io.EOF
		default:
			l.more()
		}
	}
	return nil, l.err
}

// here is the next line, if it is here, or as much of it as is too long.
func (l *lineReader) here() (line []byte, ok bool) {
	rest := l.buf[l.searched:l.end]
	switch i := bytes.IndexByte(rest, '\n'); {
	case i >= 0:
		line = l.buf[l.start : l.searched+i]
		l.start = l.searched + i + 1
		l.searched = l.start
	case l.end-l.start > l.limit+len("\r"), l.last && l.start < l.end:
		line = l.buf[l.start:l.end]
		l.start, l.searched = l.end, l.end
	default:
		l.searched = l.end
		return nil, false
	}
	l.number++
	return bytes.TrimSuffix(line, []byte("\r")), true
}

// more reads on, behind a line that has begun.
func (l *lineReader) more() {
	if l.from == nil {
		l.last = true
		return
	}
	switch {
	case l.buf == nil:
		l.buf = make([]byte, min(firstLines, l.limit+2))
	case l.start > 0:
		l.end = copy(l.buf, l.buf[l.start:l.end])
		l.start, l.searched = 0, l.end
	case l.end == len(l.buf): // one byte past the longest line and CR is the most
		l.buf = append(l.buf, make([]byte, min(len(l.buf), l.limit+2-len(l.buf)))...)
	}
	n, err := l.from.Read(l.buf[l.end:])
	l.end += n
	switch {
	case err == io.EOF:
		l.last = true
	case err != nil:
		l.err = err // a line that is cut off is none
	}
}

// fail ends the reading at what is no line.
func (l *lineReader) fail(err *HTTPError) {
	l.err = err
	l.req.spoilBody(err)
}
