package pattern

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The grammar of a path pattern:
//
//	pattern   = 1*( "/" segment )
//	segment   = *( literal / parameter )
//	literal   = 1*( "<<" / any rune but "/" and "<" )
//	parameter = "<" [ converter ":" ] name ">"
//	converter = word [ "(" argument *( "," argument ) ")" ]

// Parse parses the text of a path; own are the converters that it may name beside the builtin
// ones. The pattern is nil if a fault is an error; faults that are warnings may come with a
// pattern.
func Parse(text string, own []*Own) (*Pattern, []*Fault) {
	return ParsePiece(text, own, false)
}

// ParsePiece parses a piece of a path, such as a prefix; behind says that a parameter stands in
// the pieces before it.
//
// A piece is parsed by itself to place its faults in the scalar where it is written; the path
// is parsed as a whole afterwards, for what pieces do to each other (two path parameters, two
// parameters side by side).
func ParsePiece(text string, own []*Own, behind bool) (*Pattern, []*Fault) {
	p := &parser{text: text, own: own, behind: behind}
	return p.parse()
}

// A parser reads one pattern from left to right and goes on behind a fault: each segment is
// looked at, whatever is wrong in those before it.
type parser struct {
	text    string
	own     []*Own
	behind  bool // a parameter stands before the text
	pos     int
	pattern Pattern
	faults  []*Fault
	failed  bool
	pathAt  int // offset of the first path parameter, valid if hasPath
	hasPath bool
}

// fault notes an error: the text is no pattern.
func (p *parser) fault(kind FaultKind, off, length int, help, format string, args ...any) *Fault {
	p.failed = true
	return p.note(kind, off, length, help, fmt.Sprintf(format, args...))
}

// warn notes what is probably not meant; the pattern stands all the same.
func (p *parser) warn(kind FaultKind, off, length int, help, format string, args ...any) *Fault {
	f := p.note(kind, off, length, help, fmt.Sprintf(format, args...))
	f.Warning = true
	return f
}

// note adds a fault. It underlines one byte at least, since what is missing has no length.
func (p *parser) note(kind FaultKind, off, length int, help, message string) *Fault {
	f := &Fault{Kind: kind, Off: off, Len: max(length, 1), Help: help, Message: message}
	p.faults = append(p.faults, f)
	return f
}

// mend says how an edit mends the fault. Safe: nothing else can have been meant.
func (f *Fault) mend(old, text string, safe bool) { f.Old, f.New, f.Safe = old, text, safe }

// parse reads segments up to the end. Only a missing slash in front and text that is no UTF-8
// end it at once: nothing behind these could be told with certainty.
func (p *parser) parse() (*Pattern, []*Fault) {
	if !strings.HasPrefix(p.text, "/") {
		p.fault(NoLeadingSlash, 0, len(p.text), "write /"+p.text, "a path starts with /").
			mend(p.text, "/"+p.text, true)
		return nil, p.faults
	}
	if !utf8.ValidString(p.text) {
		p.fault(BadByte, 0, len(p.text), "write the manifest in UTF-8", "a path is UTF-8 text")
		return nil, p.faults
	}
	for p.pos < len(p.text) {
		p.pos++ // the slash
		start := p.pos
		seg := p.segment()
		if text := seg.Literal(); seg.Rank() == RankLiteral && (text == "." || text == "..") {
			p.fault(DotSegment, start, p.pos-start,
				"requests with such a segment are answered 404 before any route is asked",
				"a segment cannot be %q", text)
		}
		p.foreign(start, seg)
		p.pattern.Segments = append(p.pattern.Segments, seg)
	}
	if p.failed {
		return nil, p.faults
	}
	return &p.pattern, p.faults
}

// segment parses up to the next slash that stands outside of a parameter.
func (p *parser) segment() Segment {
	var seg Segment
	var literal strings.Builder
	flush := func() {
		if literal.Len() > 0 {
			seg = append(seg, Part{Literal: literal.String()})
			literal.Reset()
		}
	}
	for p.pos < len(p.text) && p.text[p.pos] != '/' {
		rest := p.text[p.pos:]
		switch c := rest[0]; {
		case strings.HasPrefix(rest, "<<"):
			literal.WriteByte('<')
			p.pos += 2
		case c == '<':
			flush()
			param := p.param()
			if param == nil {
				return seg
			}
			if n := len(seg); n > 0 && seg[n-1].Param != nil {
				p.fault(AdjacentParams, param.Off, param.Len,
					"put a literal between them, such as - or .",
					"two parameters stand side by side: nothing says where <%s> ends",
					seg[n-1].Param.Name)
			}
			seg = append(seg, Part{Param: param})
		default:
			p.literalByte(c)
			literal.WriteByte(c)
			p.pos++
		}
	}
	flush()
	return seg
}

