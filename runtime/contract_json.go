package runtime

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"strings"

	"example.com/httpgen/runtime/wire"
)

// Bodies and results of the manifest's types live here: JSON that generated code reads and
// writes.

// DecodeBody reads a body of JSON by a function of generated code. It returns 400 for a missing
// body and for what is no JSON, 415 for another content type or charset, with Accept, and for a
// coding, and 422
// with all faults where values are not what the manifest declares. Other errors are those of
// Request.Body.
func DecodeBody[T any](req Request, decode func(*wire.Decoder, *T) bool) (v T, err error) {
	body, err := req.Body()
	if err != nil {
		return v, err
	}
	if len(body) == 0 {
		return v, &HTTPError{Status: http.StatusBadRequest, Message: "body is empty"}
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
	req Request, decode func(*wire.Decoder, *T) bool,
) (Optional[T], error) {
	body, err := req.Body()
	if err != nil || len(body) == 0 {
		return Optional[T]{}, err
	}
	if string(bytes.TrimSpace(body)) == "null" {
		return Optional[T]{}, wantJSON(req)
	}
	v, err := DecodeBody(req, decode)
	return Some(v), err
}

// wantJSON returns 415 unless the body is JSON in UTF-8. What names no type is refused, too:
// it is what other pages can send without being asked (CORS).
func wantJSON(req Request) error {
	if err := wantIdentity(req); err != nil {
		return err
	}
	given := req.Header("Content-Type")
	mediaType, params, err := mime.ParseMediaType(given)
	if err == nil || mediaType != "" && errors.Is(err, mime.ErrInvalidMediaParameter) {
		if !isJSONType(mediaType) {
			err = errors.New("no JSON")
		}
	}
	switch charset := strings.ToLower(params["charset"]); {
	case given == "":
		return &HTTPError{Status: http.StatusUnsupportedMediaType, Err: accepted("application/json"),
			Message: "send Content-Type: application/json (there was none)"}
	case err != nil:
		return &HTTPError{Status: http.StatusUnsupportedMediaType, Err: accepted("application/json"),
			Message: "send Content-Type: application/json (it was " + shortened(given) + ")"}
	case charset != "" && charset != "utf-8" && charset != "utf8" && charset != "us-ascii":
		return &HTTPError{Status: http.StatusUnsupportedMediaType, Err: accepted("application/json"),
			Message: "JSON is UTF-8 (the charset was " + shortened(charset) + ")"}
	}
	return nil
}

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
