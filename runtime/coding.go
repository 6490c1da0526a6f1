package runtime

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
)

// In which coding a body may come is decided here (RFC 9110 §8.4). It is decoded only where the
// route says so, within the limit of the body: a few bytes can stand for very many.

// A codingRefused is the cause of a 415 because of a coding (RFC 9110 §15.5.16).
type codingRefused struct {
	coding   string
	accepted string // Accept-Encoding of the answer (RFC 9110 §12.5.3)
}

func (c codingRefused) Error() string { return "Content-Encoding: " + c.coding }

// refuseCoding is that 415. names are the codings that the route takes.
func refuseCoding(coding string, names []string) *HTTPError {
	e := &HTTPError{Status: http.StatusUnsupportedMediaType}
	if len(names) == 0 {
		e.Message = "send the body without Content-Encoding (it was " + shortened(coding) + ")"
	} else {
		e.Message = "send the body in " + strings.Join(names, " or ") + ", or without Content-Encoding (it was " +
			shortened(coding) + ")"
	}
	e.Err = codingRefused{shortened(coding), strings.Join(append(slices.Clone(names), "identity"), ", ")}
	return e
}

// codings are the words of all fields Content-Encoding as they were sent, but for identity.
func (x *Exchange) codings() (list []string) {
	if _, _, told := x.origin.line("Content-Encoding", 0); !told { // as nearly always
		return nil
	}
	x.fields(func(name, value string) bool {
		if !strings.EqualFold(name, "Content-Encoding") {
			return true
		}
		for coding := range strings.SplitSeq(value, ",") {
			coding = strings.Trim(coding, " \t")
			if coding != "" && !strings.EqualFold(coding, "identity") {
				list = append(list, coding)
			}
		}
		return true
	})
	return list
}

// wantIdentity returns 415 for a body in a coding that is not decoded: what reads it would take
// compressed bytes for the text.
func wantIdentity(req Request) error {
	x, held := req.enter()
	defer req.leave(held)
	if more := x.kept.more.Load(); more != nil && more.decoding != nil {
		if more.decoding.refused != nil {
			return more.decoding.refused
		}
		return nil
	}
	if list := x.codings(); list != nil {
		return refuseCoding(list[0], nil)
	}
	return nil
}

// bodyDecoding is what becomes of a body in a coding, on a route that takes some.
type bodyDecoding struct {
	coder   *coder
	refused *HTTPError
}

// DecodeBody has the body decoded if it comes in one of these codings, before hooks run. One in
// another coding, or in several, is 415 for who reads it.
func (x *Exchange) DecodeBody(names ...string) {
	list := x.codings()
	if list == nil {
		return
	}
	name := strings.ToLower(list[0])
	if name == "x-gzip" { // RFC 9110 §8.4.1.3
		name = "gzip"
	}
	d := new(bodyDecoding)
	if len(list) > 1 || !slices.Contains(names, name) {
		d.refused = refuseCoding(strings.Join(list, ", "), names)
	} else {
		d.coder = x.app.coder(name)
	}
	x.kept.rare().decoding = d
}

// readBody reads the whole body, and decodes it. The limit is that of what is read and of what it
// is decoded to. origin.bodyLock is held.
func (x *Exchange) readBody(d *bodyDecoding) ([]byte, error) {
	limit := x.bodyLimit()
	if d == nil {
		return x.origin.readBody(limit)
	}
	if d.refused != nil {
		return nil, d.refused
	}
	coded, err := x.origin.readBody(limit)
	if err != nil || len(coded) == 0 {
		return coded, err
	}
	r := newDecodedBody(bytes.NewReader(coded), d.coder, limit)
	body, err := io.ReadAll(r)
	var told *HTTPError
	if errors.As(err, &told) {
		x.origin.spoilBody(told)
	}
	return body, err
}

// bodyReader streams the body, and decodes it.
func (r Request) bodyReader(x *Exchange, d *bodyDecoding) io.Reader {
	limit := x.bodyLimit()
	switch {
	case d == nil:
		return x.origin.bodyReader(limit)
	case d.refused != nil:
		return failedReader{d.refused}
	}
	decoded := newDecodedBody(x.origin.bodyReader(limit), d.coder, limit)
	decoded.req = r
	return decoded
}

// A decodedBody decodes a body while it is read.
type decodedBody struct {
	from  notedReader
	coder *coder
	z     io.ReadCloser // nil: nothing was read yet, or nothing more is
	limit int64         // what may still come; negative: no limit
	err   error
	req   Request // of a streamed body, to be spoilt; else the zero value
}

func newDecodedBody(from io.Reader, c *coder, limit int64) *decodedBody {
	return &decodedBody{from: notedReader{r: from}, coder: c, limit: limit}
}

// Read implements io.Reader.
func (d *decodedBody) Read(p []byte) (n int, err error) {
	if d.err != nil || len(p) == 0 {
		return 0, d.err
	}
	defer func() {
		if v := recover(); v != nil { // of other people's code
			n, err = 0, d.end(recovered(v))
		}
	}()
	if d.z == nil {
		if d.z, err = d.coder.NewReader(&d.from); err != nil {
			d.z = nil
			return 0, d.end(err)
		}
	}
	n, err = d.z.Read(p)
	if d.limit >= 0 {
		if int64(n) > d.limit {
			n, err = int(d.limit), tooLarge(nil)
		}
		d.limit -= int64(n)
	}
	if err != nil {
		err = d.end(err)
	}
	return n, err
}

// end is the end of the body, or what is told of a failure: that of what it is read from where
// there is one, else that it is malformed.
func (d *decodedBody) end(err error) error {
	if d.z != nil {
		_ = d.z.Close() // only read from
		d.z = nil
	}
	var told *HTTPError
	switch {
	case d.from.err != nil:
		d.err = d.from.err
		return d.err
	case err == io.EOF:
		d.err = err
		return err
	case errors.As(err, &told):
	default:
		told = &HTTPError{Status: http.StatusBadRequest, Err: err,
			Message: "the body is malformed " + d.coder.name}
	}
	d.err = told
	if d.req.x != nil {
		d.req.spoilBody(told)
	}
	return d.err
}

// A notedReader remembers why it failed.
type notedReader struct {
	r   io.Reader
	err error
}

// Read implements io.Reader.
func (n *notedReader) Read(p []byte) (int, error) {
	read, err := n.r.Read(p)
	if err != nil && err != io.EOF {
		n.err = err
	}
	return read, err
}
