package runtime

import (
	"bytes"
	"errors"
	"math"
	"mime"
	"mime/multipart"
	"net/http"
)

// Bodies of multipart/form-data live here.

// DecodeMultipart reads a body of multipart/form-data; see Request.Multipart. The body is
// read before it is taken apart, so that hooks may look at it too, and no file of it goes
// to the disk, from where somebody would have to remove it: the limit of the body bounds
// the memory.
func DecodeMultipart(req Request) (*multipart.Form, error) {
	mediaType, params, err := mime.ParseMediaType(req.Header("Content-Type"))
	if err != nil || mediaType != "multipart/form-data" {
		return nil, &HTTPError{Status: http.StatusUnsupportedMediaType, Message: "this needs a body of multipart/form-data", Err: err}
	}
	boundary := params["boundary"]
	if boundary == "" { // RFC 2046 §5.1.1
		return nil, &HTTPError{Status: http.StatusBadRequest, Message: "multipart/form-data without a boundary"}
	}
	b, err := req.Body()
	if err != nil {
		return nil, err
	}
	form, err := multipart.NewReader(bytes.NewReader(b), boundary).ReadForm(math.MaxInt64)
	switch {
	case errors.Is(err, multipart.ErrMessageTooLarge):
		return nil, tooLarge(err)
	case err != nil:
		return nil, &HTTPError{Status: http.StatusBadRequest, Message: "malformed multipart/form-data", Err: err}
	}
	return form, nil
}
