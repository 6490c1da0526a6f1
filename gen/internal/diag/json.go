package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"
)

// The envelope of every JSON document lives here, and how its characters are written.

// JSONVersion is the version of the documents that WriteJSON writes. It grows when a field
// changes its meaning or goes; fields may be added at any time.
const JSONVersion = 1

// WriteJSON writes {"version": JSONVersion, "data": v}, indented. The error is that of w.
func WriteJSON(w io.Writer, v any) error {
	return encode(w, struct {
		Version int `json:"version"`
		Data    any `json:"data"`
	}{JSONVersion, v})
}

// encode writes v for programs, and for people who look at it on a terminal: of what moves
// the cursor encoding/json escapes the characters below U+0020 alone.
func encode(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // patterns are full of < and >
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	text := b.Bytes()
	var out bytes.Buffer
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		// the encoder's own line ends stay
		if r != '\n' && r != utf8.RuneError && (moves(r) || r == '\uFEFF') {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.Write(text[:n])
		}
		text = text[n:]
	}
	_, err := w.Write(out.Bytes())
	return err
}
