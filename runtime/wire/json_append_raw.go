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
	start := len(b)
	longer, err := tidy(append(b, v...), start)
	if err != nil {
		return b, err
	}
	return longer, nil
}

// tidy takes the white space outside of strings out of what was appended behind start.
//
// It is done in place: what is left is never longer than what was read. Strings are passed over
// as a whole, since white space inside of them is theirs.
func tidy(b []byte, start int) ([]byte, error) {
	var d Decoder
	d.Reset(b[start:])
	d.Skip()
	if err := d.End(); err != nil {
		return b, err
	}
	text, out := b[start:], b[:start]
	for at := 0; at < len(text); {
		from := at
		if text[at] == '"' {
			d := Decoder{data: text, at: at}
			d.leapString()
			at = d.at
		} else {
			at++
		}
		if text[from] > ' ' { // all others are white space here
			out = append(out, text[from:at]...)
		}
	}
	return out, nil
}

// AppendText appends the text of a value as a string.
func AppendText(b []byte, v encoding.TextMarshaler) ([]byte, error) {
	text, err := v.MarshalText()
	if err != nil {
		return b, fmt.Errorf("%T: %w", v, err)
	}
	return AppendString(b, borrowed(text)), nil
}
