package runtime

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"unicode/utf8"

	"example.com/httpgen/runtime/wire"
)

// JSON bodies live here, those that are sent and those that are received.

// A jsonBuffer is an encoder with what it writes to; making one costs more than most
// values do.
type jsonBuffer struct {
	bytes.Buffer
	encoder *json.Encoder
}

var jsonBuffers = sync.Pool{New: func() any {
	b := new(jsonBuffer)
	b.encoder = json.NewEncoder(&b.Buffer)
	b.encoder.SetEscapeHTML(false)
	return b
}}

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
	b := jsonBuffers.Get().(*jsonBuffer)
	b.Reset()
	err := b.encoder.Encode(v)
	text := plainSeparators(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	if poison.Load() {
		overwrite(b.Bytes())
	}
	if b.Cap() <= maxKeptBuffer {
		jsonBuffers.Put(b)
	}
	if err != nil {
		return Response{}.withError(fmt.Errorf("a response of %T has no JSON form: %w", v,
			short(err)))
	}
	return jsonResponse(text, status)
}

// plainSeparators writes U+2028 and U+2029 as they are: encoding/json escapes them for
// the sake of old JavaScript, even where HTML is no concern. They are found by the
// escape, whose backslash is not itself escaped.
func plainSeparators(b []byte) string {
	if !bytes.Contains(b, []byte(`\u202`)) {
		return string(b)
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 >= len(b) {
			out = append(out, b[i])
			continue
		}
		switch rest := b[i:]; {
		case bytes.HasPrefix(rest, []byte(`\u2028`)):
			out, i = append(out, "\u2028"...), i+5
		case bytes.HasPrefix(rest, []byte(`\u2029`)):
			out, i = append(out, "\u2029"...), i+5
		default: // the byte behind a backslash belongs to it
			out, i = append(out, b[i], b[i+1]), i+1
		}
	}
	return string(out)
}

func jsonResponse(text string, status int) Response {
	r := Response{head: makeHead(http.StatusOK, kindFixed, typeJSON), body: text}
	if status == http.StatusOK {
		return r
	}
	return r.WithStatus(status)
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

// appendQuoted appends text as a JSON string, as it is but for what has to be escaped
// (RFC 8259 §7); bytes that are not UTF-8 become U+FFFD.
func appendQuoted(b []byte, text string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i, c := range text {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c == '\n':
			b = append(b, '\\', 'n')
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c < utf8.RuneSelf:
			b = append(b, text[i])
		default:
			b = utf8.AppendRune(b, c)
		}
	}
	return append(b, '"')
}

// decodeJSON decodes a whole body. Its errors say where the fault is.
func decodeJSON(body []byte, v any) error {
	if len(bytes.TrimLeft(body, " \t\r\n")) == 0 {
		return badJSON("the body is empty", nil)
	}
	if !utf8.Valid(body) { // encoding/json would take it
		return badText(body, nil)
	}
	err := json.Unmarshal(body, v)
	if err == nil {
		return nil
	}
	var syntax *json.SyntaxError
	var mismatch *json.UnmarshalTypeError
	var misuse *json.InvalidUnmarshalError
	var carried *HTTPError
	var declared *wire.JSONError // of a type of the manifest inside of v
	switch {
	case errors.As(err, &carried):
		return err
	case errors.As(err, &declared):
		return refusedJSON(declared)
	case errors.As(err, &misuse):
		return err // the handler's fault, not the client's
	case errors.As(err, &syntax):
		if err := badText(body, err); err != nil {
			return err
		}
	case errors.As(err, &mismatch):
		return badJSON(mismatchText(body, mismatch), err)
	}
	return badJSON(foreignText(err.Error()), err) // of a type that decodes itself
}

// badText says what is wrong with a text that is no JSON; it is nil if it is JSON.
func badText(body []byte, cause error) error {
	at, fault := wire.CheckJSON(body, maxJSONDepth)
	if fault == "" {
		return nil
	}
	return badJSON(fault+" at "+place(body, int64(at)), cause)
}

// maxJSONDepth is that of encoding/json.
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

// DecodeJSON decodes the body for generated code. Besides the errors of Request.JSON it
// returns 415 for a content type other than application/json and …+json in UTF-8; a
// request that names no content type is believed. Where T, or an element of a list, has a
// method Validate() error, that is asked: what it refuses is 422.
func DecodeJSON[T any](req Request) (T, error) {
	var v T
	if err := wantType(req, "application/json", isJSONType); err != nil {
		return v, err
	}
	if err := req.JSON(&v); err != nil {
		return v, err
	}
	if faults := wire.Check(&v); len(faults) > 0 {
		return v, refusedJSON(&wire.JSONError{Faults: faults})
	}
	return v, nil
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
