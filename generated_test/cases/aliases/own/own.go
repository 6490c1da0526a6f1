// Package own has types that the manifest names by other names.
package own

import "errors"

// Tag is used by its pointer.
type Tag struct{ Text string }

// ParseTag takes every text but "bad".
func ParseTag(text string) (*Tag, error) {
	if text == "bad" {
		return nil, errors.New("bad is no tag")
	}
	return &Tag{text}, nil
}

// FormatTag is the text of a tag.
func FormatTag(t *Tag) string { return t.Text }

// Code cannot be compared by ==.
type Code struct{ Parts []string }

// ParseCode takes every text.
func ParseCode(text string) (Code, error) { return Code{[]string{text}}, nil }

// FormatCode is the text of a code.
func FormatCode(c Code) string { return c.Parts[0] }

// Shape is an interface.
type Shape any

// Box is a record of Go.
type Box struct {
	N int `json:"n"`
}
