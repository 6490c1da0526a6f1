package wire

import (
	"encoding/base64"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// What typed parameters are written as lives here: the query of a link. All but ALPHA, DIGIT,
// "-", ".", "_" and "~" is percent-encoded, in names and values, since some servers take
// nothing else, and a space is %20.

// A QueryEncoder writes a query. The zero value is empty.
type QueryEncoder struct {
	b         []byte
	err       error
	separator Separator // of the list that has begun
	listing   bool
	elements  int  // of the list, so far
	bare      bool // its only element is an empty text
}

// Encode is the query without a "?", or the first error.
func (e *QueryEncoder) Encode() (string, error) {
	if e.err != nil {
		return "", e.err
	}
	return string(e.b), nil
}

// fail keeps the first error.
func (e *QueryEncoder) fail(name, format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf("query parameter %s: "+format, append([]any{name}, args...)...)
	}
}

// Begin begins a list that stands in one value: what is written up to End are its elements.
// They are encoded, commas between them not. An element that holds the separator cannot be
// written, because servers decode before they split; nor can a list of one empty text, which
// is read as the empty list.
func (e *QueryEncoder) Begin(name string, separator Separator) {
	e.separator, e.listing, e.elements, e.bare = separator, true, 0, false
}

// End ends the list.
func (e *QueryEncoder) End(name string) {
	e.listing = false
	if e.bare {
		e.fail(name, "a list of one empty text is read as an empty list")
	}
}

// String writes a text.
func (e *QueryEncoder) String(name, v string) {
	e.begin(name, v)
	e.b = appendEncoded(e.b, v)
}

// begin writes what stands before a value.
func (e *QueryEncoder) begin(name, v string) {
	if !e.listing || e.elements == 0 {
		if len(e.b) > 0 {
			e.b = append(e.b, '&')
		}
		e.b = append(appendEncoded(e.b, name), '=')
	}
	if !e.listing {
		return
	}
	sep := e.separator.text()
	if strings.Contains(v, sep) {
		e.fail(name, "%q cannot be an element, because %q separates them", shortened(v), sep)
	}
	switch {
	case e.elements == 0:
	case e.separator == Commas:
		e.b = append(e.b, ',')
	default:
		e.b = appendEncoded(e.b, sep)
	}
	e.bare = e.elements == 0 && v == ""
	e.elements++
}

func (s Separator) text() string {
	switch s {
	case Spaces:
		return " "
	case Pipes:
		return "|"
	}
	return ","
}

// Int writes a whole number.
func (e *QueryEncoder) Int(name string, v int64) { e.String(name, strconv.FormatInt(v, 10)) }

// Uint writes a whole number from 0.
func (e *QueryEncoder) Uint(name string, v uint64) { e.String(name, strconv.FormatUint(v, 10)) }

// Bool writes true or false.
func (e *QueryEncoder) Bool(name string, v bool) { e.String(name, strconv.FormatBool(v)) }

// Float writes the shortest text that a number of so many bits is read from again.
func (e *QueryEncoder) Float(name string, v float64, bits int) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		e.fail(name, "%v is no number that can be sent", v)
		return
	}
	e.String(name, strconv.FormatFloat(v, 'g', -1, bits))
}

// UUID writes a UUID in lower case.
func (e *QueryEncoder) UUID(name string, v UUID) { e.String(name, v.String()) }

// Date writes a day.
func (e *QueryEncoder) Date(name string, v time.Time) { e.moment(name, v, time.DateOnly) }

// Time writes a date-time in UTC, with its fraction.
func (e *QueryEncoder) Time(name string, v time.Time) { e.moment(name, v.UTC(), time.RFC3339Nano) }

func (e *QueryEncoder) moment(name string, v time.Time, layout string) {
	if y := v.Year(); y < 0 || y > 9999 {
		e.fail(name, "the year %d has no form of four digits", y)
		return
	}
	e.String(name, v.Format(layout))
}

// Duration writes 1m30s.
func (e *QueryEncoder) Duration(name string, v time.Duration) { e.String(name, v.String()) }

// URL writes a URL.
func (e *QueryEncoder) URL(name string, v *url.URL) {
	if v == nil {
		e.fail(name, "the URL is nil")
		return
	}
	e.String(name, v.String())
}

// Base64 writes padded base64.
func (e *QueryEncoder) Base64(name string, v []byte) {
	e.String(name, base64.StdEncoding.EncodeToString(v))
}

func appendEncoded(b []byte, text string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(text) {
		switch c := text[i]; {
		case c|0x20 >= 'a' && c|0x20 <= 'z', c >= '0' && c <= '9', c == '-', c == '.', c == '_',
			c == '~':
			b = append(b, c)
		default:
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return b
}
