// Package wire holds the types of values that a request or an answer carries and that are
// not of the standard library, and what generated code reads and writes values with: texts of
// parameters, and JSON. The package runtime above it has aliases for what users name.
package wire
