// Package wire holds the types of values that a request or an answer carries and that are
// not of the standard library, and what generated code reads and writes values with: texts of
// parameters, and JSON. The package runtime above it has aliases for what users name.
//
// # Reading
//
// [Params] goes over the pairs of a query, a form, header fields or cookies, a [Decoder] over a
// JSON text, each once and from left to right. Neither knows what is wanted: generated code asks
// for it, value by value, and is told whether it is there. What is wrong is gathered on the way
// as a [Fault] each, at most [MaxFaults] of them, so that a client learns all of it at once; only
// a text that is no JSON ends the reading, since nothing behind the place is certain.
//
// Both borrow what they read. What is handed out as a value is the caller's to keep; names, and
// what is said to be valid until the next call, are not.
//
// # Writing
//
// Functions named Append… append a value to a buffer and return it longer, or as it was beside an
// error: half a value is never left in it. A [Pieces] sends large values while they are written.
//
// # Strictness
//
// JSON is RFC 8259 without what its readers understand differently: see [Decoder]. Texts of
// parameters are what typed clients were seen to send, and no more of what strconv and time take.
// Go types that no manifest declares are read and written by a [Library], which is asked for no
// text that a Decoder would refuse.
package wire
