package runtime

import (
	"errors"
	"fmt"
	"reflect"

	"example.com/httpgen/runtime/wire"
)

// Results that may be large live here: where they are, they are encoded while they are sent.

// EncodePieces makes the answer of a handler's result of a type of the manifest that may be
// large. encode asks out between the elements of lists. What has no JSON form is an error as
// long as it stands in the first 64 KiB; behind them it cuts the answer. A result of more is
// encoded while it is sent: it must not change until then.
func EncodePieces[T any](
	v T, status int, encode func(v T, out *wire.Pieces, b []byte) ([]byte, error),
) (Response, error) {
	b := encodeBuffers.Get().(*encodeBuffer)
	text, err := encode(v, new(wire.Pieces), b.b[:0])
	if err == nil {
		return b.answer(text, status), nil
	}
	encodeBuffers.Put(b)
	if !errors.Is(err, wire.ErrPieces) {
		return Response{}, err
	}
	// What is there is encoded again when it is sent: a Response may be sent many times, and
	// 64 KiB are a small part of what comes.
	r := Response{
		head: makeHead(status, kindPieces, typeJSON),
		more: &responseMore{pieces: func(out *wire.Pieces, b []byte) ([]byte, error) {
			return encode(v, out, b)
		}},
	}
	return r, nil
}

// EncodeJSONList is EncodeJSON of a list, which may be large, as with EncodePieces.
func EncodeJSONList[E any](list []E, status int) (Response, error) {
	if reflect.TypeFor[E]().Kind() == reflect.Uint8 { // bytes, which are a string
		return EncodeJSON(list, status)
	}
	return EncodePieces(list, status, appendGoList[E])
}

// appendGoList writes elements by their addresses, since methods of pointers are called of them,
// too, as encoding/json does it of a whole list.
func appendGoList[E any](list []E, out *wire.Pieces, b []byte) (_ []byte, err error) {
	kind := reflect.TypeFor[E]().Kind()
	direct := kind == reflect.Pointer || kind == reflect.Interface
	b = append(b, '[')
	for i := range list {
		if i > 0 {
			if b, err = out.Next(b); err != nil {
				return b, err
			}
		}
		if direct {
			b, err = wire.AppendGo(b, list[i])
		} else {
			b, err = wire.AppendGo(b, &list[i])
		}
		if err != nil {
			return b, fmt.Errorf("element %d of a %T has no JSON form: %w", i, list, short(err))
		}
	}
	return append(b, ']'), nil
}
