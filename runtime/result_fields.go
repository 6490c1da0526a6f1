package runtime

import (
	"fmt"

	"example.com/httpgen/runtime/wire"
)

// WithFields returns a response with the header fields of a typed result. They take the place of
// fields of their names, but for those that may repeat. What cannot be sent is an error; the
// response is dropped then.
func WithFields(r Response, out *wire.FieldEncoder) (Response, error) {
	fields, err := out.Fields()
	for _, f := range fields {
		if err == nil && !isFieldValue(f.Value) {
			err = fmt.Errorf("the value %q of the header field %s has a control character",
				shortened(f.Value), f.Name)
		}
	}
	if err != nil {
		closeUnsent(&r)
		return Response{}, err
	}
	if len(fields) == 0 {
		return r, nil
	}
	more := r.copyMore(len(fields))
	for _, f := range fields {
		if !mayRepeat(f.Name) {
			more.remove(f.Name)
		}
	}
	for _, f := range fields {
		more.add(f.Name, f.Value)
	}
	r.more = more
	return r, nil
}
