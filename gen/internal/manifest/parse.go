package manifest

import (
	"fmt"
	"strconv"
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

// builtins are the converters that take no arguments, by their name.
var builtins = map[string]Kind{
	"bool": Bool, "uuid": UUID, "date": Date, "float": Float, "path": Path,
	"uint8": Uint8, "uint16": Uint16, "uint32": Uint32, "uint64": Uint64, "uint": Uint,
	"int8": Int8, "int16": Int16, "int32": Int32, "int64": Int64, "int": Int,
}

// BuiltinNames are the names that an own converter cannot have.
var BuiltinNames = []string{
	"any", "bool", "uuid", "date", "uint8", "uint16", "uint32", "uint64", "uint",
	"int8", "int16", "int32", "int64", "int", "float", "str", "path",
}

// ParsePattern parses the text of a path. The pattern is nil if a fault is an error;
// faults that are warnings may come with a pattern.
func ParsePattern(text string, own []*Own) (*Pattern, []PatternFault) {
	return parsePiece(text, own, false)
}

// parsePiece parses a piece of a path; behind says that a parameter stands in those before it.
func parsePiece(text string, own []*Own, behind bool) (*Pattern, []PatternFault) {
	p := &patternParser{text: text, own: own, behind: behind}
	return p.parse()
}

type patternParser struct {
	text    string
	own     []*Own
	behind  bool // a parameter stands before the text
	pos     int
	pattern Pattern
	faults  []PatternFault
	failed  bool
	pathAt  int // offset of the first path parameter, valid if hasPath
	hasPath bool
}

func (p *patternParser) fault(code string, off, length int, help, format string, args ...any) {
	p.faults = append(p.faults, PatternFault{
		Code: code, Off: off, Len: max(length, 1), Help: help, Message: fmt.Sprintf(format, args...),
	})
	p.failed = true
}

// mend says how an edit mends the last fault.
func (p *patternParser) mend(old, text string, safe bool) {
	f := &p.faults[len(p.faults)-1]
	f.Old, f.New, f.Safe = old, text, safe
}

func (p *patternParser) warn(code string, off, length int, help, format string, args ...any) {
	failed := p.failed
	p.fault(code, off, length, help, format, args...)
	p.failed = failed
	p.faults[len(p.faults)-1].Warning = true
}

func (p *patternParser) parse() (*Pattern, []PatternFault) {
	if !strings.HasPrefix(p.text, "/") {
		p.fault("HG0101", 0, len(p.text), "write /"+p.text, "a path starts with /")
		p.mend(p.text, "/"+p.text, true)
		return nil, p.faults
	}
	if !utf8.ValidString(p.text) {
		p.fault("HG0110", 0, len(p.text), "write the manifest in UTF-8", "a path is UTF-8 text")
		return nil, p.faults
	}
	for p.pos < len(p.text) {
		p.pos++ // the slash
		start := p.pos
		seg := p.segment()
		switch {
		case len(seg) == 1 && seg[0].Param == nil && (seg[0].Literal == "." || seg[0].Literal == ".."):
			p.fault("HG0108", start, p.pos-start, "requests with such a segment are answered 404 before any route is asked",
				"a segment cannot be %q", seg[0].Literal)
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
func (p *patternParser) segment() Segment {
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
				p.fault("HG0106", param.Off, param.Len, "put a literal between them, such as - or .",
					"two parameters stand side by side: nothing says where <%s> ends", seg[n-1].Param.Name)
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
func (p *patternParser) literalByte(c byte) {
	switch c {
	case '?', '#':
		p.fault("HG0109", p.pos, 1, p.queryHelp(c), "a path cannot hold %q", string(c))
	case 0:
		p.fault("HG0110", p.pos, 1, "take the NUL out", "a path cannot hold a NUL byte")
	case '%':
		if p.pos+2 < len(p.text) && isHex(p.text[p.pos+1]) && isHex(p.text[p.pos+2]) {
			p.warn("HG0111", p.pos, 3, "write the decoded character if that is what is meant",
				"%s means these three characters: paths in a manifest are decoded text", p.text[p.pos:p.pos+3])
		}
	}
}

// queryHelp says what to do instead of a ? or # in a path.
func (p *patternParser) queryHelp(c byte) string {
	rest := p.text[p.pos+1:]
	switch {
	case c == '#':
		return "a fragment never reaches a server: leave it out"
	case rest == "" || rest[0] == '/' || rest[0] == '}' || rest[0] == '>':
		return "nothing in a path is optional: write two routes, one without it"
	}
	return "a query is no part of a path: leave it out, and ask the request for its query"
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// param parses "<" … ">". It returns nil, with a fault and at the end of the segment,
// where that cannot be told; a parameter whose parts are wrong is still returned.
func (p *patternParser) param() *PathParam {
	start := p.pos
	end := p.paramEnd(start)
	if end < 0 {
		stop := strings.IndexByte(p.text[start:], '/')
		if stop < 0 {
			stop = len(p.text) - start
		}
		p.fault("HG0102", start, stop, "close the parameter with >, or write << for a literal <", "< is not closed")
		p.mend(p.text[start:start+stop], p.text[start:start+stop]+">", false)
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
	param := &PathParam{Name: name, Off: start, Len: end + 1 - start}
	if nameOff > start+1 && p.turned(conv, name, start+1) {
		param.Conv = Conv{Kind: Str}
		return param
	}
	p.checkName(name, nameOff, param)
	param.Conv = p.converter(conv, start+1)
	if param.Conv.Kind == Path {
		if p.hasPath {
			p.fault("HG0107", start, param.Len, "keep one of them", "a pattern holds at most one path parameter")
		}
		p.hasPath, p.pathAt = true, start
	}
	return param
}

// paramEnd returns the offset of the ">" that closes the "<" at start, or -1. Words of
// any(…) may hold a ">"; a slash always ends the search.
func (p *patternParser) paramEnd(start int) int {
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

func (p *patternParser) checkName(name string, off int, param *PathParam) {
	if name == "" {
		p.fault("HG0105", param.Off, param.Len, "write <name> or <converter:name>", "the parameter has no name")
		return
	}
	for i, r := range name {
		if inName(r) {
			continue
		}
		p.fault("HG0105", off+i, utf8.RuneLen(r), "names are made of letters, digits, _, - and .",
			"%q cannot stand in the name of a parameter", r)
		return
	}
}

// inName says whether a rune can stand in the name of a parameter.
func inName(r rune) bool {
	return r == '_' || r == '-' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// converter reads a converter's text, which stands at off.
func (p *patternParser) converter(text string, off int) Conv {
	word, args, hasArgs := text, "", false
	if i := strings.IndexByte(text, '('); i >= 0 {
		word, args, hasArgs = text[:i], strings.TrimSuffix(text[i+1:], ")"), true
		if !strings.HasSuffix(text, ")") {
			p.fault("HG0104", off, len(text), "close the parenthesis", "( is not closed")
			return Conv{Kind: Str}
		}
	}
	argsOff := off + len(word) + 1
	switch word {
	case "any":
		return p.anyWords(args, hasArgs, off, len(text), argsOff)
	case "str":
		if !hasArgs {
			return Conv{Kind: Str}
		}
		return p.strBounds(args, argsOff)
	}
	for _, o := range p.own {
		if o.Name == word {
			p.noArgs(word, hasArgs, off, len(text))
			return Conv{Kind: OwnKind, Own: o}
		}
	}
	if kind, ok := builtins[word]; ok {
		p.noArgs(word, hasArgs, off, len(text))
		return Conv{Kind: kind}
	}
	p.unknownConverter(word, hasArgs, off)
	return Conv{Kind: Str}
}

func (p *patternParser) unknownConverter(word string, hasArgs bool, off int) {
	names := p.converterNames()
	meant := otherNames[strings.ToLower(word)]
	if near := nearest(word, names); len(meant) == 0 && near != "" {
		meant = []string{near}
	}
	help := "declare it under `converters`, or take one of " + strings.Join(names, ", ")
	if len(meant) > 0 {
		help = fmt.Sprintf("did you mean %s?", strings.Join(meant, " or "))
	}
	p.fault("HG0103", off, len(word), help, "there is no converter %q", word)
	if len(meant) == 1 {
		another := otherNames[strings.ToLower(word)] != nil && !hasArgs
		p.mend(word, meant[0], another || strings.EqualFold(word, meant[0]))
	}
}

func (p *patternParser) noArgs(word string, hasArgs bool, off, length int) {
	if hasArgs {
		p.fault("HG0104", off, length, "write "+word, "%s takes no arguments", word)
	}
}

func (p *patternParser) anyWords(args string, hasArgs bool, off, length, argsOff int) Conv {
	conv := Conv{Kind: Any}
	if !hasArgs || strings.TrimSpace(args) == "" {
		p.fault("HG0104", off, length, "write any(new,used)", "any needs its words")
		return conv
	}
	at := argsOff
	for raw := range strings.SplitSeq(args, ",") {
		word := strings.TrimSpace(raw)
		wordOff := at + strings.Index(raw, word)
		at += len(raw) + 1
		switch {
		case word == "":
			p.fault("HG0104", wordOff, len(raw), "take it out: a parameter is never empty", "a word of any(…) is empty")
		case strings.Contains(word, "/"):
			p.fault("HG0104", wordOff, len(word), "a parameter other than path stays inside its segment", "a word of any(…) cannot hold /")
		case strings.ContainsRune(word, 0):
			p.fault("HG0104", wordOff, len(word), "take the NUL out", "a word of any(…) cannot hold a NUL byte")
		case contains(conv.Words, word):
			p.fault("HG0104", wordOff, len(word), "keep one of them", "any(…) names %q twice", word)
		default:
			conv.Words = append(conv.Words, word)
		}
	}
	return conv
}

func contains(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}

func (p *patternParser) strBounds(args string, argsOff int) Conv {
	conv := Conv{Kind: StrBounded}
	seen := map[string]bool{}
	at := argsOff
	for raw := range strings.SplitSeq(args, ",") {
		off := at
		at += len(raw) + 1
		key, value, ok := strings.Cut(strings.TrimSpace(raw), "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		n, err := strconv.ParseUint(value, 10, 31)
		switch {
		case !ok || key != "min" && key != "max":
			p.fault("HG0104", off, len(raw), "write str(min=2,max=20), str(min=2) or str(max=20)", "str takes min= and max=")
		case seen[key]:
			p.fault("HG0104", off, len(raw), "keep one of them", "str has two %s", key)
		case err != nil:
			p.fault("HG0104", off, len(raw), "write a whole number of characters", "%s is no length", value)
		case key == "max" && n == 0:
			p.fault("HG0104", off, len(raw), "a parameter is never empty", "max=0 leaves no value")
		case key == "min":
			conv.Min = int(n)
		default:
			conv.Max = int(n)
		}
		seen[key] = true
	}
	if conv.Max > 0 && conv.Min > conv.Max {
		p.fault("HG0104", argsOff, len(args), "swap them", "min=%d is more than max=%d", conv.Min, conv.Max)
	}
	return conv
}
