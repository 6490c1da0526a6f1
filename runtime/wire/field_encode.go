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

// What typed header fields of answers are written as lives here.

// A FieldEncoder writes header fields. The zero value is empty. Between Begin and End the values
// are elements of a list, which stand in one line (RFC 9110 §5.6.1); an empty list is no field.
type FieldEncoder struct {
	fields  []Field
	err     error
	listing bool
	list    []byte
	empty   bool // the list has no elements so far
}

// A Field is a header field of an answer.
type Field struct{ Name, Value string }

// Fields are the fields, or the first error.
func (e *FieldEncoder) Fields() ([]Field, error) {
	if e.err != nil {
		return nil, e.err
	}
	return e.fields, nil
}

// Text is the value of the one field that was written, which is forgotten then: for what is no
// header field and has the same text.
func (e *FieldEncoder) Text() (text string, err error) {
	fields, err := e.Fields()
	if err == nil && len(fields) > 0 {
		text = fields[0].Value
	}
	e.fields = e.fields[:0]
	return text, err
}

// fail keeps the first error.
func (e *FieldEncoder) fail(name, format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf("header field %s: "+format, append([]any{name}, args...)...)
	}
}

// Begin begins a list. An element that is empty, has a comma or blanks around it is an error:
// it would be read as another list.
func (e *FieldEncoder) Begin(string, Separator) {
	e.listing, e.empty, e.list = true, true, e.list[:0]
}

// End ends the list.
func (e *FieldEncoder) End(name string) {
	if e.listing = false; !e.empty {
		e.fields = append(e.fields, Field{name, string(e.list)})
	}
}

// String writes a text.
func (e *FieldEncoder) String(name, v string) {
	if !e.listing {
		e.fields = append(e.fields, Field{name, v})
		return
	}
	if v == "" || strings.Contains(v, ",") || strings.Trim(v, " \t") != v {
		e.fail(name, "%q cannot be an element of a list", shortened(v))
	}
	if !e.empty {
		e.list = append(e.list, ", "...)
	}
	e.empty, e.list = false, append(e.list, v...)
}

// Int writes a whole number.
func (e *FieldEncoder) Int(name string, v int64) { e.String(name, strconv.FormatInt(v, 10)) }

// Uint writes a whole number from 0.
func (e *FieldEncoder) Uint(name string, v uint64) { e.String(name, strconv.FormatUint(v, 10)) }

// Bool writes true or false.
func (e *FieldEncoder) Bool(name string, v bool) { e.String(name, strconv.FormatBool(v)) }

// Float writes the shortest text that a number of so many bits is read from again.
func (e *FieldEncoder) Float(name string, v float64, bits int) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		e.fail(name, "%v is no number that can be sent", v)
		return
	}
	e.String(name, strconv.FormatFloat(v, 'g', -1, bits))
}

// UUID writes a UUID in lower case.
func (e *FieldEncoder) UUID(name string, v UUID) { e.String(name, v.String()) }

// Date writes a day.
func (e *FieldEncoder) Date(name string, v time.Time) { e.moment(name, v, time.DateOnly) }

// Time writes a date-time of RFC 3339 with its offset and its fraction.
func (e *FieldEncoder) Time(name string, v time.Time) { e.moment(name, v, time.RFC3339Nano) }

// HTTPDate writes a date of RFC 9110 §5.6.7, to the second.
func (e *FieldEncoder) HTTPDate(name string, v time.Time) { e.moment(name, v.UTC(), httpDate) }

// httpDate is the layout of http.TimeFormat.
const httpDate = "Mon, 02 Jan 2006 15:04:05 GMT"

func (e *FieldEncoder) moment(name string, v time.Time, layout string) {
	if y := v.Year(); y < 0 || y > 9999 {
		e.fail(name, "the year %d has no form of four digits", y)
		return
	}
	e.String(name, v.Format(layout))
}

// Duration writes 1m30s.
func (e *FieldEncoder) Duration(name string, v time.Duration) { e.String(name, v.String()) }

// URL writes a URL.
func (e *FieldEncoder) URL(name string, v *url.URL) {
	if v == nil {
		e.fail(name, "the URL is nil")
		return
	}
	e.String(name, v.String())
}

// Base64 writes padded base64.
func (e *FieldEncoder) Base64(name string, v []byte) {
	e.String(name, base64.StdEncoding.EncodeToString(v))
}
