package manifest

import (
	"fmt"
	"strings"
)

// A Pattern is a parsed path pattern: the segments between its slashes. "/" has one
// empty segment, "/a/" has "a" and an empty one.
type Pattern struct {
	Segments []Segment
}

// A Segment is a row of parts in which no two parameters and no two literals stand
// side by side. The empty segment has no parts.
type Segment []Part

// A Part is literal text, or a parameter if Param is not nil.
type Part struct {
	Literal string // decoded text
	Param   *PathParam
}

// PathParam is a parameter as written in a pattern.
type PathParam struct {
	Name string
	Conv Conv
	Off  int // where its "<" stands in the pattern's text, in bytes
	Len  int // up to and with its ">", in bytes
}

// Conv is a converter with its arguments.
type Conv struct {
	Kind  Kind
	Words []string // of Any, as written
	Min   int      // of Str, in runes; 0: none
	Max   int      // of Str, in runes; 0: none
	Own   *Own     // of OwnKind
}

// Kind is a kind of converter: what a parameter's text may be, and its Go type. The order of
// the constants is the order of precedence; between Float and OwnKind stand the mixed segments.
type Kind uint8

const (
	Any Kind = iota
	Bool
	UUID
	Date
	Uint8
	Uint16
	Uint32
	Uint64
	Uint
	Int8
	Int16
	Int32
	Int64
	Int
	Float
	OwnKind
	StrBounded // str(min=…,max=…)
	Str
	Path
)

// A PatternFault is what is wrong with a pattern's text.
type PatternFault struct {
	Code     string
	Off, Len int // in bytes of the pattern's text
	Message  string
	Help     string
	Warning  bool // the pattern stands all the same

	// Old is the text at Off that New mends; both are "" if no edit does. Safe: nothing
	// else can have been meant.
	Old, New string
	Safe     bool
}

var kindNames = [...]string{
	Any: "any", Bool: "bool", UUID: "uuid", Date: "date", Uint8: "uint8", Uint16: "uint16",
	Uint32: "uint32", Uint64: "uint64", Uint: "uint", Int8: "int8", Int16: "int16",
	Int32: "int32", Int64: "int64", Int: "int", Float: "float", OwnKind: "own",
	StrBounded: "str", Str: "str", Path: "path",
}

// String returns the kind's name in a manifest.
func (k Kind) String() string { return kindNames[k] }

// String returns the converter as it stands in a pattern.
func (c Conv) String() string {
	switch c.Kind {
	case Any:
		return "any(" + strings.Join(c.Words, ",") + ")"
	case OwnKind:
		return c.Own.Name
	case StrBounded:
		var args []string
		if c.Min > 0 {
			args = append(args, fmt.Sprintf("min=%d", c.Min))
		}
		if c.Max > 0 {
			args = append(args, fmt.Sprintf("max=%d", c.Max))
		}
		return "str(" + strings.Join(args, ",") + ")"
	}
	return c.Kind.String()
}
