package wire

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// The grammar of JSON lives here (RFC 8259): where a text breaks it, and what stands at a
// place of one. encoding/json decodes; what it calls a fault, and where, changes from one
// version of Go to the next, so what clients read comes from here.

// jsonRules are what is asked of a text beyond the grammar.
type jsonRules struct {
	depth int // of arrays and objects in each other, at most
	// surrogates refuses half a surrogate pair, which readers understand differently
	// (RFC 8259 §8.2).
	surrogates bool
}

// A jsonFault says what is wrong with a text, and where: at is the offset of the first
// byte that is wrong, or the length of a text that ends too early.
type jsonFault struct {
	at   int
	text string
}

// A jsonKind is a kind of token. Values are called as encoding/json calls them.
type jsonKind string

const (
	jsonEnd    jsonKind = "" // of the text
	jsonObject jsonKind = "object"
	jsonArray  jsonKind = "array"
	jsonString jsonKind = "string"
	jsonNumber jsonKind = "number"
	jsonBool   jsonKind = "bool"
	jsonNull   jsonKind = "null"
	jsonName   jsonKind = "name"  // of a member, with its quotation marks
	jsonClose  jsonKind = "close" // "]" or "}"
)

// A jsonToken is a piece of a text: of an array or object the bracket that opens it.
type jsonToken struct {
	kind       jsonKind
	start, end int
}

// A jsonScanner reads the tokens of a text. It keeps nothing but a level for each array
// and object that is open.
type jsonScanner struct {
	text  []byte
	rules jsonRules
	at    int
	wants jsonWant
	open  []jsonLevel // outermost first
	fault *jsonFault
}

type jsonLevel struct {
	object bool
	index  int       // of the element that has begun
	name   jsonToken // of the member that has begun
}

// A jsonWant is what the grammar has next, in the words of a fault.
type jsonWant string

const (
	wantValue      jsonWant = "a value"
	wantElement    jsonWant = "a value or ]"
	wantMember     jsonWant = "a name in quotation marks or }"
	wantName       jsonWant = "a name in quotation marks"
	wantColon      jsonWant = "a colon"
	wantCommaArray jsonWant = "a comma or ]"
	wantCommaBrace jsonWant = "a comma or }"
	wantNothing    jsonWant = "nothing more"
)

// CheckJSON returns what is wrong with a text first, and where; fault is "" if nothing is. At
// most depth arrays and objects may stand in each other. Half a surrogate pair and a name that
// an object has twice are not looked for.
func CheckJSON(text []byte, depth int) (at int, fault string) {
	if f := checkJSON(text, jsonRules{depth: depth}); f != nil {
		return f.at, f.text
	}
	return 0, ""
}

func checkJSON(text []byte, rules jsonRules) *jsonFault {
	s := jsonScanner{text: text, rules: rules, wants: wantValue}
	for {
		if token, ok := s.next(); !ok || token.kind == jsonEnd {
			return s.fault
		}
	}
}

// A JSONToken is a piece of a JSON text, and where it stands.
type JSONToken struct {
	// Kind is "object" or "array" for the bracket that opens one, "close" for the one that
	// closes it; "name" for that of a member; "string", "number", "bool", "null".
	Kind       string
	Start, End int
	// Path are the names and indexes that lead to it, outermost first.
	Path []string
}

// JSONTokenAt finds the token that the byte at an offset of a valid text belongs to.
func JSONTokenAt(text []byte, offset int) (token JSONToken, ok bool) {
	s := jsonScanner{text: text, rules: jsonRules{depth: len(text)}, wants: wantValue}
	for {
		t, ok := s.next()
		if !ok || t.kind == jsonEnd || offset < t.start {
			return token, false
		}
		if offset < t.end {
			return JSONToken{string(t.kind), t.start, t.end, s.path(t)}, true
		}
	}
}

// path are the names and indexes that lead to the token that was read last.
func (s *jsonScanner) path(token jsonToken) (path []string) {
	levels := s.open // the bracket's own level is open already, and does not lead to it
	if token.kind == jsonObject || token.kind == jsonArray {
		levels = levels[:len(levels)-1]
	}
	for _, l := range levels {
		if l.object {
			path = append(path, unquoteJSON(s.text[l.name.start:l.name.end]))
		} else {
			path = append(path, strconv.Itoa(l.index))
		}
	}
	return path
}

