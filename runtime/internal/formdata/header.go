package formdata

import (
	"bytes"
	"strings"
)

// The headers of parts live here.

// A Header is the fields of a part, in order.
type Header []Field

// A Field is a field as it was sent, without blanks around its value.
type Field struct{ Name, Value string }

// Get is the value of the first field with this name, in any case; n is how many there are.
func (h Header) Get(name string) (value string, n int) {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			if n++; n == 1 {
				value = f.Value
			}
		}
	}
	return value, n
}

// header reads the header of a part, and the empty line behind it.
func (r *Reader) header() (Header, error) {
	from := 0 // where the first line begins that is not known to be one of a field
	for {
		w := r.buf[r.pos:r.end]
		i := bytes.IndexByte(w[from:], '\n')
		switch {
		case i == 0 || i == 1 && w[from] == '\r': // the empty line
			r.pos += from + i + 1
			return parseHeader(string(w[:from]))
		case from+i+1 > MaxHeader || len(w) > MaxHeader+2 && i < 0:
			return nil, ErrLargeHeader
		case i < 0:
			if err := r.fill(); err != nil {
				return nil, err
			}
			continue
		}
		from += i + 1
	}
}

// parseHeader reads the lines of a header. Lines may be folded (RFC 5322 §2.2.3).
//
//	field = name ":" value ( CRLF / LF ) *( ( SP / HTAB ) value ( CRLF / LF ) )
func parseHeader(lines string) (h Header, err error) {
	for lines != "" {
		var line string
		line, lines, _ = strings.Cut(lines, "\n")
		line = strings.TrimSuffix(line, "\r")
		if strings.ContainsAny(line, "\x00\r") {
			return nil, ErrHeader
		}
		if line[0] == ' ' || line[0] == '\t' {
			if len(h) == 0 {
				return nil, ErrHeader
			}
			last := &h[len(h)-1]
			last.Value = strings.Trim(last.Value+" "+strings.Trim(line, " \t"), " \t")
			continue
		}
		name, value, found := strings.Cut(line, ":")
		if !found || !isToken(name) {
			return nil, ErrHeader
		}
		h = append(h, Field{name, strings.Trim(value, " \t")})
	}
	return h, nil
}

// isToken is RFC 9110 §5.6.2.
func isToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}
