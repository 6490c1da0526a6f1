package wire

import (
	"net/url"
	"time"

	"example.com/httpgen/runtime/match"
)

// Values that JSON has as strings are read here.

// Time reads a date-time of RFC 3339 §5.6, as ParseTime does.
func (d *Decoder) Time() (v time.Time, ok bool) {
	text, ok := d.Word()
	if !ok {
		return v, false
	}
	if v, ok = ParseTime(borrowed(text)); !ok {
		d.notA(text, "a time, such as 2026-11-28T10:00:00Z")
	}
	return v, ok
}

// Date reads a day, 2026-11-28, as its midnight in UTC.
func (d *Decoder) Date() (v time.Time, ok bool) {
	text, ok := d.Word()
	if !ok {
		return v, false
	}
	if v, ok = match.ParseDate(borrowed(text)); !ok {
		d.notA(text, "a day, such as 2026-11-28")
	}
	return v, ok
}

// Duration reads what time.Duration is written as, 1m30s.
func (d *Decoder) Duration() (v time.Duration, ok bool) {
	text, ok := d.Word()
	if !ok {
		return 0, false
	}
	if v, ok = ParseDuration(borrowed(text)); !ok {
		d.notA(text, "a duration, such as 1m30s")
	}
	return v, ok
}

// URL reads a URI or a reference to one (RFC 3986).
func (d *Decoder) URL() (v *url.URL, ok bool) {
	text, ok := d.String()
	if !ok {
		return nil, false
	}
	v, err := url.Parse(text)
	if err != nil {
		d.notA([]byte(text), "a URL")
		return nil, false
	}
	return v, true
}

// UUID reads 8-4-4-4-12 hexadecimal digits.
func (d *Decoder) UUID() (v UUID, ok bool) {
	text, ok := d.Word()
	if !ok {
		return v, false
	}
	if v, ok = parseUUID(text); !ok {
		d.notA(text, "a UUID")
	}
	return v, ok
}

// Base64 reads bytes as padded base64 with the standard alphabet (RFC 4648 §4). null counts as
// no bytes.
func (d *Decoder) Base64() (v []byte, ok bool) {
	if d.Null() { // what Go writes for a nil slice
		return nil, true
	}
	text, ok := d.Word()
	if !ok {
		return nil, false
	}
	if v, ok = ParseBase64(borrowed(text)); !ok {
		d.Fault(RuleType, "is not base64")
	}
	return v, ok
}

// Text reads a string and makes of it what parse does; kind is what messages call the values.
func Text[T any](d *Decoder, kind string, parse func(string) (T, error)) (v T, ok bool) {
	text, ok := d.String()
	if !ok {
		return v, false
	}
	v, err := parse(text)
	if err != nil {
		d.Fault(RuleType, d.quoted(text)+" is no "+kind)
		return v, false
	}
	return v, true
}

func (d *Decoder) notA(text []byte, kind string) {
	d.Fault(RuleType, d.quoted(borrowed(text))+" is not "+kind)
}