// literalByte complains about bytes that no path can carry or that are probably not meant.
func (p *parser) literalByte(c byte) {
	switch c {
	case '?', '#':
		p.fault(QueryInPath, p.pos, 1, p.queryHelp(c), "a path cannot hold %q", string(c))
	case 0:
		p.fault(BadByte, p.pos, 1, "take the NUL out", "a path cannot hold a NUL byte")
	case '%':
		if p.pos+2 < len(p.text) && isHex(p.text[p.pos+1]) && isHex(p.text[p.pos+2]) {
			p.warn(PercentEscape, p.pos, 3, "write the decoded character if that is what is meant",
				"%s means these three characters: paths in a manifest are decoded text",
				p.text[p.pos:p.pos+3])
		}
	}
}

// queryHelp says what to do instead of a ? or # in a path.
func (p *parser) queryHelp(c byte) string {
	rest := p.text[p.pos+1:]
	switch {
	case c == '#':
		return "a fragment never reaches a server: leave it out"
	case rest == "" || rest[0] == '/' || rest[0] == '}' || rest[0] == '>':
		return "nothing in a path is optional: write two routes, one without it"
	}
	return "a query is no part of a path: leave it out, and ask the request for its query"
}

// isHex tells a hexadecimal digit (RFC 3986 §2.1).
func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// param parses "<" … ">". It returns nil, with a fault and at the end of the segment,
// where that cannot be told; a parameter whose parts are wrong is still returned.
func (p *parser) param() *Param {
	start := p.pos
	end := p.paramEnd(start)
	if end < 0 {
		stop := strings.IndexByte(p.text[start:], '/')
		if stop < 0 {
			stop = len(p.text) - start
		}
		p.fault(UnclosedParam, start, stop,
			"close the parameter with >, or write << for a literal <", "< is not closed").
			mend(p.text[start:start+stop], p.text[start:start+stop]+">", false)
		p.pos = start + stop
		return nil
	}
	p.pos = end + 1
	inner := p.text[start+1 : end]
	conv, name, nameOff := "str", inner, start+1
	if i := converterEnd(inner); i >= 0 {
		conv, name, nameOff = inner[:i], inner[i+1:], start+1+i+1
	} else if strings.ContainsRune(inner, '(') {
		conv, name = inner, ""
	}
	param := &Param{Name: name, Off: start, Len: end + 1 - start}
	if nameOff > start+1 && p.turned(conv, name, start+1) {
		param.Conv = Conv{Kind: Str}
		return param
	}
	p.checkName(name, nameOff, param)
	param.Conv = p.converter(conv, start+1)
	if param.Conv.Kind == Path {
		if p.hasPath {
			p.fault(TwoPaths, start, param.Len, "keep one of them",
				"a pattern holds at most one path parameter")
		}
		p.hasPath, p.pathAt = true, start
	}
	return param
}

// paramEnd returns the offset of the ">" that closes the "<" at start, or -1. Words of
// any(…) may hold a ">"; a slash always ends the search.
func (p *parser) paramEnd(start int) int {
	depth := 0
	for i := start + 1; i < len(p.text); i++ {
		switch p.text[i] {
		case '(':
			depth = 1
		case ')':
			depth = 0
		case '>':
			if depth == 0 {
				return i
			}
		case '/':
			if depth == 0 {
				return -1
			}
		}
	}
	if depth == 1 { // a parenthesis that was never closed: the first > is the better guess
		if i := strings.IndexAny(p.text[start:], ">/"); i >= 0 && p.text[start+i] == '>' {
			return start + i
		}
	}
	return -1
}

// converterEnd returns the offset of the colon behind the converter, or -1.
func converterEnd(inner string) int {
	if open := strings.IndexByte(inner, '('); open >= 0 {
		if colon := strings.IndexByte(inner, ':'); colon >= 0 && colon < open {
			return colon
		}
		closing := strings.LastIndexByte(inner, ')')
		if closing < 0 {
			return strings.LastIndexByte(inner, ':')
		}
		if closing+1 < len(inner) && inner[closing+1] == ':' {
			return closing + 1
		}
		return -1
	}
	return strings.IndexByte(inner, ':')
}

// checkName reports a name that no parameter can have. Names become Go identifiers later, by
// package casing: here they may be anything that reads as one word.
func (p *parser) checkName(name string, off int, param *Param) {
	if name == "" {
		p.fault(BadParamName, param.Off, param.Len, "write <name> or <converter:name>",
			"the parameter has no name")
		return
	}
	for i, r := range name {
		if inName(r) {
			continue
		}
		p.fault(BadParamName, off+i, utf8.RuneLen(r),
			"names are made of letters, digits, _, - and .",
			"%q cannot stand in the name of a parameter", r)
		return
	}
}

// inName says whether a rune can stand in the name of a parameter.
func inName(r rune) bool {
	return r == '_' || r == '-' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r)
}
