package gen

// What is written for people and for programs goes through here, so that no text of a
// manifest moves a terminal's cursor.

import (
	"io"

	"example.com/httpgen/gen/internal/diag"
)

// Printable is text on one line that is safe to show on a terminal: control characters,
// those that reverse the order of reading, and what is no UTF-8 are written as \u{1b}.
// A pattern or a summary is text of somebody else's, and so is the name of a file.
func Printable(text string) string { return diag.Printable(text) }

// JSONVersion is the version of the documents that WriteJSON writes. It grows when a field
// changes its meaning or goes; fields may be added at any time.
const JSONVersion = diag.JSONVersion

// WriteJSON writes {"version": JSONVersion, "data": v}, indented, with the characters that
// Printable escapes as \u001b. The error is that of w.
func WriteJSON(w io.Writer, v any) error { return diag.WriteJSON(w, v) }
