package wire

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What typed parameters are written as lives here: the query of a link. All but ALPHA, DIGIT,
// "-", ".", "_" and "~" is percent-encoded, in names and values, since some servers take
// nothing else, and a space is %20.

// A QueryEncoder writes a query. The zero value is empty.
type QueryEncoder struct {
	b   []byte
	err error
}

// Encode is the query without a "?", or the first error.
func (e *QueryEncoder) Encode() (string, error) {
	if e.err != nil {
		return "", e.err
	}
	return string(e.b), nil
}

func (e *QueryEncoder) name(name string) {
	if len(e.b) > 0 {
		e.b = append(e.b, '&')
	}
	e.b = append(appendEncoded(e.b, name), '=')
}

// fail keeps the first error.
func (e *QueryEncoder) fail(name, format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf("query parameter %s: "+format, append([]any{name}, args...)...)
	}
}

// String writes a text.
func (e *QueryEncoder) String(name, v string) {
	e.name(name)
	e.b = appendEncoded(e.b, v)
}

// Int writes a whole number.
func (e *QueryEncoder) Int(name string, v int64) {
	e.name(name)
	e.b = strconv.AppendInt(e.b, v, 10)
}

// Uint writes a whole number from 0.
func (e *QueryEncoder) Uint(name string, v uint64) {
	e.name(name)
	e.b = strconv.AppendUint(e.b, v, 10)
}

// Bool writes true or false.
func (e *QueryEncoder) Bool(name string, v bool) {
	e.name(name)
	e.b = strconv.AppendBool(e.b, v)
}

// Values of a kind as a text, for elements of lists and for QueryEncoder.Text.

// FloatText is the shortest text that a number is read from again.
func FloatText(v float64, bits int) (string, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "", errors.New("no number")
	}
	return strconv.FormatFloat(v, 'g', -1, bits), nil
}

// DateText is a day.
func DateText(v time.Time) (string, error) {
	if y := v.Year(); y < 0 || y > 9999 {
		return "", fmt.Errorf("the year %d has no form of four digits", y)
	}
	return v.Format(time.DateOnly), nil
}

// TimeText is a date-time in UTC with its fraction.
func TimeText(v time.Time) (string, error) {
	v = v.UTC()
	if y := v.Year(); y < 0 || y > 9999 {
		return "", fmt.Errorf("the year %d has no form of four digits", y)
	}
	return v.Format(time.RFC3339Nano), nil
}

// URLText is a URL.
func URLText(v *url.URL) (string, error) {
	if v == nil {
		return "", errors.New("a nil URL")
	}
	return v.String(), nil
}

// Base64Text is padded base64.
func Base64Text(v []byte) string { return base64.StdEncoding.EncodeToString(v) }

// Text writes what one of the functions above has made of a value.
func (e *QueryEncoder) Text(name, text string, err error) {
	if err != nil {
		e.fail(name, "%w", err)
		return
	}
	e.String(name, text)
}

// List writes a list in one value: its elements are encoded, the separators between them not.
// An element that holds one cannot be written, because servers decode before they split; nor
// can a list of one empty text, which is read as the empty list.
func (e *QueryEncoder) List(name string, elements []string, separator Separator) {
	sep := ","
	switch separator {
	case Spaces:
		sep = " "
	case Pipes:
		sep = "|"
	}
	switch i := slices.IndexFunc(elements, func(s string) bool { return strings.Contains(s, sep) }); {
	case len(elements) == 0:
		return
	case i >= 0:
		e.fail(name, "%q cannot be an element, because %q separates them", shortened(elements[i]), sep)
		return
	case len(elements) == 1 && elements[0] == "":
		e.fail(name, "a list of one empty text is read as an empty list")
		return
	}
	e.name(name)
	for i, element := range elements {
		switch {
		case i == 0:
		case separator == Commas:
			e.b = append(e.b, ',')
		default:
			e.b = appendEncoded(e.b, sep)
		}
		e.b = appendEncoded(e.b, element)
	}
}

func appendEncoded(b []byte, text string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(text) {
		switch c := text[i]; {
		case c|0x20 >= 'a' && c|0x20 <= 'z', c >= '0' && c <= '9', c == '-', c == '.', c == '_', c == '~':
			b = append(b, c)
		default:
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return b
}
