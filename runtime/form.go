package runtime

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Bodies other than JSON live here.

// DecodeForm reads a body of application/x-www-form-urlencoded; see Request.Form.
func DecodeForm(req Request) (url.Values, error) {
	const form = "application/x-www-form-urlencoded"
	if err := wantType(req, form, func(t string) bool { return t == form }); err != nil {
		return nil, err
	}
	b, err := req.lend()
	if err != nil {
		return nil, err
	}
	// What programs send that post a file ends in a line end, which no form has unescaped.
	text, ended := strings.CutSuffix(string(b), "\n")
	if ended {
		text = strings.TrimSuffix(text, "\r")
	}
	values, whole := decodeValues(text)
	if !whole {
		return nil, &HTTPError{Status: http.StatusRequestEntityTooLarge,
			Message: "more than 10000 values"}
	}
	return values, nil
}

// DecodeText reads a text body of any content type for generated code: 415 for a charset other
// than UTF-8, 400 if it is not UTF-8.
func DecodeText(req Request) (string, error) {
	if err := wantType(req, "text/plain", func(string) bool { return true }); err != nil {
		return "", err
	}
	b, err := req.lend()
	if err != nil {
		return "", err
	}
	return decodeText(b)
}

func decodeText(b []byte) (string, error) {
	if !utf8.Valid(b) {
		return "", &HTTPError{Status: http.StatusBadRequest, Message: "the body is not UTF-8: " +
			place(b, invalidUTF8(b))}
	}
	return string(b), nil
}

// DecodeBytes reads a body of any content type, for generated code.
func DecodeBytes(req Request) ([]byte, error) { return req.Body() }

// DecodeLentBytes is DecodeBytes for a body that is valid until the handler returns: its memory
// is then used again.
func DecodeLentBytes(req Request) ([]byte, error) { return req.lend() }

// DecodeStream returns a body of any content type as it arrives, for generated code: see
// Request.BodyReader. What Content-Length says to be too large is 413 right away.
func DecodeStream(req Request) (io.Reader, error) {
	r, err := req.takeBody()
	if err != nil {
		return nil, err
	}
	x, held := req.enter()
	defer req.leave(held)
	if limit := x.bodyLimit(); limit >= 0 && x.origin.contentLength() > limit {
		return nil, tooLarge(nil)
	}
	return r, nil
}

// isJSONDocument says whether a body is an object or an array of JSON: no form looks like one.
func isJSONDocument(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	return text != "" && (text[0] == '{' || text[0] == '[') && json.Valid([]byte(text))
}
