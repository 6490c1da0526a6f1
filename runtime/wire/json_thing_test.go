package wire

import (
	"errors"
	"regexp"
)

var lowerCase = regexp.MustCompile("^[a-z]*$")

// readThing reads a record of one member for each way of reading.
func readThing(d *Decoder, refused bool) {
	if !d.Object() {
		return
	}
	var seen uint64
	var others Names
	for name, more := d.Next(); more; name, more = d.Next() {
		switch string(name) {
		case "id":
			if d.First(&seen, 0) {
				if n, ok := d.Int(64); ok {
					_ = d.AtLeast(n, 1) && d.AtMost(n, 100) && d.Multiple(n, 5)
				}
			}
		case "small":
			if d.First(&seen, 1) {
				d.Int(8)
			}
		case "count":
			if d.First(&seen, 2) {
				if n, ok := d.Uint(0); ok {
					_ = d.AtLeastUint(n, 1) && d.AtMostUint(n, 100) && d.MultipleUint(n, 5)
				}
			}
		case "price":
			if d.First(&seen, 3) {
				if n, ok := d.Float(64); ok {
					_ = d.AtLeastFloat(n, 0.5) && d.AtMostFloat(n, 9.5) && d.MultipleFloat(n, 0.1)
				}
			}
		case "name":
			if d.First(&seen, 4) {
				if s, ok := d.String(); ok {
					_ = d.Chars(s, 1, 10) && d.Match(s, lowerCase)
				}
			}
		case "ok":
			if d.First(&seen, 5) {
				d.Bool()
			}
		case "at":
			if d.First(&seen, 6) {
				d.Time()
			}
		case "things":
			if d.First(&seen, 7) && d.Array() {
				n := 0
				for ; d.More(); n++ {
					readThing(d, refused)
				}
				d.Elements(n, 0, 2)
			}
		case "map":
			if d.First(&seen, 8) && d.Map() {
				for _, more := d.Next(); more; _, more = d.Next() {
					d.Bool()
				}
			}
		case "secret":
			if d.First(&seen, 9) {
				d.Secret(true)
				if s, ok := d.String(); ok {
					d.Match(s, lowerCase)
				}
				d.Secret(false)
			}
		case "word":
			if d.First(&seen, 10) {
				var s state
				next, _ := decodeState(d, d.Offset(), &s)
				d.At(next)
			}
		case "a/b~c":
			if d.First(&seen, 11) {
				d.Bool()
			}
		case "day":
			if d.First(&seen, 12) {
				d.Date()
			}
		case "data":
			if d.First(&seen, 13) {
				if b, ok := d.Base64(); ok {
					d.Bytes(b, 0, 3)
				}
			}
		case "any":
			if d.First(&seen, 14) {
				Value[struct{ N int }](d)
			}
		case "level":
			if d.First(&seen, 15) {
				if n, ok := d.Int(0); ok && n != -1 && n != 1 {
					d.NoneOf("-1, 1")
				}
			}
		case "own":
			if d.First(&seen, 16) {
				Text(d, "isbn", func(s string) (int, error) { return len(s), errors.New("never") })
			}
		case "url":
			if d.First(&seen, 17) {
				d.URL()
			}
		case "uuid":
			if d.First(&seen, 18) {
				d.UUID()
			}
		case "time":
			if d.First(&seen, 19) {
				d.Duration()
			}
		case "order":
			if d.First(&seen, 20) {
				Value[order](d)
			}
		default:
			d.Unknown(&others, refused)
		}
	}
	if missing := 1 &^ seen; missing != 0 {
		d.MissingOf(missing, "id")
	}
}
