package wire

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"example.com/httpgen/runtime/match"
)

// The values of JSON that have no values inside live here: words, numbers and strings.

// word reads the rest of a word.
func (s *jsonScanner) word(word string) bool {
	for i := range len(word) {
		if s.at == len(s.text) {
			return s.endsInside(word)
		}
		if s.text[s.at] != word[i] {
			return s.unexpected(word)
		}
		s.at++
	}
	return true
}

// number reads a number.
//
//	number = [ "-" ] int [ frac ] [ exp ]   RFC 8259 §6
//	int    = "0" / ( digit1-9 *DIGIT )
//	frac   = "." 1*DIGIT
//	exp    = ( "e" / "E" ) [ "-" / "+" ] 1*DIGIT
func (s *jsonScanner) number() bool {
	s.takes("-")
	if s.takes("0") {
		// said of this digit, since "want a comma" would lead a reader astray
		if s.at < len(s.text) && isDigit(s.text[s.at]) {
			return s.unexpected("no digit behind a 0 that begins a number")
		}
	} else if !s.digits() {
		return false
	}
	if s.takes(".") && !s.digits() {
		return false
	}
	if s.takes("eE") {
		s.takes("+-")
		return s.digits()
	}
	return true
}

// takes reads one byte of those that are given, if it is there.
func (s *jsonScanner) takes(bytes string) bool {
	for i := range len(bytes) {
		if s.at < len(s.text) && s.text[s.at] == bytes[i] {
			s.at++
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c-'0' <= 9 }

// digits reads one digit or more.
func (s *jsonScanner) digits() bool {
	start := s.at
	for s.at < len(s.text) && isDigit(s.text[s.at]) {
		s.at++
	}
	switch {
	case s.at > start:
		return true
	case s.at == len(s.text):
		return s.endsInside("a number")
	}
	return s.unexpected("a digit")
}

// quoted reads a string with its quotation marks.
//
//	string = quotation-mark *char quotation-mark   RFC 8259 §7
func (s *jsonScanner) quoted() bool {
	s.at++
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case c == '"':
			s.at++
			return true
		case c == '\\':
			if !s.escape() {
				return false
			}
		case c < ' ':
			s.fault = &jsonFault{s.at,
				fmt.Sprintf(`a control character in a string, write \u%04x`, c)}
			return false
		case c < utf8.RuneSelf:
			s.at++
		case !utf8.FullRune(s.text[s.at:]): // it may have been cut in the middle of a rune
			return s.endsInside("a string")
		default:
			r, size := utf8.DecodeRune(s.text[s.at:])
			if r == utf8.RuneError && size == 1 {
				s.fault = &jsonFault{s.at, "it is not UTF-8"}
				return false
			}
			s.at += size
		}
	}
	return s.endsInside("a string")
}

// escape reads what begins with a backslash, the second half of a surrogate pair
// included where there is one.
func (s *jsonScanner) escape() bool {
	start := s.at
	if s.at++; s.at == len(s.text) {
		return s.endsInside("a string")
	}
	if s.text[s.at] != 'u' {
		return s.takes(`"\/bfnrt`) || s.unexpected(`one of "\/bfnrtu behind \`)
	}
	// A first half needs its second one right behind it, a second half is wrong by itself; the
	// fault is that of the first of the two, where the text stops to mean something.
	r, ok := s.hex()
	if !ok || !utf16.IsSurrogate(r) || !s.rules.surrogates {
		return ok
	}
	if s.at == len(s.text) || s.at+1 == len(s.text) && s.text[s.at] == '\\' {
		return s.endsInside("a string")
	}
	if s.text[s.at] == '\\' && s.text[s.at+1] == 'u' {
		s.at++
		other, ok := s.hex()
		if !ok {
			return false
		}
		if utf16.DecodeRune(r, other) != utf8.RuneError {
			return true
		}
	}
	s.fault = &jsonFault{start, fmt.Sprintf(`half a surrogate pair, \u%04x`, r)}
	return false
}

// hex reads "u" and four digits.
func (s *jsonScanner) hex() (r rune, ok bool) {
	s.at++
	for range 4 {
		if s.at == len(s.text) {
			return 0, s.endsInside("a string")
		}
		digit := match.Unhex(s.text[s.at])
		if digit > 15 {
			return 0, s.unexpected("a hexadecimal digit")
		}
		r = r<<4 | rune(digit)
		s.at++
	}
	return r, true
}

// unquoteJSON is the text of a valid string in quotation marks. Half a surrogate pair is
// U+FFFD.
func unquoteJSON(quoted []byte) string {
	in := quoted[1 : len(quoted)-1]
	out := make([]byte, 0, len(in))
	for i := 0; i < len(in); i++ {
		if in[i] != '\\' {
			out = append(out, in[i])
			continue
		}
		i++
		switch c := in[i]; c {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			s := jsonScanner{text: in, at: i}
			r, _ := s.hex()
			if utf16.IsSurrogate(r) && s.at+1 < len(in) && in[s.at] == '\\' && in[s.at+1] == 'u' {
				second := jsonScanner{text: in, at: s.at + 1}
				if other, _ := second.hex(); utf16.DecodeRune(r, other) != utf8.RuneError {
					r, s = utf16.DecodeRune(r, other), second
				}
			}
			out = utf8.AppendRune(out, r)
			i = s.at - 1
		default:
			out = append(out, c)
		}
	}
	return string(out)
}
