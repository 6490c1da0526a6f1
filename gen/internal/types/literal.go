package types

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Literals are read here: bare words, and strings as Go quotes them.

// enders are the characters at which a bare literal ends in lists of rules and words; in an enum
// also at "=".
const enders = ",()\"`"

// literal reads a literal that ends before a blank or one of stops. It is nil where none begins
// here; ok is false where the rest cannot be read.
//
//	20, -1.5, asc       as they stand, up to a blank or a stop
//	"a, b"              with Go's escapes
//	`^\d+$`             without escapes, as patterns are best written
//	'a'                 a fault: in Go that is a rune
func (p *parser) literal(stops string) (lit *Literal, ok bool) {
	switch c := p.peek(); c {
	case '"', '`', '\'':
		return p.quoted(c)
	}
	start := p.pos
	rest := p.rest()
	n := strings.IndexFunc(rest, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune(stops, r)
	})
	if n < 0 {
		n = len(rest)
	}
	if n == 0 {
		return nil, true
	}
	p.pos += n
	return &Literal{Text: rest[:n], At: p.since(start)}, true
}

// quotedEnd is the length of the quoted string at the start of text, or -1.
//
// The sign behind a backslash is passed over, so that \" does not end the string; in backquotes
// nothing is escaped.
func quotedEnd(text string) int {
	mark := text[0]
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == mark:
			return i + 1
		case text[i] == '\\' && mark != '`':
			i++
		}
	}
	return -1
}

// quoted reads a string in quotation marks. Single ones, and escapes that Go does not know, are
// reported with the same text as Go has it.
//
// What is closed is returned all the same, so that the rest of the expression can be read.
func (p *parser) quoted(mark byte) (*Literal, bool) {
	n := quotedEnd(p.rest())
	if n < 0 {
		at := Range{p.pos, len(p.rest())}
		p.fault(Syntax, at, "close it", "%c is not closed", mark)
		return nil, false
	}
	start := p.pos
	p.pos += n
	at := p.since(start)
	raw := p.of(at)
	inner := raw[1 : n-1]
	lit := &Literal{Text: inner, Quoted: true, At: at}
	if mark == '\'' {
		p.fault(Syntax, at, "write "+quote(inner), "a string stands in double quotation marks").
			mend(quote(inner), true)
		return lit, true
	}
	text, err := strconv.Unquote(raw)
	switch {
	case err != nil:
		near := quote(inner)
		p.fault(Syntax, at, "write "+near+", or two backslashes for one",
			"%s is no string of Go: an escape in it is unknown", raw).mend(near, true)
	case !utf8.ValidString(text):
		p.fault(Syntax, at, "write characters, not bytes", "the string is not UTF-8")
	default:
		lit.Text = text
	}
	return lit, true
}

// quote is text as Go quotes it: with backquotes where that saves backslashes.
func quote(text string) string {
	if strings.ContainsAny(text, "\\\"") && strconv.CanBackquote(text) {
		return "`" + text + "`"
	}
	return strconv.Quote(text)
}

// shown is a piece of an expression in a help: on one line, and not at length.
func shown(text string) string {
	const most = 60
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > most {
		return string([]rune(text)[:most]) + "…"
	}
	return text
}

// bareWord says that a word of an enum can stand without quotation marks.
//
// The rule is stricter than what [parser.literal] reads: it is asked before a word is written in a
// mending, and what is written must be read the same everywhere in an expression.
func bareWord(text string) bool {
	if text == "" || text[0] == '\'' {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsPrint(r) || strings.ContainsRune(" =|"+enders, r)
	})
}

// String is the literal as it stands in an expression.
func (l *Literal) String() string {
	if l.Quoted {
		return quote(l.Text)
	}
	return l.Text
}
