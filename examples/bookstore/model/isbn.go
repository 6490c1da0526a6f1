package model

import (
	"fmt"
	"strings"
)

// ISBN is a checked ISBN-13: thirteen digits without hyphens.
type ISBN string

// ParseISBN reads an ISBN-13 with or without hyphens. Its error makes the generated
// dispatcher go on as if the path had not matched.
func ParseISBN(text string) (ISBN, error) {
	digits := strings.ReplaceAll(text, "-", "")
	if len(digits) != 13 {
		return "", fmt.Errorf("isbn %q: %d characters, want 13 digits", text, len(digits))
	}
	sum := 0
	for i, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return "", fmt.Errorf("isbn %q: %q is no digit", text, c)
		}
		weight := 1 + 2*(i%2)
		sum += weight * int(c-'0')
	}
	if sum%10 != 0 {
		return "", fmt.Errorf("isbn %q: the check digit is wrong", text)
	}
	return ISBN(digits), nil
}

// FormatISBN writes an ISBN as it stands in a URL.
func FormatISBN(id ISBN) string { return string(id) }

// UnmarshalText reads an ISBN out of JSON.
func (id *ISBN) UnmarshalText(text []byte) (err error) {
	*id, err = ParseISBN(string(text))
	return err
}