// next reads a token; ok is false at a fault.
//
//	JSON-text = ws value ws                                          RFC 8259 §2
//	object    = "{" [ member *( "," member ) ] "}"                   §4
//	member    = string ":" value
//	array     = "[" [ value *( "," value ) ] "]"                     §5
func (s *jsonScanner) next() (token jsonToken, ok bool) {
	for {
		for s.at < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.at]) >= 0 {
			s.at++
		}
		if s.at == len(s.text) {
			return jsonToken{start: s.at, end: s.at},
				s.wants == wantNothing || s.endsInside(s.inside())
		}
		c := s.text[s.at]
		switch {
		case s.wants == wantColon && c == ':':
			s.at, s.wants = s.at+1, wantValue
		case s.wants == wantCommaArray && c == ',':
			s.at, s.wants = s.at+1, wantValue
			s.top().index++
		case s.wants == wantCommaBrace && c == ',':
			s.at, s.wants = s.at+1, wantName
		case c == ']' && (s.wants == wantElement || s.wants == wantCommaArray),
			c == '}' && (s.wants == wantMember || s.wants == wantCommaBrace):
			s.open = s.open[:len(s.open)-1]
			return s.ended(jsonToken{jsonClose, s.at, s.at + 1}), true
		case c == '"' && (s.wants == wantMember || s.wants == wantName):
			return s.name()
		case s.wants == wantValue || s.wants == wantElement:
			return s.value(c)
		default:
			return token, s.unexpected(string(s.wants))
		}
	}
}

func (s *jsonScanner) top() *jsonLevel { return &s.open[len(s.open)-1] }

// ended goes on behind a value.
func (s *jsonScanner) ended(token jsonToken) jsonToken {
	s.at = token.end
	switch {
	case len(s.open) == 0:
		s.wants = wantNothing
	case s.top().object:
		s.wants = wantCommaBrace
	default:
		s.wants = wantCommaArray
	}
	return token
}

// name reads the name of a member.
func (s *jsonScanner) name() (token jsonToken, ok bool) {
	token = jsonToken{kind: jsonName, start: s.at}
	if !s.quoted() {
		return token, false
	}
	token.end, s.wants = s.at, wantColon
	s.top().name = token
	return token, true
}

// value reads a value that begins with c, or the bracket that opens it.
//
//	value = false / null / true / object / array / number / string   RFC 8259 §3
func (s *jsonScanner) value(c byte) (token jsonToken, ok bool) {
	token.start = s.at
	switch {
	case c == '{' || c == '[':
		if len(s.open) == s.rules.depth {
			levels := strconv.Itoa(s.rules.depth)
			s.fault = &jsonFault{s.at, "it is nested deeper than " + levels + " levels"}
			return token, false
		}
		token.kind, s.wants = jsonArray, wantElement
		if c == '{' {
			token.kind, s.wants = jsonObject, wantMember
		}
		s.open = append(s.open, jsonLevel{object: c == '{'})
		s.at++
		token.end = s.at
		return token, true
	case c == '"':
		token.kind, ok = jsonString, s.quoted()
	case c == 't':
		token.kind, ok = jsonBool, s.word("true")
	case c == 'f':
		token.kind, ok = jsonBool, s.word("false")
	case c == 'n':
		token.kind, ok = jsonNull, s.word("null")
	case c == '-' || isDigit(c):
		token.kind, ok = jsonNumber, s.number()
	default:
		ok = s.unexpected(string(s.wants))
	}
	if token.end = s.at; !ok {
		return token, false
	}
	return s.ended(token), true
}

// inside is what a text ends in that ends between two tokens.
func (s *jsonScanner) inside() string {
	switch {
	case len(s.open) == 0:
		return "what should be a value"
	case s.top().object:
		return "an object"
	}
	return "an array"
}

// endsInside notes that the text ends too early, at its end.
func (s *jsonScanner) endsInside(what string) (ok bool) {
	s.fault = &jsonFault{len(s.text), "the text ends inside " + what}
	return false
}

// unexpected notes that something else should stand where s.at is.
func (s *jsonScanner) unexpected(want string) (ok bool) {
	if !utf8.FullRune(s.text[s.at:]) {
		return s.endsInside(s.inside())
	}
	r, size := utf8.DecodeRune(s.text[s.at:])
	text := "unexpected " + strconv.QuoteRune(r) + ", want " + want
	switch {
	case r == utf8.RuneError && size == 1:
		text = "it is not UTF-8"
	case r == '\uFEFF':
		text = "a byte order mark, want " + want
	}
	s.fault = &jsonFault{s.at, text}
	return false
}
