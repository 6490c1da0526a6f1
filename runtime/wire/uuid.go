package wire

import (
	"errors"

	"example.com/httpgen/runtime/match"
)

// UUID is a UUID of RFC 9562, the value of a uuid parameter: 16 bytes in network order.
type UUID [16]byte

// String returns the 8-4-4-4-12 form in lower case.
func (u UUID) String() string {
	var b [36]byte
	return string(u.appendTo(b[:0]))
}

func (u UUID) appendTo(b []byte) []byte {
	const digits = "0123456789abcdef"
	for k, c := range u {
		if k == 4 || k == 6 || k == 8 || k == 10 {
			b = append(b, '-')
		}
		b = append(b, digits[c>>4], digits[c&15])
	}
	return b
}

// MarshalText returns the form of String.
func (u UUID) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText takes 8-4-4-4-12 hex digits of either case.
func (u *UUID) UnmarshalText(text []byte) error {
	v, ok := match.ParseUUID(string(text))
	if !ok {
		return errors.New("uuid: want 8-4-4-4-12 hex digits")
	}
	*u = v
	return nil
}
