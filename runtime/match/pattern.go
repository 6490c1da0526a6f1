package match

import (
	"strconv"
	"strings"
)

// Patterns as data live here, for what is not on the way of a request: the text of
// parameters, URLs, which parameter was refused. Dispatch itself is compiled code.

// A Part is a piece of a pattern: literal text, or a parameter if Name is not "". A
// pattern is one row of parts, slashes being literal text, so that a whole path is
// split by one rule (Split).
type Part struct {
	Literal string            // decoded text
	Name    string            // the parameter's name as written
	Shape   Shape             // the text that the parameter can take
	Words   []string          // of ShapeAny
	Valid   func(string) bool // beyond the shape: is this decoded text taken; nil: yes
}

// A Shape is the regular language of a converter's text.
type Shape uint8

// The shapes of a manifest's converters.
const (
	ShapeText  Shape = iota // .+ without "/"
	ShapePath               // .+
	ShapeAny                // one of Words
	ShapeBool               // true|false
	ShapeUUID               // 8-4-4-4-12 hex digits
	ShapeDate               // [0-9]{4}-[0-9]{2}-[0-9]{2}
	ShapeUint               // [0-9]+
	ShapeInt                // -?[0-9]+
	ShapeFloat              // -?[0-9]+(\.[0-9]+)?
)

func valid[T any](parse func(string) (T, bool)) func(string) bool {
	return func(s string) bool { _, ok := parse(s); return ok }
}

// converterParts are the converters without arguments.
var converterParts = map[string]Part{
	"bool": {Shape: ShapeBool}, "uuid": {Shape: ShapeUUID}, "path": {Shape: ShapePath},
	"str": {Shape: ShapeText}, "float": {Shape: ShapeFloat},
	"date":   {Shape: ShapeDate, Valid: valid(ParseDate)},
	"uint8":  {Shape: ShapeUint, Valid: valid(ParseUint8)},
	"uint16": {Shape: ShapeUint, Valid: valid(ParseUint16)},
	"uint32": {Shape: ShapeUint, Valid: valid(ParseUint32)},
	"uint64": {Shape: ShapeUint, Valid: valid(ParseUint64)},
	"uint":   {Shape: ShapeUint, Valid: valid(ParseUint)},
	"int8":   {Shape: ShapeInt, Valid: valid(ParseInt8)},
	"int16":  {Shape: ShapeInt, Valid: valid(ParseInt16)},
	"int32":  {Shape: ShapeInt, Valid: valid(ParseInt32)},
	"int64":  {Shape: ShapeInt, Valid: valid(ParseInt64)},
	"int":    {Shape: ShapeInt, Valid: valid(ParseInt)},
}

// Compile turns a pattern that the generator has checked into parts; own says for each own
// converter whether it takes a text.
func Compile(pattern string, own map[string]func(string) bool) (parts []Part) {
	var literal strings.Builder
	flush := func() {
		if literal.Len() > 0 {
			parts = append(parts, Part{Literal: literal.String()})
			literal.Reset()
		}
	}
	for i := 0; i < len(pattern); {
		switch {
		case strings.HasPrefix(pattern[i:], "<<"):
			literal.WriteByte('<')
			i += 2
		case pattern[i] == '<':
			flush()
			end := i + paramLen(pattern[i:])
			parts = append(parts, compileParam(pattern[i+1:end-1], own))
			i = end
		default:
			literal.WriteByte(pattern[i])
			i++
		}
	}
	flush()
	return parts
}

// paramLen returns the length of the parameter at the start of s: its ">" is the first
// one outside of parentheses.
func paramLen(s string) int {
	inside := false
	for i := range len(s) {
		switch s[i] {
		case '(':
			inside = true
		case ')':
			inside = false
		case '>':
			if !inside {
				return i + 1
			}
		}
	}
	panic("httpgen: internal error: unclosed parameter in " + strconv.Quote(s))
}

func compileParam(text string, own map[string]func(string) bool) Part {
	conv, name := "str", text
	if i := strings.LastIndexByte(text, ':'); i >= 0 {
		conv, name = text[:i], text[i+1:]
	}
	word, args, hasArgs := strings.Cut(strings.TrimSuffix(conv, ")"), "(")
	var part Part
	switch {
	case word == "any":
		part.Shape = ShapeAny
		for w := range strings.SplitSeq(args, ",") {
			part.Words = append(part.Words, strings.TrimSpace(w))
		}
	case word == "str" && hasArgs:
		part.Valid = compileBounds(args)
	case own[word] != nil:
		part.Valid = own[word]
	default:
		part = converterParts[word]
	}
	part.Name = name
	return part
}

func compileBounds(args string) func(string) bool {
	least, most := 0, 0
	for arg := range strings.SplitSeq(args, ",") {
		key, value, _ := strings.Cut(arg, "=")
		n, _ := strconv.Atoi(strings.TrimSpace(value)) // checked by the generator
		if strings.TrimSpace(key) == "min" {
			least = n
		} else {
			most = n
		}
	}
	return func(s string) bool { return LenBetween(s, least, most) }
}

// CountParams is the number of parameters among the parts.
func CountParams(parts []Part) (n int) {
	for i := range parts {
		if parts[i].Name != "" {
			n++
		}
	}
	return n
}

// Refused names the first parameter whose text in a canonical path is not taken, where the
// path is made of the parts if each parameter but a path is taken for a text.
func Refused(parts []Part, path string) (param string, refused bool) {
	relaxed := make([]Part, len(parts))
	for i, p := range parts {
		if p.Name != "" && p.Shape != ShapePath {
			p = Part{Name: p.Name}
		}
		relaxed[i] = p
	}
	at := make([]int, 2*CountParams(parts))
	if !Split(relaxed, path, at) {
		return "", false
	}
	k := 0
	for i := range parts {
		if parts[i].Name == "" {
			continue
		}
		if !parts[i].takes(path[at[k]:at[k+1]]) {
			return parts[i].Name, true
		}
		k += 2
	}
	return "", false
}

// takes says whether a parameter's converter takes a text out of a canonical path.
func (p *Part) takes(text string) bool {
	var at [2]int
	return Split([]Part{*p}, text, at[:]) && (p.Valid == nil || p.Valid(DecodeSlashes(text)))
}
