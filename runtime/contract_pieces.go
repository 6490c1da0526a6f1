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
	_, direct := any(*new(E)).(compiled) // a pointer
	if _, ok := any(new(E)).(compiled); ok || direct {
		return EncodePieces(list, status, func(list []E, out *wire.Pieces, b []byte) ([]byte, error) {
			return appendCompiled(list, direct, out, b)
		})
	}
	return EncodePieces(list, status, appendGoList[E])
}

// compiled is what writes itself without reflection: a type of another manifest.
type compiled interface {
	AppendJSON(b []byte) ([]byte, error)
	MarshalJSON() ([]byte, error)
}

func appendCompiled[E any](
	list []E, direct bool, out *wire.Pieces, b []byte,
) (_ []byte, err error) {
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
			return b, fmt.Errorf("a response of %T has no JSON form: %w", list, short(err))
		}
	}
	return append(b, ']'), nil
}

// firstFew is how many elements of a Go type are written at once before their size is known.
const firstFew = 8

// appendGoList writes a list some elements at a time, as many as make a piece: for encoding/json
// each call costs as much as a small element (20 records: 6.5 µs as written, 9.6 one by one, 6.0
// all at once).
func appendGoList[E any](list []E, out *wire.Pieces, b []byte) (_ []byte, err error) {
	b = append(b, '[')
	for few, done := firstFew, 0; done < len(list); {
		if done > 0 {
			if b, err = out.Next(b); err != nil {
				return b, err
			}
		}
		few = min(few, len(list)-done)
		start := len(b)
		if b, err = wire.AppendGo(b, list[done:done+few]); err != nil {
			return b, fmt.Errorf("a response of %T has no JSON form: %w", list, short(err))
		}
		size := len(b) - start
		if size < 2 || b[start] != '[' || b[len(b)-1] != ']' {
			return b, fmt.Errorf("the library of JSONCodec writes no array of a %T", list)
		}
		b = append(b[:start], b[start+1:len(b)-1]...)
		done += few
		few = max(1, few*wire.PieceSize/size)
	}
	return append(b, ']'), nil
}
