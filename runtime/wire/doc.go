// Package wire holds the types of values that a request or an answer carries and that are
// not of the standard library, with their text. The package runtime above it has aliases.
package wire
