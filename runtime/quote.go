package runtime

import (
	"strings"

	"example.com/httpgen/runtime/wire"
)

// How much of what was sent is repeated in answers and logs lives here: a fault of a
// megabyte makes no message of a megabyte.

// maxForeign is how many bytes an error of others has in a message.
const maxForeign = 500

// shortened is a text as a message quotes it.
func shortened(text string) string { return wire.Shorten(text, wire.MaxQuoted) }

// foreignText is the text of an error that others made, which may quote input anywhere:
// each piece between quotation marks is shortened, and then the whole.
func foreignText(text string) string {
	if len(text) <= wire.MaxQuoted {
		return text
	}
	var b strings.Builder
	for b.Len() <= maxForeign {
		before, rest, quoted := strings.Cut(text, `"`)
		b.WriteString(before)
		if !quoted {
			break
		}
		end := closingQuote(rest)
		b.WriteString(`"` + shortened(rest[:end]))
		if end == len(rest) {
			break
		}
		b.WriteByte('"')
		text = rest[end+1:]
	}
	return wire.Shorten(b.String(), maxForeign)
}

// closingQuote is where a text in quotation marks ends, as Go and JSON write one.
func closingQuote(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			return i
		case '\\':
			i++
		}
	}
	return len(s)
}

// A foreignError is an error of others in a log: its text is short, what it wraps is
// what it was.
type foreignError struct{ err error }

// short is an error for a log, or nil.
func short(err error) error {
	if err == nil {
		return nil
	}
	return foreignError{err}
}

func (e foreignError) Error() string { return foreignText(e.err.Error()) }
func (e foreignError) Unwrap() error { return e.err }
