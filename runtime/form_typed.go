package runtime

import (
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
	body, err := req.lend()
	if err != nil {
		return v, err
	}
	if len(body) > 0 {
		const form = "application/x-www-form-urlencoded"
		if err := wantType(req, form, func(t string) bool { return t == form }); err != nil {
			return v, err
		}
	}
	text := string(body) // what is read keeps pieces of it
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
	form, err := DecodeOptionalMultipartOf(req, read)
	v, ok := form.Get()
	if err == nil && !ok {
		err = bodyEmpty()
	}
	return v, err
}

// DecodeOptionalMultipartOf is DecodeMultipartOf for a form that may be missing.
func DecodeOptionalMultipartOf[T any](
	req Request, read func(*PartReader, *wire.Params) T,
) (form Optional[T], err error) {
	r, err := newPartReader(req)
	if r == nil || err != nil {
		return form, err
	}
	var in wire.Params
	in.Parts()
	v := read(r, &in)
	if r.err != nil {
		return form, r.err
	}
	in.EndForm()
	return Some(v), Refused(&in)
}

// DecodeParts reads a body of multipart/form-data as far as its first file; its errors are those
// of DecodeMultipartOf.
func DecodeParts[T any](req Request, read func(*PartReader, *wire.Params) T) (*Parts[T], error) {
	p, err := DecodeOptionalParts(req, read)
	if p == nil && err == nil {
		err = bodyEmpty()
	}
	return p, err
}

// DecodeOptionalParts is DecodeParts for a form that may be missing: it is nil then.
func DecodeOptionalParts[T any](
	req Request, read func(*PartReader, *wire.Params) T,
) (*Parts[T], error) {
	r, err := newPartReader(req)
	if r == nil || err != nil {
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

// DecodeOptionalFormOf is DecodeFormOf for a form that may be missing.
func DecodeOptionalFormOf[T any](
	req Request, read func(*wire.Params) T,
) (form Optional[T], err error) {
	body, err := req.lend()
	if err != nil || len(body) == 0 {
		return form, err
	}
	v, err := DecodeFormOf(req, read)
	return Some(v), err
}

// newPartReader begins with the body of a request; it is nil where there is none.
func newPartReader(req Request) (*PartReader, error) {
	boundary, wrong := formBoundary(req)
	if wrong == nil && len(boundary) > formdata.MaxBoundary {
		wrong = badForm("the boundary of Content-Type is longer than 200 bytes", nil)
	}
	body, err := beginBody(req, wrong, true)
	if body == nil || err != nil {
		return nil, err
	}
	return &PartReader{in: formdata.NewReader(body, boundary), req: req}, nil
}
