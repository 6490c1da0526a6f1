package runtime

import (
	"bytes"
	"errors"
	"net/http"

	"example.com/httpgen/runtime/wire"
)

// Bodies and results of the manifest's types live here: JSON that generated code reads and
// writes.

// DecodeBody reads a body of JSON by a function of generated code. It returns 400 for a missing
// body and for what is no JSON, 415 for another content type or charset, with Accept, and for a
// coding, and 422
// with all faults where values are not what the manifest declares. Other errors are those of
// Request.Body.
func DecodeBody[T any](req Request, decode func(*wire.Decoder, int, *T) (int, bool)) (v T, err error) {
	body, err := req.lend()
	if err != nil {
		return v, err
	}
	if len(body) == 0 {
		return v, bodyEmpty()
	}
	if err := wantJSON(req); err != nil {
		return v, err
	}
	if err := wire.Unmarshal(body, &v, decode); err != nil {
		return v, refusedJSON(err)
	}
	return v, nil
}

// DecodeOptionalBody is DecodeBody for a body that may be missing; null is as good as none, as it
// is for a member that may be absent.
func DecodeOptionalBody[T any](
	req Request, decode func(*wire.Decoder, int, *T) (int, bool),
) (Optional[T], error) {
	body, err := req.lend()
	if err != nil || len(body) == 0 {
		return Optional[T]{}, err
	}
	if string(bytes.TrimSpace(body)) == "null" {
		return Optional[T]{}, wantJSON(req)
	}
	v, err := DecodeBody(req, decode)
	return Some(v), err
}

// DecodeJSON decodes the body for generated code. Besides the errors of Request.JSON it
// returns 400 for no body, and 415 for none of application/json and …+json in UTF-8. Where T, or
// an element of a list, has a method Validate() error, that is asked: what it refuses is 422.
func DecodeJSON[T any](req Request) (v T, err error) {
	body, err := req.lend()
	if err != nil {
		return v, err
	}
	if len(body) == 0 {
		return v, bodyEmpty()
	}
	if err := wantJSON(req); err != nil {
		return v, err
	}
	if err := decodeJSON(body, &v); err != nil {
		return v, err
	}
	if faults := wire.Check(&v); len(faults) > 0 {
		return v, refusedJSON(&wire.JSONError{Faults: faults})
	}
	return v, nil
}

// DecodeOptionalJSON is DecodeJSON for a body that may be missing: then it is the zero value, the
// nil of T.
func DecodeOptionalJSON[T any](req Request) (v T, err error) {
	if body, err := req.lend(); err != nil || len(body) == 0 {
		return v, err
	}
	return DecodeJSON[T](req)
}

// wantJSON returns 415 unless the body is JSON in UTF-8.
func wantJSON(req Request) error { return wantJSONIn(req, "application/json", isJSONType) }

// refusedJSON is the error of a body that a decoder refuses.
func refusedJSON(err error) error {
	var e *wire.JSONError
	if !errors.As(err, &e) {
		return err
	}
	cause := &ValidationError{e.Faults}
	refused := &HTTPError{Status: http.StatusUnprocessableEntity, Message: cause.Error(), Err: cause}
	if e.Syntax() {
		refused.Status, refused.Message = http.StatusBadRequest, "invalid JSON: "+cause.Error()
	}
	return refused
}

// EncodeBody makes the answer of a handler's result, of a type of the manifest.
func EncodeBody[T any](v T, status int, encode func(T, []byte) ([]byte, error)) (Response, error) {
	b := encodeBuffers.Get().(*encodeBuffer)
	text, err := encode(v, b.b[:0])
	if err != nil {
		encodeBuffers.Put(b)
		return Response{}, err
	}
	return b.answer(text, status), nil
}
