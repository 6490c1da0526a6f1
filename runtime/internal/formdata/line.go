package formdata

import "bytes"

// What stands between parts lives here.

// A line is what a line that follows a line end is.
type line uint8

const (
	undecided line = iota // more of it has to be here
	text                  // of the part, or before the first one
	opening               // a delimiter, behind which a part begins
	closing               // the last delimiter
	broken                // a delimiter behind which the body ends
)

// line says what begins at b, and how many bytes a delimiter has with its line end. A line that
// goes on in any other way is text, whatever it begins with.
//
//	dash-boundary   = "--" boundary *( SP / HTAB ) ( CRLF / LF )
//	close-delimiter = "--" boundary "--" *( SP / HTAB ) ( CRLF / LF / end )
func (r *Reader) line(b []byte) (kind line, n int) {
	short := text // what a line is that is not here as a whole
	if !r.whole {
		short = undecided
	}
	if !bytes.HasPrefix(b, r.dash) {
		if bytes.HasPrefix(r.dash, b) {
			return short, 0
		}
		return text, 0
	}
	rest := b[len(r.dash):]
	kind, n = opening, len(r.dash)
	if len(rest) == 1 && rest[0] == '-' {
		return short, 0
	}
	if r.whole {
		short = broken
	}
	if bytes.HasPrefix(rest, []byte("--")) {
		kind, rest, n = closing, rest[2:], n+2
		if r.whole {
			short = closing
		}
	}
	blanks := 0
	for blanks < len(rest) && blanks < maxPadding && (rest[blanks] == ' ' || rest[blanks] == '\t') {
		blanks++
	}
	rest, n = rest[blanks:], n+blanks
	switch {
	case len(rest) == 0:
		return short, n
	case rest[0] == '\n':
		return kind, n + 1
	case rest[0] != '\r':
		return text, 0
	case len(rest) == 1:
		return short, n + 1
	case rest[1] == '\n':
		return kind, n + 2
	}
	return text, 0
}

// preamble passes over what stands before the first part. How the line of the first delimiter
// ends is how lines end that stand before the others: in CRLF, or throughout in LF.
func (r *Reader) preamble() error {
	begins := true // at pos a line does
	for {
		w := r.buf[r.pos:r.end]
		if begins {
			switch kind, n := r.line(w); kind {
			case opening, closing:
				if kind == opening && !bytes.HasSuffix(w[:n], []byte("\r\n")) {
					r.delim = r.delim[1:]
				}
				r.last = kind == closing
				r.pos += n
				return nil
			case text:
				begins = false
				continue
			case broken:
				r.part++
				return ErrEnds
			}
		} else if i := bytes.IndexByte(w, '\n'); i >= 0 {
			r.pos += i + 1
			begins = true
			continue
		} else if !r.whole {
			r.pos = r.end
		}
		if err := r.fill(); err != nil {
			return err
		}
	}
}
