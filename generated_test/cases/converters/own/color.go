// Package own is where the own converter of the case comes from.
package own

import (
	"fmt"
	"strconv"
)

// Color is a colour of 24 bits.
type Color uint32

// ParseColor reads six hex digits.
func ParseColor(s string) (Color, error) {
	if len(s) != 6 {
		return 0, fmt.Errorf("%q has not six digits", s)
	}
	n, err := strconv.ParseUint(s, 16, 24)
	return Color(n), err
}

// FormatColor writes six hex digits.
func FormatColor(c Color) string { return fmt.Sprintf("%06x", uint32(c)) }
