package wire

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Fault is one thing that is wrong with the values of a request: of its query, a header,
// a cookie, a path parameter, a form or a JSON body.
type Fault struct {
	// In says where the value stands: "query", "header", "cookie", "path" or "body".
	In string `json:"in"`
	// Name is the parameter's; of a body it is "".
	Name string `json:"name,omitempty"`
	// At is the place in a JSON body, a JSON Pointer (RFC 6901): "/items/3/title". It is ""
	// for the body as a whole. A member that is missing has the pointer that it would have.
	At string `json:"at,omitempty"`
	// Line is the line of a body of one JSON text a line, from 1, in whose text At is; 0 in
	// others.
	Line int `json:"line,omitempty"`
	// Rule is the rule that is broken, for programs: see the constants.
	Rule string `json:"rule"`
	// Message says it to people, without Name and At. It repeats little of what was sent.
	Message string `json:"message"`
}

// String is the fault in one line: "query parameter page: 0 is less than 1".
func (f Fault) String() string {
	where := f.Name
	switch f.In {
	case "query", "path":
		where = f.In + " parameter " + f.Name
		if f.Name == "" { // as in ?=1
			where += `""`
		}
	case "header", "cookie":
		where = f.In + " " + f.Name
	case "body":
		where = f.At + f.Name // one of them, or neither
	}
	if f.Line > 0 {
		line := f
		line.Line = 0
		return "line " + strconv.Itoa(f.Line) + ": " + line.String()
	}
	switch {
	case where == "":
		return f.Message
	case strings.HasPrefix(f.Message, "is ") || strings.HasPrefix(f.Message, "given "):
		return where + " " + f.Message
	}
	return where + ": " + f.Message
}

// The rules of a [Fault].
const (
	RuleSyntax   = "syntax"   // it is no JSON, or none that all readers understand alike
	RuleType     = "type"     // it is no value of the type
	RuleRequired = "required" // it is missing
	RuleUnknown  = "unknown"  // nobody declared the name
	RuleMin      = "min"
	RuleMax      = "max"
	RuleMultiple = "multiple"
	RulePattern  = "pattern"
	RuleUnique   = "unique"
	RuleEnum     = "enum"   // it is none of the words
	RuleUnion    = "oneof"  // it is none of a union's members
	RuleRepeat   = "repeat" // it is given more than once
	RuleValid    = "valid"  // a Validate of the user's refuses it
)

// MaxFaults bounds the faults that are told of one request; what is wrong beyond them is
// not looked for.
const MaxFaults = 32

// MaxQuoted is how many bytes of what was sent a message repeats at most.
const MaxQuoted = 100

// Shorten is a text, or its first limit bytes, whole characters only, and "…".
func Shorten(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit] + "…"
}

func shortened(text string) string { return Shorten(text, MaxQuoted) }
