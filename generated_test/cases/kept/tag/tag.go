// Package tag has a converter whose values are texts.
package tag

// Tag is a text.
type Tag string

// Parse takes every text.
func Parse(s string) (Tag, error) { return Tag(s), nil }

// Format returns it.
func Format(t Tag) string { return string(t) }
