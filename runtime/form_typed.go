package runtime

import (
	"io"
	"net/http"
	"strings"

	"example.com/httpgen/runtime/internal/formdata"
	"example.com/httpgen/runtime/wire"
)

// Forms of the manifest's types live here: what generated code reads their bodies with.

// DecodeFormOf reads a body of application/x-www-form-urlencoded by a function of generated
// code; without a body the form is empty. It returns 415 for another content type or charset,
// 413 for more than 10,000 pairs, and 400 with all faults where values are not what the manifest
// declares. Other errors are those of Request.Body.
func DecodeFormOf[T any](req Request, read func(*wire.Params) T) (v T, err error) {
	body, err := req.Body()
	if err != nil {
		return v, err
	}
	if len(body) > 0 {
		const form = "application/x-www-form-urlencoded"
		if err := wantType(req, form, func(t string) bool { return t == form }); err != nil {
			return v, err
		}
	}
	text := string(body) // what is read keeps pieces of it, and body is the handler's, too
	if strings.Count(text, "&") >= maxPairs {
		message := "more than 10000 values"
		return v, &HTTPError{Status: http.StatusRequestEntityTooLarge, Message: message}
	}
	if isJSONDocument(text) {
		return v, badForm("body is JSON under a form type", nil)
	}
	var in wire.Params
	in.Form(text)
	v = read(&in)
	in.EndForm()
	return v, Refused(&in)
}

// DecodeMultipartOf reads a body of multipart/form-data by a function of generated code. It
// returns 415 for another content type, 413 for more than 1000 parts or a field of more than
// 1 MiB, and 400 for no body, for what is no form, and with all faults where values are not what
// the manifest declares. Other errors are those of Request.BodyReader.
func DecodeMultipartOf[T any](
	req Request, read func(*PartReader, *wire.Params) T,
) (v T, err error) {
	r, err := newPartReader(req)
	if err != nil {
		return v, err
	}
	var in wire.Params
	in.Parts()
	if v = read(r, &in); r.err != nil {
		return v, r.err
	}
	in.EndForm()
	return v, Refused(&in)
}

// DecodeParts reads a body of multipart/form-data as far as its first file; its errors are those
// of DecodeMultipartOf.
func DecodeParts[T any](req Request, read func(*PartReader, *wire.Params) T) (*Parts[T], error) {
	r, err := newPartReader(req)
	if err != nil {
		return nil, err
	}
	r.streams = true
	p := &Parts[T]{reader: r, read: read}
	p.in.Parts()
	if p.Fields = read(r, &p.in); r.err != nil {
		return nil, r.err
	}
	p.in.EndForm()
	return p, Refused(&p.in)
}

// newPartReader begins with the body of a request.
func newPartReader(req Request) (*PartReader, error) {
	x, held := req.enter()
	defer req.leave(held)
	empty := badForm("body is empty", nil)
	length := x.origin.contentLength()
	if length == 0 {
		return nil, empty
	}
	boundary, typeErr := formBoundary(req)
	if typeErr == nil && len(boundary) > formdata.MaxBoundary {
		typeErr = badForm("the boundary of Content-Type is longer than 200 bytes", nil)
	}
	if typeErr != nil && length > 0 {
		return nil, typeErr
	}
	body := req.BodyReader()
	if length < 0 {
		known := &knownBody{from: body}
		switch err := known.begin(); {
		case err == io.EOF:
			return nil, empty
		case typeErr != nil:
			return nil, typeErr
		}
		body = known
	}
	return &PartReader{in: formdata.NewReader(body, boundary), x: x}, nil
}

// A knownBody is a body of which the first byte was read, to know whether there is one.
type knownBody struct {
	from  io.Reader
	first []byte
	err   error
}

// begin reads the first byte; it returns io.EOF if there is none.
func (b *knownBody) begin() error {
	var first [1]byte
	n, err := io.ReadFull(b.from, first[:])
	b.first, b.err = first[:n], err
	return err
}

// Read implements io.Reader.
func (b *knownBody) Read(p []byte) (int, error) {
	if len(b.first) > 0 && len(p) > 0 {
		p[0], b.first = b.first[0], nil
		return 1, nil
	}
	if b.err != nil {
		return 0, b.err
	}
	return b.from.Read(p)
}
