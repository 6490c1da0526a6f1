package runtime

import "net/url"

// The body of a request lives here as handlers see it.

// Body returns the whole body. It is read at the first call and kept: each call returns
// the same slice. An error is an *HTTPError to be returned as it is: 413 if the body is
// larger than allowed, 400 if it is malformed or cut off, 408 if it is too slow.
func (r Request) Body() ([]byte, error) {
	x := r.exchange()
	kept := x.kept.rare()
	if !kept.bodyRead {
		kept.bodyRead = true
		kept.body, kept.bodyErr = x.origin.readBody(x.bodyLimit())
	}
	return kept.body, kept.bodyErr
}

// bodyLimit is the limit of this request's body in bytes.
func (x *Exchange) bodyLimit() int64 {
	if x.kept.limit != 0 {
		return x.kept.limit
	}
	return x.app.settings.maxBodySize
}

// Text returns the body as text, which has to be UTF-8: else 400. Other errors are
// those of Body.
func (r Request) Text() (string, error) {
	b, err := r.Body()
	if err != nil {
		return "", err
	}
	return decodeText(b)
}

// JSON decodes the body into v as encoding/json does, whatever the content type says.
// Malformed JSON is an *HTTPError with status 400 that names the place; other errors are
// those of Body. The body is kept, so that JSON may be called again.
func (r Request) JSON(v any) error {
	b, err := r.Body()
	if err != nil {
		return err
	}
	return decodeJSON(b, v)
}

// Form returns the values of a body of application/x-www-form-urlencoded: 415 for
// another content type, 400 if it is malformed. Other errors are those of Body.
func (r Request) Form() (url.Values, error) { return DecodeForm(r) }
