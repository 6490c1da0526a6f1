package runtime

import (
	"bytes"
	"cmp"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"unicode/utf8"

	"example.com/httpgen/runtime/wire"
)

// JSON bodies live here, those that are sent and those that are received.

// JSONCodec takes another library than encoding/json for values of Go types, those that no
// manifest declares: in bodies, Request.JSON, results, events and ndjson, in [JSON], and inside
// of types of a manifest. Lists and maps of a manifest's types write themselves, as these do. Its
// functions do what those of encoding/json with these names do, and
// may be called at the same time; nil is that of encoding/json. Whoever prefers the text without
// escapes for HTML, as encoding/json is used here, has to choose that.
//
// What is no body of JSON is found before the library is asked, whichever it is: a text that is
// not RFC 8259, with something behind it, a name twice, half a surrogate pair or more than 128
// levels is a 400, and an error of the library is one, too. What it writes as an element of
// ndjson, as an event or inside of a type of a manifest is checked; a whole answer is not.
//
// The library is that of the process, since a MarshalJSON knows no App: of several Apps with this
// option the one that was made last counts.
func JSONCodec(
	marshal func(v any) ([]byte, error), unmarshal func(text []byte, v any) error,
) Option {
	l := &wire.Library{Marshal: marshal, Unmarshal: unmarshal}
	if marshal == nil {
		l.Marshal = json.Marshal
	}
	if unmarshal == nil {
		l.Unmarshal = json.Unmarshal
	}
	if marshal == nil && unmarshal == nil {
		l = nil
	}
	return func(*settings) { wire.SetLibrary(l) }
}

// encodeJSON makes the answer of a value by the rules of JSON.
func encodeJSON(v any, status int) Response {
	switch nilText(v) {
	case nilPointer:
		return NoContent()
	case nilSlice:
		return jsonResponse("[]", status)
	case nilBytes:
		return jsonResponse(`""`, status)
	case nilMap:
		return jsonResponse("{}", status)
	}
	text, err := wire.GoText(v)
	if err != nil {
		return Response{}.withError(fmt.Errorf("a response of %T has no JSON form: %w", v,
			short(err)))
	}
	return jsonResponse(text, status)
}

// What nilText tells apart.
const (
	notNil = iota
	nilPointer
	nilSlice
	nilBytes
	nilMap
)

// nilText says what v is if it is nil and encoding/json would write null for it although
// its type says better. A type that writes itself is left to do so.
func nilText(v any) int {
	if v == nil {
		return notNil
	}
	value := reflect.ValueOf(v)
	switch value.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice:
		if !value.IsNil() {
			return notNil
		}
	default:
		return notNil
	}
	if value.Kind() == reflect.Pointer {
		return nilPointer
	}
	switch v.(type) {
	case json.Marshaler, encoding.TextMarshaler:
		return notNil
	}
	switch {
	case value.Kind() == reflect.Map:
		return nilMap
	case value.Type().Elem().Kind() == reflect.Uint8:
		return nilBytes
	}
	return nilSlice
}

// decodeJSON decodes a whole body. Its errors say where the fault is.
func decodeJSON(body []byte, v any) error {
	if len(bytes.TrimLeft(body, " \t\r\n")) == 0 {
		return badJSON("the body is empty", nil)
	}
	if err := wire.Valid(body); err != nil { // libraries take more
		return cmp.Or(badText(body), refusedJSON(err))
	}
	if r := reflect.ValueOf(v); r.Kind() != reflect.Pointer || r.IsNil() {
		return &json.InvalidUnmarshalError{Type: reflect.TypeOf(v)} // the handler's fault
	}
	err := wire.ReadGo(body, v)
	if err == nil {
		return nil
	}
	var mismatch *json.UnmarshalTypeError
	var carried *HTTPError
	var declared *wire.JSONError // of a type of the manifest inside of v
	switch {
	case errors.As(err, &carried):
		return err
	case errors.As(err, &declared):
		return refusedJSON(declared)
	case errors.As(err, &mismatch):
		return badJSON(mismatchText(body, mismatch), err)
	}
	return badJSON(foreignText(err.Error()), err) // of a type that decodes itself, or a library
}

// badText says what is wrong with a text that is no JSON; it is nil if it is JSON.
func badText(body []byte) error {
	at, fault := wire.CheckJSON(body, maxJSONDepth)
	if fault == "" {
		return nil
	}
	return badJSON(fault+" at "+place(body, int64(at)), nil)
}

// maxJSONDepth is so deep that another fault is told first.
const maxJSONDepth = 10_000

// mismatchText says that a value is of another kind than its place in a Go type.
func mismatchText(body []byte, e *json.UnmarshalTypeError) string {
	given, _, _ := strings.Cut(e.Value, " ") // "number 300"
	token, ok := wire.JSONTokenAt(body, int(e.Offset-1))
	if !ok || token.Kind != "name" && token.Kind != given { // another text's offset
		return "want " + wanted(e.Type) + ", got " + shortened(e.Value)
	}
	text := "want " + wanted(e.Type) + ", got " + token.Kind
	switch sent := string(body[token.Start:token.End]); {
	case token.Kind == "name":
		text += " " + shortened(sent)
	case token.Kind == "number" && isNumber(e.Type): // and so not in its range
		text += " " + shortened(sent)
	}
	if len(token.Path) > 0 {
		text = "field " + shortened(strings.Join(token.Path, ".")) + ": " + text
	}
	return text + " at " + place(body, int64(token.Start))
}

func isNumber(t reflect.Type) bool {
	return reflect.Int <= t.Kind() && t.Kind() <= reflect.Float64
}

func badJSON(text string, cause error) error {
	return &HTTPError{Status: http.StatusBadRequest, Message: "invalid JSON: " + text,
		Err: short(cause)}
}

// place names the byte at an offset: lines and columns count from 1, columns in runes.
func place(body []byte, offset int64) string {
	at := int(min(max(offset, 0), int64(len(body))))
	line, column := wire.Place(body, at)
	return fmt.Sprintf("line %d, column %d (offset %d)", line, column, at)
}

// invalidUTF8 is the offset of the first byte that is not UTF-8.
func invalidUTF8(b []byte) int64 {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return int64(i)
		}
		i += n
	}
	return int64(len(b))
}

// wanted is what a client calls the values that a Go type takes.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "a whole number (" + t.Kind().String() + ")"
	case reflect.Slice, reflect.Array:
		return "an array"
	case reflect.Map, reflect.Struct:
		return "an object"
	}
	return "another value"
}

// EncodeJSON makes the answer of a handler's result, for generated code. A nil interface
// is answered like a nil pointer.
func EncodeJSON[T any](v T, status int) (Response, error) {
	if any(v) == nil {
		return NoContent(), nil
	}
	r := encodeJSON(v, status)
	return r, r.err()
}
