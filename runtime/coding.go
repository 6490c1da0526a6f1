package runtime

import (
	"net/http"
	"strings"
)

// In which coding a body may come is decided here.

// A codingRefused is the cause of a 415 because of a coding (RFC 9110 §15.5.16).
type codingRefused string

func (c codingRefused) Error() string { return "Content-Encoding: " + string(c) }

// wantIdentity returns 415 for a body in a coding, such as gzip (RFC 9110 §8.4): what reads it
// would take compressed bytes for the text.
func wantIdentity(req Request) error {
	x, held := req.enter()
	_, told := x.origin.header("Content-Encoding")
	req.leave(held)
	if !told { // as nearly always
		return nil
	}
	for name, value := range req.Headers() {
		if !strings.EqualFold(name, "Content-Encoding") {
			continue
		}
		for coding := range strings.SplitSeq(value, ",") {
			coding = strings.Trim(coding, " \t")
			if coding != "" && !strings.EqualFold(coding, "identity") {
				return &HTTPError{
					Status: http.StatusUnsupportedMediaType, Err: codingRefused(shortened(coding)),
					Message: "send the body without Content-Encoding (it was " + shortened(coding) + ")",
				}
			}
		}
	}
	return nil
}
