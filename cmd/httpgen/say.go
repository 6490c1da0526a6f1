package main

// What the command says lives here: words to people on standard error, values on standard
// output. Neither lets a name or a text of the manifest move a terminal's cursor.

import (
	"fmt"
	"io"
	"strings"

	"example.com/httpgen/gen"
)

// say writes words to people, which may be several lines.
func say(w io.Writer, format string, args ...any) {
	fmt.Fprintf(w, "httpgen: %s\n", printableLines(fmt.Sprintf(format, args...)))
}

// printableLines is a text that may have line ends and tabs, and nothing else that moves.
func printableLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		cells := strings.Split(line, "\t")
		for k := range cells {
			cells[k] = gen.Printable(cells[k])
		}
		lines[i] = strings.Join(cells, "\t")
	}
	return strings.Join(lines, "\n")
}

// printJSON writes v in the envelope that every document of this command has:
// {"version": 1, "data": v}.
func printJSON(w io.Writer, v any) error { return gen.WriteJSON(w, v) }
