package wire

import (
	"encoding"
	"encoding/json"
	"fmt"
)

// JSON that others have written is appended here.

// AppendRaw appends JSON as it is, but for the white space outside of strings, so that it never
// has a line end. nil is null. What a Decoder would not take is an error.
func AppendRaw(b []byte, v json.RawMessage) ([]byte, error) {
	if len(v) == 0 {
		return append(b, "null"...), nil
	}
	var d Decoder
	d.Reset(v)
	d.Skip()
	if err := d.End(); err != nil {
		return b, err
	}
	for at := 0; at < len(v); {
		switch v[at] {
		case ' ', '\t', '\n', '\r':
			at++
			continue
		case '"':
			d := Decoder{data: v, at: at}
			d.leapString()
			b = append(b, v[at:d.at]...)
			at = d.at
			continue
		}
		b = append(b, v[at])
		at++
	}
	return b, nil
}

// AppendValue appends what encoding/json makes of a value.
func AppendValue(b []byte, v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return b, err
	}
	return AppendRaw(b, text)
}

// AppendText appends the text of a value as a string.
func AppendText(b []byte, v encoding.TextMarshaler) ([]byte, error) {
	text, err := v.MarshalText()
	if err != nil {
		return b, fmt.Errorf("%T: %w", v, err)
	}
	return AppendString(b, borrowed(text)), nil
}
