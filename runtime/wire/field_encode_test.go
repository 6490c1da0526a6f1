package wire

import (
	"math"
	"net/url"
	"testing"
	"time"
)

func TestFieldEncoder(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 5e8, time.FixedZone("", 3600))
	for _, row := range []struct {
		sentence string
		write    func(e *FieldEncoder)
		want     string
	}{
		{"a text", func(e *FieldEncoder) { e.String("X", "a, b") }, "a, b"},
		{"an empty text", func(e *FieldEncoder) { e.String("X", "") }, ""},
		{"a number", func(e *FieldEncoder) { e.Int("X", math.MinInt64) }, "-9223372036854775808"},
		{"a number from 0", func(e *FieldEncoder) { e.Uint("X", math.MaxUint64) }, "18446744073709551615"},
		{"a fraction", func(e *FieldEncoder) { e.Float("X", 0.1, 64) }, "0.1"},
		{"a short fraction", func(e *FieldEncoder) { e.Float("X", float64(float32(0.1)), 32) }, "0.1"},
		{"a bool", func(e *FieldEncoder) { e.Bool("X", true) }, "true"},
		{"a day", func(e *FieldEncoder) { e.Date("X", at) }, "2026-03-01"},
		{"a time where it is", func(e *FieldEncoder) { e.Time("X", at) }, "2026-03-01T12:00:00.5+01:00"},
		{"a date of HTTP", func(e *FieldEncoder) { e.HTTPDate("X", at) }, "Sun, 01 Mar 2026 11:00:00 GMT"},
		{"a duration", func(e *FieldEncoder) { e.Duration("X", 90*time.Second) }, "1m30s"},
		{"a URL", func(e *FieldEncoder) { e.URL("X", &url.URL{Path: "/a b"}) }, "/a%20b"},
		{"bytes", func(e *FieldEncoder) { e.Base64("X", []byte{0xff}) }, "/w=="},
		{"a UUID", func(e *FieldEncoder) { e.UUID("X", UUID{15: 1}) }, "00000000-0000-0000-0000-000000000001"},
		{"a list", func(e *FieldEncoder) {
			e.Begin("X", Commas)
			e.Int("X", 1)
			e.Int("X", 2)
			e.End("X")
		}, "1, 2"},
	} {
		var e FieldEncoder
		row.write(&e)
		if fields, err := e.Fields(); err != nil || len(fields) != 1 || fields[0] != (Field{"X", row.want}) {
			t.Errorf("%s: %q %v", row.sentence, fields, err)
		}
		if text, err := e.Text(); text != row.want || err != nil {
			t.Errorf("%s: as a text %q %v", row.sentence, text, err)
		}
		if fields, _ := e.Fields(); len(fields) > 0 {
			t.Errorf("%s: a text is a field, too", row.sentence)
		}
	}
}

func TestAnEmptyListIsNoField(t *testing.T) {
	var e FieldEncoder
	e.Begin("X", Commas)
	e.End("X")
	e.Begin("Y", Commas)
	e.String("Y", "1")
	e.End("Y")
	if fields, err := e.Fields(); err != nil || len(fields) != 1 || fields[0] != (Field{"Y", "1"}) {
		t.Errorf("%q %v", fields, err)
	}
}

func TestFieldsThatHaveNoText(t *testing.T) {
	element := func(v string) func(e *FieldEncoder) {
		return func(e *FieldEncoder) { e.Begin("X", Commas); e.String("X", v); e.End("X") }
	}
	for sentence, write := range map[string]func(e *FieldEncoder){
		"no URL":                  func(e *FieldEncoder) { e.URL("X", nil) },
		"no number":               func(e *FieldEncoder) { e.Float("X", math.NaN(), 64) },
		"an infinite number":      func(e *FieldEncoder) { e.Float("X", math.Inf(1), 64) },
		"a year of five digits":   func(e *FieldEncoder) { e.HTTPDate("X", time.Date(10000, 1, 2, 0, 0, 0, 0, time.UTC)) },
		"an element with a comma": element("a,b"),
		"an element with blanks":  element(" a"),
		"an empty element":        element(""),
	} {
		var e FieldEncoder
		write(&e)
		if fields, err := e.Fields(); err == nil {
			t.Errorf("%s: %q", sentence, fields)
		}
		if _, err := e.Text(); err == nil {
			t.Errorf("%s has a text", sentence)
		}
	}
}
